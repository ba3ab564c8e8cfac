using Certus.Content;
using Certus.Decide;

namespace Certus.Web.Decide;

/// <summary>Tells the story of an exam: one at a time, and the last ones again without reckoning.</summary>
/// <param name="library">Exams, options and assumptions.</param>
public sealed class ExamStories(Library library) : IDisposable
{
    private const int Kept = 4;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly LinkedList<(DateOnly Today, ExamStory Story)> _last = [];

    /// <summary>The days of which it tells besides today: when the article's exams could be booked, and weeks before the end of the one it is about.</summary>
    public static IReadOnlyList<DateOnly> Days { get; } = [CompareRequest.ArticleDay, new(2026, 1, 15)];

    /// <summary>The option that is this exam and nothing else, or null.</summary>
    public static OptionPlan? OptionOf(MarketFacts facts, string exam)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Options.FirstOrDefault(option => option is { Kind: OptionKind.Exam, Replace: false, Steps: [{ Exams: [var only] }] } && only == exam);
    }

    /// <summary>The story of an exam up to today.</summary>
    /// <param name="facts">The options and both sets.</param>
    /// <param name="exam">Its code, one that <see cref="OptionOf"/> knows.</param>
    /// <param name="today">The last day.</param>
    /// <param name="cancel">Gives up its place in the queue.</param>
    public async Task<ExamStory> OfAsync(MarketFacts facts, string exam, DateOnly today, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            var found = _last.FirstOrDefault(entry => entry.Today == today && entry.Story.Exam == exam);
            if (found.Story is not null) return found.Story;
            var story = await Task.Run(() => Tell(facts, exam, today), CancellationToken.None);
            _last.AddFirst((today, story));
            if (_last.Count > Kept) _last.RemoveLast();
            return story;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private ExamStory Tell(MarketFacts facts, string exam, DateOnly today)
    {
        var option = OptionOf(facts, exam) ?? throw new ArgumentException($"No option is {exam} alone.", nameof(exam));
        var only = facts with { Options = [.. facts.Options.Where(other => other == option || other.Kind == OptionKind.Wait)] };
        List<DateOnly> days = [.. Days.Where(day => day < today), today];
        RankedOption By(AssumptionSet set, ExampleProfile who, DateOnly day) =>
            Decision.Rank(who.Profile, day, library.Register, only, set, Decision.DefaultDraws, DecideRequest.UsualSeed).First(ranked => ranked.Id == option.Id);
        return new(exam, days, [.. ExampleProfiles.All.Select(who => new ExamStory.Row(who, [.. days.Select(day => new ExamStory.Cell(By(facts.Article, who, day), By(facts.Evidence, who, day)))]))]);
    }
}

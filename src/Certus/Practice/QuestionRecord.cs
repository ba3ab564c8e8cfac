using Certus.Catalog;
using Certus.Numerics;

namespace Certus.Practice;

/// <summary>What became of a question, or of all draws of a generator, where it was met for the first time.</summary>
/// <param name="Id">The question's id, or the generator's.</param>
/// <param name="Question">The version that was met last.</param>
/// <param name="Answers">The complete answers, the oldest first.</param>
/// <param name="Blank">How often there was none.</param>
public sealed record QuestionRecord(string Id, Question Question, IReadOnlyList<ItemResult> Answers, int Blank)
{
    /// <summary>The right answers.</summary>
    public int Right { get; } = Answers.Count(result => result.Right);

    /// <summary>The share of right answers, the classical p-value; null without answers.</summary>
    public double? Share => Answers.Count == 0 ? null : (double)Right / Answers.Count;

    /// <summary>The 90 % Wilson interval of the share.</summary>
    public Interval Range => Interval.OfShare(Right, Answers.Count);

    /// <summary>The mean time on the screen, of the answers for which it was measured; null for none.</summary>
    public TimeSpan? MeanTime => Answers.Where(result => result.Place.Elapsed > TimeSpan.Zero).Select(result => (double)result.Place.Elapsed.Ticks).DefaultIfEmpty().Average() is > 0 and var ticks ? TimeSpan.FromTicks((long)ticks) : null;

    /// <summary>The time to read <see cref="Question"/> once.</summary>
    public TimeSpan Reading => ReadingTime.Of(Question);

    /// <summary>Answers that replaced another.</summary>
    public int Changed => Answers.Count(result => result.Changed);

    /// <summary>Those of them that were right at first and wrong in the end.</summary>
    public int ChangedAway => Answers.Count(result => result.Changed && !result.Right && result.Question.IsRight(result.Place.FirstPicks));

    /// <summary>
    /// The options and how often each was chosen, the key first, then the most chosen: of a written question those of the version met last, and those chosen in earlier versions that it no longer has; of a generator the key and each misconception, as
    /// often as they were drawn. Empty for ordering and matching, where nothing is chosen.
    /// </summary>
    public IReadOnlyList<OptionPick> Options()
    {
        if (Question.Type is QuestionType.Ordering or QuestionType.Matching) return [];
        Dictionary<(string?, string?, bool), int> counts = [];
        (string?, string?, bool) KeyOf(Question question, int option) =>
            (question.GeneratedFrom is null ? question.Options[option].Text : null, question.Options[option].Misconception, question.Key.Contains(option));
        foreach (var question in Answers.Select(result => result.Question).Append(Question).Reverse())
            for (var option = 0; option < question.Options.Count; option++) counts.TryAdd(KeyOf(question, option), 0);
        foreach (var result in Answers)
            foreach (var option in result.Place.Picks.Values) counts[KeyOf(result.Question, option)]++;
        var now = Enumerable.Range(0, Question.Options.Count).Select(option => KeyOf(Question, option)).ToHashSet();
        return
        [
            .. counts.Where(entry => entry.Value > 0 || now.Contains(entry.Key) || Question.GeneratedFrom is not null)
                .Select(entry => new OptionPick(entry.Key.Item1, entry.Key.Item2, entry.Key.Item3, entry.Value)).OrderByDescending(option => option.IsKey).ThenByDescending(option => option.Chosen),
        ];
    }

    /// <summary>Reads results.</summary>
    /// <param name="met">Questions that were opened, each for the first time; the oldest sitting first.</param>
    /// <returns>By id.</returns>
    public static IReadOnlyList<QuestionRecord> Of(IEnumerable<ItemResult> met)
    {
        ArgumentNullException.ThrowIfNull(met);
        return
        [
            .. met.GroupBy(result => result.Question.GeneratedFrom?.Generator ?? result.Question.Id, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new QuestionRecord(group.Key, group.Last().Question, [.. group.Where(result => result.Answered)], group.Count(result => !result.Answered))),
        ];
    }
}

using Certus.Practice;

namespace Certus.Store;

/// <summary>All that a learner has answered, read from the log.</summary>
/// <param name="sittings">The sittings of the same file.</param>
/// <remarks>What came of the sittings that have not changed since is kept for the learner who asked last; which have is asked each time.</remarks>
public sealed class AnswerHistory(Sittings sittings)
{
    private sealed record Part(Sitting Sitting, DateTimeOffset? Over, AnsweredQuestion[] Answered);

    private sealed record Kept(Learner Learner, Part[] Parts, AnsweredQuestion[] Answered);

    private volatile Kept? _kept;

    /// <summary>The questions of every sitting that is over, the oldest sitting first, in form order; discarded sittings are left out, and running ones, whose answers are still open.</summary>
    /// <param name="learner">Whose it is.</param>
    /// <param name="now">The present, which tells whose time has run out.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>The same list as before, as long as no answer has come in.</returns>
    public async Task<IReadOnlyList<AnsweredQuestion>> ReadAsync(Learner learner, DateTimeOffset now, CancellationToken cancel)
    {
        var all = (await sittings.ListAsync(learner, cancel)).Where(sitting => sitting.DiscardedAt is null).OrderBy(sitting => sitting.Start.StartedAt).Select(sitting => (Sitting: sitting, Over: sitting.OverSince(now))).ToList();
        var kept = _kept is { } last && last.Learner == learner ? last : null;
        if (kept is not null && all.SequenceEqual(kept.Parts.Select(part => (part.Sitting, part.Over)))) return kept.Answered;      // a sitting that stands as it did is the same object

        var known = kept?.Parts.ToDictionary(part => part.Sitting);
        HashSet<string> met = new(StringComparer.Ordinal);
        List<Part> parts = new(all.Count);
        foreach (var (sitting, over) in all)
        {
            var items = sitting.Form.Items;
            if (known is null || !known.TryGetValue(sitting, out var part) || part.Over != over) part = new(sitting, over, over is { } since ? await AnsweredAsync(sitting, since, cancel) : []);
            bool IsFirst(int i) => items[i].Fresh && !met.Contains(items[i].QuestionId);
            if (part.Answered.Index().Any(entry => entry.Item.FirstExposure != IsFirst(entry.Index)))
                part = part with { Answered = [.. part.Answered.Select((answered, i) => answered with { FirstExposure = IsFirst(i) })] };
            parts.Add(part);
            // A form made while another was open may hold the same question: the sitting that began first met it first.
            for (var i = 0; i < items.Count; i++)
                if (over is not null || sitting.Places[i].ShownAt is not null) met.Add(items[i].QuestionId);
        }
        var answered = kept is not null && Of(parts).SequenceEqual(Of(kept.Parts)) ? kept.Answered : [.. parts.SelectMany(part => part.Answered)];
        _kept = new(learner, [.. parts], answered);
        return answered;

        static IEnumerable<AnsweredQuestion[]> Of(IEnumerable<Part> parts) => parts.Select(part => part.Answered).Where(part => part.Length > 0);
    }

    /// <summary>The answers of a sitting, not yet told which of its questions were met before.</summary>
    private async ValueTask<AnsweredQuestion[]> AnsweredAsync(Sitting sitting, DateTimeOffset over, CancellationToken cancel)
    {
        var questions = await sittings.QuestionsAsync(sitting.Form, cancel);
        return
        [
            .. sitting.Form.Items.Select((item, i) => new AnsweredQuestion(
                sitting.Start.Id, sitting.Start.Mode, sitting.Start.Minutes is not null, over, item.Fresh,
                new(item, questions[i], sitting.Places[i], questions[i].IsRight(sitting.Places[i].Picks), sitting.IsAnswered(item.Position)))),
        ];
    }
}

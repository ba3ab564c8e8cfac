namespace Certus.Practice;

/// <summary>What a sitting comes to.</summary>
/// <param name="Sitting">The sitting.</param>
/// <param name="Items">Every question, in form order.</param>
/// <param name="Domains">By domain, in order of their ids; empty for a set without an exam.</param>
/// <param name="Right">Right answers among the scored questions.</param>
/// <param name="Scored">Scored questions.</param>
/// <param name="Scaled">The estimated scaled score; null but for a full exam with a known pass mark.</param>
public sealed record Report(
    Sitting Sitting, IReadOnlyList<ItemResult> Items, IReadOnlyList<DomainResult> Domains, int Right, int Scored, ScaledScore? Scaled)
{
    /// <summary>Judges a sitting.</summary>
    /// <param name="sitting">Over or not: the answers as they stand.</param>
    /// <param name="questions">The questions as they were shown, in form order.</param>
    /// <param name="passMark">The exam's pass mark, where known.</param>
    public static Report Of(Sitting sitting, IReadOnlyList<Question> questions, int? passMark)
    {
        ArgumentNullException.ThrowIfNull(sitting);
        ArgumentNullException.ThrowIfNull(questions);
        var form = sitting.Start.Form;
        ArgumentOutOfRangeException.ThrowIfNotEqual(questions.Count, form.Items.Count, nameof(questions));
        var items = form.Items.Select((item, i) => new ItemResult(
            item, questions[i], sitting.Places[i], questions[i].IsRight(sitting.Places[i].Picks), sitting.IsAnswered(item.Position))).ToList();
        var scored = items.Where(result => result.Item.Scored).ToList();
        var domains = scored.Where(result => result.Item.Domain is not null)
            .GroupBy(result => result.Item.Domain!, (id, results) => { var list = results.ToList(); return new DomainResult(id, list.Count(result => result.Right), list.Count); })
            .OrderBy(domain => domain.DomainId, StringComparer.Ordinal).ToList();
        var right = scored.Count(result => result.Right);
        var scaled = sitting.Start.Mode == SittingMode.Exam && passMark is { } mark && scored.Count > 0 ? ScaledScore.Estimate(right, scored.Count, mark) : null;
        return new(sitting, items, domains, right, scored.Count, scaled);
    }

    /// <summary>Answers that took markedly longer than the learner's others: more than twice the median time of this sitting.</summary>
    public IEnumerable<ItemResult> Slow
    {
        get
        {
            var times = Items.Where(result => result.Place.Elapsed > TimeSpan.Zero).Select(result => result.Place.Elapsed).Order().ToList();
            if (times.Count < 3) return [];
            var median = times[times.Count / 2];
            return Items.Where(result => result.Place.Elapsed > 2 * median);
        }
    }

    /// <summary>A wrong answer that the learner was sure of: what to mend first. A question left blank is none.</summary>
    public IEnumerable<ItemResult> SureAndWrong => Items.Where(result => result.Outcome == Outcome.Wrong && result.Place.Level == Sureness.Sure);

    /// <summary>Right by a guess: not to be counted on.</summary>
    public IEnumerable<ItemResult> Lucky => Items.Where(result => result.Right && result.Place.Level == Sureness.Guess);
}

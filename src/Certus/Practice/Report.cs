namespace Certus.Practice;

/// <summary>What a sitting comes to.</summary>
/// <param name="Sitting">The sitting.</param>
/// <param name="Items">Every question, in form order.</param>
/// <param name="Domains">By domain, in order of their ids; empty for a set without an exam.</param>
/// <param name="Right">Right answers among the scored questions.</param>
/// <param name="Scored">Scored questions.</param>
/// <param name="Scaled">The estimated scaled score; null but for a full exam with a known pass mark.</param>
/// <param name="Pace">The time there is for one question: by the sitting's clock, else by the exam's; null where neither is known.</param>
public sealed record Report(
    Sitting Sitting, IReadOnlyList<ItemResult> Items, IReadOnlyList<DomainResult> Domains, int Right, int Scored, ScaledScore? Scaled, TimeSpan? Pace)
{
    /// <summary>Judges a sitting.</summary>
    /// <param name="sitting">Over or not: the answers as they stand.</param>
    /// <param name="questions">The questions as they were shown, in form order.</param>
    /// <param name="passMark">The exam's pass mark, where known.</param>
    /// <param name="examPace">The time that the exam leaves for a question, where known; it counts where the sitting has no clock.</param>
    public static Report Of(Sitting sitting, IReadOnlyList<Question> questions, int? passMark, TimeSpan? examPace = null)
    {
        ArgumentNullException.ThrowIfNull(sitting);
        ArgumentNullException.ThrowIfNull(questions);
        var form = sitting.Form;
        ArgumentOutOfRangeException.ThrowIfNotEqual(questions.Count, form.Items.Count, nameof(questions));
        var items = form.Items.Select((item, i) => new ItemResult(
            item, questions[i], sitting.Places[i], questions[i].IsRight(sitting.Places[i].Picks), sitting.IsAnswered(item.Position))).ToList();
        var scored = items.Where(result => result.Item.Scored).ToList();
        var domains = scored.Where(result => result.Item.Domain is not null)
            .GroupBy(result => result.Item.Domain!, (id, results) => { var list = results.ToList(); return new DomainResult(id, list.Count(result => result.Right), list.Count); })
            .OrderBy(domain => domain.DomainId, StringComparer.Ordinal).ToList();
        var right = scored.Count(result => result.Right);
        var scaled = sitting.Start.Mode == SittingMode.Exam && passMark is { } mark && scored.Count > 0 ? ScaledScore.Estimate(right, scored.Count, mark) : null;
        return new(sitting, items, domains, right, scored.Count, scaled, sitting.Start.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) / sitting.MostQuestions : examPace);
    }

    /// <summary>How many times <see cref="Pace"/> a question may take before it is called slow.</summary>
    public const double SlowPaces = 1.5;

    /// <summary>
    /// What is longer than this is slow: one and a half times <see cref="Pace"/>, which has to be made good on other questions; without a pace, twice the
    /// median time of this sitting; null where fewer than three times were measured either.
    /// </summary>
    public TimeSpan? SlowAfter
    {
        get
        {
            if (Pace is { } pace) return SlowPaces * pace;
            var times = Items.Where(result => result.Place.Elapsed > TimeSpan.Zero).Select(result => result.Place.Elapsed).Order().ToList();
            return times.Count < 3 ? null : 2 * times[times.Count / 2];
        }
    }

    /// <summary>Questions that took longer than <see cref="SlowAfter"/>.</summary>
    public IEnumerable<ItemResult> Slow => SlowAfter is { } limit ? Items.Where(result => result.Place.Elapsed > limit) : [];

    /// <summary>A wrong answer that the learner was sure of: what to mend first. A question left blank is none.</summary>
    public IEnumerable<ItemResult> SureAndWrong => Items.Where(result => result.Outcome == Outcome.Wrong && result.Place.Level == Sureness.Sure);

    /// <summary>Right by a guess: not to be counted on.</summary>
    public IEnumerable<ItemResult> Lucky => Items.Where(result => result.Right && result.Place.Level == Sureness.Guess);
}

namespace Certus.Remember.TrackRecord;

/// <summary>How simulated learners truly remember and how much time they have; what exam-date scheduling is tried against.</summary>
/// <remarks>
/// Written down before the scheduling was, and not changed to suit it. No learner's memory is the one that the schedulers believe in: all of them compute with the default parameters, while
/// each learner has parameters of their own, and each card of a learner is easier or harder than its grades say.
/// </remarks>
public sealed record ExamScenario
{
    /// <summary>A name for tables.</summary>
    public required string Name { get; init; }

    /// <summary>Cards to know, all of them new at first but for <see cref="Known"/>.</summary>
    public required int Cards { get; init; }

    /// <summary>Days until the exam, from 2; reviews happen on days 0 to this − 1.</summary>
    public required int Days { get; init; }

    /// <summary>Minutes on each day of study.</summary>
    public required double Minutes { get; init; }

    /// <summary>The chance that a day is missed, which nobody foresees.</summary>
    public double Missed { get; init; }

    /// <summary>Whether a whole week in the middle is missed, unforeseen.</summary>
    public bool MissedWeek { get; init; }

    /// <summary>The share of the cards that was learned in the ninety days before.</summary>
    public double Known { get; init; }

    /// <summary>How far a learner's parameters lie from the defaults, in the spreads that the optimizer assumes.</summary>
    public double ParameterSpread { get; init; } = 1;

    /// <summary>What every learner's stability after the first review is multiplied by.</summary>
    public double FirstStability { get; init; } = 1;

    /// <summary>The standard deviation of the logarithm by which the stability of a card is better or worse at every review than its grades say.</summary>
    public double CardSd { get; init; } = 0.15;

    /// <summary>The exam weights of four domains with a quarter of the cards each.</summary>
    public IReadOnlyList<double> DomainWeights { get; init; } = [0.20, 0.24, 0.36, 0.20];

    /// <summary>All that the published track record tries.</summary>
    public static IReadOnlyList<ExamScenario> All { get; } =
    [
        .. from cards in new[] { 200, 400, 1000 }
           from days in new[] { 30, 60, 120 }
           from minutes in new[] { 10, 20, 40 }
           select new ExamScenario { Name = $"{cards} cards, {days} days, {minutes} min", Cards = cards, Days = days, Minutes = minutes },
        .. from days in new[] { 30, 60, 120 }
           select new ExamScenario { Name = $"400 cards, {days} days, 20 min, one day in five missed", Cards = 400, Days = days, Minutes = 20, Missed = 0.2 },
        new() { Name = "400 cards, 60 days, 20 min, a week missed", Cards = 400, Days = 60, Minutes = 20, MissedWeek = true },
        new() { Name = "1000 cards, 60 days, 20 min, half of them known", Cards = 1000, Days = 60, Minutes = 20, Known = 0.5 },
        new() { Name = "400 cards, 60 days, 20 min, forgotten twice as fast", Cards = 400, Days = 60, Minutes = 20, FirstStability = 0.5 },
        new() { Name = "400 cards, 60 days, 20 min, learners twice as far from the defaults", Cards = 400, Days = 60, Minutes = 20, ParameterSpread = 2 },
    ];
}

namespace Certus.Remember;

/// <summary>How a learner wants cards to come.</summary>
public sealed record SchedulerOptions
{
    /// <summary>The chance of recall at which a card falls due, above 0 and below 1.</summary>
    public double DesiredRetention { get; init; } = 0.9;

    /// <summary>Waits between the first reviews; none sends a card to days at once.</summary>
    public IReadOnlyList<TimeSpan> LearningSteps { get; init; } = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)];

    /// <summary>Waits after a lapse.</summary>
    public IReadOnlyList<TimeSpan> RelearningSteps { get; init; } = [TimeSpan.FromMinutes(10)];

    /// <summary>The longest interval in days.</summary>
    public int MaximumInterval { get; init; } = (int)Fsrs6.LongestStability;

    /// <summary>Whether cards come in steps of minutes at all.</summary>
    public bool Steps { get; init; } = true;

    /// <summary>Whether intervals are spread by a few days, so that cards made together don't stay together.</summary>
    public bool Fuzz { get; init; } = true;

    /// <summary>What each day holds already, to put a card on the emptiest day of its spread; null leaves it to chance by key. Used only with <see cref="Fuzz"/>, and a replay needs the same loads again.</summary>
    public LoadBalance? Balance { get; init; }

    /// <summary>Which day it is for the learner.</summary>
    public LearnerDays Days { get; init; } = LearnerDays.Utc;
}

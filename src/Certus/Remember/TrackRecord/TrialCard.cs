namespace Certus.Remember.TrackRecord;

/// <summary>One card of a simulated learner: what is so and what a scheduler may know of it.</summary>
/// <remarks>Changed as the days go by; lives within one simulation.</remarks>
public sealed class TrialCard
{
    /// <summary>What it counts on the exam.</summary>
    public required double Weight { get; init; }

    /// <summary>What the scheduler believes; null before the first review.</summary>
    public MemoryState? Believed { get; set; }

    /// <summary>The day of the last review, counted from the first day of the trial; below 0 before it.</summary>
    public int LastDay { get; set; }

    /// <summary>Reviews so far.</summary>
    public int Reviews { get; set; }

    /// <summary>What there truly is, which no scheduler sees.</summary>
    internal MemoryState? True { get; set; }
}

namespace Certus.Remember.Workload;

/// <summary>What a day is expected to hold.</summary>
/// <param name="Reviews">Reviews of cards met before.</param>
/// <param name="New">New cards.</param>
/// <param name="Seconds">Seconds of both.</param>
/// <param name="Memorized">Cards that would be recalled at its end.</param>
public readonly record struct DayLoad(double Reviews, double New, double Seconds, double Memorized);

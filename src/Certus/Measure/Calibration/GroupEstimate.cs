namespace Certus.Measure.Calibration;

/// <summary>The normal distribution of ability in a group.</summary>
/// <param name="Group">Its name; empty where nobody told groups apart.</param>
/// <param name="Persons">How many of it answered something.</param>
/// <param name="Mean">In logits. Its standard error is null where it was set, to 0.</param>
/// <param name="StandardDeviation">In logits. Its standard error is null where it was set, to 1.</param>
public sealed record GroupEstimate(string Group, int Persons, Estimate Mean, Estimate StandardDeviation);

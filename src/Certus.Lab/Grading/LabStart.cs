namespace Certus.Lab.Grading;

/// <summary>What a lab began with.</summary>
/// <param name="Seed">What its data were made from.</param>
/// <param name="Fault">What was broken; null where nothing was.</param>
/// <param name="StartedAt">When; jobs before it do not count.</param>
public sealed record LabStart(ulong Seed, string? Fault, DateTimeOffset StartedAt);

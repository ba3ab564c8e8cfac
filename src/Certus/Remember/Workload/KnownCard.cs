namespace Certus.Remember.Workload;

/// <summary>A card that was met.</summary>
/// <param name="Card">Which card.</param>
/// <param name="Memory">What is believed of it.</param>
/// <param name="LastReview">The learner's day of the last review.</param>
/// <param name="Due">The learner's day on which it is due.</param>
public readonly record struct KnownCard(long Card, MemoryState Memory, DateOnly LastReview, DateOnly Due);

namespace Certus.Remember.ExamDate;

/// <summary>A card to know on the exam day.</summary>
/// <param name="Card">Which card.</param>
/// <param name="Weight">What recalling it counts, above 0 and finite; on any scale, the same for all cards.</param>
/// <param name="Memory">What is believed of it; null for a card never met.</param>
/// <param name="LastReview">The learner's day of the last review; null exactly where there was none.</param>
public readonly record struct ExamCard(long Card, double Weight, MemoryState? Memory = null, DateOnly? LastReview = null);

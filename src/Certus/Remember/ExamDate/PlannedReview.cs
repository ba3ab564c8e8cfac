namespace Certus.Remember.ExamDate;

/// <summary>A card to work on, and why.</summary>
/// <param name="Card">Which card.</param>
/// <param name="New">Whether it is met for the first time.</param>
/// <param name="Gain">By how much reviewing it now raises the expected weight recalled on the exam day, compared with the best that could be done with it later at the price of time then; above 0, but where the card is seen for the final pass alone.</param>
/// <param name="Seconds">The expected seconds.</param>
/// <param name="Retrievability">The chance that it is recalled now; 0 for a new card.</param>
public readonly record struct PlannedReview(long Card, bool New, double Gain, double Seconds, double Retrievability);

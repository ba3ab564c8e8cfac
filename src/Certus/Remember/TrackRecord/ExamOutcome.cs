namespace Certus.Remember.TrackRecord;

/// <summary>What a way to spend the days brought one learner.</summary>
/// <param name="Weighted">Cards truly expected to be recalled on the exam day, each counted by its exam weight (1 in the mean).</param>
/// <param name="Recalled">The same, each counted once.</param>
/// <param name="Later">Cards expected to be recalled thirty days after the exam, with no review after it.</param>
/// <param name="Minutes">Minutes used in all.</param>
/// <param name="Reviews">Reviews in all, first meetings included.</param>
/// <param name="Introduced">Cards met at all.</param>
/// <param name="SeenLate">The share of them that was seen in the last ten days.</param>
public readonly record struct ExamOutcome(double Weighted, double Recalled, double Later, double Minutes, int Reviews, int Introduced, double SeenLate);

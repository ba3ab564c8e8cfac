namespace Certus.Remember.ExamDate;

/// <summary>What the schedule aims at.</summary>
/// <param name="Exam">The day of the exam; the last day of reviews is the one before it.</param>
/// <param name="Time">How much time there is on which day.</param>
public sealed record ExamAim(DateOnly Exam, StudyTime Time)
{
    /// <summary>How long reviews take and how they are graded.</summary>
    public ReviewHabits Habits { get; init; } = new();

    /// <summary>New cards on one day at most; 0 or more.</summary>
    public int NewPerDay { get; init; } = int.MaxValue;

    /// <summary>The last days, in which every card met is seen once more if their time holds it; 0 for no such pass.</summary>
    public int PassDays { get; init; } = 10;
}

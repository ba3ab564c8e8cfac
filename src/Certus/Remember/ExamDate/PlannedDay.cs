namespace Certus.Remember.ExamDate;

/// <summary>What a day until the exam is expected to hold.</summary>
/// <param name="Date">Which day.</param>
/// <param name="Reviews">Reviews of cards met before.</param>
/// <param name="New">New cards.</param>
/// <param name="Seconds">Seconds of both.</param>
/// <param name="Available">Seconds that there are.</param>
public readonly record struct PlannedDay(DateOnly Date, int Reviews, int New, double Seconds, double Available);

namespace Certus.Catalog;

/// <summary>A stretch of days on which an exam is in one state.</summary>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="Status">The state, as of the first day.</param>
public sealed record LifecycleSpan(DateOnly From, DateOnly To, ExamStatus Status);

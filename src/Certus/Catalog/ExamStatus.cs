namespace Certus.Catalog;

/// <summary>The state of an exam on a date, with what a reader needs to judge it.</summary>
/// <param name="State">The state.</param>
/// <param name="On">The date it was asked for.</param>
/// <param name="LastDay">The last day on which it can be sat, where known.</param>
/// <param name="Confidence">How sure the catalog is.</param>
/// <param name="Explanation">One sentence for people.</param>
public sealed record ExamStatus(ExamState State, DateOnly On, DateOnly? LastDay, Confidence Confidence, string Explanation)
{
    /// <summary>Whether it may be advised at all.</summary>
    public bool CanBeBooked => State is ExamState.Verified or ExamState.Reported or ExamState.Limited or ExamState.Closing;
}

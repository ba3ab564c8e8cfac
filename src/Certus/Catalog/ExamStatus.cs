namespace Certus.Catalog;

/// <summary>The state of an exam on a date, with what a reader needs to judge it.</summary>
/// <param name="State">The state.</param>
/// <param name="On">The date it was asked for.</param>
/// <param name="LastDay">The last day on which it can be sat, where known.</param>
/// <param name="Confidence">How sure the catalog is of the state and its dates.</param>
/// <param name="Explanation">One sentence for people.</param>
/// <param name="InBeta">Whether what can be booked is the beta.</param>
public sealed record ExamStatus(ExamState State, DateOnly On, DateOnly? LastDay, Confidence Confidence, string Explanation, bool InBeta = false)
{
    /// <summary>The state in a word or two.</summary>
    public string Word => State switch
    {
        ExamState.Reported when InBeta => "Beta",
        ExamState.Verified => "Can be booked",
        ExamState.Reported => "Reported, not confirmed",
        ExamState.Limited => "Some languages",
        ExamState.Closing => "Closing",
        ExamState.Closed => "Closed",
        ExamState.NotYet => "Not yet",
        _ => "Unknown",
    };

    /// <summary>Whether it may be advised at all.</summary>
    public bool CanBeBooked => State is ExamState.Verified or ExamState.Reported or ExamState.Limited or ExamState.Closing;
}

namespace Certus.Catalog;

/// <summary>Whether an exam can be booked on a date.</summary>
public enum ExamState
{
    /// <summary>It can be booked, as of the catalog's sources.</summary>
    Verified,

    /// <summary>It is said to be bookable (a beta, or a launch that only secondary sources report): check the official page first.</summary>
    Reported,

    /// <summary>It can be booked in some languages only.</summary>
    Limited,

    /// <summary>It can be booked, and its last day is known.</summary>
    Closing,

    /// <summary>It can't be booked any more.</summary>
    Closed,

    /// <summary>It can't be booked yet.</summary>
    NotYet,

    /// <summary>The catalog doesn't know.</summary>
    Unknown,
}

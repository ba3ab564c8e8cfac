namespace Certus.Catalog;

/// <summary>How good the evidence for a figure is.</summary>
public enum EvidenceGrade
{
    /// <summary>An official owner's page, government statistics or a peer-reviewed study.</summary>
    A,

    /// <summary>A large survey or index, or several independent secondary sources that agree.</summary>
    B,

    /// <summary>One secondary source, or a vendor with an interest in the number.</summary>
    C,

    /// <summary>An anecdote, a community estimate, or a judgment of our own.</summary>
    D,
}

namespace Certus.Store;

/// <summary>What a question's answers say of its author's rating.</summary>
public enum ItemVerdict
{
    /// <summary>There are too few of them.</summary>
    NothingYet,

    /// <summary>Nothing against it.</summary>
    AsRated,

    /// <summary>It is harder.</summary>
    Harder,

    /// <summary>It is easier.</summary>
    Easier,
}

namespace Certus.Plan.Shelf;

/// <summary>Whether a public resource costs money. No amount is kept: it would be wrong before anybody noticed.</summary>
public enum ResourcePrice
{
    /// <summary>It can be read or taken without paying.</summary>
    Free,

    /// <summary>It is sold.</summary>
    Paid,

    /// <summary>Some of it is free.</summary>
    FreeAndPaid,
}

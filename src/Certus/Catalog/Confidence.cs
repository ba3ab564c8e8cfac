namespace Certus.Catalog;

/// <summary>How sure the catalog is of a fact.</summary>
public enum Confidence
{
    /// <summary>A weak source, an inference, or unresolved.</summary>
    Low,

    /// <summary>One careful secondary source, or a small disagreement.</summary>
    Medium,

    /// <summary>An official page or a copy of it was read, or several sources agree.</summary>
    High,
}

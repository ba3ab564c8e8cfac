namespace Certus.Catalog;

/// <summary>How a price is known.</summary>
public enum PriceBasis
{
    /// <summary>AWS's own price catalog, as a copy of it repeats it.</summary>
    Catalog,

    /// <summary>AWS's own pricing page, as a copy of it shows it.</summary>
    Page,

    /// <summary>Many public lists repeat it; nobody of us has seen AWS say so.</summary>
    Repeated,
}

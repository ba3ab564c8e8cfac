namespace Certus.Catalog;

/// <summary>What a price is of.</summary>
public enum PriceUnit
{
    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A gigabyte of 2^30 bytes kept for a month of 730 hours.</summary>
    GigabyteMonth,

    /// <summary>A thousand requests.</summary>
    ThousandRequests,

    /// <summary>A terabyte of 2^40 bytes.</summary>
    Terabyte,
}

namespace Certus.Decide;

/// <summary>What a range of plausible values looks like.</summary>
public enum Shape
{
    /// <summary>One value.</summary>
    Fixed,

    /// <summary>Every value from low to high alike.</summary>
    Uniform,

    /// <summary>A triangle from low over mode to high.</summary>
    Triangular,

    /// <summary>Low, mode and high are the 10th, 50th and 90th percentile; lognormal on either side of the median.</summary>
    Quantiles,
}

namespace Certus.Measure.Calibration;

/// <summary>The models that items can be calibrated under.</summary>
public enum ItemFamily
{
    /// <summary>Right or wrong, slope 1; the spread of ability is free.</summary>
    Rasch,

    /// <summary>Right or wrong, with slope and difficulty.</summary>
    TwoParameter,

    /// <summary>Right or wrong, with slope, difficulty and lower asymptote.</summary>
    ThreeParameter,

    /// <summary>Ordered categories: thresholds.</summary>
    Graded,

    /// <summary>Ordered categories: steps.</summary>
    PartialCredit,

    /// <summary>Categories without an order.</summary>
    Nominal,
}

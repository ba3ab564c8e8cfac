namespace Certus.Measure;

/// <summary>What is believed of a number before the first answer, of ability above all: a normal distribution.</summary>
/// <param name="Mean">Of an ability in logits; finite.</param>
/// <param name="StandardDeviation">Of an ability in logits; finite, above 0.</param>
public readonly record struct NormalPrior(double Mean, double StandardDeviation)
{
    /// <summary>Mean 0 and standard deviation 1: the population that items are calibrated on.</summary>
    public static NormalPrior Standard { get; } = new(0, 1);

    /// <summary>Whether these are numbers that make a distribution.</summary>
    public bool IsProper => double.IsFinite(Mean) && double.IsFinite(StandardDeviation) && StandardDeviation > 0;

    /// <summary>The logarithm of the density at a value.</summary>
    public double LogDensity(double value)
    {
        var z = (value - Mean) / StandardDeviation;
        return -z * z / 2 - Math.Log(StandardDeviation) - HalfLogTwoPi;
    }

    private const double HalfLogTwoPi = 0.9189385332046727;

    /// <summary>The prior itself, if it is one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not finite, or the standard deviation not above 0.</exception>
    internal NormalPrior Checked() =>
        IsProper ? this
        : throw new ArgumentOutOfRangeException(nameof(StandardDeviation), this, "A prior has a finite mean and a standard deviation above 0.");
}

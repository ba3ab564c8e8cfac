namespace Certus.Measure;

/// <summary>What is believed of ability before the first answer: a normal distribution.</summary>
/// <param name="Mean">In logits; finite.</param>
/// <param name="StandardDeviation">In logits; finite, above 0.</param>
public readonly record struct NormalPrior(double Mean, double StandardDeviation)
{
    /// <summary>Mean 0 and standard deviation 1: the population that items are calibrated on.</summary>
    public static NormalPrior Standard { get; } = new(0, 1);

    /// <summary>The prior itself, if it is one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not finite, or the standard deviation not above 0.</exception>
    internal NormalPrior Checked() =>
        double.IsFinite(Mean) && double.IsFinite(StandardDeviation) && StandardDeviation > 0 ? this
        : throw new ArgumentOutOfRangeException(nameof(StandardDeviation), this, "A prior has a finite mean and a standard deviation above 0.");
}

using Certus.Numerics;

namespace Certus.Measure.Readiness;

/// <summary>What is believed of the share of right answers that just passes, which is not published.</summary>
/// <param name="Low">Five in a hundred cuts lie below.</param>
/// <param name="Central">As many lie below as above; above <paramref name="Low"/>.</param>
/// <param name="High">Five in a hundred lie above; above <paramref name="Central"/>, below 1.</param>
/// <remarks>Two halves of normal distributions, joined at the median.</remarks>
public sealed record CutPrior(double Low, double Central, double High)
{
    private const double NinetyFifth = 1.6448536269514722;

    /// <summary>The cut below which a share of the plausible ones lies.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    /// <returns>A share, kept within 0.01 and 0.99.</returns>
    public double At(double probability)
    {
        var z = NormalQuantile.At(probability);
        return Math.Clamp(Central + z / NinetyFifth * (z < 0 ? Central - Low : High - Central), 0.01, 0.99);
    }

    /// <summary>The fewest right answers that reach a cut.</summary>
    /// <param name="cut">A share.</param>
    /// <param name="scored">Questions that count.</param>
    public static int RawScore(double cut, int scored) => (int)Math.Ceiling(cut * scored - 1e-9);
}

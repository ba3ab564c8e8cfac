using Certus.Numerics;

namespace Certus.Decide;

/// <summary>What the draws of a number look like.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">Of the mean, from the number of draws.</param>
/// <param name="P5">5th percentile.</param>
/// <param name="P10">10th percentile.</param>
/// <param name="P25">25th percentile.</param>
/// <param name="Median">50th percentile.</param>
/// <param name="P75">75th percentile.</param>
/// <param name="P90">90th percentile.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="Histogram">How often the number fell where.</param>
public sealed record Distribution(double Mean, double StandardError, double P5, double P10, double P25, double Median, double P75, double P90, double P95, Histogram Histogram)
{
    private static readonly double[] Probabilities = [0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99];

    /// <summary>Describes draws.</summary>
    /// <param name="draws">At least one.</param>
    /// <param name="scratch">As long; overwritten.</param>
    internal static Distribution Of(ReadOnlySpan<double> draws, Span<double> scratch)
    {
        var mean = Lanes.Sum(draws) / draws.Length;
        var width = System.Numerics.Vector<double>.Count;
        var center = new System.Numerics.Vector<double>(mean);
        var whole = draws.Length - draws.Length % 8;
        for (var i = 0; i < whole; i += width)
        {
            var off = Lanes.At(draws, i) - center;
            (off * off).CopyTo(scratch[i..]);
        }
        for (var i = whole; i < draws.Length; i++) scratch[i] = (draws[i] - mean) * (draws[i] - mean);
        var error = draws.Length > 1 ? Math.Sqrt(Lanes.Sum(scratch[..draws.Length]) / (draws.Length - 1) / draws.Length) : 0;
        draws.CopyTo(scratch);
        var q = Selection.Quantiles(scratch[..draws.Length], Probabilities);
        return new(mean, error, q[1], q[2], q[3], q[4], q[5], q[6], q[7], Histogram.Of(draws, q[0], q[8]));
    }
}

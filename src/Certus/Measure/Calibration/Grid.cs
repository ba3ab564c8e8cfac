namespace Certus.Measure.Calibration;

/// <summary>The abilities over which the likelihood is summed: 61 equally spaced points on [−6, 6], and three without weight that fill eight vectors of eight.</summary>
internal static class Grid
{
    public const int Real = 61, Padded = 64;
    private const double End = 6, NoWeight = -1e6;

    /// <summary>Abilities in logits.</summary>
    public static double[] Theta { get; } = [.. Enumerable.Range(0, Padded).Select(q => q < Real ? -End + q * (2 * End / (Real - 1)) : 0)];

    /// <summary>The logarithms of the weights of a normal distribution, which add up to 1 over the points.</summary>
    public static void LogNormal(double mean, double deviation, Span<double> into)
    {
        var largest = double.NegativeInfinity;
        for (var q = 0; q < Real; q++)
        {
            var t = (Theta[q] - mean) / deviation;
            into[q] = -t * t / 2;
            largest = Math.Max(largest, into[q]);
        }
        var sum = 0.0;
        for (var q = 0; q < Real; q++) sum += Math.Exp(into[q] - largest);
        var total = largest + Math.Log(sum);
        for (var q = 0; q < Real; q++) into[q] -= total;
        into[Real..Padded].Fill(NoWeight);
    }
}

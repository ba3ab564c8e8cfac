namespace Certus.Decide;

/// <summary>How often a number fell into each of some bins of equal width.</summary>
/// <param name="Low">Where the first bin begins: the first percentile of the draws.</param>
/// <param name="High">Where the last one ends: the 99th.</param>
/// <param name="Shares">The share of the draws in each bin; what lies outside counts in the first and the last, so that they sum to 1.</param>
public sealed record Histogram(double Low, double High, IReadOnlyList<double> Shares)
{
    /// <summary>Bins of every histogram.</summary>
    public const int Bins = 40;

    internal static Histogram Of(ReadOnlySpan<double> draws, double low, double high)
    {
        if (!(high > low)) return new(low, high, [1]);
        Span<int> counts = stackalloc int[Bins];
        counts.Clear();
        var scale = Bins / (high - low);
        foreach (var draw in draws) counts[(int)Math.Min(Math.Max((draw - low) * scale, 0), Bins - 1)]++;
        var shares = new double[Bins];
        for (var i = 0; i < Bins; i++) shares[i] = (double)counts[i] / draws.Length;
        return new(low, high, shares);
    }
}

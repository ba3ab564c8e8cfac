namespace Certus.Measure.Analysis;

/// <summary>A test in the terms of classical test theory.</summary>
/// <param name="Persons">How many persons there were.</param>
/// <param name="CompletePersons">How many answered everything; totals, alpha and the error are about these.</param>
/// <param name="MeanTotal">null where there is nobody.</param>
/// <param name="TotalDeviation">The standard deviation of the total; null with fewer than two persons.</param>
/// <param name="Alpha">Cronbach's alpha; null where the total does not vary or there is one item.</param>
/// <param name="StandardError">Of measurement, in points of the total: the deviation times √(1 − alpha). null where alpha is.</param>
/// <param name="Items">In the order of the answers.</param>
/// <remarks>Cronbach (1951), <i>Psychometrika</i> 16, 297–334. Where answers are missing, correlations are with the total of what was answered.</remarks>
public sealed record ClassicalReport(
    long Persons, long CompletePersons, double? MeanTotal, double? TotalDeviation, double? Alpha, double? StandardError, IReadOnlyList<ClassicalItem> Items)
{
    /// <summary>The figures that counts give.</summary>
    public static ClassicalReport Of(ItemCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var (complete, items) = (counts.CompleteSums, counts.Items.Count);
        var variances = complete.Sum(sums => sums.Variance);
        var total = items > 0 ? complete[0].TotalVariance : double.NaN;
        var alpha = Alpha(items, variances, total);
        var deviation = Known(Math.Sqrt(total));
        return new(
            counts.Persons, counts.CompletePersons, counts.CompletePersons > 0 ? (double)complete[0].Total / counts.CompletePersons : null, deviation, alpha,
            alpha is { } a && a <= 1 ? deviation * Math.Sqrt(1 - a) : null,
            [.. counts.Items.Select((name, i) => Item(name, counts.Sums[i], Alpha(items - 1, variances - complete[i].Variance, Rest(complete[i]))))]);

        static double? Alpha(int items, double variances, double total) => items > 1 && total > 0 ? Known(items / (items - 1.0) * (1 - variances / total)) : null;
    }

    private static ClassicalItem Item(string name, ItemSums sums, double? alphaIfDeleted)
    {
        double own = sums.Variance, rest = Rest(sums);
        return new(
            name, sums.Answers, sums.Answers > 0 ? (double)sums.Score / sums.Answers : null,
            own > 0 && sums.TotalVariance > 0 ? sums.WithTotal / Math.Sqrt(own * sums.TotalVariance) : null,
            own > 0 && rest > 1e-12 * sums.TotalVariance ? (sums.WithTotal - own) / Math.Sqrt(own * rest) : null, alphaIfDeleted);
    }

    /// <summary>The variance of the total without the item.</summary>
    private static double Rest(ItemSums sums) => sums.TotalVariance + sums.Variance - 2 * sums.WithTotal;

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}

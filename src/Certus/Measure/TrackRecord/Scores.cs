namespace Certus.Measure.TrackRecord;

/// <summary>How good predictions were.</summary>
/// <param name="Count">How many.</param>
/// <param name="Passed">The share that passed.</param>
/// <param name="Brier">The mean squared difference between chance and outcome: 0 is perfect, always saying the base rate gives base rate × (1 − base rate).</param>
/// <param name="LogScore">The mean of −ln of the chance that was given to what happened: 0 is perfect, always saying one half gives ln 2, 0.693. A chance beyond <see cref="Surest"/> counts as that.</param>
/// <param name="CalibrationError">The mean distance between predicted and happened over ten bins, weighted by their counts (ECE).</param>
/// <param name="Coverage">The share of 90 % intervals that hold the true chance; null where it is not known.</param>
/// <param name="MeanWidth">The mean width of the intervals; null where there are none.</param>
/// <param name="Bins">Ten bins of equal width.</param>
public sealed record Scores(int Count, double Passed, double Brier, double LogScore, double CalibrationError, double? Coverage, double? MeanWidth, IReadOnlyList<ReliabilityBin> Bins)
{
    /// <summary>The surest a prediction can be for the log score: one that was certain and wrong would be infinitely bad and hide all others.</summary>
    public const double Surest = 1 - 1e-6;

    private const int BinCount = 10;

    /// <summary>Scores predictions.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static Scores Of(IReadOnlyList<Prediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count == 0) throw new ArgumentException("There is no prediction to score.", nameof(predictions));
        var bins = Enumerable.Range(0, BinCount).Select(bin =>
        {
            var inside = predictions.Where(prediction => Math.Min(BinCount - 1, (int)(prediction.Chance * BinCount)) == bin).ToArray();
            return new ReliabilityBin((double)bin / BinCount, (bin + 1.0) / BinCount, inside.Length,
                inside.Length == 0 ? 0 : inside.Average(prediction => prediction.Chance), inside.Length == 0 ? 0 : inside.Average(prediction => prediction.Passed ? 1.0 : 0));
        }).ToArray();
        var known = predictions.Where(prediction => prediction is { Range: not null, TrueChance: not null }).ToArray();
        var ranges = predictions.Where(prediction => prediction.Range is not null).ToArray();
        return new(
            predictions.Count, predictions.Average(prediction => prediction.Passed ? 1.0 : 0),
            predictions.Average(prediction => (prediction.Chance - (prediction.Passed ? 1 : 0)) * (prediction.Chance - (prediction.Passed ? 1 : 0))),
            predictions.Average(prediction => -Math.Log(Math.Clamp(prediction.Passed ? prediction.Chance : 1 - prediction.Chance, 1 - Surest, Surest))),
            bins.Sum(bin => bin.Count * Math.Abs(bin.Predicted - bin.Happened)) / predictions.Count,
            known.Length == 0 ? null : known.Average(prediction =>
                prediction.TrueChance >= prediction.Range!.Value.Low && prediction.TrueChance <= prediction.Range.Value.High ? 1.0 : 0),
            ranges.Length == 0 ? null : ranges.Average(prediction => prediction.Range!.Value.High - prediction.Range.Value.Low), bins);
    }
}

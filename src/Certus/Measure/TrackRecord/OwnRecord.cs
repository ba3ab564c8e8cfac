namespace Certus.Measure.TrackRecord;

/// <summary>How a learner's own predictions have held.</summary>
/// <param name="Results">The real results, the latest first.</param>
/// <param name="Scores">Of those that were predicted; null where none was.</param>
/// <param name="Domains">Domain by domain.</param>
public sealed record OwnRecord(IReadOnlyList<PredictedResult> Results, Scores? Scores, DomainAgreement Domains)
{
    /// <summary>Scores them.</summary>
    /// <param name="results">In any order.</param>
    public static OwnRecord Of(IEnumerable<PredictedResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        PredictedResult[] ordered = [.. results.OrderByDescending(result => result.Report.Day).ThenBy(result => result.Report.Exam, StringComparer.Ordinal)];
        Prediction[] predictions = [.. ordered.Select(result => result.Prediction).OfType<Prediction>()];
        return new(ordered, predictions.Length == 0 ? null : Scores.Of(predictions), DomainAgreement.Of(ordered));
    }
}

namespace Certus.Measure.TrackRecord;

/// <summary>Whether the domains that were predicted to be weak are those that score reports call weak.</summary>
/// <param name="Given">Domains with a prediction and a verdict, over all reports.</param>
/// <param name="Agreed">Those where both say the same: predicted below the most plausible cut and "needs improvement", or above it and "meets competencies".</param>
/// <param name="Pairs">Pairs of domains in one report, one of which needs improvement and one meets.</param>
/// <param name="Ordered">Those of them where the one that needs improvement was predicted lower. Half of them would be so by chance; where the line between the two verdicts lies does not matter here.</param>
/// <remarks>The rule behind the verdicts is not published; that it is near the cut of the whole exam is an assumption (grade D).</remarks>
public sealed record DomainAgreement(int Given, int Agreed, int Pairs, int Ordered)
{
    /// <summary>Counts it.</summary>
    public static DomainAgreement Of(IEnumerable<PredictedResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var (given, agreed, pairs, ordered) = (0, 0, 0, 0);
        foreach (var domains in results.Select(result => result.Domains))
        {
            given += domains.Count;
            agreed += domains.Count(domain => domain.Low == (domain.Reported == Competency.NeedsImprovement));
            foreach (var weak in domains.Where(domain => domain.Reported == Competency.NeedsImprovement))
                foreach (var good in domains.Where(domain => domain.Reported == Competency.Meets))
                {
                    pairs++;
                    if (weak.Predicted.Share < good.Predicted.Share) ordered++;
                }
        }
        return new(given, agreed, pairs, ordered);
    }
}

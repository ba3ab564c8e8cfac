namespace Certus.Measure.Readiness;

/// <summary>What bringing one domain up would be worth on a real form.</summary>
/// <param name="Id">The domain.</param>
/// <param name="Share">The share of its questions that would be right today.</param>
/// <param name="Points">Scored questions more that would be right if that share were <see cref="Goal"/>; 0 where it is already.</param>
public sealed record DomainGain(string Id, double Share, double Points)
{
    /// <summary>The share that study can be expected to reach; well above any plausible cut.</summary>
    public const double Goal = 0.85;

    /// <summary>The gain of each domain: its scored questions times the distance of its expected share from the goal.</summary>
    /// <param name="form">The exam.</param>
    /// <param name="readiness">Of the learner, for that form; without answers every domain has the same share, and the gains follow the weights.</param>
    /// <returns>In the form's order.</returns>
    public static IReadOnlyList<DomainGain> Of(ExamForm form, ExamReadiness readiness)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(readiness);
        var shares = readiness.Domains.ToDictionary(domain => domain.Id, domain => domain.Share, StringComparer.Ordinal);
        return [.. form.Domains.Select(domain => new DomainGain(domain.Id, shares[domain.Id], domain.Scored * Math.Max(0, Goal - shares[domain.Id])))];
    }
}

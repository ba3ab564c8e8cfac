using Certus.Numerics;

namespace Certus.Practice;

/// <summary>The scored questions of one domain.</summary>
/// <param name="DomainId">The domain.</param>
/// <param name="Right">Right answers.</param>
/// <param name="Scored">Scored questions.</param>
public sealed record DomainResult(string DomainId, int Right, int Scored)
{
    /// <summary>The share of right answers; 0 without questions.</summary>
    public double Share => Scored == 0 ? 0 : (double)Right / Scored;

    /// <summary>The 90 % Wilson interval of the share.</summary>
    public Interval Range => Interval.OfShare(Right, Scored);

    /// <summary>The word a score report would use, at the central cut.</summary>
    public bool Meets => Share >= ScaledScore.CentralCut;
}

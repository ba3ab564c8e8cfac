namespace Certus.Measure.Readiness;

/// <summary>What is believed of somebody's abilities before the first answer: one general ability, part of which moves with time, and what each domain adds.</summary>
/// <param name="Mean">Of the general ability, in logits on the scale of authors' difficulties.</param>
/// <param name="Sd">Its standard deviation, fixed and moving part together.</param>
/// <param name="DomainSd">The standard deviation of what a domain adds.</param>
/// <param name="MovingSd">The standard deviation of the moving part, at most <paramref name="Sd"/>.</param>
/// <param name="MovingDays">Days after which two abilities share only 1/e of the moving part.</param>
/// <remarks>
/// Cov(θ(t, d), θ(u, e)) = (Sd² − MovingSd²) + MovingSd² · exp(−|t − u| / MovingDays) + DomainSd² · [d = e]. The moving part is an Ornstein–Uhlenbeck process: answers of
/// last month say less of today, and today's say less of the exam day.
/// </remarks>
public sealed record AbilityPrior(double Mean = 0, double Sd = 1, double DomainSd = 0.35, double MovingSd = 0.5, double MovingDays = 120)
{
    /// <summary>The covariance of two abilities.</summary>
    /// <param name="days">Days between them, 0 or more.</param>
    /// <param name="sameDomain">Whether they are of one domain.</param>
    public double Covariance(double days, bool sameDomain) =>
        Sd * Sd - MovingSd * MovingSd + MovingSd * MovingSd * Math.Exp(-days / MovingDays) + (sameDomain ? DomainSd * DomainSd : 0);
}

using Certus.Numerics;

namespace Certus.Measure.Readiness;

/// <summary>How able somebody is in a domain on the exam day.</summary>
/// <param name="Id">The domain.</param>
/// <param name="Theta">The posterior mean, in logits.</param>
/// <param name="Sd">Its standard deviation.</param>
/// <param name="Share">The share of the domain's questions on a real form that would be right.</param>
/// <param name="ShareRange">A 90 % interval of that share, before the luck of the day.</param>
/// <param name="Answers">Answers in the domain that count.</param>
public sealed record DomainReadiness(string Id, double Theta, double Sd, double Share, Interval ShareRange, int Answers);

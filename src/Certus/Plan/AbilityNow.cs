namespace Certus.Plan;

/// <summary>How able the learner is before studying, on Measure's scale.</summary>
/// <param name="Mean">Theta, in logits.</param>
/// <param name="Sd">Its standard deviation, in logits; above 0.</param>
/// <param name="Measured">Whether it comes from answers; otherwise it is the wide guess for somebody unknown.</param>
public readonly record struct AbilityNow(double Mean, double Sd, bool Measured)
{
    /// <summary>Nothing is known: 0, give or take 1.</summary>
    public static AbilityNow Unknown => new(0, 1, false);
}

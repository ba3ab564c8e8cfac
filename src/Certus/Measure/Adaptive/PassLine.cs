namespace Certus.Measure.Adaptive;

/// <summary>A line that a test is to decide on: above or below.</summary>
/// <param name="Theta">The ability that just passes, in logits.</param>
/// <param name="HalfWidth">Half the zone of indifference about it, in logits; above 0.</param>
/// <param name="FalsePass">The chance to pass somebody at the zone's lower end that is accepted; above 0, below 0.5.</param>
/// <param name="FalseFail">The chance to fail somebody at the zone's upper end that is accepted; above 0, below 0.5.</param>
/// <remarks>
/// Wald's sequential probability ratio (1947; Reckase 1983): pass once the answers are (1 − FalseFail) / FalsePass times likelier at the zone's upper end than at its lower, fail
/// once they are FalseFail / (1 − FalsePass) times so.
/// </remarks>
public sealed record PassLine(double Theta, double HalfWidth = 0.25, double FalsePass = 0.05, double FalseFail = 0.05)
{
    /// <summary>The logarithm of the ratio from which on it is a pass.</summary>
    public double PassBound => Math.Log((1 - FalseFail) / FalsePass);

    /// <summary>The logarithm of the ratio up to which it is a fail.</summary>
    public double FailBound => Math.Log(FalseFail / (1 - FalsePass));

    internal PassLine Checked() =>
        double.IsFinite(Theta) && double.IsFinite(HalfWidth) && HalfWidth > 0 && FalsePass is > 0 and < 0.5 && FalseFail is > 0 and < 0.5 ? this
        : throw new ArgumentOutOfRangeException(nameof(Theta), this, "A pass line has a finite theta, a zone above 0 and errors between 0 and 0.5.");
}

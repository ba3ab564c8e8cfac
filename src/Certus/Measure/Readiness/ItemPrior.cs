namespace Certus.Measure.Readiness;

/// <summary>What is known of a question before enough people have answered it.</summary>
/// <param name="Difficulty">The author's guess of b, in logits.</param>
/// <param name="DifficultySd">How far such a guess is off, as a standard deviation; 0 where b is calibrated.</param>
/// <param name="Discrimination">a, per logit; above 0.</param>
/// <param name="LowerAsymptote">The chance of somebody who knows nothing, from 0 and below 1.</param>
public readonly record struct ItemPrior(double Difficulty, double DifficultySd = ItemPrior.AuthorError, double Discrimination = 1, double LowerAsymptote = 0.2)
{
    /// <summary>How far authors' difficulties are taken to be off, in logits: an assumption until answers say otherwise.</summary>
    public const double AuthorError = 0.6;

    /// <summary>The slope that is left when the error of b is averaged over: a / √(1 + π a² s² / 8).</summary>
    /// <remarks>MacKay (1992), <i>Neural Computation</i> 4, 720–736: the logistic averaged over a normal is nearly a flatter logistic.</remarks>
    public double EffectiveSlope => Discrimination / Math.Sqrt(1 + Math.PI * Discrimination * Discrimination * DifficultySd * DifficultySd / 8);

    /// <summary>The chance of a right answer, averaged over the unknown difficulty.</summary>
    /// <param name="theta">Ability, in logits.</param>
    public double Chance(double theta) => LowerAsymptote + (1 - LowerAsymptote) / (1 + Math.Exp(-EffectiveSlope * (theta - Difficulty)));

    internal void Require()
    {
        if (!double.IsFinite(Difficulty)) throw new ArgumentException("The difficulty of a question is not a number.");
        if (!(DifficultySd >= 0 && double.IsFinite(DifficultySd))) throw new ArgumentException("The error of a difficulty must be 0 or more.");
        if (!(Discrimination > 0 && double.IsFinite(Discrimination))) throw new ArgumentException("A discrimination must be above 0.");
        if (!(LowerAsymptote >= 0 && LowerAsymptote < 1)) throw new ArgumentException("A lower asymptote must be from 0 to below 1.");
    }
}

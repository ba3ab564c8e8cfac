namespace Certus.Measure.Calibration;

/// <summary>What is believed of an item that is right or wrong before any answer. Each part may be left out.</summary>
/// <param name="Difficulty">Of b, in logits.</param>
/// <param name="LogDiscrimination">Of ln a.</param>
/// <param name="LogitLowerAsymptote">Of ln(c / (1 − c)).</param>
public sealed record CalibrationPrior(NormalPrior? Difficulty = null, NormalPrior? LogDiscrimination = null, NormalPrior? LogitLowerAsymptote = null)
{
    /// <summary>Nothing is believed.</summary>
    public static CalibrationPrior None { get; } = new();

    /// <summary>The usual belief about guessing: the logit of c around −1.1, that is c around 0.25, give or take 0.5.</summary>
    public static NormalPrior UsualGuessing { get; } = new(-1.1, 0.5);

    /// <summary>How far an author's rating of difficulty is taken to be off, in logits: one standard deviation, the same as readiness takes.</summary>
    public const double AuthorUncertainty = Readiness.ItemPrior.AuthorError;

    /// <summary>The belief that an author's rating justifies.</summary>
    /// <param name="difficulty">The rating, in logits; finite.</param>
    /// <param name="uncertainty">One standard deviation of the rating's error, in logits; above 0.</param>
    public static CalibrationPrior OfAuthor(double difficulty, double uncertainty = AuthorUncertainty) =>
        new(new(difficulty, uncertainty), new(0, 0.3), UsualGuessing);
}

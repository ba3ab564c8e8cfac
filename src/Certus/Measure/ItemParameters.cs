using Certus.Numerics;

namespace Certus.Measure;

/// <summary>What calibration knows of an item that is right or wrong.</summary>
/// <param name="Discrimination">a, per logit; finite, above 0, usually 0.5 to 2.5. 1 for every item in the Rasch model.</param>
/// <param name="Difficulty">b, in logits, on the scale of theta; finite.</param>
/// <param name="LowerAsymptote">c, the chance of the least able; from 0 to below 1. 0 in the one- and two-parameter models.</param>
/// <remarks>
/// P(right | theta) = c + (1 − c) / (1 + e^(−a(theta − b))): one-, two- and three-parameter logistic in the natural metric, without the 1.7 constant. Birnbaum (1968).
/// The default value has no discrimination and is refused wherever an item is made of it.
/// </remarks>
public readonly record struct ItemParameters(double Discrimination, double Difficulty, double LowerAsymptote = 0)
{
    /// <summary>What is wrong with the numbers, as the rest of a sentence that begins with the item; null for a possible item.</summary>
    public string? Fault =>
        !(double.IsFinite(Discrimination) && Discrimination > 0) ? FormattableString.Invariant($"has the discrimination {Discrimination}, which must be a number above 0")
        : !double.IsFinite(Difficulty) ? FormattableString.Invariant($"has the difficulty {Difficulty}, which must be a number")
        : !(LowerAsymptote >= 0 && LowerAsymptote < 1) ? FormattableString.Invariant($"has the lower asymptote {LowerAsymptote}, which must be at least 0 and below 1")
        : null;

    /// <summary>How likely a person of an ability answers right.</summary>
    /// <param name="theta">Ability in logits; finite.</param>
    /// <returns>From c to 1; halfway between them where theta equals b.</returns>
    /// <exception cref="ArgumentOutOfRangeException">theta is not finite.</exception>
    public double ProbabilityCorrect(double theta) => LowerAsymptote + (1 - LowerAsymptote) * Sigmoid.At(Discrimination * (ItemModel.Finite(theta) - Difficulty));

    /// <summary>The Fisher information at an ability, per squared logit: P′² / (P(1 − P)).</summary>
    /// <param name="theta">Ability in logits; finite.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">theta is not finite.</exception>
    public double Information(double theta)
    {
        var (a, b, c) = this;
        var s = Sigmoid.At(a * (ItemModel.Finite(theta) - b));
        // P′² / (PQ) with Q = (1 − c)(1 − s); where c is 0, s cancels before it can underflow.
        return a * a * s * (1 - s) * (c == 0 ? 1 : (1 - c) * s / (c + (1 - c) * s));
    }

    /// <summary>Where the item measures best, in logits; b itself where c is 0, above it otherwise.</summary>
    /// <remarks>Birnbaum (1968): b + ln((1 + √(1 + 8c)) / 2) / a.</remarks>
    public double MostInformativeTheta => Difficulty + Math.Log((1 + Math.Sqrt(1 + 8 * LowerAsymptote)) / 2) / Discrimination;
}

namespace Certus.Measure;

/// <summary>The log likelihood of a response, or of several, at an ability, with its slope and curvature.</summary>
/// <param name="Value">ln P, at most 0.</param>
/// <param name="First">The first derivative by theta, per logit.</param>
/// <param name="Second">The second derivative by theta, per squared logit; below 0 where the likelihood is concave.</param>
public readonly record struct LikelihoodTerms(double Value, double First, double Second)
{
    /// <summary>Of independent responses the terms add up.</summary>
    public static LikelihoodTerms operator +(LikelihoodTerms left, LikelihoodTerms right) =>
        new(left.Value + right.Value, left.First + right.First, left.Second + right.Second);

    /// <summary>The same sum for languages without operators.</summary>
    public static LikelihoodTerms Add(LikelihoodTerms left, LikelihoodTerms right) => left + right;
}

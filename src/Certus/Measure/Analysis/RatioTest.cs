namespace Certus.Measure.Analysis;

/// <summary>A likelihood-ratio test.</summary>
/// <param name="ChiSquare">Twice the difference of the log likelihoods.</param>
/// <param name="Freedom">Degrees of freedom.</param>
/// <param name="P">How likely that much is where there is no difference.</param>
public readonly record struct RatioTest(double ChiSquare, int Freedom, double P)
{
    /// <summary>Of two nested models.</summary>
    /// <param name="less">The log likelihood of the smaller one.</param>
    /// <param name="more">The log likelihood of the larger one.</param>
    /// <param name="freedom">How many parameters it has more.</param>
    internal static RatioTest Of(double less, double more, int freedom)
    {
        var value = Math.Max(0, 2 * (more - less));
        return new(value, freedom, Analysis.ChiSquare.Above(value, freedom));
    }
}

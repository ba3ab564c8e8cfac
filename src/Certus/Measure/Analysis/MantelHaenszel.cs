namespace Certus.Measure.Analysis;

/// <summary>Whether equally able persons of two groups have equal chances with an item, by strata of the total.</summary>
/// <param name="ChiSquareCorrected">With the correction for continuity, one degree of freedom.</param>
/// <param name="P">How likely that much is where there is no difference.</param>
/// <param name="ChiSquare">Without the correction.</param>
/// <param name="OddsRatio">The common odds ratio; above 1 where the item favors the reference group.</param>
/// <param name="Delta">−2.35 ln of it, on the delta scale of ETS; below 0 where the item favors the reference group.</param>
/// <param name="DeltaError">The standard error of delta (Robins, Breslow and Greenland, 1986).</param>
/// <param name="Class">How much that is.</param>
/// <remarks>Mantel and Haenszel (1959); Holland and Thayer (1988). The total includes the studied item.</remarks>
public sealed record MantelHaenszel(double ChiSquareCorrected, double P, double ChiSquare, double OddsRatio, double Delta, double DeltaError, EtsClass Class)
{
    private const double DeltaScale = -2.35, Significant = 0.05, OneSided = 1.6448536269514722;

    /// <summary>Tests an item.</summary>
    /// <param name="strata">Of each total: right and wrong in the reference group, right and wrong in the focal group.</param>
    /// <returns>null where no stratum has both groups and both answers.</returns>
    internal static MantelHaenszel? Of(IReadOnlyList<(double Right, double Wrong, double FocalRight, double FocalWrong)> strata)
    {
        double excess = 0, variance = 0, r = 0, s = 0, pr = 0, both = 0, qs = 0;
        foreach (var (a, b, c, d) in strata)
        {
            var n = a + b + c + d;
            if (n < 2 || a + b == 0 || c + d == 0) continue;
            excess += a - (a + b) * (a + c) / n;
            variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1));
            double p = (a + d) / n, q = (b + c) / n, ad = a * d / n, bc = b * c / n;
            r += ad;
            s += bc;
            pr += p * ad;
            both += p * bc + q * ad;
            qs += q * bc;
        }
        if (!(variance > 0 && r > 0 && s > 0)) return null;
        var corrected = Math.Abs(excess) - (Math.Abs(excess) >= 0.5 ? 0.5 : 0);       // less than half a person is nothing to correct
        var chi = corrected * corrected / variance;
        var p2 = Analysis.ChiSquare.Above(chi, 1);
        var delta = DeltaScale * Math.Log(r / s);
        var error = -DeltaScale * Math.Sqrt(pr / (2 * r * r) + both / (2 * r * s) + qs / (2 * s * s));
        var size = Math.Abs(delta);
        var grade = p2 >= Significant || size < 1 ? EtsClass.A : size >= 1.5 && size - 1 > OneSided * error ? EtsClass.C : EtsClass.B;
        return new(chi, p2, excess * excess / variance, r / s, delta, error, grade);
    }
}

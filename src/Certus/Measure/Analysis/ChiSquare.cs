using MathNet.Numerics;

namespace Certus.Measure.Analysis;

/// <summary>The chi-square distribution.</summary>
internal static class ChiSquare
{
    /// <summary>The probability of a value at least as large; 1 where there are no degrees of freedom.</summary>
    public static double Above(double value, int freedom) => freedom < 1 || !(value > 0) ? 1 : SpecialFunctions.GammaUpperRegularized(freedom / 2.0, value / 2);
}

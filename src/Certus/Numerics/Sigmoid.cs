namespace Certus.Numerics;

/// <summary>The logistic function and its logarithm, without overflow and without losing the tails.</summary>
public static class Sigmoid
{
    private const double Half = 0.6931471805599453;

    /// <summary>1 / (1 + e^−z).</summary>
    /// <param name="z">Any number; the infinities give 0 and 1, NaN gives NaN.</param>
    /// <returns>From 0 to 1.</returns>
    public static double At(double z) => 1 / (1 + Math.Exp(-z));

    /// <summary>The values at z and at −z, each to its last digits, for the price of one.</summary>
    public static (double At, double AtMinus) Both(double z)
    {
        var e = Math.Exp(-Math.Abs(z));
        var (large, small) = (1 / (1 + e), e / (1 + e));
        return z >= 0 ? (large, small) : (small, large);
    }

    /// <summary>ln(1 / (1 + e^−z)): finite wherever z is.</summary>
    /// <returns>At most 0; near z for z far below 0.</returns>
    public static double LogAt(double z) => z > 0 ? -LogOnePlus(Math.Exp(-z)) : z - LogOnePlus(Math.Exp(z));

    /// <summary>ln(1 − e^−d), exact to the last digits for small d too.</summary>
    /// <param name="d">Above 0.</param>
    public static double LogOneMinusExp(double d) => d > Half ? LogOnePlus(-Math.Exp(-d)) : Math.Log(-ExpMinusOne(-d));

    /// <summary>ln(1 + x) for x above −1, exact near 0.</summary>
    /// <remarks>Kahan's correction; the library's own rounds 1 + x first.</remarks>
    private static double LogOnePlus(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }

    private static double ExpMinusOne(double x)
    {
        var u = Math.Exp(x);
        return u == 1 ? x : u - 1 == -1 ? -1 : (u - 1) * x / Math.Log(u);
    }
}

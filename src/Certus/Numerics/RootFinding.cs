namespace Certus.Numerics;

/// <summary>Where a continuous function crosses zero.</summary>
public static class RootFinding
{
    private const int MostSteps = 200;

    /// <summary>A root between two points where the function has different signs.</summary>
    /// <param name="function">Continuous between the points.</param>
    /// <param name="low">One end.</param>
    /// <param name="high">The other end.</param>
    /// <param name="tolerance">How far from the root the answer may lie; above 0.</param>
    /// <returns>Between the two ends.</returns>
    /// <exception cref="ArgumentException">The function has the same sign at both ends, or is not a number there.</exception>
    /// <remarks>Brent (1973), chapter 4: secant and inverse quadratic steps, bisection where they don't help; never leaves the bracket.</remarks>
    public static double Brent<TFunction>(scoped in TFunction function, double low, double high, double tolerance = 1e-12)
        where TFunction : struct, IFunction, allows ref struct
    {
        double a = low, b = high, fa = function.At(a), fb = function.At(b);
        if (fa == 0) return a;
        if (fb == 0) return b;
        if (!(fa > 0 && fb < 0) && !(fa < 0 && fb > 0)) throw new ArgumentException($"The values {fa} and {fb} at the ends have no different signs.");
        double c = a, fc = fa, step = b - a, before = step;
        for (var i = 0; i < MostSteps; i++)
        {
            if (fb > 0 == fc > 0) (c, fc, step, before) = (a, fa, b - a, b - a);
            if (Math.Abs(fc) < Math.Abs(fb)) (a, b, c, fa, fb, fc) = (b, c, b, fb, fc, fb);
            var limit = 2 * double.Epsilon + 4.4e-16 * Math.Abs(b) + tolerance / 2;
            var half = (c - b) / 2;
            if (Math.Abs(half) <= limit || fb == 0) return b;
            if (Math.Abs(before) < limit || Math.Abs(fa) <= Math.Abs(fb)) step = before = half;
            else
            {
                double s = fb / fa, p, q;
                if (a == c) (p, q) = (2 * half * s, 1 - s);
                else
                {
                    var (r, t) = (fb / fc, fa / fc);
                    (p, q) = (s * (2 * half * t * (t - r) - (b - a) * (r - 1)), (t - 1) * (r - 1) * (s - 1));
                }
                if (p > 0) q = -q;
                p = Math.Abs(p);
                if (2 * p < Math.Min(3 * half * q - Math.Abs(limit * q), Math.Abs(before * q))) (before, step) = (step, p / q);
                else step = before = half;
            }
            (a, fa) = (b, fb);
            b += Math.Abs(step) > limit ? step : half > 0 ? limit : -limit;
            fb = function.At(b);
        }
        return b;
    }
}

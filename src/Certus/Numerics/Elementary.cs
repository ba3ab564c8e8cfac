using System.Numerics;
using System.Runtime.Intrinsics;

namespace Certus.Numerics;

/// <summary>Exponential and logarithm, several numbers at a time, with the same bits on every processor.</summary>
/// <remarks>
/// Libraries and vector widths differ in the last bit; a simulation that must give the same bytes for the same seed uses additions, multiplications and divisions
/// only, which IEEE 754 fixes. Relative error below 4e-16. Cody and Waite (1980) for the reductions.
/// </remarks>
public static class Elementary
{
    private const double Log2E = 1.4426950408889634, Ln2High = 0.693147180369123816490, Ln2Low = 1.90821492927058770002e-10, Sqrt2 = 1.4142135623730951;
    private const double LargestExponent = 700;

    /// <summary>e to each power.</summary>
    /// <param name="x">Limited to −700 to 700.</param>
    public static Vector<double> Exp(Vector<double> x)
    {
        x = Vector.Min(Vector.Max(x, new(-LargestExponent)), new(LargestExponent));
        var n = Vector.Floor(x * Log2E + new Vector<double>(0.5));
        var r = x - n * Ln2High - n * Ln2Low;
        var p = new Vector<double>(1.0 / 6227020800);
        p = p * r + new Vector<double>(1.0 / 479001600);
        p = p * r + new Vector<double>(1.0 / 39916800);
        p = p * r + new Vector<double>(1.0 / 3628800);
        p = p * r + new Vector<double>(1.0 / 362880);
        p = p * r + new Vector<double>(1.0 / 40320);
        p = p * r + new Vector<double>(1.0 / 5040);
        p = p * r + new Vector<double>(1.0 / 720);
        p = p * r + new Vector<double>(1.0 / 120);
        p = p * r + new Vector<double>(1.0 / 24);
        p = p * r + new Vector<double>(1.0 / 6);
        p = p * r + new Vector<double>(0.5);
        p = p * r + Vector<double>.One;
        p = p * r + Vector<double>.One;
        // 1.5 * 2^52 moves a whole number into the low bits, where the exponent is made of it without a conversion.
        var bits = Vector.AsVectorInt64(n + new Vector<double>(6755399441055744.0 + 1023));
        return p * Vector.AsVectorDouble(Vector.ShiftLeft(bits, 52));
    }

    /// <summary>e to each power, eight at a time: the same operations, hence the same bits.</summary>
    /// <param name="x">Limited to −700 to 700.</param>
    public static Vector512<double> Exp(Vector512<double> x)
    {
        x = Vector512.Min(Vector512.Max(x, Vector512.Create(-LargestExponent)), Vector512.Create(LargestExponent));
        var n = Vector512.Floor(x * Log2E + Vector512.Create(0.5));
        var r = x - n * Ln2High - n * Ln2Low;
        var p = Vector512.Create(1.0 / 6227020800);
        p = p * r + Vector512.Create(1.0 / 479001600);
        p = p * r + Vector512.Create(1.0 / 39916800);
        p = p * r + Vector512.Create(1.0 / 3628800);
        p = p * r + Vector512.Create(1.0 / 362880);
        p = p * r + Vector512.Create(1.0 / 40320);
        p = p * r + Vector512.Create(1.0 / 5040);
        p = p * r + Vector512.Create(1.0 / 720);
        p = p * r + Vector512.Create(1.0 / 120);
        p = p * r + Vector512.Create(1.0 / 24);
        p = p * r + Vector512.Create(1.0 / 6);
        p = p * r + Vector512.Create(0.5);
        p = p * r + Vector512<double>.One;
        p = p * r + Vector512<double>.One;
        var bits = (n + Vector512.Create(6755399441055744.0 + 1023)).AsInt64();
        return p * (bits << 52).AsDouble();
    }

    /// <summary>The natural logarithm of each number.</summary>
    /// <param name="x">Normal numbers above 0.</param>
    public static Vector<double> Log(Vector<double> x)
    {
        var bits = Vector.AsVectorInt64(x);
        var exponent = Vector.AsVectorDouble((bits >> 52) + new Vector<long>(0x4338000000000000)) - new Vector<double>(6755399441055744.0 + 1023);
        var m = Vector.AsVectorDouble((bits & new Vector<long>(0x000FFFFFFFFFFFFF)) | new Vector<long>(0x3FF0000000000000));
        var large = Vector.GreaterThan(m, new Vector<double>(Sqrt2));
        m = Vector.ConditionalSelect(large, m * 0.5, m);
        exponent = Vector.ConditionalSelect(large, exponent + Vector<double>.One, exponent);
        var s = (m - Vector<double>.One) / (m + Vector<double>.One);
        var z = s * s;
        var p = new Vector<double>(1.0 / 23);
        p = p * z + new Vector<double>(1.0 / 21);
        p = p * z + new Vector<double>(1.0 / 19);
        p = p * z + new Vector<double>(1.0 / 17);
        p = p * z + new Vector<double>(1.0 / 15);
        p = p * z + new Vector<double>(1.0 / 13);
        p = p * z + new Vector<double>(1.0 / 11);
        p = p * z + new Vector<double>(1.0 / 9);
        p = p * z + new Vector<double>(1.0 / 7);
        p = p * z + new Vector<double>(1.0 / 5);
        p = p * z + new Vector<double>(1.0 / 3);
        p = p * z;
        return exponent * Ln2High + (2 * (s + s * p) + exponent * Ln2Low);
    }

    /// <summary>e to a power.</summary>
    public static double Exp(double x) => Exp(new Vector<double>(x))[0];

    /// <summary>The natural logarithm of a normal number above 0.</summary>
    public static double Log(double x) => Log(new Vector<double>(x))[0];
}

using System.Globalization;
using System.Numerics;

namespace Certus.Tests.Practice;

/// <summary>An exact fraction, so that a derived key owes nothing to the arithmetic that it checks.</summary>
internal readonly record struct Ratio(BigInteger Over, BigInteger Under)
{
    public static Ratio Of(BigInteger whole) => new(whole, 1);

    /// <summary>Reads <c>6,200</c>, <c>1.5</c> or <c>−0.93</c>.</summary>
    public static Ratio Parse(string text)
    {
        var plain = text.Replace(",", "", StringComparison.Ordinal).Replace('−', '-');
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var places = point < 0 ? 0 : plain.Length - point - 1;
        return new(BigInteger.Parse(plain.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), BigInteger.Pow(10, places));
    }

    public static Ratio operator +(Ratio a, Ratio b) => new(a.Over * b.Under + b.Over * a.Under, a.Under * b.Under);
    public static Ratio operator -(Ratio a, Ratio b) => new(a.Over * b.Under - b.Over * a.Under, a.Under * b.Under);
    public static Ratio operator *(Ratio a, Ratio b) => new(a.Over * b.Over, a.Under * b.Under);
    public static Ratio operator /(Ratio a, Ratio b) => b.Over.Sign < 0 ? new(-a.Over * b.Under, -a.Under * b.Over) : new(a.Over * b.Under, a.Under * b.Over);
    /// <summary>The number, where it is whole.</summary>
    public BigInteger ToWhole() => Over % Under == 0 ? Over / Under : throw new InvalidOperationException($"{Over}/{Under} is not whole.");

    public static implicit operator Ratio(int whole) => Of(whole);

    /// <summary>Whether a shown number is this one, rounded to the decimals it shows.</summary>
    public bool RoundsTo(string shown)
    {
        var plain = shown.TrimStart('−');
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var unit = BigInteger.Pow(10, point < 0 ? 0 : plain.Length - point - 1);
        var off = this - Parse(shown);
        return 2 * BigInteger.Abs(off.Over) * unit <= off.Under;
    }
}

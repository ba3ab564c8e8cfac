using Certus.Numerics;
using CsCheck;

namespace Certus.Tests.Numerics;

public sealed class ElementaryTests
{
    [Fact]
    public void Exponential_and_logarithm_agree_with_the_library_to_the_last_bits() =>
        Gen.Select(Gen.Double[-50, 50], Gen.Double[1e-12, 1e12]).Sample((power, number) =>
            Math.Abs(Elementary.Exp(power) / Math.Exp(power) - 1) < 1e-15 && Math.Abs(Elementary.Log(number) - Math.Log(number)) <= 5e-16 * Math.Max(1, Math.Abs(Math.Log(number))));

    [Fact]
    public void Known_values_are_exact_or_nearly()
    {
        Assert.Equal(1, Elementary.Exp(0.0));
        Assert.Equal(0, Elementary.Log(1.0));
        Assert.Equal(Math.E, Elementary.Exp(1.0), 1e-15);
        Assert.True(double.IsFinite(Elementary.Exp(1e6)));
        Assert.Equal(0, Elementary.Exp(-1e6), 1e-300);
    }

    /// <summary>Bits that any processor must give.</summary>
    [Fact]
    public void The_bits_are_fixed()
    {
        Assert.Equal(BitConverter.DoubleToInt64Bits(1.6487212707001282), BitConverter.DoubleToInt64Bits(Elementary.Exp(0.5)));
        Assert.Equal(BitConverter.DoubleToInt64Bits(2.302585092994046), BitConverter.DoubleToInt64Bits(Elementary.Log(10.0)));
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.9, 1.2815515655446004)]
    [InlineData(0.05, -1.6448536269514722)]
    [InlineData(0.0001, -3.719016485455709)]
    [InlineData(1e-20, -9.262340089798408)]
    public void Normal_quantiles_are_those_of_the_tables(double probability, double expected) => Assert.Equal(expected, NormalQuantile.At(probability), 1e-13);

    [Fact]
    public void A_probability_outside_is_refused()
    {
        foreach (var wrong in new[] { 0, 1, -0.1, double.NaN }) Assert.Throws<ArgumentOutOfRangeException>(() => NormalQuantile.At(wrong));
    }
}

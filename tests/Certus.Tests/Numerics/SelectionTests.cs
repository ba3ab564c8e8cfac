using Certus.Numerics;
using CsCheck;

namespace Certus.Tests.Numerics;

public sealed class SelectionTests
{
    private static readonly double[] Probabilities = [0, 0.05, 0.5, 0.95, 1];

    [Fact]
    public void Selection_finds_what_sorting_finds() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[1, 50], Gen.ULong).Sample((count, kinds, seed) =>
        {
            var random = new SeededRandom(seed);
            var values = Enumerable.Range(0, count).Select(_ => (double)random.Below(kinds)).ToArray();
            var sorted = values.Order().ToArray();
            var found = Selection.Quantiles(values, Probabilities);
            return Enumerable.Range(0, found.Length).All(i => found[i] == sorted[(int)(Probabilities[i] * (count - 1) + 0.5)]) && values.Order().SequenceEqual(sorted);
        });

    [Fact]
    public void Many_values_are_found_too_with_lumps_and_far_outliers() =>
        Gen.Select(Gen.Int[4096, 9000], Gen.Int[1, 3000], Gen.Double[0, 0.9], Gen.ULong).Sample((count, kinds, lump, seed) =>
        {
            var random = new SeededRandom(seed);
            var values = Enumerable.Range(0, count).Select(_ => random.Below(1000) < lump * 1000 ? -7.5 : random.Below(500) == 0 ? 1e9 : random.Below(kinds) / 3.0).ToArray();
            var sorted = values.Order().ToArray();
            return Selection.Quantiles(values, Probabilities).SequenceEqual(Probabilities.Select(p => sorted[(int)(p * (count - 1) + 0.5)]));
        }, iter: 60, threads: 2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sorted_and_equal_values_take_no_longer(bool equal)
    {
        var values = Enumerable.Range(0, 200_000).Select(i => equal ? 1.0 : i).ToArray();

        var found = Selection.Quantiles(values, Probabilities);

        Assert.Equal(equal ? [1, 1, 1, 1, 1] : [0, 10_000, 100_000, 189_999, 199_999], found);
    }

    [Fact]
    public void Counted_numbers_are_uniform_the_same_in_any_order_and_apart_by_name()
    {
        var stream = new CounterRandom(7, "pace");
        var values = new double[4096];
        stream.Fill(values, 0);
        var tail = new double[96];
        stream.Fill(tail, 4000);

        Assert.Equal(values[4000..], tail);
        Assert.Equal(values[17], stream.At(17));
        Assert.All(values, value => Assert.InRange(value, double.Epsilon, 1 - 1e-17));
        Assert.Equal(0.5, values.Average(), 0.02);
        Assert.NotEqual(values[0], new CounterRandom(7, "luck").At(0));
        Assert.NotEqual(values[0], new CounterRandom(8, "pace").At(0));
        Assert.Equal(new SeededRandom(7, "pace").Next() >> 12, (ulong)(stream.At(0) * (1UL << 52)));
    }
}

using Certus.Numerics;
using CsCheck;

namespace Certus.Tests.Numerics;

public sealed class LargestRemainderTests
{
    private static readonly Gen<(int Seats, List<decimal> Weights)> Elections =
        Gen.Select(Gen.Int[0, 200], Gen.Int[1, 1000].Select(tenths => tenths / 10m).List[1, 12]);

    /// <summary>MLS-C01 by hand: 15 × (20, 24, 36, 20) % = 3, 3.6, 5.4, 3; the floors make 14, and the last seat goes to the .6.</summary>
    [Theory]
    [InlineData(50, new[] { 20, 24, 36, 20 }, new[] { 10, 12, 18, 10 })]
    [InlineData(15, new[] { 20, 24, 36, 20 }, new[] { 3, 4, 5, 3 })]
    [InlineData(10, new[] { 20, 24, 36, 20 }, new[] { 2, 2, 4, 2 })]
    [InlineData(0, new[] { 20, 24, 36, 20 }, new[] { 0, 0, 0, 0 })]
    [InlineData(10, new[] { 47000, 16000, 15900, 12000, 6000, 3100 }, new[] { 5, 2, 1, 1, 1, 0 })]     // the example of most textbooks on Hamilton's method
    [InlineData(2, new[] { 1, 1, 1 }, new[] { 1, 1, 0 })]     // equal remainders: the earlier weights
    [InlineData(13, new[] { 5, 2, 32 }, new[] { 2, 1, 10 })]      // equal remainders of two thirds, which quotients of different size round differently
    [InlineData(5, new[] { 0, 7 }, new[] { 0, 5 })]
    public void Examples_worked_out_by_hand(int seats, int[] weights, int[] expected) =>
        Assert.Equal(expected, LargestRemainder.Share(seats, [.. weights.Select(weight => (decimal)weight)]));

    [Fact]
    public void The_shares_sum_to_the_seats() =>
        Elections.Sample((seats, weights) => LargestRemainder.Share(seats, weights).Sum() == seats);

    [Fact]
    public void Each_share_is_within_one_of_the_exact_one() =>
        Elections.Sample((seats, weights) => LargestRemainder.Share(seats, weights).Zip(weights).All(pair => Math.Abs(pair.First - seats * pair.Second / weights.Sum()) < 1));

    [Fact]
    public void A_heavier_weight_never_gets_less() =>
        Elections.Sample((seats, weights) =>
        {
            var byWeight = LargestRemainder.Share(seats, weights).Zip(weights).OrderBy(pair => pair.Second).ThenByDescending(pair => pair.First).ToList();

            return byWeight.Zip(byWeight.Skip(1)).All(pair => pair.First.Second == pair.Second.Second || pair.First.First <= pair.Second.First);
        });

    [Fact]
    public void Negative_seats_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => LargestRemainder.Share(-1, [1m]));

    [Fact]
    public void Weights_that_sum_to_nothing_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => LargestRemainder.Share(1, [0m, 0m]));

    [Fact]
    public void A_negative_weight_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => LargestRemainder.Share(3, [5m, -1m]));
}

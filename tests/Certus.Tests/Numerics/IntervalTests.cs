using Certus.Numerics;
using CsCheck;

namespace Certus.Tests.Numerics;

public sealed class IntervalTests
{
    private static readonly Gen<(int Successes, int Trials)> Shares = Gen.Int[1, 400].SelectMany(trials => Gen.Int[0, trials].Select(successes => (successes, trials)));

    /// <summary>Newcombe (1998), Statistics in Medicine 17:857, Table I, method 3: 95 % Wilson intervals, printed to four places.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_interval_is_the_published_one(int successes, int trials, double low, double high)
    {
        var interval = Interval.OfShare(successes, trials, z: 1.959964);

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void Unless_told_otherwise_it_covers_90_per_cent()
    {
        var interval = Interval.OfShare(36, 50);

        Assert.Equal(0.606353, interval.Low, 6);
        Assert.Equal(0.811061, interval.High, 6);
    }

    /// <summary>Wilson's definition, not its solution: at each end p lies z standard errors away, with the standard error of that end.</summary>
    [Fact]
    public void At_each_end_the_share_is_z_standard_errors_away() =>
        Shares.Sample((successes, trials) =>
        {
            var (p, z) = ((double)successes / trials, 1.6448536269514722);
            var interval = Interval.OfShare(successes, trials);
            bool IsEnd(double x) => Math.Abs(Math.Pow(p - x, 2) - z * z * x * (1 - x) / trials) < 1e-12;

            return IsEnd(interval.Low) && IsEnd(interval.High);
        });

    [Fact]
    public void It_stays_inside_0_to_1_and_holds_the_share() =>
        Shares.Sample((successes, trials) =>
        {
            var interval = Interval.OfShare(successes, trials);
            var share = (double)successes / trials;

            return interval.Low >= 0 && interval.High <= 1 && interval.Low <= share + 1e-12 && interval.High >= share - 1e-12;
        });

    [Fact]
    public void More_trials_with_the_same_share_narrow_it() =>
        Shares.Sample((successes, trials) =>
        {
            var (few, many) = (Interval.OfShare(successes, trials), Interval.OfShare(successes * 4, trials * 4));

            return many.High - many.Low < few.High - few.Low;
        });

    [Fact]
    public void Without_trials_anything_is_plausible() => Assert.Equal(new Interval(0, 1), Interval.OfShare(0, 0));

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(11, 10)]
    [InlineData(0, -1)]
    public void Impossible_counts_are_refused(int successes, int trials) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Interval.OfShare(successes, trials));

    [Theory]
    [InlineData(0.2, true)]
    [InlineData(0.5, true)]
    [InlineData(0.19, false)]
    [InlineData(0.51, false)]
    public void The_ends_belong_to_it(double value, bool inside) => Assert.Equal(inside, new Interval(0.2, 0.5).Contains(value));
}

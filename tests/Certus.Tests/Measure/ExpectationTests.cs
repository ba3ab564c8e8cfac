using Certus.Measure.Analysis;
using Certus.Measure.Readiness;
using CsCheck;

namespace Certus.Tests.Measure;

public sealed class ExpectationTests
{
    private static readonly ItemPrior Sure = new(0, DifficultySd: 0, LowerAsymptote: 0);

    [Theory]
    [InlineData(10, 10, 2.0 / 1024)]
    [InlineData(10, 5, 1)]
    [InlineData(10, 8, 112.0 / 1024)]
    [InlineData(1, 0, 1)]
    public void With_nothing_in_doubt_it_is_the_exact_binomial_test(int answers, int right, double surprise)
    {
        var expected = Expectation.Of([.. Enumerable.Repeat(Sure, answers)], right, 0, 0);

        Assert.Equal(0.5, expected.Share, 1e-12);
        Assert.Equal(surprise, expected.Surprise, 1e-12);
    }

    [Fact]
    public void One_answer_is_as_surprising_as_its_chance()
    {
        var (wrong, right) = (Expectation.Of([Sure], 0, 2, 0), Expectation.Of([Sure], 1, 2, 0));

        Assert.Equal(1 - Sure.Chance(2), wrong.Surprise, 1e-12);
        Assert.Equal(1, right.Surprise, 1e-12);
    }

    [Fact]
    public void Doubt_about_the_rating_or_the_ability_makes_a_far_result_less_surprising()
    {
        double Surprise(double error, double sd) => Expectation.Of([.. Enumerable.Repeat(Sure with { DifficultySd = error }, 12)], 1, 0, sd).Surprise;

        Assert.True(Surprise(0, 0) < Surprise(0.6, 0) && Surprise(0.6, 0) < Surprise(0.6, 0.5));
        Assert.Equal(Surprise(0.6, 0), Surprise(0, 0.6), 1e-12);
    }

    [Fact]
    public void The_expected_share_is_the_chance_averaged_over_the_doubt() =>
        Gen.Select(Gen.Double[-2, 2], Gen.Double[-2, 2], Gen.Double[0, 0.8], Gen.Int[1, 9]).Sample((theta, difficulty, sd, answers) =>
        {
            var item = new ItemPrior(difficulty);
            var averaged = item with { DifficultySd = Math.Sqrt(0.36 + sd * sd) };     // its formula for that average is good to about 0.01
            return Math.Abs(Expectation.Of([.. Enumerable.Repeat(item, answers)], 0, theta, sd).Share - averaged.Chance(theta)) < 0.01;
        });

    [Fact]
    public void A_result_that_the_assumptions_made_is_no_more_often_surprising_than_it_says()
    {
        var random = new Certus.Numerics.SeededRandom(11);
        double Uniform() => ((random.Next() >> 12) + 0.5) / (1UL << 52);
        double Normal() => Certus.Numerics.NormalQuantile.At(Uniform());
        var item = new ItemPrior(0.4);
        var odd = 0;
        for (var trial = 0; trial < 4000; trial++)
        {
            var shift = 0.3 * Normal() + 0.6 * Normal();
            var right = Enumerable.Range(0, 8).Count(_ => Uniform() < (item with { DifficultySd = 0 }).Chance(0.7 + shift));
            if (Expectation.Of([.. Enumerable.Repeat(item, 8)], right, 0.7, 0.3).Surprise < 0.1) odd++;
        }

        Assert.InRange(odd / 4000.0, 0.01, 0.1 + 3 * Math.Sqrt(0.09 / 4000));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Expectation.Of([], 0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Expectation.Of([Sure], 2, 0, 0));
        Assert.Throws<ArgumentException>(() => Expectation.Of([Sure], 1, double.NaN, 0));
        Assert.Throws<ArgumentException>(() => Expectation.Of([Sure], 1, 0, -1));
    }
}

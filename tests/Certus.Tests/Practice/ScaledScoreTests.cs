using Certus.Practice;
using CsCheck;

namespace Certus.Tests.Practice;

public sealed class ScaledScoreTests
{
    private static readonly Gen<(int Right, int Scored, int Pass)> Results =
        Gen.Select(Gen.Int[1, 100], Gen.Int[101, 999]).SelectMany((scored, pass) => Gen.Int[0, scored].Select(right => (right, scored, pass)));

    /// <summary>By hand at the central cut of 0.72: below it 100 + (pass − 100)·share/0.72, above it pass + (1000 − pass)·(share − 0.72)/0.28.</summary>
    [Theory]
    [InlineData(0, 50, 750, 100)]
    [InlineData(18, 50, 750, 425)]      // share 0.36, half of the cut: 100 + 650/2
    [InlineData(36, 50, 750, 750)]      // share 0.72, the cut itself
    [InlineData(43, 50, 750, 875)]      // share 0.86, half way from the cut to 1
    [InlineData(50, 50, 750, 1000)]
    [InlineData(35, 50, 750, 732)]      // 100 + 650 · 0.70/0.72 = 731.9
    [InlineData(37, 50, 750, 768)]      // 750 + 250 · 0.02/0.28 = 767.9
    [InlineData(18, 25, 720, 720)]
    [InlineData(9, 25, 720, 410)]
    public void Examples_worked_out_by_hand(int right, int scored, int pass, int expected) =>
        Assert.Equal(expected, ScaledScore.Estimate(right, scored, pass) is var score ? score.Shown(score.Value) : 0);

    /// <summary>36 of 50: Wilson 90 % is 0.606353 to 0.811061. Low at cut 0.77: 100 + 650 · 0.606353/0.77 = 611.9. High at cut 0.68: 750 + 250 · 0.131061/0.32 = 852.4.</summary>
    [Fact]
    public void The_range_takes_the_worst_cut_with_the_worst_luck_and_the_best_with_the_best()
    {
        var score = ScaledScore.Estimate(36, 50, 750);

        Assert.Equal((612, 852), (score.Shown(score.Range.Low), score.Shown(score.Range.High)));
    }

    /// <summary>38 of 65: Wilson 90 % reaches 0.6798, just short of the easiest cut of 0.68, so 749.8.</summary>
    [Fact]
    public void A_range_that_ends_just_short_of_the_pass_mark_stays_short_of_it()
    {
        var score = ScaledScore.Estimate(38, 65, 750);

        Assert.InRange(score.Range.High, 749.5, 749.99);
        Assert.Equal(749, score.Shown(score.Range.High));
    }

    [Fact]
    public void Rounding_never_leads_across_the_pass_mark() =>
        Gen.Select(Gen.Double[100, 1000], Gen.Int[101, 999]).Sample((value, pass) =>
            new ScaledScore(value, new(100, 1000), pass, 0.72).Shown(value) is var shown && shown >= pass == value >= pass && Math.Abs(shown - value) <= 1);

    [Fact]
    public void Nothing_right_is_100_and_all_right_is_1000() =>
        Results.Sample((_, scored, pass) => ScaledScore.Estimate(0, scored, pass).Value == 100 && ScaledScore.Estimate(scored, scored, pass).Value == 1000);

    [Fact]
    public void At_the_cut_the_score_is_the_pass_mark() =>
        Gen.Select(Gen.Double[0.01, 0.99], Gen.Int[101, 999]).Sample((cut, pass) => Math.Abs(ScaledScore.Scale(cut, cut, pass) - pass) < 1e-9);

    [Fact]
    public void One_more_right_answer_never_lowers_the_score() =>
        Results.Sample((right, scored, pass) => right == scored || ScaledScore.Estimate(right, scored, pass).Value <= ScaledScore.Estimate(right + 1, scored, pass).Value);

    [Fact]
    public void The_range_holds_the_score_and_stays_on_the_scale() =>
        Results.Sample((right, scored, pass) => ScaledScore.Estimate(right, scored, pass) is var score && score.Range.Contains(score.Value) && score.Range is { Low: >= 100, High: <= 1000 });

    [Fact]
    public void Fewer_questions_with_the_same_share_say_less() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 5], Gen.Int[101, 999]).Sample((right, times, pass) =>
        {
            var (few, many) = (ScaledScore.Estimate(right, 10, pass).Range, ScaledScore.Estimate(right * (times + 1), 10 * (times + 1), pass).Range);

            return many.High - many.Low <= few.High - few.Low;
        });

    [Theory]
    [InlineData(1, 0, 750)]
    [InlineData(-1, 10, 750)]
    [InlineData(11, 10, 750)]
    [InlineData(5, 10, 100)]
    [InlineData(5, 10, 1000)]
    public void Impossible_results_are_refused(int right, int scored, int pass) => Assert.Throws<ArgumentOutOfRangeException>(() => ScaledScore.Estimate(right, scored, pass));
}

using Certus.Measure;
using CsCheck;

namespace Certus.Tests.Measure;

public sealed class DriftingAbilityTests
{
    private static readonly NormalPrior Prior = new(0.2, 1.1);

    private static readonly Gen<(ItemModel Item, bool Right)[]> Answers =
        Gen.Select(Gen.Double[0.4, 2.5], Gen.Double[-3, 3], Gen.Double[0, 0.3], Gen.Bool).Select((a, b, c, right) => ((ItemModel)new ItemModel.Logistic(a, b, c), right)).Array[1, 25];

    private static AbilityEstimate.Found Still((ItemModel Item, bool Right)[] answers) =>
        Assert.IsType<AbilityEstimate.Found>(Ability.Estimate(
            AbilityMethod.ExpectedAPosteriori, [.. answers.Select(answer => answer.Item)], [.. answers.Select(answer => (sbyte)(answer.Right ? 1 : 0))], Prior));

    private static AbilityEstimate.Found At(double days, (ItemModel Item, bool Right)[] answers, Func<int, double> daysAgo) =>
        new DriftingAbility(Prior, days).Estimate(answers.Select((answer, i) => new DatedResponse(answer.Item, (sbyte)(answer.Right ? 1 : 0), daysAgo(i))));

    [Fact]
    public void Answers_of_now_or_without_drift_are_the_ordinary_ability() =>
        Answers.Sample(answers =>
        {
            foreach (var found in (AbilityEstimate.Found[])[At(365, answers, _ => 0), At(double.PositiveInfinity, answers, i => i * 10)])
            {
                Assert.Equal(Still(answers).Theta, found.Theta, 1e-6);
                Assert.Equal(Still(answers).StandardError, found.StandardError, 1e-6);
            }
        }, iter: 50);

    [Fact]
    public void The_older_the_answers_the_nearer_to_the_prior_and_the_less_sure() =>
        Gen.Select(Answers, Gen.Double[1, 400], Gen.Double[1, 400]).Sample((answers, days, more) =>
        {
            AbilityEstimate.Found newer = At(365, answers, _ => days), older = At(365, answers, _ => days + more);

            Assert.True(Math.Abs(older.Theta - Prior.Mean) <= Math.Abs(newer.Theta - Prior.Mean) + 1e-12);
            Assert.True(older.StandardError > newer.StandardError || newer.StandardError > Prior.StandardDeviation);
        }, iter: 50);

    [Fact]
    public void Answers_of_another_age_say_nothing() =>
        Answers.Sample(answers =>
        {
            var found = At(100, answers, i => 5000 + i);

            Assert.Equal(Prior.Mean, found.Theta, 1e-12);
            Assert.Equal(Prior.StandardDeviation, found.StandardError, 1e-12);
        }, iter: 20);

    /// <summary>Two instants and now, by brute force over the plane of the two.</summary>
    [Fact]
    public void Answers_of_two_days_agree_with_integration_over_both_abilities()
    {
        ItemModel old = new ItemModel.Logistic(2, -0.5), recent = new ItemModel.Logistic(1.5, 1, 0.2);
        double r = Math.Exp(-40.0 / 200), now = Math.Exp(-15.0 / 200), weight = 0, mean = 0, square = 0;
        for (var x = -7.0; x <= 7.001; x += 0.05)
            for (var y = -7.0; y <= 7.001; y += 0.05)
            {
                var p = Math.Exp(-(x * x - 2 * r * x * y + y * y) / (2 * (1 - r * r))) * old.Probability(Prior.Mean + Prior.StandardDeviation * x, 0) * recent.Probability(Prior.Mean + Prior.StandardDeviation * y, 1);
                (weight, mean, square) = (weight + p, mean + p * y, square + p * y * y);
            }
        mean /= weight;
        var variance = square / weight - mean * mean;

        var found = new DriftingAbility(Prior, 200).Estimate([new(recent, 1, 15), new(old, 0, 55)]);

        Assert.Equal(Prior.Mean + Prior.StandardDeviation * now * mean, found.Theta, 1e-6);
        Assert.Equal(Prior.StandardDeviation * Math.Sqrt(now * now * variance + 1 - now * now), found.StandardError, 1e-6);
    }

    [Fact]
    public void Who_has_learned_is_found_abler_than_the_same_answers_without_dates_say()
    {
        (ItemModel, bool)[] answers = [.. Enumerable.Range(0, 60).Select(i => ((ItemModel)new ItemModel.Logistic(1.3, i % 5 * 0.5 - 1), i >= 30))];

        var dated = At(120, answers, i => i < 30 ? 90 : 1);

        Assert.True(dated.Theta > Still(answers).Theta + 0.5);
        Assert.True(dated.StandardError > Still(answers).StandardError);
    }

    [Fact]
    public void Answers_minutes_apart_count_as_one_sitting()
    {
        (ItemModel, bool)[] answers = [.. Enumerable.Range(0, 60).Select(i => ((ItemModel)new ItemModel.Logistic(1.3, i % 5 * 0.5 - 1), i % 3 > 0))];

        AbilityEstimate.Found spread = At(365, answers, i => 3 + i * 0.001), at = At(365, answers, _ => 3);

        Assert.Equal(at.Theta, spread.Theta, 1e-3);
        Assert.Equal(at.StandardError, spread.StandardError, 1e-3);
    }

    [Fact]
    public void Wrong_calls_are_refused()
    {
        var item = new ItemModel.Logistic(1, 0);
        var drift = new DriftingAbility(Prior, 100);

        Assert.Throws<ArgumentOutOfRangeException>(() => drift.Estimate([new(item, 1, -1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => drift.Estimate([new(item, 1, double.NaN)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => drift.Estimate([new(item, 2, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => (drift with { Days = 0 }).Estimate([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => (drift with { Prior = default }).Estimate([]));
        Assert.Equal(new(Prior.Mean, drift.Estimate([]).StandardError, drift.Estimate([]).StandardError), drift.Estimate([]));
        Assert.Equal(Prior.StandardDeviation, drift.Estimate([]).StandardError, 1e-6);
    }
}

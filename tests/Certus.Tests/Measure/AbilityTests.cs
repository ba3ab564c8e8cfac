using Certus.Measure;
using CsCheck;

namespace Certus.Tests.Measure;

public sealed class AbilityTests
{
    private static readonly (string Name, AbilityMethod Method)[] Methods =
    [
        ("ml", AbilityMethod.MaximumLikelihood), ("wle", AbilityMethod.WeightedLikelihood), ("map", AbilityMethod.MaximumAPosteriori), ("eap", AbilityMethod.ExpectedAPosteriori),
    ];

    private static readonly AbilityMethod[] Finite =
        [AbilityMethod.ExpectedAPosteriori, AbilityMethod.MaximumAPosteriori, AbilityMethod.WeightedLikelihood, AbilityMethod.JeffreysMode];

    private static readonly Gen<ItemModel> Dichotomous =
        Gen.Select(Gen.Double[0.2, 3], Gen.Double[-4, 4], Gen.Double[0, 0.5]).Select((a, b, c) => (ItemModel)new ItemModel.Logistic(a, b, c));

    private static readonly Gen<(ItemModel[] Items, sbyte[] Responses)> Answered =
        from items in ItemModelTests.AnyItem.Array[1, 25]
        from draws in Gen.Int[-1, 1000].Array[items.Length]
        select (items, items.Zip(draws, (item, draw) => (sbyte)(draw < 0 ? -1 : draw % item.Categories)).ToArray());

    [Fact]
    public void Every_method_agrees_with_an_independent_solution_and_with_an_established_package()
    {
        var bank = MeasureVectors.Items("item-bank.csv");
        var rows = MeasureVectors.Rows("ability-estimates.csv");

        foreach (var row in rows)
        {
            ItemModel[] items = [.. row["items"].Split(' ').Select(number => bank[int.Parse(number, null) - 1].Model)];
            var responses = MeasureVectors.Responses(row["responses"]);
            foreach (var (name, method) in Methods)
            {
                var estimate = Ability.Estimate(method, items, responses);
                if (MeasureVectors.Number(row[name]) is not { } theta)
                {
                    // The reference looked from −6 to 6 only.
                    Assert.True(estimate is AbilityEstimate.NoFiniteMaximum || estimate is AbilityEstimate.Found { Theta: < -6 or > 6 }, $"pattern {row["id"]}, {name}: {estimate}");
                    continue;
                }
                var found = Assert.IsType<AbilityEstimate.Found>(estimate);
                Assert.Equal(theta, found.Theta, 1e-6);
                Assert.Equal(MeasureVectors.Number(row["se_" + name])!.Value, found.StandardError, 1e-6);
                var local = name == "ml" && row["id"] == "55";
                var same = Math.Abs(MeasureVectors.Number(row["catr_" + name])!.Value - found.Theta) <= 5e-5;
                Assert.True(same != local, $"pattern {row["id"]}, {name}: {found.Theta} and catR's {row["catr_" + name]}");
            }
        }
        Assert.Equal(140, rows.Count);
    }

    [Theory]
    [InlineData("lsat6-2pl")]
    [InlineData("sat12-3plprior")]
    [InlineData("sim-3pl-1000x40-3plprior")]
    [InlineData("science-graded")]
    [InlineData("science-gpcm")]
    [InlineData("science-nominal")]
    public void Scores_agree_with_mirt_for_right_or_wrong_and_for_more_categories(string name)
    {
        ItemModel[] items = [.. MeasureVectors.Items($"items-{name}.csv", partialCredit: name.EndsWith("gpcm", StringComparison.Ordinal)).Select(item => item.Model)];
        var guessing = items.Any(item => item is ItemModel.Logistic { Parameters.LowerAsymptote: > 0 });
        var (compared, local) = (0, 0);

        foreach (var (column, method) in Methods.Select(known => known.Name == "wle" && guessing ? ("wle", AbilityMethod.JeffreysMode) : known))
        {
            var estimator = new AbilityEstimator(method, items);
            foreach (var row in MeasureVectors.Rows($"scores-{name}.csv"))
            {
                if (!row.TryGetValue(column, out var cell)) continue;
                var estimate = estimator.Estimate(MeasureVectors.Responses(row["responses"]));
                if (MeasureVectors.Number(cell) is not { } theta)
                {
                    Assert.Equal(new AbilityEstimate.NoFiniteMaximum(cell == "Inf"), estimate);
                    continue;
                }
                if (estimate is AbilityEstimate.NoFiniteMaximum { Upward: false })
                {
                    // mirt found a local maximum: to guess everything is likelier.
                    double Value(double at) => items.Zip(MeasureVectors.Responses(row["responses"])).Sum(pair => pair.First.LogLikelihood(at, pair.Second).Value);
                    Assert.True(column == "ml" && Value(-1000) > Value(theta));
                    local++;
                    continue;
                }
                var found = Assert.IsType<AbilityEstimate.Found>(estimate);
                var error = MeasureVectors.Number(row["se_" + column])!.Value;
                Assert.True(Math.Abs(theta - found.Theta) <= (column == "eap" ? 1e-5 : 5e-5 * Math.Max(1, error * error)), $"{column} of {row["responses"]}: {found} and {theta}");
                Assert.True(Math.Abs(error - found.ObservedError) <= (column == "eap" ? 1e-5 : 5e-4 * Math.Max(1, error * error)), $"{column} of {row["responses"]}: {found} and {error}");
                compared++;
            }
        }
        Assert.Equal(name == "sim-3pl-1000x40-3plprior" ? 1 : 0, local);
        Assert.True(compared >= 85, $"{compared} compared");
    }

    /// <summary>By brute force: no point of a fine grid, nor either end, is likelier than what is found.</summary>
    [Fact]
    public void The_maximum_that_is_found_is_the_global_one() =>
        Gen.Select(Dichotomous.Array[1, 20], Gen.Bool.Array[20]).Sample((items, right) =>
        {
            sbyte[] responses = [.. items.Select((_, i) => (sbyte)(right[i] ? 1 : 0))];
            double Value(double theta) => items.Zip(responses).Sum(pair => pair.First.LogLikelihood(theta, pair.Second).Value);
            var highest = Enumerable.Range(-3000, 6001).Max(i => Value(i * 0.01));

            switch (Ability.Estimate(AbilityMethod.MaximumLikelihood, items, responses))
            {
                case AbilityEstimate.Found found:
                    Assert.True(Value(found.Theta) >= highest - 1e-9);
                    Assert.True(Value(found.Theta) >= Math.Max(Value(-1000), Value(1000)) - 1e-9);
                    break;
                case AbilityEstimate.NoFiniteMaximum { Upward: var upward }:
                    Assert.True(Value(upward ? 1000 : -1000) >= highest - 1e-9);
                    break;
            }
            var mode = Assert.IsType<AbilityEstimate.Found>(Ability.Estimate(AbilityMethod.MaximumAPosteriori, items, responses));
            double Posterior(double theta) => Value(theta) - theta * theta / 2;
            Assert.True(Posterior(mode.Theta) >= Enumerable.Range(-1000, 2001).Max(i => Posterior(i * 0.01)) - 1e-9);
        });

    [Fact]
    public void No_estimate_is_ever_a_number_that_is_none() =>
        Answered.Sample(test =>
        {
            foreach (var method in Enum.GetValues<AbilityMethod>())
                if (Ability.Estimate(method, test.Items, test.Responses) is AbilityEstimate.Found(var theta, var error, var observed))
                    Assert.True(double.IsFinite(theta) && double.IsFinite(error) && error > 0 && double.IsFinite(observed) && observed > 0, $"{method}: {theta}, {error}, {observed}");
        }, iter: 40);

    [Fact]
    public void All_right_and_all_wrong_have_no_maximum_likelihood_and_every_other_estimate() =>
        Gen.Select(ItemModelTests.AnyItem.Where(item => item is not ItemModel.Nominal).Array[1, 25], Gen.Bool).Sample((items, right) =>
        {
            sbyte[] responses = [.. items.Select(item => (sbyte)(right ? item.Categories - 1 : 0))];

            Assert.Equal(new AbilityEstimate.NoFiniteMaximum(right), Ability.Estimate(AbilityMethod.MaximumLikelihood, items, responses));
            foreach (var method in Finite) Assert.IsType<AbilityEstimate.Found>(Ability.Estimate(method, items, responses));
        });

    [Fact]
    public void What_was_not_answered_changes_nothing() =>
        Gen.Select(Answered, ItemModelTests.AnyItem).Sample((test, more) =>
        {
            foreach (var method in Enum.GetValues<AbilityMethod>())
                Assert.Equal(Ability.Estimate(method, test.Items, test.Responses), Ability.Estimate(method, [.. test.Items, more], [.. test.Responses, Response.Missing]));
        }, iter: 40);

    /// <summary>Two categories of almost one slope part ways so far out that they may not take the points from where everything else happens.</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-9)]
    [InlineData(1e-20)]
    public void Categories_that_hardly_differ_hide_no_maximum(double difference)
    {
        ItemModel.Nominal alike = new([0, difference, 1, 1.5], [0, 2, 0.5, -0.5]);
        ItemModel[] items = [new ItemModel.Logistic(2.9, -0.2), new ItemModel.Logistic(2.4, -2.2, 0.3), new ItemModel.Logistic(1.2, 1), new ItemModel.Graded(2, [-1, 0, 1]), alike];
        sbyte[] responses = [1, 1, 0, 2, Response.Missing];

        foreach (var method in Enum.GetValues<AbilityMethod>())
        {
            var alone = Assert.IsType<AbilityEstimate.Found>(Ability.Estimate(method, items, responses));
            Assert.Equal(alone.Theta, Assert.IsType<AbilityEstimate.Found>(new AbilityEstimator(method, items).Estimate(responses)).Theta, 1e-7);
        }
    }

    [Fact]
    public void Many_persons_are_estimated_as_one() =>
        Answered.Where(test => test.Responses.Any(response => response >= 0)).Sample(test =>
        {
            foreach (var method in Enum.GetValues<AbilityMethod>())
            {
                var (one, many) = (Ability.Estimate(method, test.Items, test.Responses), new AbilityEstimator(method, test.Items).Estimate(test.Responses));
                if (one is not AbilityEstimate.Found(var alone, _, _)) Assert.Equal(one, many);
                else if (Assert.IsType<AbilityEstimate.Found>(many).Theta is var among && Math.Abs(alone - among) > 1e-7)
                    // Two maxima of one height: of which it is does not matter.
                    Assert.True(method != AbilityMethod.ExpectedAPosteriori && Math.Abs(Rise(method, test, alone, among)) < 1e-6, $"{method}: {alone} and {among}");
            }
        }, iter: 40);

    /// <summary>How much higher what a method maximizes is at one place than at another.</summary>
    private static double Rise(AbilityMethod method, (ItemModel[] Items, sbyte[] Responses) test, double from, double to)
    {
        const int Steps = 20_000;
        ScoreFunction score = new(method, test.Items, test.Responses, NormalPrior.Standard);
        var sum = 0.0;
        for (var i = 0; i < Steps; i++) sum += score.At(from + (to - from) * (i + 0.5) / Steps);
        return sum * (to - from) / Steps;
    }

    [Fact]
    public void Without_answers_the_prior_speaks_or_nothing_does()
    {
        ItemModel[] items = [new ItemModel.Logistic(1, 0)];
        NormalPrior prior = new(0.5, 2);

        Assert.Equal(new AbilityEstimate.Found(0.5, 2, 2), Ability.Estimate(AbilityMethod.MaximumAPosteriori, items, [Response.Missing], prior));
        var mean = Assert.IsType<AbilityEstimate.Found>(Ability.Estimate(AbilityMethod.ExpectedAPosteriori, items, [Response.Missing], prior));
        Assert.Equal(0.5, mean.Theta, 1e-12);
        Assert.Equal(2, mean.StandardError, 1e-6);
        Assert.Equal(new AbilityEstimate.NoAnswers(), Ability.Estimate(AbilityMethod.MaximumLikelihood, items, [Response.Missing]));
        Assert.Equal(new AbilityEstimate.NoAnswers(), Ability.Estimate(AbilityMethod.WeightedLikelihood, items, [Response.Missing]));
    }

    /// <summary>Five thousand answers make a posterior far narrower than the grid: the finer grid must find it.</summary>
    [Fact]
    public void A_narrow_posterior_is_as_exact_as_a_wide_one()
    {
        ItemModel[] items = [.. Enumerable.Range(0, 5000).Select(i => new ItemModel.Logistic(2, i % 100 * 0.04 - 2))];
        sbyte[] responses = [.. Enumerable.Range(0, 5000).Select(i => (sbyte)(i * 7919 % 100 < 55 ? 1 : 0))];

        var mean = Assert.IsType<AbilityEstimate.Found>(Ability.Estimate(AbilityMethod.ExpectedAPosteriori, items, responses));
        var mode = Assert.IsType<AbilityEstimate.Found>(Ability.Estimate(AbilityMethod.MaximumAPosteriori, items, responses));

        Assert.Equal(mode.Theta, mean.Theta, 1e-4);
        Assert.Equal(mode.ObservedError, mean.StandardError, 1e-5);
        Assert.InRange(mean.StandardError, 0.01, 0.05);
    }

    [Fact]
    public void Wrong_calls_are_refused()
    {
        ItemModel[] items = [new ItemModel.Logistic(1, 0)];

        Assert.Throws<ArgumentException>(() => Ability.Estimate(AbilityMethod.MaximumLikelihood, [], []));
        Assert.Throws<ArgumentException>(() => Ability.Estimate(AbilityMethod.MaximumLikelihood, items, [1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ability.Estimate(AbilityMethod.MaximumLikelihood, items, [2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ability.Estimate(AbilityMethod.MaximumLikelihood, items, [-2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ability.Estimate(AbilityMethod.ExpectedAPosteriori, items, [1], new(0, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ability.Estimate(AbilityMethod.ExpectedAPosteriori, items, [1], new(double.NaN, 1)));
    }
}

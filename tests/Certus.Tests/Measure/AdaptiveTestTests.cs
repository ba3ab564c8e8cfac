using Certus.Measure;
using Certus.Measure.Adaptive;
using Certus.Numerics;

namespace Certus.Tests.Measure;

public sealed class AdaptiveTestTests
{
    private const ulong Seed = 20261123;

    private static readonly Lazy<AdaptiveBank> Reference = new(() => new(MeasureVectors.Items("item-bank.csv")));

    /// <summary>Right or wrong, graded, partial credit and nominal items.</summary>
    private static readonly Lazy<AdaptiveBank> Mixed = new(() =>
    {
        var chance = new SeededRandom(Seed, "mixed bank");
        double Between(double low, double high) => low + (high - low) * (chance.Next() >> 11) / (1UL << 53);
        return new([.. Enumerable.Range(0, 120).Select(i =>
        {
            var (a, b) = (Between(0.5, 2.5), Between(-2.5, 2.5));
            return new CalibratedItem($"i{i}", (i % 4) switch
            {
                0 => new ItemModel.Logistic(a, b, Between(0, 0.3)),
                1 => new ItemModel.Graded(a, [b - 1, b, b + Between(0.1, 1.5)]),
                2 => new ItemModel.PartialCredit(a, [b + Between(-1, 1), b, b + Between(-1, 1)]),
                _ => new ItemModel.Nominal([0, a / 2, a, -a / 3], [0, Between(-1, 1), Between(-1, 1), 0]),
            }, i % 3 == 0 ? "data" : "models");
        })]);
    });

    [Fact]
    public void Each_step_of_an_established_package_s_tests_asks_the_same_item()
    {
        var test = new AdaptiveTest(Reference.Value, new(25) { StandardError = 0.30 });
        var steps = 0;

        foreach (var trace in MeasureVectors.Rows("adaptive-traces.csv").GroupBy(row => row["trace"]))
        {
            test.Start(0);
            foreach (var row in trace)
            {
                Assert.Equal(MeasureVectors.Number(row["theta_before"])!.Value, test.Theta, 1e-6);
                Assert.Equal(row["item"], Reference.Value.Items[test.Next()!.Value].Id);
                test.Answer(int.Parse(row["response"], null));
                Assert.Equal(MeasureVectors.Number(row["theta_after"])!.Value, test.Theta, 1e-6);
                Assert.Equal(MeasureVectors.Number(row["se_after"])!.Value, test.StandardError, 1e-6);
                steps++;
            }
            Assert.Null(test.Next());
        }
        Assert.Equal(1000, steps);
    }

    /// <summary>The ordered bounds may save work, not change the choice.</summary>
    [Fact]
    public void The_item_asked_is_the_most_informative_of_all_that_are_left()
    {
        foreach (var bank in (AdaptiveBank[])[Reference.Value, Mixed.Value])
        {
            var test = new AdaptiveTest(bank, new(40));
            var chance = new SeededRandom(Seed, "answers");
            for (var examinee = 0UL; examinee < 60; examinee++)
            {
                test.Start(examinee);
                while (test.Next() is { } item)
                {
                    var asked = test.Items.ToArray();
                    var best = Enumerable.Range(0, bank.Items.Count).Except(asked).MaxBy(i => bank.Items[i].Model.Information(test.Theta));
                    Assert.Equal(best, item);
                    test.Answer(chance.Below(bank.Items[item].Model.Categories));
                }
            }
        }
    }

    [Fact]
    public void The_ability_of_a_test_is_the_posterior_mean_of_its_answers()
    {
        var test = new AdaptiveTest(Mixed.Value, new(30));
        var chance = new SeededRandom(Seed, "answers");
        sbyte[] responses = [.. Enumerable.Repeat(Response.Missing, Mixed.Value.Items.Count)];

        while (test.Next() is { } item) test.Answer(responses[item] = (sbyte)chance.Below(Mixed.Value.Items[item].Model.Categories));

        var expected = Assert.IsType<AbilityEstimate.Found>(Ability.Estimate(AbilityMethod.ExpectedAPosteriori, [.. Mixed.Value.Items.Select(item => item.Model)], responses));
        Assert.Equal(expected.Theta, test.Theta, 1e-9);
        Assert.Equal(expected.StandardError, test.StandardError, 1e-9);
    }

    /// <summary>The bar of the diagnostic: a standard error of 0.40 within 22 items for nine in ten.</summary>
    [Fact]
    public void Twenty_two_items_of_the_reference_bank_measure_nine_in_ten_to_within_four_tenths_of_a_logit()
    {
        double[] thetas = [.. Enumerable.Range(0, 801).Select(i => -2 + i * 0.005)];

        var report = AdaptiveSimulation.Run(Reference.Value, new(22) { StandardError = 0.40 }, thetas, Seed, cancel: TestContext.Current.CancellationToken);

        var reached = report.Examinees.Average(examinee => examinee.StandardError <= 0.40 ? 1.0 : 0);
        Assert.True(reached >= 0.90, $"{reached:P1} reached it, after {report.MeanItems:0.0} items");
        Assert.InRange(report.Coverage, 0.86, 0.94);
        Assert.InRange(report.Rmse, 0.3, 0.45);
    }

    [Fact]
    public void A_simulation_is_the_same_for_the_same_seed_and_recovers_the_truth()
    {
        var settings = new AdaptiveSettings(30) { Exposure = new ExposureControl.Randomesque(5) };

        var first = AdaptiveSimulation.Run(Mixed.Value, settings, 1000, Seed, cancel: TestContext.Current.CancellationToken);
        var second = AdaptiveSimulation.Run(Mixed.Value, settings, 1000, Seed, cancel: TestContext.Current.CancellationToken);
        var other = AdaptiveSimulation.Run(Mixed.Value, settings, 1000, Seed + 1, cancel: TestContext.Current.CancellationToken);

        Assert.Equal(first.Examinees, second.Examinees);
        Assert.Equal(first.Exposure, second.Exposure);
        Assert.NotEqual(first.Examinees, other.Examinees);
        Assert.Equal(30_000, first.Steps);
        Assert.Equal(30, first.Exposure.Sum(), 1e-9);
        Assert.InRange(first.Bias, -0.03, 0.03);
        Assert.InRange(first.Coverage, 0.87, 0.93);
        Assert.InRange(first.Rmse / first.MeanStandardError, 0.93, 1.07);
    }

    [Fact]
    public void Global_information_asks_the_item_with_the_largest_divergence()
    {
        var (bank, test) = (Mixed.Value, new AdaptiveTest(Mixed.Value, new(10) { Selection = ItemSelection.KullbackLeibler }));
        // By the midpoint rule on a fine grid, and not by the library's.
        double Divergence(ItemModel model, double theta, double reach) => Enumerable.Range(0, 2000).Sum(i =>
        {
            var other = theta + reach * ((i + 0.5) / 1000 - 1);
            return Enumerable.Range(0, model.Categories).Sum(k => model.Probability(theta, k) * Math.Log(model.Probability(theta, k) / model.Probability(other, k))) * reach / 1000;
        });

        for (var n = 0; test.Next() is { } item; n++)
        {
            var reach = 3 / Math.Sqrt(Math.Max(n, 1));
            var asked = test.Items.ToArray();
            var best = Enumerable.Range(0, bank.Items.Count).Except(asked).Max(i => Divergence(bank.Items[i].Model, test.Theta, reach));
            Assert.Equal(best, Divergence(bank.Items[item].Model, test.Theta, reach), 1e-3 * best);
            test.Answer(n % 2);
        }
        Assert.Equal(10, test.Count);
    }

    /// <summary>The ordered bounds of global information may save work, not change the choice: the same steps with every item looked at.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_item_asked_for_global_information_is_the_best_of_all_that_are_left(int best)
    {
        // Steep and flat items too, more of them than are kept in order, and tests that go through most of the bank.
        var chance = new SeededRandom(Seed, "steep bank");
        double Between(double low, double high) => low + (high - low) * (chance.Next() >> 11) / (1UL << 53);
        var steep = new AdaptiveBank([.. Enumerable.Range(0, 300).Select(i => new CalibratedItem($"i{i}", i % 3 == 0
            ? new ItemModel.Graded(Between(0.3, 6), [Between(-4, -1), Between(-1, 1), Between(1, 4)]) : new ItemModel.Logistic(Between(0.2, 12), Between(-4, 4), i % 2 * Between(0, 0.5))))]);
        foreach (var (bank, length) in new[] { (Mixed.Value, 110), (Reference.Value, 40), (steep, 60) })
        {
            var test = new AdaptiveTest(bank, new(length) { Selection = ItemSelection.KullbackLeibler, Exposure = new ExposureControl.Randomesque(best) }, Seed);
            for (ulong examinee = 0; examinee < 10; examinee++)
            {
                test.Start(examinee);
                var theta = Between(-4, 4);
                while (test.Next() is { } item)
                {
                    var reach = 3 / Math.Sqrt(Math.Max(test.Count, 1));
                    var asked = test.Items.ToArray().ToHashSet();
                    var chosen = bank.Divergence.Information(item, test.Theta, reach);
                    Assert.True(Enumerable.Range(0, bank.Items.Count).Count(i => !asked.Contains(i) && bank.Divergence.Information(i, test.Theta, reach) > chosen) < best, $"examinee {examinee}, step {test.Count}, theta {test.Theta}");
                    test.Answer(test.Count % 7 == 0 ? chance.Below(bank.Items[item].Model.Categories) : chance.Next() >> 11 < (1UL << 53) * bank.Items[item].Model.Probability(theta, 1) ? 1 : 0);
                }
            }
        }
    }

    [Fact]
    public void A_blueprint_is_kept_to_within_one_item_at_every_step()
    {
        ContentShare[] blueprint = [new("networking", 1), new("security", 3)];
        var test = new AdaptiveTest(Reference.Value, new(32) { Blueprint = blueprint });
        var security = 0;

        for (var n = 1; test.Next() is { } item; n++)
        {
            if (Reference.Value.Items[item].Content == "security") security++;
            else Assert.Equal("networking", Reference.Value.Items[item].Content);
            Assert.InRange(security, 0.75 * n - 1, 0.75 * n + 1);
            test.Answer(n % 2);
        }
        Assert.Equal(24, security);
    }

    [Fact]
    public void Randomesque_asks_each_of_the_best_few_first_about_equally_often()
    {
        var report = AdaptiveSimulation.Run(Reference.Value, new(1) { Exposure = new ExposureControl.Randomesque(4) }, 4000, Seed, cancel: TestContext.Current.CancellationToken);

        var best = Enumerable.Range(0, 200).OrderByDescending(i => Reference.Value.Items[i].Model.Information(0)).Take(4).ToList();
        Assert.Equal(best.Order(), Enumerable.Range(0, 200).Where(i => report.Exposure[i] > 0));
        Assert.All(best, i => Assert.InRange(report.Exposure[i], 0.22, 0.28));
    }

    [Fact]
    public void Sympson_and_Hetter_keep_exposure_near_the_limit_at_little_cost()
    {
        var settings = new AdaptiveSettings(20);
        var free = AdaptiveSimulation.Run(Reference.Value, settings, 4000, Seed, cancel: TestContext.Current.CancellationToken);

        var control = SympsonHetterSearch.Find(Reference.Value, settings, 0.25, Seed, cancel: TestContext.Current.CancellationToken);
        var held = AdaptiveSimulation.Run(Reference.Value, settings with { Exposure = control }, 4000, Seed + 99, cancel: TestContext.Current.CancellationToken);

        Assert.True(free.Exposure.Max() == 1, "the first item is asked of everybody");
        Assert.True(held.Exposure.Max() < 0.29, $"{held.Exposure.Max()}");
        Assert.True(held.Overlap < free.Overlap);
        Assert.InRange(held.Rmse / free.Rmse, 0.95, 1.2);
        Assert.All(held.Examinees, examinee => Assert.Equal(20, examinee.Items));
        Assert.Throws<ArgumentOutOfRangeException>(() => SympsonHetterSearch.Find(Reference.Value, settings, 0.05, Seed, cancel: TestContext.Current.CancellationToken));
    }

    /// <summary>Examinees at either end of the zone of indifference, the hardest that the promise is about.</summary>
    [Fact]
    public void A_decided_pass_line_is_wrong_no_oftener_than_was_asked()
    {
        var line = new PassLine(0.3, 0.3, FalsePass: 0.05, FalseFail: 0.10);
        var settings = new AdaptiveSettings(200) { PassLine = line };

        foreach (var (theta, passes, most) in ((double, bool, double)[])[(0.0, false, 0.05), (0.6, true, 0.10)])
        {
            var report = AdaptiveSimulation.Run(Reference.Value, settings, [.. Enumerable.Repeat(theta, 1500)], Seed, cancel: TestContext.Current.CancellationToken);
            var decided = report.Examinees.Where(examinee => examinee.Stopped == StopReason.Decided).ToList();
            Assert.InRange(decided.Count, 1350, 1500);
            Assert.InRange(decided.Average(examinee => examinee.Passed != passes ? 1.0 : 0), 0.001, most + 0.015);     // 0.015: two standard errors of a share of 1,500
        }
        var far = AdaptiveSimulation.Run(Reference.Value, settings, [.. Enumerable.Repeat(2.0, 300)], Seed, cancel: TestContext.Current.CancellationToken);
        Assert.True(far.MeanItems < 20, $"{far.MeanItems}");
        Assert.All(far.Examinees, examinee => Assert.True(examinee.Passed));
    }

    [Fact]
    public void A_test_stops_for_each_reason_and_asks_nothing_after_it()
    {
        var three = new AdaptiveBank([.. Reference.Value.Items.Take(3)]);
        AdaptiveTest test = new(three, new(2)), all = new(three, new(10)), sure = new(Reference.Value, new(100, 5) { StandardError = 0.9 });

        foreach (var each in (AdaptiveTest[])[test, all, sure])
            while (each.Next() is not null) each.Answer(1);

        Assert.Equal((StopReason.Length, 2), (test.Stopped, test.Count));
        Assert.Equal((StopReason.BankExhausted, 3), (all.Stopped, all.Count));
        Assert.Equal((StopReason.StandardError, 5), (sure.Stopped, sure.Count));
        Assert.Throws<InvalidOperationException>(() => test.Answer(1));
        Assert.Null(test.Passed);
    }

    [Fact]
    public void A_test_can_start_at_another_ability_even_off_the_scale()
    {
        foreach (var start in (double[])[-2, 1.7, 40])
        {
            var test = new AdaptiveTest(Reference.Value, new(1) { StartTheta = start });
            Assert.Equal(Enumerable.Range(0, 200).MaxBy(i => Reference.Value.Items[i].Model.Information(start)), test.Next());
        }
    }

    [Fact]
    public void Impossible_banks_and_settings_are_named()
    {
        var item = Reference.Value.Items[0];
        void Refused(AdaptiveSettings settings, string words) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => new AdaptiveTest(Reference.Value, settings)).Message, StringComparison.Ordinal);

        Assert.Contains("'1' is there twice", Assert.Throws<ArgumentException>(() => new AdaptiveBank([item, item])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new AdaptiveBank([]));
        Refused(new(0), "at least one item");
        Refused(new(5, 6), "from 0 to the most");
        Refused(new(5) { StandardError = double.NaN }, "above 0");
        Refused(new(5) { StartTheta = double.NaN }, "finite");
        Refused(new(5) { Exposure = new ExposureControl.Randomesque(0) }, "at least one item to choose from");
        Refused(new(5) { Exposure = new ExposureControl.SympsonHetter([1]) }, "for each item");
        Refused(new(5) { Exposure = new ExposureControl.SympsonHetter([.. Enumerable.Repeat(0.0, 200)]) }, "above 0 and at most 1");
        Refused(new(5) { Blueprint = [new("networking", 0)] }, "one above");
        Refused(new(5) { Blueprint = [new("cooking", 1)] }, "'cooking'");
        Refused(new(5) { Blueprint = [new("networking", 1), new("networking", 1)] }, "one share");
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveTest(Reference.Value, new(5) { PassLine = new(0, 0) }));
    }
}

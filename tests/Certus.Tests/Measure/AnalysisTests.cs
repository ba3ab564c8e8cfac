using Certus.Measure;
using Certus.Measure.Analysis;
using Certus.Measure.Calibration;
using CsCheck;

namespace Certus.Tests.Measure;

public sealed class AnalysisTests
{
    [Theory]
    [InlineData("lsat6")]
    [InlineData("sim_2pl_1000x40")]
    [InlineData("sim_dif_2000x30")]
    public void Classical_figures_are_those_of_the_reference(string name)
    {
        var report = ClassicalReport.Of(ItemCounts.Of(CalibrationVectors.Responses(name)));

        var expected = CalibrationVectors.Json(name + ".classical.json");
        Assert.Equal(expected.GetProperty("mean_total").GetDouble(), report.MeanTotal!.Value, 1e-6);
        Assert.Equal(expected.GetProperty("sd_total").GetDouble(), report.TotalDeviation!.Value, 1e-6);
        Assert.Equal(expected.GetProperty("cronbach_alpha").GetDouble(), report.Alpha!.Value, 1e-6);
        Assert.Equal(expected.GetProperty("sem").GetDouble(), report.StandardError!.Value, 1e-6);
        foreach (var ((item, cells), found) in CalibrationVectors.Table(name + ".classical.csv").Zip(report.Items))
        {
            Assert.Equal(item, found.Name);
            Assert.Equal(cells["p"], found.Mean!.Value, 1e-6);
            Assert.Equal(cells["point_biserial"], found.PointBiserial!.Value, 1e-6);
            Assert.Equal(cells["corrected_item_total"], found.CorrectedItemTotal!.Value, 1e-6);
            Assert.Equal(cells["alpha_if_deleted"], found.AlphaIfDeleted!.Value, 1e-6);
        }
    }

    /// <summary>A sum of squares or of products needs no order of addition: the figures are equal to the last bit.</summary>
    [Fact]
    public void Counts_of_several_machines_put_together_in_any_order_are_those_of_one() =>
        Gen.SByte[-1, 3].Array[4].List[0, 30].Select(Gen.Int[0, 30], Gen.Int[0, 30]).Sample((rows, one, two) =>
        {
            var (first, second) = (Math.Min(one, two), Math.Max(one, two));
            ItemCounts Count(IEnumerable<sbyte[]> some)
            {
                var counts = new ItemCounts(["a", "b", "c", "d"]);
                foreach (var row in some) counts.Add(row);
                return counts;
            }

            string Text(ItemCounts counts) =>
                $"{counts.Persons} {counts.CompletePersons} {string.Join(' ', counts.Sums)} {string.Join(' ', counts.CompleteSums)} {string.Join(' ', Enumerable.Range(0, 16).Select(i => counts.Count(i / 4, i % 4)))}"
                + string.Join(' ', ClassicalReport.Of(counts).Items);

            var (a, b, c) = (Count(rows.Take(first)), Count(rows.Skip(first).Take(second - first)), Count(rows.Skip(second)));
            var whole = Text(Count(rows));
            Assert.Equal(whole, Text(a.Plus(b).Plus(c)));
            Assert.Equal(whole, Text(a.Plus(b.Plus(c))));
            Assert.Equal(whole, Text(c.Plus(a).Plus(b)));
        });

    [Fact]
    public void Figures_that_can_not_be_had_are_missing_and_never_NaN()
    {
        foreach (var rows in new[] { Array.Empty<string>(), ["1,0"], ["1,1", "1,0"], [",", ","], ["1,", ",1"] })
        {
            var counts = new ItemCounts(["i1", "i2"]);
            foreach (var row in rows) counts.Add(CalibrationTests.Rows("i1,i2", row).Row(0));
            var report = ClassicalReport.Of(counts);
            double?[] figures = [report.MeanTotal, report.TotalDeviation, report.Alpha, report.StandardError, .. report.Items.SelectMany(item => new[] { item.Mean, item.PointBiserial, item.CorrectedItemTotal, item.AlphaIfDeleted })];
            Assert.All(figures, figure => Assert.True(figure is null || double.IsFinite(figure.Value)));
        }
    }

    [Fact]
    public void A_distractor_that_the_able_choose_stands_out()
    {
        var (all, halves) = (new OptionCounts(["q1", "q2", "q3"], [0, 1, 2]), (new OptionCounts(["q1", "q2", "q3"], [0, 1, 2]), new OptionCounts(["q1", "q2", "q3"], [0, 1, 2])));
        sbyte[][] persons = [[0, 1, 2], [3, 1, 2], [3, 1, 2], [0, 0, 0], [1, 0, 1], [1, 2, 2], [-1, 1, 0]];
        for (var i = 0; i < persons.Length; i++)
        {
            all.Add(persons[i]);
            (i % 2 == 0 ? halves.Item1 : halves.Item2).Add(persons[i]);
        }

        var statistics = all.Statistics();

        Assert.Equal(statistics, halves.Item1.Plus(halves.Item2).Statistics());
        var third = statistics.Single(option => option is { Item: "q1", Option: 3 });
        // Six answered q1; the others' right answers are 2, 2, 2, 0, 0, 1, and those of the two who chose option 3 are 2 and 2.
        double[] chose = [0, 1, 1, 0, 0, 0], rest = [2, 2, 2, 0, 0, 1];
        Assert.Equal(Correlation(chose, rest), third.PointBiserial!.Value, 1e-12);
        Assert.Equal((2L, 2 / 6.0, false), (third.Chosen, third.Share!.Value, third.IsKey));
        Assert.Equal(0, statistics.Single(option => option is { Item: "q1", Option: 2 }).Chosen);
        Assert.Null(statistics.Single(option => option is { Item: "q1", Option: 2 }).PointBiserial);
    }

    private static double Correlation(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average();
        return x.Zip(y).Sum(pair => (pair.First - mx) * (pair.Second - my)) / Math.Sqrt(x.Sum(v => (v - mx) * (v - mx)) * y.Sum(v => (v - my) * (v - my)));
    }

    [Theory]
    [InlineData("lsat6.2PL", ItemFamily.TwoParameter)]
    [InlineData("lsat6.Rasch", ItemFamily.Rasch)]
    [InlineData("lsat7.2PL", ItemFamily.TwoParameter)]
    [InlineData("sim_2pl_1000x40.2PL", ItemFamily.TwoParameter)]
    [InlineData("sim_2pl_1000x40.Rasch", ItemFamily.Rasch)]
    [InlineData("sim_3pl_1000x40.3PLprior", ItemFamily.ThreeParameter)]
    [InlineData("science.graded", ItemFamily.Graded)]
    public void Item_fit_is_that_of_the_reference(string name, ItemFamily family)
    {
        var responses = CalibrationVectors.Responses(name.Split('.')[0]);

        var fits = FitReport.Of(responses, Report(responses, family), TestContext.Current.CancellationToken);

        foreach (var ((item, cells), fit) in CalibrationVectors.Table(name + ".itemfit.csv").Zip(fits))
        {
            Assert.Equal(item, fit.Name);
            Assert.Equal(cells["outfit"], fit.Outfit!.Value, 1e-4);
            Assert.Equal(cells["z.outfit"], fit.OutfitZ!.Value, 1e-3);
            Assert.Equal(cells["infit"], fit.Infit!.Value, 1e-4);
            Assert.Equal(cells["z.infit"], fit.InfitZ!.Value, 1e-3);
            if (family == ItemFamily.Graded) continue;      // the reference puts thin cells of ordered categories together in another way: docs/models/item-fit.md
            Assert.Equal(cells["S_X2"], fit.SX2!.Value, 1e-3);
            Assert.Equal((int)cells["df.S_X2"], fit.Freedom);
            Assert.Equal(cells["RMSEA.S_X2"], fit.Rmsea!.Value, 1e-4);
            Assert.Equal(cells["p.S_X2"], fit.P!.Value, 1e-4);
        }
    }

    [Theory]
    [InlineData(ItemFamily.TwoParameter)]
    [InlineData(ItemFamily.Graded)]
    [InlineData(ItemFamily.PartialCredit)]
    public void Where_the_model_holds_fit_statistics_are_as_large_as_chance_makes_them(ItemFamily family)
    {
        IReadOnlyList<ItemModel> items = family switch
        {
            ItemFamily.TwoParameter => Simulated.Logistic(40, 20),
            ItemFamily.Graded => [.. Enumerable.Range(0, 15).Select(i => new ItemModel.Graded(0.8 + 0.05 * i, [-1.2, 0.1 * (i % 5), 1.3]))],
            _ => [.. Enumerable.Range(0, 15).Select(i => new ItemModel.PartialCredit(0.7 + 0.03 * i, [-0.8, 0.1 * (i % 5), 0.9]))],
        };
        var responses = Simulated.Answers(41, 3000, items);

        var fits = FitReport.Of(responses, Report(responses, family), TestContext.Current.CancellationToken);

        var (value, freedom) = (fits.Sum(fit => fit.SX2!.Value), fits.Sum(fit => fit.Freedom!.Value));
        Assert.InRange((value - freedom) / Math.Sqrt(2.0 * freedom), -3.5, 3.5);
        Assert.InRange(fits.Count(fit => fit.P < 0.01), 0, 2);
        Assert.InRange(fits.Average(fit => fit.Infit!.Value), 0.9, 1.05);
    }

    [Fact]
    public void An_item_that_follows_no_curve_does_not_fit()
    {
        var items = Simulated.Logistic(50, 20);
        var drawn = Simulated.Answers(51, 3000, items);
        var builder = new ResponsesBuilder(drawn.Items);
        for (var person = 0; person < drawn.Persons; person++)
        {
            // Right in the middle of the scale, wrong at both ends.
            var total = 0;
            foreach (var answer in drawn.Row(person)) total += answer;
            builder.Add([(sbyte)(total is > 7 and < 13 ? 1 : drawn.Row(person)[0]), .. drawn.Row(person)[1..]]);
        }

        var responses = builder.Build();
        var fits = FitReport.Of(responses, Report(responses, ItemFamily.TwoParameter), TestContext.Current.CancellationToken);

        Assert.True(fits[0].P < 1e-6);
    }

    [Fact]
    public void Differential_functioning_is_that_of_the_reference()
    {
        var found = DifReport.Of(CalibrationVectors.Responses("sim_dif_2000x30"), cancel: TestContext.Current.CancellationToken);

        foreach (var ((item, cells), dif) in CalibrationVectors.Table("sim_dif_2000x30.dif.csv").Zip(found))
        {
            void Same(string column, double value) => Assert.True(Math.Abs(value - cells[column]) <= 1e-5 * Math.Max(1e-3, Math.Abs(cells[column])), $"{item} {column}: {value} beside {cells[column]}");
            Assert.Equal(item, dif.Name);
            var (mantelHaenszel, logistic) = (dif.MantelHaenszel!, dif.Logistic!);
            Same("mh_chisq_corrected", mantelHaenszel.ChiSquareCorrected);
            Same("mh_p", mantelHaenszel.P);
            Same("mh_chisq_uncorrected", mantelHaenszel.ChiSquare);
            Same("mh_common_odds_ratio", mantelHaenszel.OddsRatio);
            Same("mh_delta", mantelHaenszel.Delta);
            Same("lr_uniform_chisq", logistic.Uniform.ChiSquare);
            Same("lr_uniform_p", logistic.Uniform.P);
            Same("lr_nonuniform_chisq", logistic.NonUniform.ChiSquare);
            Same("lr_nonuniform_p", logistic.NonUniform.P);
            Same("lr_both_chisq", logistic.Both.ChiSquare);
            Same("lr_both_p", logistic.Both.P);
            Assert.Null(dif.Model);
        }
        Assert.Equal([EtsClass.C, EtsClass.C], found.Skip(1).Take(2).Select(dif => dif.MantelHaenszel!.Class));
        Assert.Equal(EtsClass.A, found[7].MantelHaenszel!.Class);
    }

    [Fact]
    public void The_models_test_finds_the_items_that_differ()
    {
        var all = CalibrationVectors.Responses("sim_dif_2000x30");
        int[] few = [1, 2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14];
        var builder = new ResponsesBuilder([.. few.Select(column => all.Items[column])]);
        for (var person = 0; person < all.Persons; person++) builder.Add([.. few.Select(column => all.Row(person)[column])]);
        var responses = builder.Build().WithGroups(all.Groups, [.. Enumerable.Range(0, all.Persons).Select(all.GroupOf)]);

        var found = DifReport.Of(responses, new(ItemFamily.TwoParameter), cancel: TestContext.Current.CancellationToken);

        Assert.All(found, dif => Assert.Equal(2, dif.Model!.Value.Freedom));
        Assert.All(found.Take(3), dif => Assert.True(dif.Model!.Value.P < 0.001, dif.ToString()));
        Assert.True(found.Take(2).Min(dif => dif.Model!.Value.ChiSquare) > found.Skip(3).Max(dif => dif.Model!.Value.ChiSquare));
    }

    [Fact]
    public void What_tells_nothing_of_groups_has_no_figures()
    {
        var responses = CalibrationTests.Rows("i1,i2,i3", "1,1,0", "1,0,0", "1,1,0", "1,0,0").WithGroups(["A", "B"], [0, 0, 1, 1]);

        var found = DifReport.Of(responses, cancel: TestContext.Current.CancellationToken);

        Assert.All([found[0], found[2]], dif => Assert.True(dif.MantelHaenszel is null && dif.Logistic is null));
    }

    private static CalibrationReport Report(Responses responses, ItemFamily family) =>
        Assert.IsType<CalibrationResult.Calibrated>(Calibrator.Calibrate(responses, new(family) { Scores = true }, cancel: TestContext.Current.CancellationToken)).Report;
}

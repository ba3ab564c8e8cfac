using Certus.Measure;
using Certus.Measure.Calibration;

namespace Certus.Tests.Measure;

public sealed class CalibrationTests
{
    private static CalibrationReport Calibrated(Responses responses, CalibrationOptions options) =>
        Assert.IsType<CalibrationResult.Calibrated>(Calibrator.Calibrate(responses, options, cancel: TestContext.Current.CancellationToken)).Report;

    private static string Refused(Responses responses, CalibrationOptions options) =>
        Assert.IsType<CalibrationResult.Refused>(Calibrator.Calibrate(responses, options, cancel: TestContext.Current.CancellationToken)).Reason;

    [Theory]
    [InlineData("lsat6.2PL", ItemFamily.TwoParameter, 0.001)]
    [InlineData("lsat7.2PL", ItemFamily.TwoParameter, 0.001)]
    [InlineData("lsat6.Rasch", ItemFamily.Rasch, 0.001)]
    [InlineData("sim_2pl_1000x40.2PL", ItemFamily.TwoParameter, 0.001)]
    [InlineData("sim_2pl_1000x40.Rasch", ItemFamily.Rasch, 0.001)]
    [InlineData("sim_3pl_1000x40.3PLprior", ItemFamily.ThreeParameter, 0.01)]
    [InlineData("sim_2pl_linked_2000x50.2PLgroup", ItemFamily.TwoParameter, 0.001)]
    [InlineData("science.graded", ItemFamily.Graded, 0.001)]
    [InlineData("science.gpcm", ItemFamily.PartialCredit, 0.001)]
    [InlineData("science.nominal", ItemFamily.Nominal, 0.001)]
    public void The_estimates_are_those_of_the_reference(string name, ItemFamily family, double tolerance)
    {
        var fit = CalibrationVectors.Json(name + ".fit.json");

        var report = Calibrated(CalibrationVectors.Responses(name.Split('.')[0]), new(family) { StandardErrors = true, Scores = true });

        Assert.True(report.Converged);
        Assert.InRange(report.LogLikelihood + report.LogPrior, fit.GetProperty("logLik").GetDouble() + fit.GetProperty("logPrior").GetDouble() - 0.01, 0);
        Assert.Equal(fit.GetProperty("n_parameters").GetInt32(), report.Parameters);
        Assert.Equal(fit.GetProperty("AIC").GetDouble(), report.Aic, 0.02);
        Assert.Equal(fit.GetProperty("BIC").GetDouble(), report.Bic, 0.02);
        if (CalibrationVectors.Has(name + ".items.csv")) Compare(name, report, tolerance);
        if (CalibrationVectors.Has(name + ".scores.csv"))
            foreach (var (person, cells) in CalibrationVectors.Table(name + ".scores.csv"))
            {
                Assert.Equal(cells["eap"], report.Scores[int.Parse(person) - 1].Theta, 1e-4);
                Assert.Equal(cells["se_eap"], report.Scores[int.Parse(person) - 1].StandardError, 1e-4);
            }
    }

    private static void Compare(string name, CalibrationReport report, double tolerance)
    {
        foreach (var ((item, cells), found) in CalibrationVectors.Table(name + ".items.csv").Zip(report.Items))
            foreach (var (column, expected) in cells)
            {
                if (column is "u" || column is "g" && expected == 0) continue;
                var estimate = found[column.StartsWith("se_", StringComparison.Ordinal) ? column[3..] : column]!.Value;
                if (!column.StartsWith("se_", StringComparison.Ordinal)) Assert.True(Math.Abs(estimate.Value - expected) <= tolerance, $"{item} {column}: {estimate.Value} beside {expected}");
                else if ((name, column) is not ("science.gpcm", "se_b1"))       // that of something else: see the next test
                    Assert.True(Math.Abs(estimate.StandardError!.Value / expected - 1) <= 0.02, $"{item} {column}: {estimate.StandardError} beside {expected}");
            }
    }

    /// <summary>
    /// b1 = −d1 / a, but its error in the reference's table is that of b2 = (d1 − d2) / a as if d2 were known: its code takes the derivatives of b2 (mirt 1.45.1, mirt2traditional). The covariance of a and d1 that
    /// our error of b1 implies, put into that formula, has to give the table's figures.
    /// </summary>
    [Fact]
    public void The_reference_has_the_error_of_b2_with_d2_held_in_the_place_of_that_of_b1_under_partial_credit()
    {
        var report = Calibrated(CalibrationVectors.Responses("science"), new(ItemFamily.PartialCredit) { StandardErrors = true });

        var items = CalibrationVectors.Table("science.gpcm.items.csv");
        var native = CalibrationVectors.Table("science.gpcm.items_slope_intercept.csv");
        foreach (var (i, item) in report.Items.Index())
        {
            var (a, d1, d2) = (native[i].Cells["a1"], native[i].Cells["d1"], native[i].Cells["d2"]);
            var (va, vd1, vb1) = (Math.Pow(item["a"]!.Value.StandardError!.Value, 2), Math.Pow(native[i].Cells["se_d1"], 2), Math.Pow(item["b1"]!.Value.StandardError!.Value, 2));
            var covariance = (d1 * d1 * va / Math.Pow(a, 4) + vd1 / (a * a) - vb1) * Math.Pow(a, 3) / (2 * d1);
            var theirs = Math.Sqrt(Math.Pow((d2 - d1) / (a * a), 2) * va + vd1 / (a * a) + 2 * (d2 - d1) / Math.Pow(a, 3) * covariance);

            Assert.InRange(theirs / items[i].Cells["se_b1"], 1 - 1e-4, 1 + 1e-4);
        }
        Assert.Equal(4, report.Items.Count);
    }

    [Fact]
    public void Without_a_prior_the_three_parameter_model_is_at_least_as_likely_as_in_the_reference_and_says_what_it_does_not_know()
    {
        var report = Calibrated(CalibrationVectors.Responses("sim_3pl_1000x40"), new(ItemFamily.ThreeParameter) { Guessing = null, StandardErrors = true });

        Assert.InRange(report.LogLikelihood, CalibrationVectors.Json("sim_3pl_1000x40.3PL.fit.json").GetProperty("logLik").GetDouble() - 0.01, 0);
        Assert.Equal(0, report.LogPrior);
        Assert.Contains(report.Warnings, warning => warning is { Kind: WarningKind.UnidentifiedGuessing, Item: "i35" });
        Assert.Null(report.Items[34]["g"]!.Value.StandardError);
        Assert.All(report.Items, item => Assert.All(item.Parameters, parameter => Assert.True(double.IsFinite(parameter.Value) && parameter.StandardError is null or > 0 and < double.PositiveInfinity)));
    }

    [Fact]
    public void A_second_group_has_the_ability_that_it_was_drawn_with()
    {
        var report = Calibrated(CalibrationVectors.Responses("sim_2pl_linked_2000x50"), new(ItemFamily.TwoParameter) { StandardErrors = true });

        Assert.Equal(("A", 0.0, 1.0), (report.Groups[0].Group, report.Groups[0].Mean.Value, report.Groups[0].StandardDeviation.Value));
        Assert.Null(report.Groups[0].Mean.StandardError);
        Assert.Equal(0.53482057, report.Groups[1].Mean.Value, 0.001);
        Assert.Equal(Math.Sqrt(1.3535393), report.Groups[1].StandardDeviation.Value, 0.001);
        Assert.InRange(Math.Abs(report.Groups[1].Mean.Value - 0.5) / report.Groups[1].Mean.StandardError!.Value, 0, 3);
        Assert.InRange(Math.Abs(report.Groups[1].StandardDeviation.Value - 1.1) / report.Groups[1].StandardDeviation.StandardError!.Value, 0, 3);
    }

    [Fact]
    public void The_same_bytes_come_out_whatever_the_number_of_threads()
    {
        var responses = Simulated.Answers(3, 3000, Simulated.Logistic(3, 20, guessing: true), missing: 0.1);
        string Text(int threads)
        {
            var report = Calibrated(responses, new(ItemFamily.ThreeParameter) { StandardErrors = true, Scores = true, Threads = threads });
            return string.Join('\n', report.Items.SelectMany(item => item.Parameters).Select(p => $"{p.Value:R} {p.StandardError:R}")) + $"{report.LogLikelihood:R} {string.Join(' ', report.Scores)}";
        }

        Assert.Equal(Text(1), Text(4));
    }

    [Theory]
    [InlineData(ItemFamily.Graded)]
    [InlineData(ItemFamily.PartialCredit)]
    [InlineData(ItemFamily.Nominal)]
    public void With_two_categories_every_model_is_the_two_parameter_model(ItemFamily family)
    {
        var responses = CalibrationVectors.Responses("lsat7");

        var (logistic, other) = (Calibrated(responses, new(ItemFamily.TwoParameter) { StandardErrors = true }), Calibrated(responses, new(family) { StandardErrors = true }));

        Assert.Equal(logistic.LogLikelihood, other.LogLikelihood, 1e-9);
        foreach (var (one, two) in logistic.Items.Zip(other.Items))
        {
            var slope = two[family == ItemFamily.Nominal ? "ak1" : "a"]!.Value;
            Assert.Equal(one["a"]!.Value.Value, slope.Value, 1e-6);
            Assert.Equal(one["a"]!.Value.StandardError!.Value, slope.StandardError!.Value, 1e-6);
        }
    }

    [Fact]
    public void Known_items_are_found_again_within_their_standard_errors_with_answers_missing()
    {
        var items = Simulated.Logistic(11, 30);
        var report = Calibrated(Simulated.Answers(11, 4000, items, missing: 0.3), new(ItemFamily.TwoParameter) { StandardErrors = true });

        var z = report.Items.Zip(items).SelectMany(pair => new[]
        {
            (pair.First["a"]!.Value.Value - ((ItemModel.Logistic)pair.Second).Parameters.Discrimination) / pair.First["a"]!.Value.StandardError!.Value,
            (pair.First["b"]!.Value.Value - ((ItemModel.Logistic)pair.Second).Parameters.Difficulty) / pair.First["b"]!.Value.StandardError!.Value,
        }).ToList();

        Assert.InRange(z.Sum(x => x * x) / z.Count, 0.6, 1.5);
        Assert.InRange(z.Max(Math.Abs), 0, 4.5);
    }

    [Theory]
    [InlineData(ItemFamily.Graded)]
    [InlineData(ItemFamily.PartialCredit)]
    public void Known_items_with_ordered_categories_are_found_again(ItemFamily family)
    {
        IReadOnlyList<ItemModel> items = [.. Enumerable.Range(0, 12).Select(i => family == ItemFamily.Graded
            ? (ItemModel)new ItemModel.Graded(0.8 + 0.1 * i, [-1.5 + 0.1 * i, -0.3, 0.9])
            : new ItemModel.PartialCredit(0.8 + 0.05 * i, [-1, 0.5 - 0.1 * i, 1]))];

        var report = Calibrated(Simulated.Answers(5, 3000, items), new(family) { StandardErrors = true });

        foreach (var (found, item) in report.Items.Zip(items))
        {
            double[] truth = item is ItemModel.Graded graded ? [graded.Discrimination, .. graded.Thresholds] : [((ItemModel.PartialCredit)item).Discrimination, .. ((ItemModel.PartialCredit)item).Steps];
            foreach (var (estimate, value) in found.Parameters.Zip(truth)) Assert.InRange(Math.Abs(estimate.Value - value) / estimate.StandardError!.Value, 0, 4.5);
        }
    }

    [Fact]
    public void Fixed_items_keep_their_parameters_and_the_others_come_out_on_their_scale()
    {
        var items = Simulated.Logistic(7, 20);
        var responses = Simulated.Answers(8, 4000, items, mean: 0.7, deviation: 1.3);

        var report = Calibrated(responses, new(ItemFamily.TwoParameter) { StandardErrors = true, Fixed = Enumerable.Range(0, 8).ToDictionary(i => $"i{i + 1}", i => items[i]) });

        Assert.All(report.Items.Take(8), item => Assert.True(item.IsFixed));
        Assert.Equal(items[3], report.Items[3].Model);
        Assert.InRange(Math.Abs(report.Groups[0].Mean.Value - 0.7) / report.Groups[0].Mean.StandardError!.Value, 0, 4);
        Assert.InRange(Math.Abs(report.Groups[0].StandardDeviation.Value - 1.3) / report.Groups[0].StandardDeviation.StandardError!.Value, 0, 4);
        foreach (var (found, item) in report.Items.Zip(items).Skip(8))
            Assert.InRange(Math.Abs(found["b"]!.Value.Value - ((ItemModel.Logistic)item).Parameters.Difficulty) / found["b"]!.Value.StandardError!.Value, 0, 4.5);
    }

    [Fact]
    public void An_item_without_answers_is_what_its_author_believed_and_as_unsure()
    {
        var builder = new ResponsesBuilder([.. CalibrationVectors.Responses("lsat7").Items, "new"]);
        var old = CalibrationVectors.Responses("lsat7");
        for (var person = 0; person < old.Persons; person++) builder.Add([.. old.Row(person), Response.Missing]);

        var report = Calibrated(builder.Build(), new(ItemFamily.TwoParameter) { StandardErrors = true, Priors = new Dictionary<string, CalibrationPrior> { ["new"] = CalibrationPrior.OfAuthor(0.4) } });

        var found = report.Items[^1];
        Assert.Equal(0, found.Answers);
        Assert.Equal(0.4, found["b"]!.Value.Value, 1e-6);
        Assert.Equal(CalibrationPrior.AuthorUncertainty, found["b"]!.Value.StandardError!.Value, 1e-6);
        Assert.Equal(1, found["a"]!.Value.Value, 1e-6);
        Assert.Equal(0.3, found["a"]!.Value.StandardError!.Value, 1e-6);
        Assert.Contains(report.Warnings, warning => warning is { Kind: WarningKind.UnansweredItem, Item: "new" });
    }

    [Fact]
    public void Answers_move_an_item_away_from_what_its_author_believed_the_more_there_are()
    {
        var items = Simulated.Logistic(2, 10);
        var truth = ((ItemModel.Logistic)items[0]).Parameters.Difficulty;
        Estimate Found(int persons) =>
            Calibrated(Simulated.Answers(4, persons, items), new(ItemFamily.TwoParameter) { StandardErrors = true, Priors = new Dictionary<string, CalibrationPrior> { ["i1"] = CalibrationPrior.OfAuthor(truth + 1.5) } })
                .Items[0]["b"]!.Value;

        var (few, some, many) = (Found(20), Found(400), Found(8000));

        Assert.True(CalibrationPrior.AuthorUncertainty > few.StandardError && few.StandardError > some.StandardError && some.StandardError > many.StandardError);
        Assert.InRange(few.Value, truth - 0.5, truth + 1.5);
        Assert.Equal(truth, many.Value, 3.5 * many.StandardError!.Value);
    }

    [Fact]
    public void Items_that_everybody_answers_alike_are_left_out_by_name()
    {
        var responses = Rows("i1,right,wrong,none,i2", "1,1,0,,0", "0,1,0,,0", "1,1,0,,1", "0,1,0,,1", "1,1,0,,1");

        var report = Calibrated(responses, new(ItemFamily.TwoParameter));

        Assert.Equal([(WarningKind.ConstantItem, "right"), (WarningKind.ConstantItem, "wrong"), (WarningKind.UnansweredItem, "none")],
            report.Warnings.Where(warning => warning.Item is "right" or "wrong" or "none").Select(warning => (warning.Kind, warning.Item!)));
        Assert.Empty(report.Items[1].Parameters);
        Assert.Null(report.Items[1].Model);
    }

    [Theory]
    [InlineData(ItemFamily.Rasch)]
    [InlineData(ItemFamily.TwoParameter)]
    [InlineData(ItemFamily.ThreeParameter)]
    [InlineData(ItemFamily.Graded)]
    [InlineData(ItemFamily.PartialCredit)]
    [InlineData(ItemFamily.Nominal)]
    public void Two_respondents_give_numbers_and_a_warning(ItemFamily family)
    {
        var report = Calibrated(Rows("i1,i2,i3", "1,0,1", "0,1,1"), new(family) { StandardErrors = true, Scores = true });

        Assert.Contains(report.Warnings, warning => warning.Kind == WarningKind.FewPersons);
        Assert.True(double.IsFinite(report.LogLikelihood) && double.IsFinite(report.GradientNorm));
        Assert.All(report.Items.SelectMany(item => item.Parameters), p => Assert.True(double.IsFinite(p.Value) && (p.StandardError is null || double.IsFinite(p.StandardError.Value))));
        Assert.All(report.Scores, score => Assert.True(double.IsFinite(score.Theta) && double.IsFinite(score.StandardError)));
    }

    [Fact]
    public void A_wrong_key_is_named()
    {
        var items = Simulated.Logistic(9, 12);
        var good = Simulated.Answers(9, 1500, items);
        var builder = new ResponsesBuilder(good.Items);
        for (var person = 0; person < good.Persons; person++) builder.Add([(sbyte)(1 - good.Row(person)[0]), .. good.Row(person)[1..]]);

        var report = Calibrated(builder.Build(), new(ItemFamily.TwoParameter));

        Assert.Contains(report.Warnings, warning => warning is { Kind: WarningKind.NegativeSlope, Item: "i1" });
        Assert.Null(report.Items[0].Model);
        Assert.True(report.Items[0]["a"]!.Value.Value < 0);
        Assert.True(report.Converged);
    }

    [Fact]
    public void A_perfect_scale_has_slopes_without_end_and_says_so()
    {
        var builder = new ResponsesBuilder(["i1", "i2", "i3", "i4"]);
        for (var person = 0; person < 200; person++) builder.Add([(sbyte)(person % 5 > 0 ? 1 : 0), (sbyte)(person % 5 > 1 ? 1 : 0), (sbyte)(person % 5 > 2 ? 1 : 0), (sbyte)(person % 5 > 3 ? 1 : 0)]);

        var report = Calibrated(builder.Build(), new(ItemFamily.TwoParameter) { StandardErrors = true });

        Assert.Contains(report.Warnings, warning => warning.Kind is WarningKind.ExtremeSlope);
        Assert.All(report.Items.SelectMany(item => item.Parameters), p => Assert.True(double.IsFinite(p.Value)));
    }

    [Fact]
    public void What_can_not_be_calibrated_is_refused_in_a_sentence()
    {
        Assert.Contains("'i2' was answered with the category 2; this model is for right (1) and wrong (0)", Refused(Rows("i1,i2", "1,2", "0,0"), new(ItemFamily.TwoParameter)), StringComparison.Ordinal);
        Assert.Contains("No item is left to calibrate", Refused(Rows("i1,i2", "1,1", "1,1"), new(ItemFamily.TwoParameter)), StringComparison.Ordinal);
        Assert.Contains("Number the categories that occur from 0", Refused(Rows("i1,i2", "1,2", "2,1"), new(ItemFamily.Graded)), StringComparison.Ordinal);
        var unlinked = Rows("i1,i2,i3,i4", "1,0,,", "0,1,,", "1,1,,", ",,1,0", ",,0,1", ",,1,1").WithGroups(["A", "B"], [0, 0, 0, 1, 1, 1]);
        Assert.Contains("The group 'B' has no item in common", Refused(unlinked, new(ItemFamily.Rasch)), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Calibrator.Calibrate(unlinked, new(ItemFamily.ThreeParameter) { Guessing = new(double.NaN, 1) }, cancel: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Too_few_steps_are_reported_as_not_converged()
    {
        var report = Calibrated(CalibrationVectors.Responses("lsat6"), new(ItemFamily.TwoParameter) { MostIterations = 4 });

        Assert.False(report.Converged);
        Assert.Equal(4, report.Iterations);
        Assert.Contains(report.Warnings, warning => warning.Kind == WarningKind.NotConverged);
    }

    [Fact]
    public void Persons_without_answers_count_for_nothing()
    {
        var (with, without) = (Rows("i1,i2", "1,0", ",", "0,1", "1,1", ",", "0,0", "1,1"), Rows("i1,i2", "1,0", "0,1", "1,1", "0,0", "1,1"));

        var (one, two) = (Calibrated(with, new(ItemFamily.Rasch)), Calibrated(without, new(ItemFamily.Rasch)));

        Assert.Equal(5, one.Persons);
        Assert.Equal(two.LogLikelihood, one.LogLikelihood, 1e-9);
        Assert.Equal(two.Bic, one.Bic, 1e-9);
        Assert.Contains(one.Warnings, warning => warning.Kind == WarningKind.EmptyPersons);
    }

    [Theory]
    [InlineData(ItemFamily.Rasch, 2, new[] { 0.4 })]
    [InlineData(ItemFamily.TwoParameter, 2, new[] { 1.3, 0.4 })]
    [InlineData(ItemFamily.ThreeParameter, 2, new[] { 1.3, 0.4, -1.2 })]
    [InlineData(ItemFamily.Graded, 4, new[] { 1.3, 2, 0.4, -1.2 })]
    [InlineData(ItemFamily.PartialCredit, 4, new[] { 1.3, 0.4, 1.1, -1.2 })]
    [InlineData(ItemFamily.Nominal, 3, new[] { 0.5, 1.3, 0.4, -1.2 })]
    public void What_standard_errors_are_carried_over_by_are_the_derivatives(ItemFamily family, int categories, double[] beta)
    {
        var (names, _, jacobian) = FreeItem.Reported(family, categories, beta);

        for (var d = 0; d < beta.Length; d++)
        {
            double[] Moved(double by) => FreeItem.Reported(family, categories, [.. beta.Select((value, e) => e == d ? value + by : value)]).Values;
            for (var p = 0; p < names.Length; p++) Assert.Equal((Moved(1e-5)[p] - Moved(-1e-5)[p]) / 2e-5, jacobian[p][d], 1e-6);
        }
    }

    [Fact]
    public void It_can_be_canceled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Calibrator.Calibrate(CalibrationVectors.Responses("lsat6"), new(ItemFamily.TwoParameter), cancel: source.Token));
    }

    internal static Responses Rows(string header, params string[] rows)
    {
        var builder = new ResponsesBuilder(header.Split(','));
        foreach (var row in rows) builder.Add([.. row.Split(',').Select(cell => cell.Length == 0 ? Response.Missing : sbyte.Parse(cell))]);
        return builder.Build();
    }
}

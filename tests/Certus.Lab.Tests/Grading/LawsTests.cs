using System.Globalization;
using Certus.Lab.Grading;
using Certus.Lab.SageMaker.Algorithms;
using Certus.Lab.Tests.SageMaker.Training;
using Certus.Numerics;

namespace Certus.Lab.Tests.Grading;

/// <summary>What the briefs promise is possible for whatever seed: judged by the laws themselves, with room for a model that has to learn them.</summary>
public sealed class LawsTests
{
    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 12).Select(seed => (ulong)seed)];

    private static void Say(FormattableString text) => TestContext.Current.TestOutputHelper!.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Three_pumps_in_a_thousand_fail_and_both_demands_hold_at_a_cut_that_is_not_one_half(ulong seed)
    {
        var rows = new Pumps(seed).Sample(seed, "held out", 200_000).OrderByDescending(row => row.Probability).ToList();
        double failures = rows.Count(row => row.Label), caught = 0, wantedAtRecall = 0, recallAtPrecision = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Label) caught++;
            if (wantedAtRecall == 0 && caught >= 0.70 * failures) wantedAtRecall = caught / (i + 1);
            if (caught >= 0.15 * (i + 1)) recallAtPrecision = caught / failures;
        }
        var (atHalf, balanced) = (rows.Where(row => row.Probability >= 0.5).ToList(), rows.Where(row => row.Probability >= Pumps.Rate).ToList());
        var (recallAtHalf, precisionBalanced) = (atHalf.Count(row => row.Label) / failures, balanced.Count(row => row.Label) / (double)balanced.Count);
        Say($"{seed}: rate {failures / rows.Count:0.0000}, precision at a recall of 0.70 {wantedAtRecall:0.000}, recall at a precision of 0.15 {recallAtPrecision:0.000}, recall at one half {recallAtHalf:0.000}, precision of equal classes {precisionBalanced:0.000}");

        Assert.InRange(failures / rows.Count, 0.0023, 0.0038);
        Assert.True(wantedAtRecall >= 0.25 && recallAtPrecision >= 0.80);
        Assert.True(recallAtHalf <= 0.50 && precisionBalanced <= 0.10);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_weighted_sum_comes_close_where_it_is_the_law_and_can_t_where_it_is_not(ulong seed)
    {
        var law = new TwoLaws(seed);
        foreach (var name in TwoLaws.Names)
        {
            var rows = law.Sample(name, seed, "held out", 5_000).ToList();
            var (best, least, spread) = (LinearFit.Error(rows.Select(row => (row.Mean, row.Value))), LinearFit.LeastError(rows), LinearFit.Error(rows.Select(row => (12.0, row.Value))));
            Say($"{seed} {name}: additive {law.IsAdditive(name)}, law {best:0.000}, least of a weighted sum {least:0.000}, spread {spread:0.000}");

            Assert.InRange(best, 0.95, 1.05);
            Assert.True(law.IsAdditive(name) ? least < 1.01 * best && spread > 1.6 * best : least > 1.8 * best);
        }
    }

    [Fact]
    public void Each_name_has_each_law_for_some_seed() =>
        Assert.Equal(2, Enumerable.Range(1, 12).Select(seed => new TwoLaws((ulong)seed).IsAdditive("basalt")).Distinct().Count());

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Three_to_seven_kinds_of_customers_lie_apart_in_one_scale_and_not_in_their_own(ulong seed)
    {
        var law = new Segments(seed);
        var rows = law.Sample(seed, "held out", 2_000).ToList();
        int columns = Segments.Columns.Count;
        var (mean, std) = Rows.Standard([.. rows.Select(row => row.Features)]);

        var raw = Nearest([.. rows.Select(row => row.Features)]);
        var scaled = Nearest([.. rows.Select(row => Rows.Scaled(row.Features, mean, std))]);
        Say($"{seed}: {law.Count} kinds, scaled {scaled:0.000}, as they are {raw:0.000}");

        Assert.InRange(law.Count, 3, 7);
        Assert.Equal(law.Count, rows.Select(row => row.Kind).Distinct().Count());
        Assert.True(scaled >= 0.98);
        Assert.True(raw < 0.5);

        // Each row goes to the nearest of the true kinds' means: the best that k-means could come to.
        double Nearest(double[][] values)
        {
            var centers = Enumerable.Range(0, law.Count).Select(kind => Enumerable.Range(0, columns).Select(column => values.Where((_, i) => rows[i].Kind == kind).Average(row => row[column])).ToArray()).ToArray();
            var groups = values.Select(row => Enumerable.Range(0, law.Count).MinBy(kind => row.Zip(centers[kind], (one, other) => (one - other) * (one - other)).Sum())).ToList();
            return RandIndex.Adjusted(groups, [.. rows.Select(row => row.Kind)]);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Subscribers_leave_neither_never_nor_always_and_a_model_can_tell(ulong seed)
    {
        var rows = new Subscribers(seed).Sample(seed, "held out", 10_000).ToList();
        List<bool> labels = [.. rows.Select(row => row.Label)];

        Assert.InRange(labels.Count(label => label) / 10_000.0, 0.15, 0.45);
        Assert.True(Scores.AreaUnderRoc([.. rows.Select(row => row.Probability)], labels) > 0.75);
        Assert.Equal(4_000, Subscribers.Ids(seed, "night", 4_000).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_limit_on_a_column_finds_a_wrong_reading_and_a_forest_of_random_cuts_does(ulong seed)
    {
        const double Recall = 0.85, Precision = 0.8;
        var law = new Machines(seed);
        var held = law.Sorted(seed, "held out", 900, 200, 120);
        List<bool> labels = [.. held.Select(row => row.Row.Label)];
        var random = new SeededRandom(seed, "forest");
        double[][] readings = [.. law.Sample(seed, "readings", 3_000).Select(row => row.Features)];
        RandomCutTree[] forest = [.. Enumerable.Range(0, 50).Select(tree => new RandomCutTree([.. random.Sample(readings.Length, 256).SelectMany(row => readings[row]).Select(value => (float)value)], Machines.Columns.Count, seed + (ulong)tree))];
        double[] scores = [.. held.Select(row => forest.Average(tree => tree.Score([.. row.Row.Features.Select(value => (float)value)])))];

        var single = Enumerable.Range(0, Machines.Columns.Count).Max(column => Math.Max(BestPrecision(row => row.Features[column]), BestPrecision(row => -row.Features[column])));
        var (lawArea, forestPrecision) = (Scores.AreaUnderRoc([.. held.Select(row => row.Row.Probability)], labels), Precisions([.. scores]).Where(point => point.Recall >= Recall).Max(point => point.Precision));
        Say($"{seed}: wrong {law.Rate:0.0000}, area of the law {lawArea:0.0000}, of the forest {Scores.AreaUnderRoc(scores, labels):0.0000}, its precision at a recall of 0.85 {forestPrecision:0.000}; of the best column {single:0.000}");

        Assert.InRange(law.Rate, 0.007, 0.015);
        Assert.Equal(1, held.Sum(row => row.Share), 9);
        Assert.True(lawArea > 0.999 && forestPrecision >= Precision);
        Assert.True(single < 0.1);

        // A third of what is wrong is the least that earns anything.
        double BestPrecision(Func<LabeledRow, double> value) => Precisions([.. held.Select(row => value(row.Row))]).Where(point => point.Recall >= 0.3).Max(point => point.Precision);

        IEnumerable<(double Recall, double Precision)> Precisions(double[] values)
        {
            double caught = 0, alarms = 0;
            foreach (var (row, share) in held.Zip(values).OrderByDescending(pair => pair.Second).Select(pair => pair.First))
            {
                alarms += share;
                if (row.Label) caught += share;
                yield return (caught / law.Rate, caught / alarms);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void As_many_numbers_as_there_are_causes_keep_what_is_wanted_and_one_fewer_do_not(ulong seed)
    {
        var law = new Turbines(seed);
        var rows = law.Sample(seed, "held out", 4_000).Select(law.Scaled).ToArray();
        var kept = Shares();
        Say($"{seed}: {law.Causes} causes, kept {kept[law.Causes - 1]:0.000}, by one fewer {kept[law.Causes - 2]:0.000}");

        Assert.True(kept[law.Causes - 1] >= 0.96 && kept[law.Causes - 2] <= 0.93);

        // The largest variances, one after another, by repeated multiplication and what is left of the covariances.
        double[] Shares()
        {
            var columns = Turbines.Columns;
            var covariance = new double[columns, columns];
            foreach (var row in rows)
                for (var i = 0; i < columns; i++)
                    for (var j = 0; j < columns; j++) covariance[i, j] += row[i] * row[j] / rows.Length;
            var whole = Enumerable.Range(0, columns).Sum(i => covariance[i, i]);
            double sum = 0;
            return [.. Enumerable.Range(0, law.Causes).Select(_ =>
            {
                double[] direction = [.. Enumerable.Range(0, columns).Select(i => 1.0 + i % 5)];
                double variance = 0;
                for (var step = 0; step < 300; step++)
                {
                    double[] next = [.. Enumerable.Range(0, columns).Select(i => Enumerable.Range(0, columns).Sum(j => covariance[i, j] * direction[j]))];
                    variance = Math.Sqrt(next.Sum(value => value * value));
                    direction = [.. next.Select(value => value / variance)];
                }
                for (var i = 0; i < columns; i++)
                    for (var j = 0; j < columns; j++) covariance[i, j] -= variance * direction[i] * direction[j];
                return (sum += variance) / whole;
            })];
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Small_slow_trees_are_more_than_a_minute_better_than_the_default_and_none_is_better_than_the_law(ulong seed)
    {
        using var jobs = new Jobs();
        var law = new Deliveries(seed);
        var held = law.Sample(seed, "held out", 2_000).ToList();
        var train = jobs.Channel("train", Table.Labeled(law.Sample(seed, "train", 600)));
        var (usual, tuned, best) = (Error(TuningOnABudget.Defaults), Error(new Dictionary<string, string> { ["num_round"] = "150", ["max_depth"] = "2", ["eta"] = "0.07", ["min_child_weight"] = "5", ["subsample"] = "0.7" }), LinearFit.Error(held.Select(row => (row.Mean, row.Value))));
        Say($"{seed}: default {usual:0.00}, small trees {tuned:0.00}, law {best:0.00}");

        Assert.True(usual - tuned > TuningOnABudget.Distance + 0.2 && tuned > best);

        double Error(IReadOnlyDictionary<string, string> hyperparameters) =>
            LinearFit.Error(Jobs.Scores(jobs.Here(Jobs.XgboostImage, new(hyperparameters), train), [.. held.Select(row => (row.Value, row.Features))]).Zip(held, (score, row) => (score, row.Value)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Columns_in_another_order_spoil_a_model_for_the_traffic_and_not_for_its_own_validation_rows(ulong seed)
    {
        using var jobs = new Jobs();
        var law = new Subscribers(seed);
        Dictionary<string, (double Own, double Live)> areas = [];
        foreach (var variant in AbTraffic.Variants)
        {
            var model = jobs.Here(Jobs.XgboostImage, new(AbTraffic.Hyperparameters), jobs.Channel("train", Table.Labeled(AbTraffic.Rows(seed, variant, "train", 3_000))));
            areas[variant] = (Area(AbTraffic.Rows(seed, variant, "validation", 1_000)), Area(law.Sample(seed, "live", 2_000)));

            double Area(IEnumerable<LabeledRow> rows)
            {
                List<LabeledRow> all = [.. rows];
                return Scores.AreaUnderRoc([.. Jobs.Scores(model, [.. all.Select(row => (row.Label ? 1.0 : 0, row.Features))])], [.. all.Select(row => row.Label)]);
            }
        }
        var (skewed, sound) = (areas[AbTraffic.Skewed(seed)], areas[AbTraffic.Variants.Single(variant => variant != AbTraffic.Skewed(seed))]);
        Say($"{seed}: {AbTraffic.Skewed(seed)} is skewed, its own {skewed.Own:0.000}, live {skewed.Live:0.000}; the other's own {sound.Own:0.000}, live {sound.Live:0.000}");

        Assert.True(Math.Abs(skewed.Own - sound.Own) < 0.06);
        Assert.True(sound.Live > 0.72 && skewed.Live < sound.Live - 0.25);
    }

    [Fact]
    public void Either_variant_is_the_better_one_for_some_seed() => Assert.Equal(2, Enumerable.Range(1, 12).Select(seed => AbTraffic.Skewed((ulong)seed)).Distinct().Count());

    [Fact]
    public void The_adjusted_Rand_index_is_that_of_the_pairs_whatever_groups_are_called()
    {
        var random = new Random(11);
        int[] one = [.. Enumerable.Range(0, 200).Select(_ => random.Next(4))], other = [.. one.Select(group => random.Next(3) == 0 ? random.Next(5) : group)];
        double both = 0, left = 0, right = 0, all = 200 * 199 / 2;
        for (var i = 0; i < 200; i++)
            for (var j = 0; j < i; j++)
            {
                if (one[i] == one[j]) left++;
                if (other[i] == other[j]) right++;
                if (one[i] == one[j] && other[i] == other[j]) both++;
            }

        Assert.Equal((both - left * right / all) / ((left + right) / 2 - left * right / all), RandIndex.Adjusted(one, other), 12);
        Assert.Equal(1, RandIndex.Adjusted(one, [.. one.Select(group => 9 - group)]), 12);
        Assert.Equal(0, RandIndex.Adjusted(one, [.. one.Select(_ => 1)]), 12);
    }
}

using Certus.Lab.SageMaker.Tuning;
using Certus.Numerics;

namespace Certus.Lab.Tests.SageMaker.Tuning;

/// <summary>When a training job of a search is ended before its time.</summary>
public sealed class EpochWatchTests
{
    private const string Metric = "validation:auc";

    /// <summary>After how many epochs a job of this curve is ended; null where it may run to its end.</summary>
    private static int? End(EpochWatch watch, params double[] curve)
    {
        for (var epoch = 0; epoch < curve.Length; epoch++)
            if (watch.Sees(new(Metric, curve[epoch], epoch))) return epoch + 1;
        return null;
    }

    private static readonly double[][] Three = [[0.6, 0.7, 0.8], [0.5, 0.7, 0.9], [0.7, 0.7, 0.7, 0.7]];

    [Fact]
    public void A_job_ends_where_it_falls_below_the_median_of_what_earlier_jobs_had_on_average()
    {
        // The averages up to the third epoch are 0.7, 0.7 and 0.7; up to the first 0.6, 0.5 and 0.7.
        Assert.Equal(1, End(new MedianRule(Metric, true, Three), 0.59, 0.9));
        Assert.Equal(3, End(new MedianRule(Metric, true, Three), 0.6, 0.65, 0.69, 0.9));
        Assert.Null(End(new MedianRule(Metric, true, Three), 0.6, 0.65, 0.7, 0.1));
        Assert.Equal(2, End(new MedianRule(Metric, false, Three), 0.6, 0.66));
    }

    [Fact]
    public void Two_earlier_jobs_are_too_few_for_a_median_and_other_figures_say_nothing()
    {
        Assert.Null(End(new MedianRule(Metric, true, Three[..2]), 0.1, 0.1, 0.1));

        var watch = new MedianRule(Metric, true, Three);
        Assert.False(watch.Sees(new("train:auc", 0, 0)));
        Assert.False(watch.Sees(new(Metric, double.NaN, 0)));
        Assert.False(watch.Sees(new(Metric, 0, null)));
        Assert.True(watch.Sees(new(Metric, 0, 0)));
        Assert.False(watch.Sees(new(Metric, 0, 1))); // it is said once
        Assert.Single(watch.Curve);
    }

    [Fact]
    public void Of_those_that_reach_a_rung_the_best_third_goes_on()
    {
        double[][] earlier = [[0.5], [0.6, 0.6, 0.6], [0.7, 0.7, 0.7]];

        Assert.Null(End(Rule(earlier[..1]), 0.4)); // two have come there: a third of two is none
        Assert.Equal(1, End(Rule(earlier), 0.65)); // of four the best one goes on
        Assert.Equal(9, End(Rule(earlier), 0.71, 0.1, 0.75, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1));
        Assert.Equal(3, End(Rule(earlier), 0.71, 0.9, 0.65)); // at the second rung it is the second of three

        static HyperbandRule Rule(double[][] earlier) => new(Metric, true, earlier, 1, 9, 0);
    }

    [Fact]
    public void A_bracket_lets_a_job_off_its_first_rungs_and_the_last_bracket_off_all()
    {
        double[][] earlier = [[0.9, 0.9, 0.9], [0.9, 0.9, 0.9], [0.9, 0.9, 0.9]];

        Assert.Equal([1, 3, 9], HyperbandRule.Rungs(1, 27));
        Assert.Equal(3, End(new HyperbandRule(Metric, true, earlier, 1, 9, 1), 0, 0, 0, 0));
        Assert.Equal(9, End(new HyperbandRule(Metric, true, earlier, 1, 9, 2), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        Assert.Equal(5, End(new HyperbandRule(Metric, false, [], 5, 5, 0), 0, 0, 0, 0, 0, 0));
    }

    [Fact]
    public void Brackets_are_drawn_as_often_as_Hyperband_begins_jobs_in_them()
    {
        var random = new SeededRandom(7);

        var counts = Enumerable.Range(0, 9000).GroupBy(_ => HyperbandRule.Bracket(1, 9, random)).OrderBy(group => group.Key).Select(group => group.Count()).ToList();

        // Of the paper's formula for three brackets: 9, 5 and 3 jobs.
        Assert.Equal(3, counts.Count);
        foreach (var (count, share) in counts.Zip([9, 5, 3])) Assert.InRange(count, share * 9000 / 17.0 - 200, share * 9000 / 17.0 + 200);
    }

    [Theory]
    [InlineData(true, new[] { 0.5, 0.6, 0.605, 0.609, 0.7 }, new[] { 0, 0, 1, 0, 0 })]
    [InlineData(false, new[] { 0.5, 0.499, 0.6, 0.4 }, new[] { 0, 1, 2, 0 })]
    [InlineData(true, new[] { -1.0, -0.995, -0.5 }, new[] { 0, 1, 0 })]
    public void A_result_improves_where_it_is_better_by_one_percent_of_the_best(bool maximize, double[] results, int[] idle) => Assert.Equal(idle, Progress.NotImproving(results, maximize));
}

using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.SageMaker.Tuning;
using Certus.Lab.Server;
using Certus.Lab.Tests.SageMaker.Algorithms;
using Certus.Lab.Tests.SageMaker.Training;

namespace Certus.Lab.Tests.SageMaker.Tuning;

/// <summary>What a search tries: within the ranges, every point of a grid once, and nearer to the best than chance.</summary>
public sealed class ProposalsTests
{
    private static JsonObject Number(string name, string min, string max, string scaling = "Linear") => new() { ["Name"] = name, ["MinValue"] = min, ["MaxValue"] = max, ["ScalingType"] = scaling };

    private static JsonObject Choice(string name, params string[] values) => new() { ["Name"] = name, ["Values"] = new JsonArray([.. values.Select(value => (JsonNode)value)]) };

    private static double Real(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("Linear", "0", "1")]
    [InlineData("Linear", "-5", "20")]
    [InlineData("Logarithmic", "0.0001", "10")]
    [InlineData("ReverseLogarithmic", "0.5", "0.999")]
    public void A_place_gives_a_value_in_the_range_and_the_value_its_place(string scaling, string min, string max)
    {
        var parameter = TunedParameter.Of(new() { ["ContinuousParameterRanges"] = new JsonArray(Number("x", min, max, scaling)) })[0];

        for (var place = 0.0; place <= 1; place += 0.05)
        {
            Assert.InRange(Real(parameter.At(place)), Real(min), Real(max));
            Assert.Equal(place, parameter.Place(parameter.At(place)), 9);
        }
    }

    [Fact]
    public void Whole_numbers_are_each_as_likely()
    {
        var parameter = TunedParameter.Of(new() { ["IntegerParameterRanges"] = new JsonArray(Number("depth", "3", "6")) })[0];

        var counts = Enumerable.Range(0, 400).GroupBy(n => parameter.At((n + 0.5) / 400)).ToDictionary(group => group.Key, group => group.Count());

        Assert.Equal(["3", "4", "5", "6"], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.Equal(100, count));
    }

    [Fact]
    public void A_grid_gives_every_combination_once_and_ends()
    {
        var space = TunedParameter.Of(new() { ["CategoricalParameterRanges"] = new JsonArray(Choice("a", "1", "2", "3"), Choice("b", "x", "y")) });
        List<Trial> tried = [];
        while (Proposals.Next("Grid", space, tried, true, 1) is { } next) tried.Add(new(next, 0));

        Assert.Equal(6, Proposals.GridSize(space));
        Assert.Equal(["1x", "1y", "2x", "2y", "3x", "3y"], tried.Select(one => one.Values["a"] + one.Values["b"]).Order());
    }

    [Fact]
    public void Learning_from_results_comes_nearer_to_the_best_than_chance_does()
    {
        var space = TunedParameter.Of(new() { ["ContinuousParameterRanges"] = new JsonArray(Number("x", "0", "1"), Number("y", "0.001", "1", "Logarithmic")), ["CategoricalParameterRanges"] = new JsonArray(Choice("c", "good", "bad")) });

        var (learning, chance) = (Average("Bayesian"), Average("Random"));

        Assert.True(learning > chance + 0.02, $"After 20 tries the best is {learning:0.000} by learning and {chance:0.000} by chance.");

        double Average(string strategy) => Enumerable.Range(1, 30).Average(seed =>
        {
            List<Trial> tried = [];
            for (var n = 0; n < 20; n++)
            {
                var next = Proposals.Next(strategy, space, tried, true, (ulong)seed)!;
                tried.Add(new(next, 1 - Math.Pow(Real(next["x"]) - 0.7, 2) * 4 - Math.Pow(Math.Log10(Real(next["y"])) + 2, 2) / 2 - (next["c"] == "bad" ? 0.2 : 0)));
            }
            return tried.Max(one => one.Result);
        });
    }

    private static List<TunedParameter> Square() => TunedParameter.Of(new() { ["ContinuousParameterRanges"] = new JsonArray(Number("x", "0", "1"), Number("y", "0", "1")) });

    private static double Hill(IReadOnlyDictionary<string, string> at) => -Math.Pow(Real(at["x"]) - 0.8, 2) - Math.Pow(Real(at["y"]) - 0.3, 2);

    /// <summary>What a search by chance has shown of the hill, on a scale of its own.</summary>
    private static List<Trial> Shown(ulong seed, double scale = 1, double level = 0)
    {
        List<Trial> tried = [];
        while (tried.Count < 15)
        {
            var next = Proposals.Next("Random", Square(), tried, true, seed)!;
            tried.Add(new(next, level + scale * Hill(next)));
        }
        return tried;
    }

    [Theory]
    [InlineData(true, 1, 0)]
    [InlineData(false, 40, -1000)]
    public void A_search_that_starts_from_others_begins_nearer_to_the_best_than_one_that_starts_from_nothing(bool sameData, double scale, double level)
    {
        var (warm, cold) = (Average(seed => new(sameData, [Shown(seed + 500, scale, level)], [])), Average(_ => null));

        Assert.True(warm > cold / 2, $"The first three tries come to {warm:0.000} from a parent and {cold:0.000} from nothing.");

        double Average(Func<ulong, WarmStart?> start) => Enumerable.Range(1, 30).Average(seed =>
        {
            List<Trial> tried = [];
            for (var n = 0; n < 3; n++)
            {
                var next = Proposals.Next("Bayesian", Square(), tried, true, (ulong)seed, start((ulong)seed))!;
                tried.Add(new(next, Hill(next)));
            }
            return tried.Average(one => one.Result);
        });
    }

    [Fact]
    public void A_parents_results_on_other_data_give_way_to_this_searchs_own()
    {
        // The parent's hill stands elsewhere and ten times as high: its best place is a poor one here.
        List<Trial> misleading = Shown(3).ConvertAll(trial => trial with { Result = -10 * (Math.Pow(Real(trial.Values["x"]) - 0.1, 2) + Math.Pow(Real(trial.Values["y"]) - 0.9, 2)) });
        List<Trial> tried = [];
        for (var n = 0; n < 20; n++)
        {
            var next = Proposals.Next("Bayesian", Square(), tried, true, 5, new(false, [misleading], []))!;
            tried.Add(new(next, Hill(next)));
        }

        Assert.True(tried.Skip(15).Average(one => one.Result) > tried.Take(5).Average(one => one.Result) + 0.1);
        Assert.InRange(tried.Max(one => one.Result), -0.03, 0);
    }

    [Fact]
    public void Chance_does_not_try_again_what_a_parent_has_tried_on_the_same_data_while_anything_is_left()
    {
        var space = TunedParameter.Of(new() { ["CategoricalParameterRanges"] = new JsonArray(Choice("a", "1", "2", "3"), Choice("b", "x", "y")) });
        List<Trial> parent = [.. new[] { "1x", "2x", "3x", "1y" }.Select(pair => new Trial(new Dictionary<string, string> { ["a"] = pair[..1], ["b"] = pair[1..], ["num_round"] = "5" }, 0.5))];
        List<Trial> tried = [];
        for (var n = 0; n < 3; n++) tried.Add(new(Proposals.Next("Random", space, tried, true, 9, new(true, [parent], []))!, double.NaN));

        Assert.Equal(["2y", "3y"], tried.Take(2).Select(one => one.Values["a"] + one.Values["b"]).Order());
        Assert.NotNull(tried[2]); // all six are taken: the search goes on all the same
    }

    [Fact]
    public void What_a_parent_searched_and_is_static_now_tells_its_near_results_from_its_far_ones()
    {
        var x = TunedParameter.Of(new() { ["ContinuousParameterRanges"] = new JsonArray(Number("x", "0", "1")) });
        var depth = TunedParameter.Of(new() { ["IntegerParameterRanges"] = new JsonArray(Number("depth", "1", "100")) })[0];
        // With a small depth a small x is best; with a great one a great x is.
        List<Trial> parent = [.. Enumerable.Range(0, 20).Select(n => (X: n % 10 / 9.0, Depth: n < 10 ? 5 : 95)).Select(at =>
            new Trial(new Dictionary<string, string> { ["x"] = at.X.ToString(CultureInfo.InvariantCulture), ["depth"] = $"{at.Depth}" }, at.Depth == 5 ? -at.X : at.X))];

        var (shallow, deep) = (First("5"), First("95"));

        Assert.True(shallow < 0.3 && deep > 0.7, $"{shallow} and {deep}");

        double First(string now) => Real(Proposals.Next("Bayesian", x, [], true, 4, new(true, [parent], [(depth, now)]))!["x"]);
    }

    [Fact]
    public void Tuning_beats_its_first_draw_on_data_of_every_seed()
    {
        using var jobs = new Jobs();
        var space = TunedParameter.Of(new()
        {
            ["ContinuousParameterRanges"] = new JsonArray(Number("eta", "0.001", "1", "Logarithmic"), Number("lambda", "0.01", "100", "Logarithmic")),
            ["IntegerParameterRanges"] = new JsonArray(Number("max_depth", "1", "8")),
        });
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var data = new LogisticData(seed, 6, 1.5);
            var (train, validation) = (jobs.Channel("train", Jobs.Csv(data.Rows(500))), jobs.Channel("validation", Jobs.Csv(data.Rows(500))));
            List<Trial> tried = [];
            while (tried.Count < 10)
            {
                var next = Proposals.Next("Bayesian", space, tried, false, seed)!;
                jobs.Here(Jobs.XgboostImage, new(next) { ["objective"] = "binary:logistic", ["num_round"] = "12", ["eval_metric"] = "logloss" }, train, validation);
                tried.Add(new(next, jobs.Metric("validation:logloss")));
            }

            var best = tried.Min(trial => trial.Result);
            Assert.True(best < tried[0].Result, $"Seed {seed}: the first of ten draws, {tried[0].Result}, is the best.");
        }
    }

    [Fact]
    public void Ranges_that_are_none_are_refused_by_the_parameters_name()
    {
        Assert.Contains("hyperparameter eta", Refusal(Number("eta", "1", "0")), StringComparison.Ordinal);
        Assert.Contains("above 0", Refusal(Number("eta", "0", "1", "Logarithmic")), StringComparison.Ordinal);
        Assert.Contains("'much' of hyperparameter eta", Refusal(Number("eta", "0", "much")), StringComparison.Ordinal);
        Assert.Contains("two ranges", Refusal(Number("eta", "0", "1"), Number("eta", "0", "1")), StringComparison.Ordinal);
        Assert.Contains("At least one", Refusal(), StringComparison.Ordinal);

        static string Refusal(params JsonObject[] ranges) => Assert.Throws<AwsException>(() => TunedParameter.Of(new() { ["ContinuousParameterRanges"] = new JsonArray([.. ranges]) })).Message;
    }
}

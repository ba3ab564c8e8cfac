using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.SageMaker.Tuning;
using Certus.Lab.Server;

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
        List<(IReadOnlyDictionary<string, string>, double)> tried = [];
        while (Proposals.Next("Grid", space, tried, true, 1) is { } next) tried.Add((next, 0));

        Assert.Equal(6, Proposals.GridSize(space));
        Assert.Equal(["1x", "1y", "2x", "2y", "3x", "3y"], tried.Select(one => one.Item1["a"] + one.Item1["b"]).Order());
    }

    [Fact]
    public void Learning_from_results_comes_nearer_to_the_best_than_chance_does()
    {
        var space = TunedParameter.Of(new() { ["ContinuousParameterRanges"] = new JsonArray(Number("x", "0", "1"), Number("y", "0.001", "1", "Logarithmic")), ["CategoricalParameterRanges"] = new JsonArray(Choice("c", "good", "bad")) });

        var (learning, chance) = (Average("Bayesian"), Average("Random"));

        Assert.True(learning > chance + 0.02, $"After 20 tries the best is {learning:0.000} by learning and {chance:0.000} by chance.");

        double Average(string strategy) => Enumerable.Range(1, 30).Average(seed =>
        {
            List<(IReadOnlyDictionary<string, string>, double)> tried = [];
            for (var n = 0; n < 20; n++)
            {
                var next = Proposals.Next(strategy, space, tried, true, (ulong)seed)!;
                tried.Add((next, 1 - Math.Pow(Real(next["x"]) - 0.7, 2) * 4 - Math.Pow(Math.Log10(Real(next["y"])) + 2, 2) / 2 - (next["c"] == "bad" ? 0.2 : 0)));
            }
            return tried.Max(one => one.Item2);
        });
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

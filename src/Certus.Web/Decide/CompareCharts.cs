using System.Text.Json.Nodes;
using Certus.Decide;

namespace Certus.Web.Decide;

/// <summary>The chart of two decisions side by side, as an option for <c>js/charts.js</c>.</summary>
public static class CompareCharts
{
    /// <summary>What each option is worth in both: 5 to 95 %, the middle half, and the median. An option that only one of them values has one line.</summary>
    /// <param name="first">In the same currency as the other.</param>
    /// <param name="second">Its options come in their order, then those that only the first one values.</param>
    public static string Worth(Decision first, Decision second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var shown = DecisionCharts.Valued(second).Concat(DecisionCharts.Valued(first)).DistinctBy(option => option.Id).Reverse().ToList();       // the first one on top
        JsonArray series = [];
        foreach (var (name, decision, above) in new[] { ("First", first, true), ("Second", second, false) })
        {
            var rows = shown.Select((option, row) => (Row: row, Npv: decision.Options.FirstOrDefault(other => other.Id == option.Id)?.Outcome?.Npv)).Where(entry => entry.Npv is not null);
            series.Add((JsonNode)new JsonObject
            {
                ["type"] = "custom", ["name"] = name, ["renderItem"] = above ? "@intervalAbove" : "@intervalBelow", ["itemStyle"] = new JsonObject { ["color"] = above ? "$chart-1" : "$chart-2" },
                ["encode"] = new JsonObject { ["x"] = new JsonArray(1, 2, 3, 4, 5), ["y"] = 0 }, ["tooltip"] = new JsonObject { ["show"] = false },
                ["data"] = DecisionCharts.Array(rows.Select(entry => (JsonNode)new JsonArray(
                    entry.Row, DecisionCharts.Whole(entry.Npv!.P5), DecisionCharts.Whole(entry.Npv.P25), DecisionCharts.Whole(entry.Npv.Median), DecisionCharts.Whole(entry.Npv.P75), DecisionCharts.Whole(entry.Npv.P95)))),
            });
        }
        series.Add((JsonNode)new JsonObject { ["type"] = "scatter", ["data"] = new JsonArray(), ["silent"] = true, ["markLine"] = DecisionCharts.Line(0, "waiting: 0") });
        return DecisionCharts.Text(new JsonObject
        {
            ["legend"] = new JsonObject { ["top"] = 0, ["left"] = 0, ["data"] = new JsonArray("First", "Second") },
            ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 24, ["top"] = 56, ["bottom"] = 8, ["outerBoundsMode"] = "same" },
            ["xAxis"] = DecisionCharts.MoneyAxis(second.Currency),
            ["yAxis"] = DecisionCharts.Categories(shown.Select(option => option.Name)),
            ["series"] = series,
        });
    }
}

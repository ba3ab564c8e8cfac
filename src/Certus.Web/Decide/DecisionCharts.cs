using System.Text.Json.Nodes;
using Certus.Decide;

namespace Certus.Web.Decide;

/// <summary>The charts of a decision, as options for <c>js/charts.js</c>.</summary>
public static class DecisionCharts
{
    private const int DriversShown = 8;

    /// <summary>What every option that can be done is worth on both sets of figures: 5 to 95 %, the middle half, and the median.</summary>
    public static string Worth(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var shown = Valued(decision).Reverse().ToList();       // the first one on top
        var names = shown.Select(option => option.Name).ToList();
        var sets = new[] { (decision.Assumptions.Name, Options: decision.Options, Up: 1), (decision.Other.Name, decision.Other.Options, Up: -1) };
        JsonArray series = [];
        foreach (var (name, options, up) in sets)
        {
            var color = name == DecideRequest.Evidence ? "$chart-1" : "$chart-2";
            List<(int Row, Distribution Npv)> rows = [.. shown.Select((option, row) => (row, options.First(other => other.Id == option.Id).Outcome!.Npv))];
            series.Add((JsonNode)new JsonObject
            {
                ["type"] = "custom", ["name"] = Name(name), ["renderItem"] = up > 0 ? "@intervalAbove" : "@intervalBelow", ["itemStyle"] = new JsonObject { ["color"] = color },
                ["encode"] = new JsonObject { ["x"] = new JsonArray(1, 2, 3, 4, 5), ["y"] = 0 }, ["tooltip"] = new JsonObject { ["show"] = false },
                ["data"] = Array(rows.Select(row => (JsonNode)new JsonArray(row.Row, Whole(row.Npv.P5), Whole(row.Npv.P25), Whole(row.Npv.Median), Whole(row.Npv.P75), Whole(row.Npv.P95)))),
            });
        }
        series.Add((JsonNode)new JsonObject { ["type"] = "scatter", ["data"] = new JsonArray(), ["silent"] = true, ["markLine"] = Line(0, "waiting: 0") });
        return Text(new JsonObject
        {
            ["legend"] = new JsonObject { ["top"] = 0, ["left"] = 0, ["data"] = new JsonArray(Name(DecideRequest.Evidence), Name(DecideRequest.Article)) },
            ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 24, ["top"] = 56, ["bottom"] = 8, ["outerBoundsMode"] = "same" },
            ["xAxis"] = MoneyAxis(decision.Currency),
            ["yAxis"] = Categories(names),
            ["series"] = series,
        });
    }

    /// <summary>By how much the expected worth moves when one uncertain number is held low or high.</summary>
    public static string Drivers(Decision decision, double expected)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var drivers = decision.Drivers.Take(DriversShown).Reverse().ToList();
        JsonObject Bars(string name, string color, Func<Driver, double> at) => new()
        {
            ["type"] = "bar", ["name"] = name, ["barGap"] = "-100%", ["barMaxWidth"] = 22, ["itemStyle"] = new JsonObject { ["color"] = color },
            ["data"] = Array(drivers.Select(driver => (JsonNode)Whole(at(driver) - expected))),
        };
        return Text(new JsonObject
        {
            ["legend"] = new JsonObject { ["top"] = 0, ["left"] = 0 },
            ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 24, ["top"] = 36, ["bottom"] = 8, ["outerBoundsMode"] = "same" },
            ["xAxis"] = MoneyAxis(decision.Currency),
            ["yAxis"] = Categories(drivers.Select(driver => driver.Label)),
            ["series"] = new JsonArray(Bars("Held low", "$chart-2", driver => driver.NpvAtLow), Bars("Held high", "$chart-1", driver => driver.NpvAtHigh)),
        });
    }

    /// <summary>The options that can be valued, in the order of their ranks; waiting is 0 and left out.</summary>
    public static IEnumerable<RankedOption> Valued(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return decision.Options.Where(option => option is { Outcome: not null, Kind: not OptionKind.Wait });
    }

    private static string Name(string set) => set == DecideRequest.Evidence ? "On the evidence" : "On the article's figures";

    internal static JsonObject MoneyAxis(string currency) => new()
    {
        ["type"] = "value", ["splitNumber"] = 4,
        ["axisLabel"] = new JsonObject { ["formatter"] = currency == "USD" ? "@dollars" : "{value} " + currency, ["hideOverlap"] = true },
    };

    internal static JsonObject Categories(IEnumerable<string> names) => new()
    {
        ["type"] = "category", ["data"] = Array(names.Select(name => (JsonNode)name)), ["axisTick"] = new JsonObject { ["show"] = false }, ["axisLine"] = new JsonObject { ["onZero"] = false },
        ["axisLabel"] = new JsonObject { ["width"] = 150, ["overflow"] = "break", ["interval"] = 0 },
    };

    internal static JsonObject Line(double at, string label) => new()
    {
        ["silent"] = true, ["symbol"] = "none", ["lineStyle"] = new JsonObject { ["color"] = "$ink", ["type"] = "dashed" },
        ["label"] = new JsonObject { ["formatter"] = label, ["color"] = "$ink" },
        ["data"] = new JsonArray(new JsonObject { ["xAxis"] = at }),
    };

    internal static double Whole(double amount) => Math.Round(amount) + 0.0;

    internal static JsonArray Array(IEnumerable<JsonNode> nodes) => new([.. nodes]);

    // Inside a script element nothing may look like its end.
    internal static string Text(JsonNode option) => option.ToJsonString().Replace("<", "\\u003c", StringComparison.Ordinal);
}

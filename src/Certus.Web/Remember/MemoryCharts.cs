using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Remember.Cards;
using Certus.Remember.Workload;
using Certus.Web.Measure;

namespace Certus.Web.Remember;

/// <summary>The charts of this room, as options for <c>js/charts.js</c>.</summary>
internal static class MemoryCharts
{
    /// <summary>Bars over named places.</summary>
    public static string Bars(string series, IReadOnlyList<(string Name, int Count)> bars, string axis) => MeasureCharts.Text(new JsonObject
    {
        ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 16, ["top"] = 28, ["bottom"] = 8, ["outerBoundsMode"] = "same" },
        ["xAxis"] = new JsonObject { ["type"] = "category", ["data"] = MeasureCharts.Array(bars.Select(bar => (JsonNode)bar.Name)), ["axisLabel"] = new JsonObject { ["hideOverlap"] = true } },
        ["yAxis"] = new JsonObject { ["type"] = "value", ["name"] = axis, ["minInterval"] = 1 },
        ["series"] = new JsonArray(new JsonObject { ["type"] = "bar", ["name"] = series, ["barMaxWidth"] = 32, ["data"] = MeasureCharts.Array(bars.Select(bar => (JsonNode)bar.Count)) }),
    });

    /// <summary>What was foretold beside what happened, with the diagonal on which both are the same.</summary>
    public static string Reliability(IEnumerable<MemoryStatistics.Bin> bins)
    {
        var filled = bins.Where(bin => bin.Reviews > 0).ToList();
        JsonArray Point(double x, double y) => new(MeasureCharts.Percent(x), MeasureCharts.Percent(y));
        return MeasureCharts.Text(new JsonObject
        {
            ["legend"] = new JsonObject { ["top"] = 0, ["right"] = 0 },
            ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 24, ["top"] = 36, ["bottom"] = 24, ["outerBoundsMode"] = "same" },
            ["xAxis"] = new JsonObject { ["type"] = "value", ["min"] = 0, ["max"] = 100, ["name"] = "foretold", ["nameLocation"] = "middle", ["nameGap"] = 26, ["axisLabel"] = new JsonObject { ["formatter"] = "{value} %" } },
            ["yAxis"] = new JsonObject { ["type"] = "value", ["min"] = 0, ["max"] = 100, ["axisLabel"] = new JsonObject { ["formatter"] = "{value} %" } },
            ["series"] = new JsonArray(
                new JsonObject { ["type"] = "line", ["name"] = "Recalled", ["symbol"] = "circle", ["symbolSize"] = 10, ["data"] = MeasureCharts.Array(filled.Select(bin => (JsonNode)Point(bin.Foretold, (double)bin.Recalled / bin.Reviews))) },
                new JsonObject { ["type"] = "line", ["name"] = "As foretold", ["symbol"] = "none", ["lineStyle"] = new JsonObject { ["type"] = "dashed" }, ["data"] = new JsonArray(Point(0, 0), Point(1, 1)) }),
        });
    }

    /// <summary>The chance of recall of one card from its first review on, falling between reviews.</summary>
    public static string Forgetting(IEnumerable<(double Day, double Chance)> curve, double today) => MeasureCharts.Text(new JsonObject
    {
        ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 24, ["top"] = 28, ["bottom"] = 24, ["outerBoundsMode"] = "same" },
        ["xAxis"] = new JsonObject { ["type"] = "value", ["min"] = 0, ["name"] = "days since the first review", ["nameLocation"] = "middle", ["nameGap"] = 26 },
        ["yAxis"] = new JsonObject { ["type"] = "value", ["min"] = 0, ["max"] = 100, ["axisLabel"] = new JsonObject { ["formatter"] = "{value} %" } },
        ["series"] = new JsonArray(new JsonObject
        {
            ["type"] = "line", ["name"] = "Chance of recall, %", ["symbol"] = "none", ["data"] = MeasureCharts.Array(curve.Select(point => (JsonNode)new JsonArray(Math.Round(point.Day, 2), MeasureCharts.Percent(point.Chance)))),
            ["markLine"] = new JsonObject
            {
                ["silent"] = true, ["symbol"] = "none", ["lineStyle"] = new JsonObject { ["color"] = "$ink", ["type"] = "dashed" }, ["label"] = new JsonObject { ["formatter"] = "now", ["color"] = "$ink" },
                ["data"] = new JsonArray(new JsonObject { ["xAxis"] = Math.Round(today, 2) }),
            },
        }),
    });

    /// <summary>Minutes a day over the retention aimed at, with the present one marked.</summary>
    public static string Workload(IEnumerable<WorkloadPoint> curve, double present) => MeasureCharts.Text(new JsonObject
    {
        ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 24, ["top"] = 36, ["bottom"] = 24, ["outerBoundsMode"] = "same" },
        ["xAxis"] = new JsonObject { ["type"] = "value", ["min"] = 70, ["max"] = 97, ["interval"] = 5, ["name"] = "chance of recall when due", ["nameLocation"] = "middle", ["nameGap"] = 26, ["axisLabel"] = new JsonObject { ["formatter"] = "{value} %", ["showMaxLabel"] = false } },
        ["yAxis"] = new JsonObject { ["type"] = "value", ["min"] = 0, ["name"] = "Minutes a day" },
        ["series"] = new JsonArray(new JsonObject
        {
            ["type"] = "line", ["name"] = "Minutes a day", ["symbolSize"] = 5, ["data"] = MeasureCharts.Array(curve.Select(point => (JsonNode)new JsonArray(MeasureCharts.Percent(point.Retention), Math.Round(point.MinutesPerDay, 1)))),
            ["markLine"] = new JsonObject
            {
                ["silent"] = true, ["symbol"] = "none", ["lineStyle"] = new JsonObject { ["color"] = "$ink", ["type"] = "dashed" }, ["label"] = new JsonObject { ["formatter"] = "your aim", ["color"] = "$ink" },
                ["data"] = new JsonArray(new JsonObject { ["xAxis"] = MeasureCharts.Percent(present) }),
            },
        }),
    });

    /// <summary>Counts of values in equal steps.</summary>
    public static IReadOnlyList<(string Name, int Count)> Histogram(IEnumerable<double> values, IReadOnlyList<double> edges, Func<double, double, string> name)
    {
        var list = values.ToList();
        return [.. edges.Skip(1).Select((to, i) => (name(edges[i], to), list.Count(value => value >= edges[i] && (value < to || (i == edges.Count - 2 && value <= to)))))];
    }

    /// <summary>A day of the month, short.</summary>
    public static string Short(DateOnly day) => day.ToString("MMM d", CultureInfo.InvariantCulture);
}

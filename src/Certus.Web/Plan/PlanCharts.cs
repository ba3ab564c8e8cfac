using System.Text.Json.Nodes;
using Certus.Plan.Diary;
using Certus.Web.Measure;

namespace Certus.Web.Plan;

/// <summary>The charts of this room, as options for <c>js/charts.js</c>.</summary>
public static class PlanCharts
{
    /// <summary>Hours left: as planned, as it came, and the band of where it leads.</summary>
    public static string Burn(BurnDown burn)
    {
        ArgumentNullException.ThrowIfNull(burn);
        JsonArray Line(IEnumerable<BurnDown.Point> points) => MeasureCharts.Array(points.Select(point => Point(point.Day, point.Hours)));
        return Frame(
            ["Planned", "Left", "Forecast", "90 % band"], "{value} h", null,
            [
                .. Band("90 % band", burn.Forecast.Select(band => (band.Day, band.Low, band.High))),
                new JsonObject { ["type"] = "line", ["name"] = "Planned", ["symbol"] = "none", ["z"] = 3, ["lineStyle"] = new JsonObject { ["type"] = "dashed", ["color"] = "$ink-soft" }, ["itemStyle"] = new JsonObject { ["color"] = "$ink-soft" }, ["data"] = Line(burn.Planned) },
                new JsonObject { ["type"] = "line", ["name"] = "Left", ["symbol"] = "none", ["z"] = 5, ["lineStyle"] = new JsonObject { ["width"] = 3, ["color"] = "$chart-1" }, ["itemStyle"] = new JsonObject { ["color"] = "$chart-1" }, ["data"] = Line(burn.Actual) },
                new JsonObject { ["type"] = "line", ["name"] = "Forecast", ["symbol"] = "none", ["z"] = 4, ["lineStyle"] = new JsonObject { ["type"] = "dotted", ["width"] = 3, ["color"] = "$accent" }, ["itemStyle"] = new JsonObject { ["color"] = "$accent" }, ["data"] = MeasureCharts.Array(burn.Forecast.Select(band => Point(band.Day, band.Hours))) },
            ]);
    }

    /// <summary>The chance to pass by each plan and revision, with its interval.</summary>
    public static string Chances(IReadOnlyList<PlanEvent.OfPlan> plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        return Frame(
            ["Chance to pass", "90 % interval"], "{value} %", 100,
            [
                .. Band("90 % interval", plans.Select(plan => (plan.Day, 100 * plan.Chance.Low, 100 * plan.Chance.High))),
                new JsonObject { ["type"] = "line", ["name"] = "Chance to pass", ["symbol"] = "circle", ["symbolSize"] = 7, ["z"] = 4, ["itemStyle"] = new JsonObject { ["color"] = "$accent" }, ["data"] = MeasureCharts.Array(plans.Select(plan => Point(plan.Day, 100 * plan.Chance.Chance))) },
            ]);
    }

    /// <summary>Hours spent and planned, week by week.</summary>
    public static string Weeks(IReadOnlyList<ProgressRoom.Week> weeks)
    {
        ArgumentNullException.ThrowIfNull(weeks);
        JsonObject Bars(string name, string color, Func<ProgressRoom.Week, double> hours) => new() { ["type"] = "bar", ["name"] = name, ["itemStyle"] = new JsonObject { ["color"] = color }, ["data"] = MeasureCharts.Array(weeks.Select(week => (JsonNode)Math.Round(hours(week), 2))) };
        return MeasureCharts.Text(new JsonObject
        {
            ["legend"] = new JsonObject { ["top"] = 0, ["right"] = 0 },
            ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 24, ["top"] = 44, ["bottom"] = 8, ["outerBoundsMode"] = "same" },
            ["xAxis"] = new JsonObject { ["type"] = "category", ["data"] = MeasureCharts.Array(weeks.Select(week => (JsonNode)PlanWords.Short(week.Monday))), ["axisLabel"] = new JsonObject { ["hideOverlap"] = true } },
            ["yAxis"] = new JsonObject { ["type"] = "value", ["axisLabel"] = new JsonObject { ["formatter"] = "{value} h" } },
            ["series"] = new JsonArray(Bars("Planned", "$line-strong", week => week.Planned), Bars("Spent", "$chart-1", week => week.Spent)),
        });
    }

    private static JsonArray Point(DateOnly day, double value) => new(PlanWords.Iso(day), Math.Round(value, 2));

    private static JsonNode[] Band(string name, IEnumerable<(DateOnly Day, double Low, double High)> points)
    {
        var all = points.ToList();
        JsonObject Side(string side, Func<(DateOnly Day, double Low, double High), double> of, double opacity) => new()
        {
            ["type"] = "line", ["name"] = side, ["stack"] = "band", ["symbol"] = "none", ["silent"] = true, ["lineStyle"] = new JsonObject { ["opacity"] = 0 },
            ["areaStyle"] = new JsonObject { ["color"] = "$accent", ["opacity"] = opacity }, ["itemStyle"] = new JsonObject { ["color"] = "$accent", ["opacity"] = opacity }, ["tooltip"] = new JsonObject { ["show"] = false },
            ["data"] = MeasureCharts.Array(all.Select(point => Point(point.Day, of(point)))),
        };
        return [Side("Lower end", point => point.Low, 0), Side(name, point => point.High - point.Low, 0.22)];
    }

    private static string Frame(string[] legend, string label, int? most, JsonNode[] series)
    {
        JsonObject Grid(int top) => new() { ["left"] = 8, ["right"] = 24, ["top"] = top, ["bottom"] = 8, ["outerBoundsMode"] = "same" };
        var across = new JsonObject { ["type"] = "value", ["min"] = 0, ["axisLabel"] = new JsonObject { ["formatter"] = label } };
        if (most is { } top) across["max"] = top;
        return MeasureCharts.Text(new JsonObject
        {
            ["aria"] = new JsonObject { ["enabled"] = true, ["label"] = new JsonObject { ["enabled"] = false }, ["decal"] = new JsonObject { ["show"] = false } },      // hatching a band hides the line in it
            ["legend"] = new JsonObject { ["top"] = 0, ["right"] = 0, ["data"] = MeasureCharts.Array(legend.Select(name => (JsonNode)name)) },
            ["grid"] = Grid(44),
            ["xAxis"] = new JsonObject { ["type"] = "time", ["axisLabel"] = new JsonObject { ["formatter"] = "{yyyy}-{MM}-{dd}", ["hideOverlap"] = true } },
            ["yAxis"] = across,
            ["series"] = new JsonArray(series),
            ["media"] = new JsonArray(
                new JsonObject { ["query"] = new JsonObject { ["maxWidth"] = 520 }, ["option"] = new JsonObject { ["grid"] = Grid(72) } },      // the legend takes two lines
                new JsonObject { ["option"] = new JsonObject { ["grid"] = Grid(44) } }),
        });
    }
}

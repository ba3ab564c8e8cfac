using System.Text.Json.Nodes;
using Certus.Catalog;
using Certus.Measure.TrackRecord;
using Certus.Numerics;
using Certus.Practice;
using Certus.Store;
using Certus.Web.Layout;

namespace Certus.Web.Measure;

/// <summary>The chance to pass and ability over time.</summary>
public static class HistoryRoom
{
    /// <summary>What the page shows.</summary>
    /// <param name="Exams">The exams to choose from.</param>
    /// <param name="Exam">The chosen one.</param>
    /// <param name="Track">The readings.</param>
    /// <param name="Results">The real results of that exam, the oldest first.</param>
    public sealed record Model(IReadOnlyList<Certification> Exams, Certification Exam, OverTime Track, IReadOnlyList<ScoreReport> Results);

    /// <summary>Maps <c>/measure/history</c>.</summary>
    public static void MapMeasureHistory(this IEndpointRouteBuilder routes) => routes.MapPage("/measure/history", async (
        string? exam, HttpContext context, Readings readings, ScoreReports reports, Preferences preferences, TimeProvider clock, CancellationToken cancel) =>
    {
        if (await MeasureRoom.ChosenAsync(exam, await MeasureChoice.KeptAsync(preferences, cancel), readings, context) is not { } chosen) return;
        var track = OverTime.Of(await readings.AnswersAsync(cancel), chosen, readings.FormOf(chosen)!, clock.GetUtcNow(), clock.LocalTimeZone, cancel);
        var results = (await reports.ListAsync(Learner.Local, cancel)).Where(kept => kept.WithdrawnAt is null && kept.Report.Exam == chosen.Code).Select(kept => kept.Report).OrderBy(report => report.Day);
        await Show.Page<MeasureHistoryPage>(new Model(readings.Exams(), chosen, track, [.. results])).ExecuteAsync(context);
    });

    /// <summary>The chance to pass with its interval, and each real result at the top or the bottom.</summary>
    internal static string Chances(OverTime track, IReadOnlyList<ScoreReport> results) => Band(
        "Chance to pass", track, results, point => point.Readiness.Chance, point => point.Readiness.Range, null,
        [.. results.GroupBy(report => report.Passed).OrderByDescending(group => group.Key).Select(marks => new JsonObject
        {
            ["type"] = "scatter", ["name"] = marks.Key ? "Passed" : "Failed", ["symbol"] = marks.Key ? "triangle" : "diamond", ["symbolSize"] = 16, ["z"] = 5,
            ["itemStyle"] = new JsonObject { ["color"] = marks.Key ? "$good" : "$bad" },
            ["data"] = MeasureCharts.Array(marks.Select(report => (JsonNode)new JsonArray(MeasureWords.Iso(report.Day), marks.Key ? 100 : 0))),
        })]);

    /// <summary>The share of a real form that would be right, with its interval, the most plausible cut and the days of real results.</summary>
    internal static string Shares(OverTime track, IReadOnlyList<ScoreReport> results)
    {
        JsonArray lines = [new JsonObject { ["yAxis"] = MeasureCharts.Percent(ScaledScore.CentralCut), ["label"] = new JsonObject { ["formatter"] = "cut {c} %", ["position"] = "insideStartTop" } }];
        foreach (var report in results)
            lines.Add(new JsonObject { ["xAxis"] = MeasureWords.Iso(report.Day), ["label"] = new JsonObject { ["position"] = "insideStartTop", ["formatter"] = $"{(report.Passed ? "passed" : "failed")}, {report.Total}" } });
        return Band("Would be right", track, results, point => point.Readiness.Share, point => point.Readiness.ShareRange, lines, []);
    }

    private static string Band(string name, OverTime track, IReadOnlyList<ScoreReport> results, Func<OverTime.Point, double> value, Func<OverTime.Point, Interval> range, JsonArray? lines, IReadOnlyList<JsonObject> more)
    {
        JsonArray Data(Func<OverTime.Point, double> of) => MeasureCharts.Array(track.Points.Select(point => (JsonNode)new JsonArray(MeasureWords.Iso(point.Day), Math.Round(100 * of(point), 1))));
        JsonObject Side(string side, Func<OverTime.Point, double> of, double opacity) => new()
        {
            ["type"] = "line", ["name"] = side, ["stack"] = "interval", ["symbol"] = "none", ["silent"] = true, ["lineStyle"] = new JsonObject { ["opacity"] = 0 },
            ["areaStyle"] = new JsonObject { ["color"] = "$accent", ["opacity"] = opacity }, ["itemStyle"] = new JsonObject { ["color"] = "$accent", ["opacity"] = opacity }, ["tooltip"] = new JsonObject { ["show"] = false }, ["data"] = Data(of),
        };
        var days = track.Points.Select(point => point.Day).Concat(results.Select(report => report.Day)).ToList();
        var middle = new JsonObject { ["type"] = "line", ["name"] = name, ["symbol"] = "circle", ["symbolSize"] = 7, ["z"] = 4, ["itemStyle"] = new JsonObject { ["color"] = "$accent" }, ["data"] = Data(value) };
        if (lines is not null)
            middle["markLine"] = new JsonObject { ["silent"] = true, ["symbol"] = "none", ["lineStyle"] = new JsonObject { ["color"] = "$ink", ["type"] = "dashed" }, ["label"] = new JsonObject { ["color"] = "$ink" }, ["data"] = lines };
        JsonObject Grid(int top) => new() { ["left"] = 8, ["right"] = 24, ["top"] = top, ["bottom"] = 8, ["outerBoundsMode"] = "same" };
        return MeasureCharts.Text(new JsonObject
        {
            ["aria"] = new JsonObject { ["enabled"] = true, ["label"] = new JsonObject { ["enabled"] = false }, ["decal"] = new JsonObject { ["show"] = false } },      // hatching a band hides the line in it
            ["legend"] = new JsonObject { ["top"] = 0, ["right"] = 0, ["data"] = MeasureCharts.Array([name, "90 % interval", .. more.Select(series => (JsonNode)series["name"]!.GetValue<string>())]) },
            ["grid"] = Grid(44),
            ["xAxis"] = new JsonObject { ["type"] = "time", ["min"] = MeasureWords.Iso(days.Min()), ["max"] = MeasureWords.Iso(days.Max()), ["axisLabel"] = new JsonObject { ["formatter"] = "{yyyy}-{MM}-{dd}", ["hideOverlap"] = true } },
            ["yAxis"] = new JsonObject { ["type"] = "value", ["min"] = 0, ["max"] = 100, ["axisLabel"] = new JsonObject { ["formatter"] = "{value} %" } },
            ["series"] = new JsonArray([Side("Lower end", point => range(point).Low, 0), Side("90 % interval", point => range(point).High - range(point).Low, 0.25), middle, .. more]),
            ["media"] = new JsonArray(
                new JsonObject { ["query"] = new JsonObject { ["maxWidth"] = 520 }, ["option"] = new JsonObject { ["grid"] = Grid(64) } },      // the legend takes two lines
                new JsonObject { ["option"] = new JsonObject { ["grid"] = Grid(44) } }),
        });
    }
}

using System.Text.Json.Nodes;
using Certus.Measure.TrackRecord;
using Certus.Numerics;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;

namespace Certus.Web.Measure;

/// <summary>How well the chance to pass has held: on simulated learners as published, and for the learner's own results.</summary>
public static class TrackRecordRoom
{
    /// <summary>What the page shows.</summary>
    /// <param name="Trial">The published run.</param>
    /// <param name="Chosen">The scenario whose bins are shown.</param>
    /// <param name="Record">The learner's own.</param>
    public sealed record Model(PublishedTrial Trial, PublishedScenario Chosen, OwnRecord Record);

    /// <summary>Maps <c>/measure/track-record</c>; <c>?scenario=fatigue</c> chooses one.</summary>
    public static void MapTrackRecord(this IEndpointRouteBuilder routes) => routes.MapPage("/measure/track-record", async (
        string? scenario, HttpContext context, Readings readings, ScoreReports reports, CancellationToken cancel) =>
    {
        var trial = PublishedTrial.Current;
        if ((string.IsNullOrEmpty(scenario) ? trial.Scenarios[0] : trial.Scenarios.FirstOrDefault(known => Slug(known) == scenario)) is not { } chosen)
        {
            await Failure.Answer(context, StatusCodes.Status404NotFound, $"No scenario is called '{scenario}'.", link: ("/measure/track-record", "The track record"));
            return;
        }
        var record = readings.RecordOf(await reports.ListAsync(Learner.Local, cancel), await readings.AnswersAsync(cancel));
        await Show.Page<TrackRecordPage>(new Model(trial, chosen, record)).ExecuteAsync(context);
    });

    /// <summary>A scenario's name in an address.</summary>
    internal static string Slug(PublishedScenario scenario) => scenario.Name.Replace(' ', '-');

    /// <summary>A bin's share that passed with its 90 % interval.</summary>
    internal static Interval Range(ReliabilityBin bin) => Interval.OfShare((int)Math.Round(bin.Happened * bin.Count), bin.Count);

    /// <summary>The reliability diagram: how many passed of those with about the same chance, beside a perfect prediction.</summary>
    internal static string Reliability(PublishedScenario scenario)
    {
        var bins = scenario.Scores.Bins.Where(bin => bin.Count > 0).ToList();
        JsonObject Axis(string name) => new()
        {
            ["type"] = "value", ["min"] = 0, ["max"] = 100, ["name"] = name, ["nameLocation"] = "middle", ["nameGap"] = 32, ["axisLabel"] = new JsonObject { ["formatter"] = "{value} %", ["hideOverlap"] = true },
        };
        return MeasureCharts.Text(new JsonObject
        {
            ["legend"] = new JsonObject { ["top"] = 0, ["right"] = 0, ["data"] = new JsonArray("Passed", "As predicted") },
            ["grid"] = new JsonObject { ["left"] = 36, ["right"] = 24, ["top"] = 36, ["bottom"] = 36, ["outerBoundsMode"] = "same" },
            ["xAxis"] = Axis("Predicted"), ["yAxis"] = Axis("Passed"),
            ["series"] = new JsonArray(
                new JsonObject { ["type"] = "line", ["name"] = "As predicted", ["symbol"] = "none", ["silent"] = true, ["lineStyle"] = new JsonObject { ["type"] = "dashed", ["color"] = "$ink-soft" }, ["itemStyle"] = new JsonObject { ["color"] = "$ink-soft" }, ["data"] = new JsonArray(new JsonArray(0, 0), new JsonArray(100, 100)) },
                new JsonObject
                {
                    ["type"] = "line", ["name"] = "Passed", ["symbol"] = "circle", ["symbolSize"] = 10, ["itemStyle"] = new JsonObject { ["color"] = "$accent" },
                    ["data"] = MeasureCharts.Array(bins.Select(bin => (JsonNode)new JsonArray(MeasureCharts.Percent(bin.Predicted), MeasureCharts.Percent(bin.Happened)))),
                },
                new JsonObject
                {
                    ["type"] = "custom", ["name"] = "90 % interval", ["renderItem"] = "@whiskerUp", ["itemStyle"] = new JsonObject { ["color"] = "$ink-soft" }, ["encode"] = new JsonObject { ["x"] = 0, ["y"] = new JsonArray(1, 2) },
                    ["data"] = MeasureCharts.Array(bins.Select(bin => (JsonNode)new JsonArray(MeasureCharts.Percent(bin.Predicted), MeasureCharts.Percent(Range(bin).Low), MeasureCharts.Percent(Range(bin).High)))),
                }),
        });
    }
}

using System.Text.Json.Nodes;
using Certus.Practice;
using Certus.Store;
using Certus.Web.Layout;

namespace Certus.Web.Measure;

/// <summary>How sure the learner says to be, and how often that is right.</summary>
public static class SurenessRoom
{
    /// <summary>What the page shows.</summary>
    /// <param name="Calibration">The counts, of questions met for the first time.</param>
    /// <param name="SureAndWrong">Wrong answers that the learner was sure of, the latest first.</param>
    /// <param name="Zone">The learner's time zone.</param>
    public sealed record Model(SurenessCalibration Calibration, IReadOnlyList<AnsweredQuestion> SureAndWrong, TimeZoneInfo Zone);

    /// <summary>Maps <c>/measure/sureness</c>.</summary>
    public static void MapSureness(this IEndpointRouteBuilder routes) => routes.MapPage("/measure/sureness", async (Readings readings, TimeProvider clock, CancellationToken cancel) =>
    {
        var answers = await readings.AnswersAsync(cancel);
        return Show.Page<SurenessPage>(new Model(
            SurenessCalibration.Of(answers.Where(answer => answer.FirstExposure).Select(answer => answer.Result)),
            [.. answers.Where(answer => answer.Result is { Outcome: Outcome.Wrong, Place.Level: Sureness.Sure }).Reverse()], clock.LocalTimeZone));
    });

    /// <summary>The calibration curve, as options for <c>js/charts.js</c>: share right by degree with its interval, beside what the word is taken to mean.</summary>
    internal static string Curve(SurenessCalibration calibration)
    {
        var levels = calibration.Levels.Where(level => level.Answers > 0).ToList();
        return MeasureCharts.Text(new JsonObject
        {
            ["legend"] = new JsonObject { ["top"] = 0, ["right"] = 0, ["data"] = new JsonArray("Right", "Meant") },
            ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 16, ["top"] = 36, ["bottom"] = 8, ["outerBoundsMode"] = "same" },
            ["xAxis"] = new JsonObject { ["type"] = "category", ["data"] = MeasureCharts.Array(levels.Select(level => (JsonNode)Word(level.Level))) },
            ["yAxis"] = new JsonObject { ["type"] = "value", ["min"] = 0, ["max"] = 100, ["axisLabel"] = new JsonObject { ["formatter"] = "{value} %" } },
            ["series"] = new JsonArray(
                new JsonObject { ["type"] = "line", ["name"] = "Right", ["symbol"] = "circle", ["symbolSize"] = 12, ["data"] = MeasureCharts.Array(levels.Select(level => (JsonNode)MeasureCharts.Percent(level.Share))) },
                new JsonObject { ["type"] = "line", ["name"] = "Meant", ["symbol"] = "diamond", ["symbolSize"] = 12, ["lineStyle"] = new JsonObject { ["type"] = "dashed" }, ["data"] = MeasureCharts.Array(levels.Select(level => (JsonNode)MeasureCharts.Percent(level.Meant))) },
                new JsonObject
                {
                    ["type"] = "custom", ["name"] = "90 % interval", ["renderItem"] = "@whiskerUp", ["itemStyle"] = new JsonObject { ["color"] = "$ink-soft" },
                    ["encode"] = new JsonObject { ["x"] = 0, ["y"] = new JsonArray(1, 2) },
                    ["data"] = MeasureCharts.Array(levels.Select((level, i) => (JsonNode)new JsonArray(i, MeasureCharts.Percent(level.Range.Low), MeasureCharts.Percent(level.Range.High)))),
                }),
        });
    }

    internal static string Word(Sureness level) => level switch { Sureness.Sure => "Sure", Sureness.Unsure => "Unsure", _ => "A guess" };
}

using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Store;
using Certus.Web.Layout;

namespace Certus.Web.Practice;

/// <summary>All attempts, kept for good.</summary>
public static class History
{
    /// <summary>What the page shows.</summary>
    public sealed record Model(IReadOnlyList<Attempt> Attempts, TimeZoneInfo Zone, string? TrendJson);

    /// <summary>Maps <c>/history</c>.</summary>
    public static void MapHistory(this IEndpointRouteBuilder routes) => routes.MapPage("/history", async (Attempts attempts, TimeProvider clock, CancellationToken cancel) =>
    {
        var all = await attempts.ListAsync(Learner.Local, cancel);
        return Show.Page<HistoryPage>(new Model(all, clock.LocalTimeZone, Trend(all, clock.LocalTimeZone)));
    });

    /// <summary>The estimated scores of full exams over time with their ranges and the pass line; null with fewer than two.</summary>
    private static string? Trend(IReadOnlyList<Attempt> attempts, TimeZoneInfo zone)
    {
        var scored = attempts.Where(attempt => attempt.Report?.Scaled is not null).Reverse().ToList();
        if (scored.Count < 2) return null;
        var names = new JsonArray([.. scored.Select((attempt, i) => (JsonNode)$"{i + 1}: {When.Say(attempt.Sitting.Start.StartedAt, zone)[..10]}")]);
        JsonNode Row(Attempt attempt, int i) => new JsonArray(i, attempt.Report!.Scaled!.Shown(attempt.Report.Scaled.Range.Low), attempt.Report.Scaled.Shown(attempt.Report.Scaled.Range.High));
        return new JsonObject
        {
            ["xAxis"] = new JsonObject { ["type"] = "category", ["data"] = names },
            ["yAxis"] = new JsonObject { ["type"] = "value", ["min"] = 100, ["max"] = 1000, ["name"] = "Estimated score" },
            ["tooltip"] = new JsonObject { ["trigger"] = "item" },
            ["series"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "line", ["name"] = "Estimated score", ["symbolSize"] = 10, ["data"] = new JsonArray([.. scored.Select(attempt => (JsonNode)attempt.Report!.Scaled!.Shown(attempt.Report.Scaled.Value))]),
                    ["markLine"] = new JsonObject
                    {
                        ["silent"] = true, ["symbol"] = "none", ["lineStyle"] = new JsonObject { ["color"] = "$ink", ["type"] = "dashed" },
                        ["label"] = new JsonObject { ["formatter"] = "pass {c}", ["position"] = "insideEndTop", ["color"] = "$ink" },
                        ["data"] = new JsonArray([.. scored.Select(attempt => attempt.Report!.Scaled!.PassMark).Distinct().Select(mark => (JsonNode)new JsonObject { ["yAxis"] = mark })]),
                    },
                },
                new JsonObject { ["type"] = "custom", ["name"] = "Range", ["renderItem"] = "@whiskerUp", ["itemStyle"] = new JsonObject { ["color"] = "$ink-soft" }, ["encode"] = new JsonObject { ["x"] = 0, ["y"] = new JsonArray(1, 2) }, ["data"] = new JsonArray([.. scored.Select(Row)]) }),
        }.ToJsonString();
    }
}

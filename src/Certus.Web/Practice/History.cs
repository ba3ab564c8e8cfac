using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Practice;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;

namespace Certus.Web.Practice;

/// <summary>All attempts, kept for good.</summary>
public static class History
{
    /// <summary>What the page shows.</summary>
    /// <param name="Attempts">Those to list.</param>
    /// <param name="Zone">The learner's time zone.</param>
    /// <param name="TrendJson">The chart of the scores; null with fewer than two.</param>
    /// <param name="Discards">How many were discarded.</param>
    /// <param name="OnlyDiscarded">Whether those are what is listed.</param>
    /// <param name="Undo">The one discarded a moment ago, to be taken back.</param>
    public sealed record Model(IReadOnlyList<Attempt> Attempts, TimeZoneInfo Zone, string? TrendJson, int Discards, bool OnlyDiscarded, Attempt? Undo);

    /// <summary>The address of the discarded ones.</summary>
    public const string Discarded = "/history?show=discarded";

    /// <summary>Maps <c>/history</c>, and how an attempt that is not over is discarded and taken back.</summary>
    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/history", async (string? show, Guid? discarded, Attempts attempts, TimeProvider clock, CancellationToken cancel) =>
        {
            var gone = await attempts.DiscardedAsync(Learner.Local, cancel);
            if (show == "discarded") return Show.Page<HistoryPage>(new Model(gone, clock.LocalTimeZone, null, gone.Count, true, null));
            var all = await attempts.ListAsync(Learner.Local, cancel);
            return Show.Page<HistoryPage>(new Model(
                all, clock.LocalTimeZone, Trend(all, clock.LocalTimeZone), gone.Count, false, gone.FirstOrDefault(attempt => attempt.Sitting.Start.Id == discarded)));
        });
        MapEvent(routes, "discard", (id, at) => new SittingEvent.Discarded(id, at), id => $"/history?discarded={id}");
        MapEvent(routes, "restore", (id, at) => new SittingEvent.Restored(id, at), _ => "/history");
    }

    private static void MapEvent(IEndpointRouteBuilder routes, string verb, Func<Guid, DateTimeOffset, SittingEvent> make, Func<Guid, string> then) =>
        routes.MapPost($"/sittings/{{id:guid}}/{verb}", async (Guid id, HttpContext context, EventLog log, TimeProvider clock, CancellationToken cancel) =>
        {
            switch (await log.AppendAsync(Learner.Local, id, [make(Guid.NewGuid(), clock.GetUtcNow())], cancel))
            {
                case null: await RunningSittings.NoSuchSitting(context); return;
                case { Outcomes: [Submission.TooLate] }: await Failure.Answer(context, StatusCodes.Status409Conflict, "That attempt is over; its report is kept."); return;
                default: context.Response.Redirect(then(id)); return;      // also where it was so already
            }
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

using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Catalog;
using Certus.Measure.Readiness;
using Certus.Numerics;
using Certus.Practice;
using Certus.Web.Layout;

namespace Certus.Web.Practice;

/// <summary>The charts of a report, as options for <c>js/charts.js</c>.</summary>
public static class ResultCharts
{
    /// <summary>Share of right answers by domain, with its 90 % interval and the central cut.</summary>
    public static string Domains(Report report, Certification exam)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(exam);
        return Shares("Right, %", [.. report.Domains.Select(domain => (Name(exam, domain.DomainId), domain.Share, domain.Range))]);
    }

    /// <summary>Expected share of right answers on a real form by domain, with its 90 % interval and the central cut.</summary>
    public static string Standing(ExamReadiness readiness, Certification exam)
    {
        ArgumentNullException.ThrowIfNull(readiness);
        ArgumentNullException.ThrowIfNull(exam);
        return Shares("Expected right, %", [.. readiness.Domains.Select(domain => (Name(exam, domain.Id), domain.Share, domain.ShareRange))]);
    }

    private static string Shares(string series, IReadOnlyList<(string Name, double Share, Interval Range)> rows)
    {
        var domains = rows.Reverse().ToList();      // the first one on top
        return Text(new JsonObject
        {
            ["xAxis"] = new JsonObject { ["type"] = "value", ["min"] = 0, ["max"] = 100, ["axisLabel"] = new JsonObject { ["formatter"] = "{value} %", ["hideOverlap"] = true } },
            ["yAxis"] = new JsonObject { ["type"] = "category", ["data"] = Array(domains.Select(domain => (JsonNode)domain.Name)), ["axisLabel"] = new JsonObject { ["width"] = 150, ["overflow"] = "break" } },
            ["series"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "bar", ["name"] = series, ["barMaxWidth"] = 28, ["data"] = Array(domains.Select(domain => (JsonNode)Percent(domain.Share))),
                    ["markLine"] = new JsonObject
                    {
                        ["silent"] = true, ["symbol"] = "none", ["lineStyle"] = new JsonObject { ["color"] = "$ink", ["type"] = "dashed" },
                        ["label"] = new JsonObject { ["formatter"] = "{c} %", ["color"] = "$ink" },
                        ["data"] = new JsonArray(new JsonObject { ["xAxis"] = Percent(ScaledScore.CentralCut) }),
                    },
                },
                new JsonObject
                {
                    ["type"] = "custom", ["name"] = "90 % interval", ["z"] = 10, ["renderItem"] = "@whiskerAcross", ["itemStyle"] = new JsonObject { ["color"] = "$ink" },
                    ["encode"] = new JsonObject { ["x"] = new JsonArray(1, 2), ["y"] = 0 },
                    ["data"] = Array(domains.Select((domain, i) => (JsonNode)new JsonArray(i, Percent(domain.Range.Low), Percent(domain.Range.High)))),
                }),
            ["media"] = new JsonArray(
                new JsonObject
                {
                    ["query"] = new JsonObject { ["maxWidth"] = 520 },
                    ["option"] = new JsonObject { ["xAxis"] = new JsonObject { ["interval"] = 50 }, ["yAxis"] = new JsonObject { ["axisLabel"] = new JsonObject { ["width"] = 116 } } },
                },
                new JsonObject { ["option"] = new JsonObject { ["xAxis"] = new JsonObject { ["interval"] = 20 }, ["yAxis"] = new JsonObject { ["axisLabel"] = new JsonObject { ["width"] = 150 } } } }),
        });
    }

    /// <summary>Seconds on each question, with the time there is for one as a line that is always in view; null where no time was measured.</summary>
    public static string? Pacing(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Items.All(item => item.Place.Elapsed == TimeSpan.Zero)) return null;
        JsonObject Bars(string name, string color, Func<ItemResult, bool> which) => new()
        {
            ["type"] = "bar", ["stack"] = "time", ["name"] = name, ["itemStyle"] = new JsonObject { ["color"] = color },
            ["data"] = Array(report.Items.Select(item => (JsonNode)(which(item) ? Math.Round(item.Place.Elapsed.TotalSeconds) : 0))),
        };
        var bars = Bars("Right", "$chart-1", item => item.Right);
        var longest = report.Items.Max(item => item.Place.Elapsed.TotalSeconds);
        if (report.Pace is { } pace)
            bars["markLine"] = new JsonObject
            {
                ["silent"] = true, ["symbol"] = "none", ["lineStyle"] = new JsonObject { ["color"] = "$ink", ["type"] = "dashed" },
                ["label"] = new JsonObject { ["formatter"] = $"even pace, {When.Clock(pace)}", ["position"] = "insideEndTop", ["color"] = "$ink" },
                ["data"] = new JsonArray(new JsonObject { ["yAxis"] = Math.Round(pace.TotalSeconds) }),
            };
        return Text(new JsonObject
        {
            ["legend"] = new JsonObject { ["top"] = 0, ["right"] = 0 },
            ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 16, ["top"] = 36, ["bottom"] = 8, ["outerBoundsMode"] = "same" },
            ["xAxis"] = new JsonObject { ["type"] = "category", ["name"] = "Question", ["data"] = Array(report.Items.Select(item => (JsonNode)item.Item.Position.ToString(CultureInfo.InvariantCulture))) },
            ["yAxis"] = new JsonObject { ["type"] = "value", ["name"] = "Seconds", ["max"] = Ceiling(Math.Max(longest, report.Pace?.TotalSeconds ?? 0)) },
            ["series"] = new JsonArray(bars, Bars("Wrong", "$chart-2", item => item.Outcome == Outcome.Wrong), Bars("Blank", "$chart-6", item => !item.Answered)),
        });
    }

    /// <summary>A domain's name in its exam.</summary>
    public static string Name(Certification exam, string domainId) => exam.Domains.FirstOrDefault(domain => domain.Id == domainId)?.Name ?? domainId;

    private static double Ceiling(double seconds) => seconds <= 60 ? 10 * Math.Ceiling(Math.Max(seconds, 1) * 1.1 / 10) : 60 * Math.Ceiling(seconds * 1.1 / 60);

    private static double Percent(double share) => Math.Round(100 * share, 1);

    private static JsonArray Array(IEnumerable<JsonNode> nodes) => new([.. nodes]);

    // Inside a script element nothing may look like its end.
    private static string Text(JsonNode option) => option.ToJsonString().Replace("<", "\\u003c", StringComparison.Ordinal);
}

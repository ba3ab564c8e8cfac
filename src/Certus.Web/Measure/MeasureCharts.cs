using System.Text.Json.Nodes;
using Certus.Catalog;
using Certus.Measure.Readiness;
using Certus.Practice;
using Certus.Web.Practice;

namespace Certus.Web.Measure;

/// <summary>The charts of this room, as options for <c>js/charts.js</c>.</summary>
public static class MeasureCharts
{
    /// <summary>Share right on a real form by domain, with its 90 % interval and the central cut.</summary>
    public static string Domains(ExamReadiness readiness, Certification exam)
    {
        ArgumentNullException.ThrowIfNull(readiness);
        ArgumentNullException.ThrowIfNull(exam);
        var domains = readiness.Domains.Reverse().ToList();     // the first one on top
        return Text(new JsonObject
        {
            ["xAxis"] = new JsonObject { ["type"] = "value", ["min"] = 0, ["max"] = 100, ["axisLabel"] = new JsonObject { ["formatter"] = "{value} %", ["hideOverlap"] = true } },
            ["yAxis"] = new JsonObject { ["type"] = "category", ["data"] = Array(domains.Select(domain => (JsonNode)ResultCharts.Name(exam, domain.Id))), ["axisLabel"] = new JsonObject { ["interval"] = 0, ["width"] = 150, ["overflow"] = "break" } },
            ["series"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "bar", ["name"] = "Right on a real form, %", ["barMaxWidth"] = 28, ["data"] = Array(domains.Select(domain => (JsonNode)Percent(domain.Share))),
                    ["markLine"] = CutLine("xAxis"),
                },
                new JsonObject
                {
                    ["type"] = "custom", ["name"] = "90 % interval", ["z"] = 10, ["renderItem"] = "@whiskerAcross", ["itemStyle"] = new JsonObject { ["color"] = "$ink" },
                    ["encode"] = new JsonObject { ["x"] = new JsonArray(1, 2), ["y"] = 0 },
                    ["data"] = Array(domains.Select((domain, i) => (JsonNode)new JsonArray(i, Percent(domain.ShareRange.Low), Percent(domain.ShareRange.High)))),
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

    internal static JsonObject CutLine(string axis) => new()
    {
        ["silent"] = true, ["symbol"] = "none", ["lineStyle"] = new JsonObject { ["color"] = "$ink", ["type"] = "dashed" },
        ["label"] = new JsonObject { ["formatter"] = "{c} %", ["color"] = "$ink" },
        ["data"] = new JsonArray(new JsonObject { [axis] = Percent(ScaledScore.CentralCut) }),
    };

    internal static double Percent(double share) => Math.Round(100 * share, 1);

    internal static JsonArray Array(IEnumerable<JsonNode> nodes) => new([.. nodes]);

    // Inside a script element nothing may look like its end.
    internal static string Text(JsonNode option) => option.ToJsonString().Replace("<", "\\u003c", StringComparison.Ordinal);
}

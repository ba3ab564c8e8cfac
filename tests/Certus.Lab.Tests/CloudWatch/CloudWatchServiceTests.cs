using System.Text.Json.Nodes;
using Certus.Lab.CloudWatch;
using Certus.Lab.State;

namespace Certus.Lab.Tests.CloudWatch;

/// <summary>What was measured is read back as statistics over periods.</summary>
public sealed class CloudWatchServiceTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("certus-metrics-").FullName;
    private readonly LabDatabase _database;
    private readonly Metrics _metrics;
    private readonly CloudWatchService _cloudWatch;

    public CloudWatchServiceTests()
    {
        _database = LabDatabase.Open(_directory, [CloudWatchService.Tables]);
        _metrics = new(_database);
        _cloudWatch = new(_metrics);
    }

    private static JsonArray Dimensions(params ReadOnlySpan<(string Name, string Value)> pairs)
    {
        JsonArray list = [];
        foreach (var (name, value) in pairs) list.Add(new JsonObject { ["Name"] = name, ["Value"] = value });
        return list;
    }

    private static JsonObject Ask(string metric, JsonArray dimensions, params string[] statistics) => new()
    {
        ["Namespace"] = "Mine", ["MetricName"] = metric, ["Dimensions"] = dimensions, ["Period"] = 60L, ["Statistics"] = new JsonArray([.. statistics.Select(name => (JsonNode)name)]),
        ["StartTime"] = JsonValue.Create(Now.AddMinutes(-5)), ["EndTime"] = JsonValue.Create(Now.AddMinutes(1)),
    };

    [Fact]
    public async Task Values_of_a_period_become_its_statistics_whatever_the_order_of_the_dimensions()
    {
        await _cloudWatch.AskAsync("PutMetricData", new()
        {
            ["Namespace"] = "Mine",
            ["MetricData"] = new JsonArray(
                new JsonObject { ["MetricName"] = "loss", ["Value"] = 4.0, ["Timestamp"] = JsonValue.Create(Now.AddSeconds(-50)), ["Dimensions"] = Dimensions(("Job", "a"), ("Host", "1")) },
                new JsonObject { ["MetricName"] = "loss", ["Values"] = new JsonArray(1.0, 2.0), ["Counts"] = new JsonArray(1.0, 3.0), ["Timestamp"] = JsonValue.Create(Now.AddSeconds(-40)), ["Dimensions"] = Dimensions(("Host", "1"), ("Job", "a")) },
                new JsonObject { ["MetricName"] = "loss", ["StatisticValues"] = new JsonObject { ["SampleCount"] = 2.0, ["Sum"] = 20.0, ["Minimum"] = 9.0, ["Maximum"] = 11.0 }, ["Timestamp"] = JsonValue.Create(Now), ["Dimensions"] = Dimensions(("Job", "a"), ("Host", "1")) },
                new JsonObject { ["MetricName"] = "loss", ["Value"] = 100.0, ["Timestamp"] = JsonValue.Create(Now), ["Dimensions"] = Dimensions(("Job", "b")) }),
        });

        var answer = await _cloudWatch.AskAsync("GetMetricStatistics", Ask("loss", Dimensions(("Host", "1"), ("Job", "a")), "Average", "Sum", "Minimum", "Maximum", "SampleCount"));

        var points = answer["Datapoints"]!.AsArray();
        Assert.Equal(2, points.Count);
        Assert.Equal([5.0, 11.0, 1.0, 4.0, 2.2], Figures(points[0]!));
        Assert.Equal([2.0, 20.0, 9.0, 11.0, 10.0], Figures(points[1]!));

        static double[] Figures(JsonNode point) => [.. new[] { "SampleCount", "Sum", "Minimum", "Maximum", "Average" }.Select(name => (double)point[name]!)];
    }

    [Fact]
    public async Task Data_come_newest_first_unless_asked_otherwise()
    {
        for (var minute = 0; minute < 3; minute++)
            await _metrics.PutAsync("us-east-1", "Mine", [MetricDatum.Single("auc", [("Job", "a")], Now.AddMinutes(-minute), minute)], TestContext.Current.CancellationToken);
        JsonObject ask = new()
        {
            ["StartTime"] = JsonValue.Create(Now.AddMinutes(-5)), ["EndTime"] = JsonValue.Create(Now.AddMinutes(1)),
            ["MetricDataQueries"] = new JsonArray(new JsonObject { ["Id"] = "a", ["MetricStat"] = new JsonObject { ["Metric"] = new JsonObject { ["Namespace"] = "Mine", ["MetricName"] = "auc", ["Dimensions"] = Dimensions(("Job", "a")) }, ["Period"] = 60L, ["Stat"] = "Average" } }),
        };

        var newest = (await _cloudWatch.AskAsync("GetMetricData", ask))["MetricDataResults"]![0]!;
        ask["ScanBy"] = "TimestampAscending";
        var oldest = (await _cloudWatch.AskAsync("GetMetricData", ask))["MetricDataResults"]![0]!;

        Assert.Equal([0.0, 1.0, 2.0], newest["Values"]!.AsArray().Select(value => (double)value!));
        Assert.Equal([2.0, 1.0, 0.0], oldest["Values"]!.AsArray().Select(value => (double)value!));
        Assert.Equal(3, newest["Timestamps"]!.AsArray().Count);
    }

    [Fact]
    public async Task Metrics_are_listed_by_what_they_are_about()
    {
        await _metrics.PutAsync("us-east-1", "Mine", [MetricDatum.Single("auc", [("Job", "a")], Now, 1), MetricDatum.Single("auc", [("Job", "b")], Now, 1), MetricDatum.Single("loss", [], Now, 1)], TestContext.Current.CancellationToken);

        var one = (await _cloudWatch.AskAsync("ListMetrics", new() { ["Dimensions"] = Dimensions(("Job", "b")) }))["Metrics"]!.AsArray();
        var all = (await _cloudWatch.AskAsync("ListMetrics", new() { ["Namespace"] = "Mine" }))["Metrics"]!.AsArray();

        Assert.Equal("b", (string?)Assert.Single(one)!["Dimensions"]![0]!["Value"]);
        Assert.Equal(3, all.Count);
    }

    [Fact]
    public async Task Percentiles_math_and_too_many_points_are_refused_plainly()
    {
        var percentile = Ask("loss", []);
        percentile["ExtendedStatistics"] = new JsonArray("p99");
        var many = Ask("loss", [], "Sum");
        many["StartTime"] = JsonValue.Create(Now.AddDays(-30));

        Assert.Contains("percentiles", (await _cloudWatch.RefusedAsync("GetMetricStatistics", percentile)).Message, StringComparison.Ordinal);
        Assert.Equal("InvalidParameterCombination", (await _cloudWatch.RefusedAsync("GetMetricStatistics", many)).Code);
        Assert.Contains("metric math", (await _cloudWatch.RefusedAsync("GetMetricData", new()
        {
            ["StartTime"] = JsonValue.Create(Now.AddDays(-1)), ["EndTime"] = JsonValue.Create(Now), ["MetricDataQueries"] = new JsonArray(new JsonObject { ["Id"] = "x", ["Expression"] = "a + b" }),
        })).Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

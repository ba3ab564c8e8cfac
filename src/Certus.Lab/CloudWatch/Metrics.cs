using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.CloudWatch;

/// <summary>Metrics: put by services and learners, read as statistics over periods.</summary>
public sealed class Metrics(LabDatabase database)
{
    private const int MostPoints = 1440;
    private static readonly string[] Simple = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

    /// <summary>Keeps data points of one namespace.</summary>
    public Task PutAsync(string region, string space, IReadOnlyCollection<MetricDatum> data, CancellationToken cancel) => database.WriteAsync(connection =>
    {
        foreach (var datum in data)
        {
            var dimensions = CloudWatchNames.Dimensions(datum.Dimensions);
            Execute(connection, """
                INSERT INTO cloudwatch_datum VALUES ($region, $space, $metric, $dimensions, $at,
                    (SELECT COUNT(*) FROM cloudwatch_datum WHERE region = $region AND namespace = $space AND metric = $metric AND dimensions = $dimensions AND at = $at),
                    $count, $sum, $least, $most, $unit)
                """, ("$region", region), ("$space", space), ("$metric", datum.Metric), ("$dimensions", dimensions), ("$at", datum.At),
                ("$count", datum.Count), ("$sum", datum.Sum), ("$least", datum.Least), ("$most", datum.Most), ("$unit", datum.Unit));
        }
    }, cancel);

    internal async ValueTask<LabAnswer> PutAsync(LabCall call, CancellationToken cancel)
    {
        var space = call.Required("Namespace");
        List<MetricDatum> data = [.. call.List("MetricData").SelectMany(item => Read(item!.AsObject(), call.Now))];
        if (data.Exists(datum => !double.IsFinite(datum.Sum + datum.Count + datum.Least + datum.Most))) throw CloudWatchNames.Invalid("A metric's value must be a finite number.");
        await PutAsync(call.Caller.Region, space, data, cancel);
        return LabAnswer.Empty;
    }

    private static IEnumerable<MetricDatum> Read(JsonObject item, DateTimeOffset now)
    {
        var datum = MetricDatum.Single((string)item["MetricName"]!, [.. CloudWatchNames.Dimensions(item["Dimensions"])], item["Timestamp"] is { } at ? Values.Time(at) : now, 0, (string?)item["Unit"] ?? "None");
        if (item["StatisticValues"] is JsonObject set)
            return [datum with { Count = (double)set["SampleCount"]!, Sum = (double)set["Sum"]!, Least = (double)set["Minimum"]!, Most = (double)set["Maximum"]! }];
        if (item["Values"] is JsonArray values)
        {
            var counts = item["Counts"] as JsonArray;
            if (counts is not null && counts.Count != values.Count) throw CloudWatchNames.Invalid("The lists Values and Counts must have the same length.");
            return values.Select((value, at) => (Value: (double)value!, Count: counts is null ? 1 : (double)counts[at]!))
                .Select(pair => datum with { Count = pair.Count, Sum = pair.Value * pair.Count, Least = pair.Value, Most = pair.Value });
        }
        return item["Value"] is { } single ? [datum with { Sum = (double)single, Least = (double)single, Most = (double)single }]
            : throw CloudWatchNames.Invalid($"The metric {datum.Metric} has no Value, Values or StatisticValues.");
    }

    internal ValueTask<LabAnswer> StatisticsAsync(LabCall call, CancellationToken cancel)
    {
        if (call.List("ExtendedStatistics").Count > 0) throw CloudWatchNames.Invalid("The sandbox keeps no percentiles: ask for SampleCount, Average, Sum, Minimum or Maximum.");
        if (call.List("Statistics").Count == 0) throw new AwsException("MissingParameter", "At least one of the parameters Statistics or ExtendedStatistics must be specified.");
        var (from, to) = Span(call);
        var period = call.Whole("Period") ?? 60;
        if (period <= 0 || (to - from).TotalSeconds / period > MostPoints)
            throw new AwsException("InvalidParameterCombination", $"You have requested up to {Math.Ceiling((to - from).TotalSeconds / Math.Max(1, period))} datapoints, which exceeds the limit of {MostPoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.");
        var points = Points(call.Caller.Region, call.Required("Namespace"), call.Required("MetricName"), call.List("Dimensions"), from, to, period, call.Text("Unit"));
        return new(new JsonObject
        {
            ["Label"] = call.Required("MetricName"),
            ["Datapoints"] = new JsonArray([.. points.Select(point =>
            {
                JsonObject row = new() { ["Timestamp"] = JsonValue.Create(point.At), ["Unit"] = point.Unit };
                foreach (var statistic in call.List("Statistics")) row[(string)statistic!] = Statistic(point, (string)statistic!);
                return row;
            })]),
        });
    }

    internal ValueTask<LabAnswer> DataAsync(LabCall call, CancellationToken cancel)
    {
        var (from, to) = Span(call);
        JsonArray results = [];
        foreach (var query in call.List("MetricDataQueries").Select(query => query!.AsObject()))
        {
            if (query["MetricStat"] is not JsonObject stat || stat["Metric"] is not JsonObject metric)
                throw new AwsException("ValidationError", $"The sandbox builds no metric math: query {(string?)query["Id"]} must have a MetricStat.");
            var statistic = (string)stat["Stat"]!;
            if (!Simple.Contains(statistic)) throw new AwsException("ValidationError", $"The sandbox keeps no '{statistic}': ask for {string.Join(", ", Simple)}.");
            var name = (string?)metric["MetricName"] ?? throw new AwsException("ValidationError", "A metric's MetricName is required.");
            var points = Points(call.Caller.Region, (string?)metric["Namespace"] ?? "", name, metric["Dimensions"], from, to, Math.Max(1, (long)stat["Period"]!), (string?)stat["Unit"]);
            if (call.Text("ScanBy") != "TimestampAscending") points.Reverse();
            if ((bool?)query["ReturnData"] == false) continue;
            results.Add(new JsonObject
            {
                ["Id"] = (string?)query["Id"],
                ["Label"] = (string?)query["Label"] ?? name,
                ["Timestamps"] = new JsonArray([.. points.Select(point => JsonValue.Create(point.At))]),
                ["Values"] = new JsonArray([.. points.Select(point => (JsonNode)Statistic(point, statistic))]),
                ["StatusCode"] = "Complete",
            });
        }
        return new(new JsonObject { ["MetricDataResults"] = results, ["Messages"] = new JsonArray() });
    }

    internal ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        const int page = 500;
        var from = call.Text("NextToken") is { } token ? int.TryParse(token, out var at) && at >= 0 ? at : throw CloudWatchNames.Invalid("Request parameter NextToken is invalid.") : 0;
        List<(string Name, string? Value)> wanted = [.. call.List("Dimensions").Select(item => ((string)item!["Name"]!, (string?)item["Value"]))];
        var metrics = database.Read(connection => Rows(connection, """
            SELECT DISTINCT namespace, metric, dimensions FROM cloudwatch_datum
            WHERE region = $region AND ($space IS NULL OR namespace = $space) AND ($metric IS NULL OR metric = $metric) ORDER BY 1, 2, 3
            """, row => (Space: row.GetString(0), Name: row.GetString(1), Dimensions: CloudWatchNames.Parse(row.GetString(2))),
            ("$region", call.Caller.Region), ("$space", call.Text("Namespace")), ("$metric", call.Text("MetricName"))))
            .Where(metric => wanted.TrueForAll(want => metric.Dimensions.Any(pair => pair.Name == want.Name && (want.Value is null || pair.Value == want.Value))))
            .Skip(from).Take(page + 1).ToList();
        JsonObject answer = new()
        {
            ["Metrics"] = new JsonArray([.. metrics.Take(page).Select(metric => new JsonObject
            {
                ["Namespace"] = metric.Space,
                ["MetricName"] = metric.Name,
                ["Dimensions"] = new JsonArray([.. metric.Dimensions.Select(pair => new JsonObject { ["Name"] = pair.Name, ["Value"] = pair.Value })]),
            })]),
        };
        if (metrics.Count > page) answer["NextToken"] = $"{from + page}";
        return new(answer);
    }

    private static (DateTimeOffset From, DateTimeOffset To) Span(LabCall call)
    {
        var (from, to) = (Values.Time(call.Input["StartTime"]!), Values.Time(call.Input["EndTime"]!));
        return from < to ? (from, to) : throw CloudWatchNames.Invalid("The parameter StartTime must be less than the parameter EndTime.");
    }

    private List<MetricDatum> Points(string region, string space, string metric, JsonNode? dimensions, DateTimeOffset from, DateTimeOffset to, long period, string? unit)
    {
        var ticks = period * TimeSpan.TicksPerSecond;
        return database.Read(connection => Rows(connection, """
            SELECT at / $ticks * $ticks, SUM(count), SUM(sum), MIN(least), MAX(most), MIN(unit) FROM cloudwatch_datum
            WHERE region = $region AND namespace = $space AND metric = $metric AND dimensions = $dimensions AND at >= $from AND at < $to AND ($unit IS NULL OR unit = $unit)
            GROUP BY 1 ORDER BY 1
            """, row => new MetricDatum(metric, [], Instant(row, 0), row.GetDouble(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4), row.GetString(5)),
            ("$ticks", ticks), ("$region", region), ("$space", space), ("$metric", metric), ("$dimensions", CloudWatchNames.Dimensions(CloudWatchNames.Dimensions(dimensions))),
            ("$from", new DateTimeOffset(from.UtcTicks / ticks * ticks, TimeSpan.Zero)), ("$to", to), ("$unit", unit)));
    }

    private static double Statistic(MetricDatum point, string name) => name switch
    {
        "SampleCount" => point.Count,
        "Sum" => point.Sum,
        "Minimum" => point.Least,
        "Maximum" => point.Most,
        _ => point.Sum / point.Count,
    };
}

using System.Text.Json.Nodes;
using Certus.Catalog;
using Certus.Content;
using Certus.Lab.CloudWatch;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Meter;

/// <summary>A bill that is not a bill: what each thing in the sandbox would have cost on AWS since it was made.</summary>
/// <remarks>
/// On-demand prices of us-east-1 for everything, without tax, free tier and data transfer; seconds are those the sandbox took, which is quicker than AWS's instances
/// come up. An endpoint counts until it is deleted, also while the sandbox is stopped. Not counted at all: logs, metrics, alarms, unfinished uploads.
/// </remarks>
public sealed class UsageMeter
{
    /// <summary>After so long without a request an endpoint on instances is called forgotten.</summary>
    public static readonly TimeSpan ForgottenAfter = TimeSpan.FromHours(2);

    private const string SageMaker = "Amazon SageMaker AI", S3 = "Amazon S3";
    private const double HoursAMonth = 730, Gigabyte = 1L << 30;

    private static readonly Lazy<PriceTable> _prices = new(() =>
    {
        const string name = "prices/us-east-1.yaml";
        using var stream = typeof(UsageMeter).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return PriceReader.Read(new(name, bytes.ToArray()));
    });

    private readonly LabDatabase _database;
    private readonly CallLog _calls;
    private readonly TimeProvider _clock;

    internal UsageMeter(LabDatabase database, CallLog calls, TimeProvider clock) => (_database, _calls, _clock) = (database, calls, clock);

    /// <summary>The prices it counts with.</summary>
    public static PriceTable Prices => _prices.Value;

    /// <summary>Begins to write down what is gone later; before the first call is answered.</summary>
    internal void Begin() => _database.WriteAsync(connection => MeterTriggers.Install(connection, _clock), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Forgets what it wrote down, when everything else is forgotten.</summary>
    internal static void Clear(SqliteConnection connection) => Execute(connection, "DELETE FROM meter_call; DELETE FROM meter_event; DELETE FROM meter_storage; DELETE FROM meter_sum;");

    /// <summary>Reads it.</summary>
    public async Task<MeterReport> ReadAsync(CancellationToken cancel)
    {
        await _calls.FlushAsync(cancel);
        var now = _clock.GetUtcNow();
        return _database.Read(connection =>
        {
            var bill = new Bill(now);
            foreach (var job in Jobs(connection, "training-job")) Training(bill, job);
            foreach (var job in Jobs(connection, "transform-job")) Transform(bill, job);
            var endpoints = Endpoints(connection, bill, now);
            Serverless(connection, bill, endpoints);
            Storage(connection, bill);
            Requests(connection, bill);
            DataServices.Shards(connection, bill);
            DataServices.Gathered(connection, bill);
            DataServices.Crawls(connection, bill);
            DataServices.Queries(connection, bill);
            return bill.Report(Forgotten(connection, endpoints, now));
        });
    }

    /// <summary>Jobs that are there, and those that were deleted.</summary>
    private static List<JsonObject> Jobs(SqliteConnection connection, string kind) => Rows(connection,
        "SELECT body FROM sagemaker_resource WHERE kind = $kind UNION ALL SELECT state FROM meter_event WHERE kind = $kind", row => JsonNode.Parse(row.GetString(0))!.AsObject(), ("$kind", kind));

    private static void Training(Bill bill, JsonObject job)
    {
        if (Ran(bill, job, "TrainingStartTime", "TrainingEndTime") is not ({ } hours, var running)) return;
        var (name, config) = ((string)job["TrainingJobName"]!, job["ResourceConfig"] as JsonObject ?? []);
        var groups = config["InstanceGroups"] is JsonArray { Count: > 0 } list ? list.Select(group => group!.AsObject()) : [config];
        double hosts = 0;
        foreach (var group in groups)
        {
            var count = (long?)group["InstanceCount"] ?? 1;
            hosts += count;
            bill.Add(SageMaker, "training", name, (string?)group["InstanceType"] ?? "", hours * count, "instance hours", running);
        }
        if ((long?)config["VolumeSizeInGB"] is { } gigabytes) bill.Add(SageMaker, "training", name, "volume", gigabytes * hosts * hours / HoursAMonth, "GB-months", running);
    }

    private static void Transform(Bill bill, JsonObject job)
    {
        if (Ran(bill, job, "TransformStartTime", "TransformEndTime") is not ({ } hours, var running)) return;
        var resources = job["TransformResources"] as JsonObject ?? [];
        bill.Add(SageMaker, "transform", (string)job["TransformJobName"]!, (string?)resources["InstanceType"] ?? "", hours * ((long?)resources["InstanceCount"] ?? 1), "instance hours", running);
    }

    /// <summary>How long a job has run, in hours; null where it never began.</summary>
    private static (double? Hours, bool Running) Ran(Bill bill, JsonObject job, string start, string end)
    {
        if (job[start] is not { } begun) return (null, false);
        var from = Values.Time(begun);
        bill.Began(from);
        var ended = job[end];
        return ((long?)job["BillableTimeInSeconds"] is { } billable ? billable / 3600.0 : Math.Max(0, ((ended is null ? bill.Now : Values.Time(ended)) - from).TotalHours), ended is null);
    }

    private static List<EndpointTimes> Endpoints(SqliteConnection connection, Bill bill, DateTimeOffset now)
    {
        Dictionary<(string, string), EndpointTimes> endpoints = [];
        foreach (var (at, region, name, state) in Rows(connection, "SELECT at, region, name, state FROM meter_event WHERE kind = 'endpoint' ORDER BY id",
            row => (Instant(row, 0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3))))
        {
            if (!endpoints.TryGetValue((region, name), out var times)) endpoints[(region, name)] = times = new(region, name);
            times.Change(at, state is null ? null : JsonNode.Parse(state)!.AsObject());
            bill.Began(at);
        }
        foreach (var times in endpoints.Values)
        {
            times.Count(now);
            foreach (var (type, hours) in times.Hours) bill.Add(SageMaker, "hosting", times.Name, type, hours, "instance hours", times.Instances.Any(instance => instance.Type == type));
        }
        return [.. endpoints.Values];
    }

    /// <summary>The seconds in which endpoints without an instance computed, as CloudWatch has them.</summary>
    private static void Serverless(SqliteConnection connection, Bill bill, List<EndpointTimes> endpoints)
    {
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.WasServerless))
        {
            var seconds = Rows(connection, "SELECT dimensions, sum FROM cloudwatch_datum WHERE region = $region AND namespace = 'AWS/SageMaker' AND metric = 'ModelLatency'",
                row => (Dimensions: CloudWatchNames.Parse(row.GetString(0)), Microseconds: row.GetDouble(1)), ("$region", endpoint.Region))
                .Where(datum => datum.Dimensions.Contains(("EndpointName", endpoint.Name))).Sum(datum => datum.Microseconds) / 1e6;
            bill.Add(SageMaker, "hosting", endpoint.Name, "serverless inference", seconds, "seconds", false);
        }
    }

    private static void Storage(SqliteConnection connection, Bill bill)
    {
        foreach (var (bucket, storage, byteSeconds, since, stands) in Rows(connection, """
            SELECT bucket, class, SUM(byte_seconds), MIN(since), MAX(stands) FROM (
                SELECT bucket, class, SUM(size * (MAX(0, $now - modified) / 1e7)) AS byte_seconds, MIN(modified) AS since, 1 AS stands FROM s3_object WHERE size > 0 GROUP BY bucket, class
                UNION ALL SELECT bucket, class, byte_seconds, NULL, 0 FROM meter_storage) GROUP BY bucket, class
            """, row => (row.GetString(0), row.GetString(1), row.GetDouble(2), row.IsDBNull(3) ? (DateTimeOffset?)null : Instant(row, 3), row.GetInt64(4) == 1), ("$now", bill.Now)))
        {
            if (since is { } first) bill.Began(first);
            bill.Add(S3, "storage", bucket, storage, byteSeconds / Gigabyte / 3600 / HoursAMonth, "GB-months", stands);
        }
    }

    private static void Requests(SqliteConnection connection, Bill bill)
    {
        var calls = Rows(connection, "SELECT service, operation, resource, count FROM meter_call", row => (Service: row.GetString(0), Operation: row.GetString(1), Resource: row.GetString(2), Count: row.GetInt64(3)));
        foreach (var group in calls.Where(call => call.Service == "s3").Select(call => (call.Resource, Charge: S3Requests.Charge(call.Operation), call.Count)).Where(call => call.Charge is not null).GroupBy(call => (call.Resource, call.Charge)))
            bill.Add(S3, "requests", group.Key.Resource.Length > 0 ? group.Key.Resource : "no bucket", group.Key.Charge!, group.Sum(call => call.Count), "requests", false);
    }

    private static List<ForgottenEndpoint> Forgotten(SqliteConnection connection, List<EndpointTimes> endpoints, DateTimeOffset now)
    {
        var asked = Rows(connection, "SELECT resource, MAX(last) FROM meter_call WHERE service = 'sagemaker-runtime' AND operation = 'InvokeEndpoint' GROUP BY resource", row => (Name: row.GetString(0), At: Instant(row, 1)))
            .ToDictionary(call => call.Name, call => call.At, StringComparer.Ordinal);
        List<ForgottenEndpoint> forgotten = [];
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.Instances.Any()))
        {
            var since = asked.TryGetValue(endpoint.Name, out var last) && last > endpoint.UpSince ? last : endpoint.UpSince;
            if (now - since < ForgottenAfter) continue;
            var prices = endpoint.Instances.Select(instance => (instance.Count, Price: Prices.Find(SageMaker, "hosting", instance.Type)?.Usd)).ToList();
            forgotten.Add(new(endpoint.Name, endpoint.Region, since, (now - since).TotalHours, prices.TrueForAll(one => one.Price is not null) ? prices.Sum(one => one.Count * one.Price!.Value) * 24 : null));
        }
        return [.. forgotten.OrderBy(endpoint => endpoint.Since)];
    }
}

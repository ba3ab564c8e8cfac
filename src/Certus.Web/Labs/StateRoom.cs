using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using Certus.Lab.Meter;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Safety;

namespace Certus.Web.Labs;

/// <summary>The sandbox's state: buckets and objects, jobs with their curves and logs, endpoints to try, streams and what delivers from them.</summary>
public static class StateRoom
{
    private const int MostObjects = 200, MostShown = 50, MostLogLines = 2000, MostShards = 8, MostRecords = 20, LongestText = 200;

    /// <summary>What the overview shows; the newest of each kind.</summary>
    public sealed record Overview(
        IReadOnlyList<JsonObject> Buckets, IReadOnlyList<JsonObject> Jobs, IReadOnlyList<JsonObject> Transforms, IReadOnlyList<JsonObject> Models, IReadOnlyList<JsonObject> Endpoints, MeterReport Meter, TimeZoneInfo Zone)
    {
        /// <summary>The catalog's tables.</summary>
        public IReadOnlyList<JsonObject> Tables { get; init; } = [];

        /// <summary>Kinesis streams.</summary>
        public IReadOnlyList<JsonObject> Streams { get; init; } = [];

        /// <summary>What delivers.</summary>
        public IReadOnlyList<JsonObject> Deliveries { get; init; } = [];

        /// <summary>The newest queries.</summary>
        public IReadOnlyList<JsonObject> Queries { get; init; } = [];
    }

    /// <summary>What the meter's page shows.</summary>
    /// <param name="Report">What everything would have cost.</param>
    public sealed record MeterModel(MeterReport Report);

    /// <summary>What a bucket's page shows.</summary>
    /// <param name="Name">The bucket's.</param>
    /// <param name="Prefix">What the keys shown begin with.</param>
    /// <param name="Folders">Common prefixes below it.</param>
    /// <param name="Objects">Objects right below it.</param>
    /// <param name="Next">The token of the next page; null on the last.</param>
    /// <param name="Zone">The learner's time zone.</param>
    public sealed record BucketModel(string Name, string Prefix, IReadOnlyList<string> Folders, IReadOnlyList<JsonObject> Objects, string? Next, TimeZoneInfo Zone);

    /// <summary>What an object's page shows.</summary>
    /// <param name="Bucket">Its bucket.</param>
    /// <param name="Key">Its key.</param>
    /// <param name="Head">What is known of it.</param>
    /// <param name="Text">Its first 64 KiB where they are text; else null.</param>
    /// <param name="Zone">The learner's time zone.</param>
    public sealed record ObjectModel(string Bucket, string Key, JsonObject Head, string? Text, TimeZoneInfo Zone);

    /// <summary>What a job's page shows.</summary>
    /// <param name="Described">The job.</param>
    /// <param name="Curves">Its metrics by round, read from its log.</param>
    /// <param name="Log">Its log.</param>
    /// <param name="Zone">The learner's time zone.</param>
    public sealed record JobModel(JsonObject Described, IReadOnlyList<MetricCurve> Curves, IReadOnlyList<string> Log, TimeZoneInfo Zone);

    /// <summary>What an endpoint's page shows.</summary>
    /// <param name="Described">The endpoint.</param>
    /// <param name="Sent">Rows that were sent to it; null where none were.</param>
    /// <param name="Answer">What it answered.</param>
    /// <param name="Fault">Why it did not.</param>
    /// <param name="Zone">The learner's time zone.</param>
    public sealed record EndpointModel(JsonObject Described, string? Sent, string? Answer, string? Fault, TimeZoneInfo Zone);

    /// <summary>What a stream's page shows.</summary>
    /// <param name="Summary">The stream.</param>
    /// <param name="Shards">Its shards, the newest first.</param>
    /// <param name="Records">What came of late, by shard.</param>
    /// <param name="Zone">The learner's time zone.</param>
    public sealed record StreamModel(JsonObject Summary, IReadOnlyList<JsonObject> Shards, IReadOnlyList<StreamRecord> Records, TimeZoneInfo Zone);

    /// <summary>A record of a stream.</summary>
    /// <param name="Shard">Where it lies.</param>
    /// <param name="Number">Its sequence number.</param>
    /// <param name="Key">Its partition key.</param>
    /// <param name="Text">Its first characters.</param>
    /// <param name="At">When it came.</param>
    public sealed record StreamRecord(string Shard, string Number, string Key, string Text, DateTimeOffset At);

    /// <summary>What a delivery stream's page shows.</summary>
    /// <param name="Described">The delivery stream.</param>
    /// <param name="Zone">The learner's time zone.</param>
    public sealed record DeliveryModel(JsonObject Described, TimeZoneInfo Zone);

    /// <summary>Maps <c>/labs/sandbox</c> and what lies below it.</summary>
    public static void MapSandboxState(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/labs/sandbox", (HttpContext context, Sandbox sandbox, TimeProvider clock, CancellationToken cancel) => AskAsync(context, async () =>
        {
            var client = sandbox.Client;
            await Show.Page<StatePage>(new Overview(
                List(await client.CallAsync("s3", "ListBuckets", [], cancel), "Buckets"), List(await client.CallAsync("sagemaker", "ListTrainingJobs", Newest(), cancel), "TrainingJobSummaries"),
                List(await client.CallAsync("sagemaker", "ListTransformJobs", Newest(), cancel), "TransformJobSummaries"), List(await client.CallAsync("sagemaker", "ListModels", Newest(), cancel), "Models"),
                List(await client.CallAsync("sagemaker", "ListEndpoints", Newest(), cancel), "Endpoints"), await client.MeterAsync(cancel), clock.LocalTimeZone)
            {
                Tables = await LakeRoom.TablesAsync(client, cancel), Queries = await LakeRoom.QueriesAsync(client, cancel),
                Streams = List(await client.CallAsync("kinesis", "ListStreams", new() { ["Limit"] = MostShown }, cancel), "StreamSummaries"), Deliveries = await DeliveriesAsync(client, cancel),
            }).ExecuteAsync(context);
        }));

        routes.MapPage("/labs/sandbox/tables/{database}/{table}", (string database, string table, HttpContext context, Sandbox sandbox, TimeProvider clock, CancellationToken cancel) => AskAsync(context, async () =>
            await Show.Page<TablePage>(await LakeRoom.TableAsync(sandbox.Client, database, table, clock.LocalTimeZone, cancel)).ExecuteAsync(context)));

        routes.MapPage("/labs/sandbox/queries/{id}", (string id, HttpContext context, Sandbox sandbox, TimeProvider clock, CancellationToken cancel) => AskAsync(context, async () =>
            await Show.Page<QueryPage>(await LakeRoom.QueryAsync(sandbox.Client, id, clock.LocalTimeZone, cancel)).ExecuteAsync(context)));

        routes.MapPage("/labs/sandbox/meter", (HttpContext context, Sandbox sandbox, CancellationToken cancel) => AskAsync(context, async () =>
            await Show.Page<MeterPage>(new MeterModel(await sandbox.Client.MeterAsync(cancel))).ExecuteAsync(context)));

        routes.MapPage("/labs/sandbox/buckets/{bucket}", (string bucket, string? prefix, string? token, HttpContext context, Sandbox sandbox, TimeProvider clock, CancellationToken cancel) => AskAsync(context, async () =>
        {
            var input = new JsonObject { ["Bucket"] = bucket, ["Prefix"] = prefix ?? "", ["Delimiter"] = "/", ["MaxKeys"] = MostObjects };
            if (!string.IsNullOrEmpty(token)) input["ContinuationToken"] = token;
            var page = await sandbox.Client.CallAsync("s3", "ListObjectsV2", input, cancel);
            await Show.Page<BucketPage>(new BucketModel(
                bucket, prefix ?? "", [.. List(page, "CommonPrefixes").Select(folder => (string)folder["Prefix"]!)], List(page, "Contents"), (string?)page["NextContinuationToken"], clock.LocalTimeZone)).ExecuteAsync(context);
        }));

        routes.MapPage("/labs/sandbox/objects/{bucket}", (string bucket, string key, HttpContext context, Sandbox sandbox, TimeProvider clock, CancellationToken cancel) => AskAsync(context, async () =>
        {
            var read = await sandbox.Client.CallAsync("s3", "GetObject", new() { ["Bucket"] = bucket, ["Key"] = key }, cancel);
            var text = (string?)read["$text"] ?? "";
            read.Remove("$text");
            var isText = !text.Contains('\0', StringComparison.Ordinal) && !text.Contains('\uFFFD', StringComparison.Ordinal);
            await Show.Page<ObjectPage>(new ObjectModel(bucket, key, read, isText ? text : null, clock.LocalTimeZone)).ExecuteAsync(context);
        }));

        routes.MapPage("/labs/sandbox/jobs/{name}", (string name, HttpContext context, Sandbox sandbox, TimeProvider clock, CancellationToken cancel) => AskAsync(context, async () =>
        {
            var job = await sandbox.Client.CallAsync("sagemaker", "DescribeTrainingJob", new() { ["TrainingJobName"] = name }, cancel);
            var log = await LogAsync(sandbox.Client, name, cancel);
            await Show.Page<JobPage>(new JobModel(job, MetricCurve.Read(log), log, clock.LocalTimeZone)).ExecuteAsync(context);
        }));

        routes.MapPage("/labs/sandbox/streams/{name}", (string name, HttpContext context, Sandbox sandbox, TimeProvider clock, CancellationToken cancel) => AskAsync(context, async () =>
        {
            var summary = await sandbox.Client.CallAsync("kinesis", "DescribeStreamSummary", new() { ["StreamName"] = name }, cancel);
            var shards = List(await sandbox.Client.CallAsync("kinesis", "ListShards", new() { ["StreamName"] = name }, cancel), "Shards").Reverse().ToList();
            await Show.Page<StreamPage>(new StreamModel(
                (JsonObject)summary["StreamDescriptionSummary"]!, shards, await RecordsAsync(sandbox.Client, name, shards, clock.GetUtcNow(), cancel), clock.LocalTimeZone)).ExecuteAsync(context);
        }));

        routes.MapPage("/labs/sandbox/deliveries/{name}", (string name, HttpContext context, Sandbox sandbox, TimeProvider clock, CancellationToken cancel) => AskAsync(context, async () =>
            await Show.Page<DeliveryPage>(new DeliveryModel(
                (JsonObject)(await sandbox.Client.CallAsync("firehose", "DescribeDeliveryStream", new() { ["DeliveryStreamName"] = name }, cancel))["DeliveryStreamDescription"]!, clock.LocalTimeZone)).ExecuteAsync(context)));

        routes.MapPage("/labs/sandbox/endpoints/{name}", (string name, HttpContext context, Sandbox sandbox, TimeProvider clock, CancellationToken cancel) => AskAsync(context, async () =>
            await Show.Page<EndpointPage>(new EndpointModel(await DescribedAsync(sandbox, name, cancel), null, null, null, clock.LocalTimeZone)).ExecuteAsync(context)));

        routes.MapPost("/labs/sandbox/endpoints/{name}", (string name, HttpContext context, Sandbox sandbox, TimeProvider clock, CancellationToken cancel) => AskAsync(context, async () =>
        {
            var rows = (await SentForm.ReadAsync(context.Request, cancel))["rows"].ToString().ReplaceLineEndings("\n").Trim();
            var described = await DescribedAsync(sandbox, name, cancel);
            string? answer = null, fault = rows.Length == 0 ? "Send at least one row." : null;
            try
            {
                if (fault is null)
                {
                    var output = await sandbox.Client.CallAsync("sagemaker-runtime", "InvokeEndpoint", new() { ["EndpointName"] = name, ["ContentType"] = rows.StartsWith('{') ? "application/json" : "text/csv" }, cancel, rows);
                    answer = (string?)output["$text"] ?? "";
                }
            }
            catch (SandboxException refused)
            {
                fault = refused.Message;
            }
            await Show.Page<EndpointPage>(new EndpointModel(described, rows, answer, fault, clock.LocalTimeZone)).ExecuteAsync(context);
        }));
    }

    private static async Task<IReadOnlyList<JsonObject>> DeliveriesAsync(SandboxClient client, CancellationToken cancel)
    {
        List<JsonObject> described = [];
        foreach (var name in (await client.CallAsync("firehose", "ListDeliveryStreams", new() { ["Limit"] = MostShown }, cancel))["DeliveryStreamNames"] as JsonArray ?? [])
            described.Add((JsonObject)(await client.CallAsync("firehose", "DescribeDeliveryStream", new() { ["DeliveryStreamName"] = (string)name! }, cancel))["DeliveryStreamDescription"]!);
        return described;
    }

    /// <summary>A look at what came into the open shards in the last quarter of an hour; a shard that others read too often just now shows none.</summary>
    private static async Task<IReadOnlyList<StreamRecord>> RecordsAsync(SandboxClient client, string stream, IReadOnlyList<JsonObject> shards, DateTimeOffset now, CancellationToken cancel)
    {
        List<StreamRecord> records = [];
        foreach (var shard in shards.Where(shard => shard["SequenceNumberRange"]?["EndingSequenceNumber"] is null).Take(MostShards).Select(shard => (string)shard["ShardId"]!))
        {
            try
            {
                var place = await client.CallAsync("kinesis", "GetShardIterator", new() { ["StreamName"] = stream, ["ShardId"] = shard, ["ShardIteratorType"] = "AT_TIMESTAMP", ["Timestamp"] = now.AddMinutes(-15).ToUnixTimeSeconds() }, cancel);
                foreach (var record in List(await client.CallAsync("kinesis", "GetRecords", new() { ["ShardIterator"] = (string)place["ShardIterator"]!, ["Limit"] = MostRecords }, cancel), "Records"))
                {
                    var text = Encoding.UTF8.GetString(Convert.FromBase64String((string)record["Data"]!));
                    records.Add(new(shard, (string)record["SequenceNumber"]!, (string)record["PartitionKey"]!, text.Length > LongestText ? text[..LongestText] + "…" : text, record["ApproximateArrivalTimestamp"]!.GetValue<DateTimeOffset>()));
                }
            }
            catch (SandboxException)
            {
                // Read five times this second, or split meanwhile.
            }
        }
        return records;
    }

    private static Task<JsonObject> DescribedAsync(Sandbox sandbox, string name, CancellationToken cancel) =>
        sandbox.Client.CallAsync("sagemaker", "DescribeEndpoint", new() { ["EndpointName"] = name }, cancel);

    private static JsonObject Newest() => new() { ["SortBy"] = "CreationTime", ["SortOrder"] = "Descending", ["MaxResults"] = MostShown };

    private static IReadOnlyList<JsonObject> List(JsonObject output, string member) => [.. (output[member] as JsonArray ?? []).OfType<JsonObject>()];

    private static async Task<IReadOnlyList<string>> LogAsync(SandboxClient client, string job, CancellationToken cancel)
    {
        const string group = "/aws/sagemaker/TrainingJobs";
        try
        {
            var streams = List(await client.CallAsync("logs", "DescribeLogStreams", new() { ["logGroupName"] = group, ["logStreamNamePrefix"] = job + "/" }, cancel), "logStreams");
            if (streams.Count == 0) return [];
            var input = new JsonObject { ["logGroupName"] = group, ["logStreamName"] = (string?)streams[0]["logStreamName"], ["startFromHead"] = true, ["limit"] = MostLogLines };
            return [.. List(await client.CallAsync("logs", "GetLogEvents", input, cancel), "events").Select(line => (string?)line["message"] ?? "")];
        }
        catch (SandboxException)
        {
            return [];      // a job that wrote nothing yet has no log
        }
    }

    private static async Task AskAsync(HttpContext context, Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (SandboxException refused)
        {
            // AWS's code says which way on there is; a reader wants the sentence.
            var colon = refused.Message.IndexOf(": ", StringComparison.Ordinal);
            var sentence = colon > 0 && !refused.Message.AsSpan(0, colon).Contains(' ') ? refused.Message[(colon + 2)..] : refused.Message;
            var missing = await IsRunningAsync(context);
            await Failure.Answer(context, missing ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict, missing ? sentence : "No sandbox runs. Start it first.", link: missing ? ("/labs/sandbox", "The sandbox") : ("/labs", "The labs, where it is started"));
        }
    }

    /// <summary>Whether a sandbox answers: what it refuses of these reading calls is not there.</summary>
    private static async Task<bool> IsRunningAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<Sandbox>().StateAsync(context.RequestAborted) is SandboxState.Runs;
}

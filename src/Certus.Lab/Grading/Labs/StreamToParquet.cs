using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>Events of a shop through a Kinesis stream and Firehose into S3: as Parquet, in partitions, each session in its order, within seconds.</summary>
internal sealed partial class StreamToParquet : ILabExercise
{
    public const string Source = "certus-clicks-source", Lake = "certus-clicks-lake", Stream = "certus-clicks", RoleName = "certus-clicks-role", Key = "events.jsonl";
    public const string Database = "certus_clicks", Table = "events", Rows = "events/", Errors = "errors/";

    /// <summary>Names in the order of the brief.</summary>
    public const string Shards = "two-shards", Order = "session-order", Delivered = "parquet-rows", Partitions = "partitions", Live = "within-seconds";

    public const int Events = 1_200;
    private const int Sessions = 40, LiveSessions = 6, LiveEvents = 60, LeastShards = 2;

    /// <summary>How old an event may be in S3, and how long the grader waits: with what the sandbox itself takes.</summary>
    private static readonly TimeSpan _freshness = TimeSpan.FromSeconds(10), _patience = TimeSpan.FromSeconds(20), _look = TimeSpan.FromMilliseconds(250);

    private static readonly (string Name, string Type)[] _columns = [("event_id", "string"), ("session", "string"), ("step", "int"), ("product", "string"), ("price", "double"), ("quantity", "int"), ("at", "timestamp")];

    private static readonly Breakage[] _breakages = [Breakage.RoleLacks("role-reads-nothing", RoleName, "kinesis:GetRecords"), Breakage.RoleLacks("role-writes-nothing", RoleName, "s3:PutObject"), Breakage.RoleTrustsAnother(RoleName)];

    public string Id => "stream-to-parquet";
    public string NamePrefix => "certus-clicks";
    public IReadOnlyList<string> Checks => [Shards, Order, Delivered, Partitions, Live];
    public IReadOnlyList<string> Faults => [.. _breakages.Select(breakage => breakage.Id)];

    /// <summary>The events of the file.</summary>
    public static IReadOnlyList<Click> OfFile(LabStart start) => Clicks.Sample(start.Seed, "e", Sessions, Events);

    public Task BreakAsync(LabBench bench, LabStart start, CancellationToken cancel) => Breakage.ApplyAsync(_breakages, this, bench, start, cancel);

    public async Task PrepareAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        foreach (var bucket in (string[])[Source, Lake]) await bench.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket }, cancel);
        await bench.PutAsync(Source, Key, string.Concat(OfFile(start).Select(click => click.Json() + "\n")), cancel, "application/json");
        await bench.CallAsync("iam", "CreateRole", new()
        {
            ["RoleName"] = RoleName, ["Description"] = $"Firehose reads the stream {Stream} and the table {Database}.{Table}, and writes to {Lake}.",
            ["AssumeRolePolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        }, cancel);
        await bench.CallAsync("iam", "PutRolePolicy", new()
        {
            ["RoleName"] = RoleName, ["PolicyName"] = "delivery",
            ["PolicyDocument"] = $$"""
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":["kinesis:DescribeStream","kinesis:GetShardIterator","kinesis:GetRecords","kinesis:ListShards"],"Resource":"arn:aws:kinesis:*:*:stream/{{Stream}}"},
                  {"Effect":"Allow","Action":["glue:GetTable","glue:GetTableVersion","glue:GetTableVersions"],"Resource":"*"},
                  {"Effect":"Allow","Action":["s3:PutObject","s3:GetObject","s3:AbortMultipartUpload"],"Resource":"arn:aws:s3:::{{Lake}}/*"},
                  {"Effect":"Allow","Action":["s3:ListBucket","s3:GetBucketLocation","s3:ListBucketMultipartUploads"],"Resource":"arn:aws:s3:::{{Lake}}"},
                  {"Effect":"Allow","Action":"logs:PutLogEvents","Resource":"*"}]}
                """,
        }, cancel);
        await bench.TryAsync("glue", "DeleteDatabase", new() { ["Name"] = Database }, cancel);
        await bench.CallAsync("glue", "CreateDatabase", new() { ["DatabaseInput"] = new JsonObject { ["Name"] = Database } }, cancel);
        await bench.CallAsync("glue", "CreateTable", new()
        {
            ["DatabaseName"] = Database,
            ["TableInput"] = new JsonObject
            {
                ["Name"] = Table, ["TableType"] = "EXTERNAL_TABLE", ["Parameters"] = new JsonObject { ["classification"] = "parquet" },
                ["PartitionKeys"] = new JsonArray(new JsonObject { ["Name"] = "dt", ["Type"] = "string" }, new JsonObject { ["Name"] = "hour", ["Type"] = "string" }),
                ["StorageDescriptor"] = new JsonObject
                {
                    ["Location"] = $"s3://{Lake}/{Rows}",
                    ["InputFormat"] = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat", ["OutputFormat"] = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                    ["SerdeInfo"] = new JsonObject { ["SerializationLibrary"] = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
                    ["Columns"] = new JsonArray([.. _columns.Select(column => new JsonObject { ["Name"] = column.Name, ["Type"] = column.Type })]),
                },
            },
        }, cancel);
    }

    public async Task<IReadOnlyList<Finding>> GradeAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel)
    {
        var (shards, order) = await StreamAsync(bench, start, cancel);
        // What waits in a buffer is given the time that the events of the grader need anyway.
        var live = await LiveAsync(bench, heldOut, shards.Earned > 0, cancel);
        var (objects, foreign) = await ObjectsAsync(bench, start, cancel);
        return [shards, order, await DeliveredAsync(bench, start, objects, foreign, cancel), PartitionsOf(objects), live];
    }

    private static async Task<(Finding Shards, Finding Order)> StreamAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        var (summary, _) = await bench.TryAsync("kinesis", "DescribeStreamSummary", new() { ["StreamName"] = Stream }, cancel);
        if (summary?["StreamDescriptionSummary"] is not JsonObject stream) return (Finding.Missing(Shards, $"There is no Kinesis stream {Stream}."), Finding.Missing(Order, $"There is no Kinesis stream {Stream}."));
        var open = Values.Whole(stream["OpenShardCount"]!);
        var shards = open >= LeastShards ? Finding.Good(Shards, $"{Stream} takes records in {open} shards.") : Finding.Part(Shards, 0.4, $"{Stream} takes records in {open} shard; the shop needs {LeastShards}.");

        // Where each event of the file lies: its shard, and its place there.
        Dictionary<string, List<(string Shard, int At)>> places = [];
        foreach (var shard in await bench.ListAsync("kinesis", "ListShards", new() { ["StreamName"] = Stream }, "Shards", cancel))
        {
            var at = 0;
            await foreach (var id in IdsAsync(bench, (string)shard["ShardId"]!, cancel))
                if (id is not null) (places.TryGetValue(id, out var found) ? found : places[id] = []).Add(((string)shard["ShardId"]!, at++));
        }
        var sessions = OfFile(start).GroupBy(click => click.Session).ToList();
        int right = 0, spread = 0, absent = 0, mixed = 0;
        foreach (var session in sessions)
        {
            var found = session.Select(click => places.GetValueOrDefault(click.Id)).ToList();
            if (found.Exists(one => one is null)) absent++;
            else if (found.Select(one => one![0].Shard).Distinct().Count() > 1) spread++;
            else if (found.Zip(found.Skip(1)).Any(pair => pair.First![0].At > pair.Second![0].At)) mixed++;
            else right++;
        }
        if (right < sessions.Count)
            return (shards, Finding.Part(Order, absent > 0 || right < sessions.Count / 2 ? 0 : 0.3, $"Of {sessions.Count} sessions, {right} lie whole and in their order in one shard of the stream; {spread} are spread over shards, {mixed} are out of order, of {absent} events are missing."));
        var used = places.Where(pair => pair.Key.StartsWith("e-", StringComparison.Ordinal)).Select(pair => pair.Value[0].Shard).Distinct().Count();
        return (shards, used >= LeastShards || open < LeastShards
            ? Finding.Good(Order, $"All {sessions.Count} sessions lie whole and in their order in one shard each, over {used} shards.")
            : Finding.Part(Order, 0.5, $"All {sessions.Count} sessions lie in their order, but all in one shard: the other takes none."));
    }

    /// <summary>The event ids of a shard in its order; null for a record that holds none.</summary>
    private static async IAsyncEnumerable<string?> IdsAsync(LabBench bench, string shard, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var (first, _) = await PatientlyAsync(bench, "GetShardIterator", new() { ["StreamName"] = Stream, ["ShardId"] = shard, ["ShardIteratorType"] = "TRIM_HORIZON" }, cancel);
        for (var iterator = (string?)first?["ShardIterator"]; iterator is not null;)
        {
            var (page, _) = await PatientlyAsync(bench, "GetRecords", new() { ["ShardIterator"] = iterator }, cancel);
            var records = page?["Records"] as JsonArray ?? [];
            foreach (var record in records) yield return IdOf(Values.Bytes(record!["Data"]!));
            iterator = records.Count == 0 ? null : (string?)page!["NextShardIterator"];
        }
    }

    // A shard is read five times a second, by all readers together.
    private static async Task<(JsonObject? Output, AwsException? Refused)> PatientlyAsync(LabBench bench, string operation, JsonObject input, CancellationToken cancel)
    {
        for (var tries = 0; ; tries++)
        {
            var (output, refused) = await bench.TryAsync("kinesis", operation, (JsonObject)input.DeepClone(), cancel);
            if (refused?.Code != "ProvisionedThroughputExceededException" || tries == 40) return (output, refused);
            await Task.Delay(_look, cancel);
        }
    }

    private static string? IdOf(byte[] data)
    {
        try
        {
            return JsonNode.Parse(data) is JsonObject json && json["event_id"] is JsonValue value && value.TryGetValue<string>(out var id) ? id : null;
        }
        catch (Exception broken) when (broken is System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What lies under the rows' prefix, without what the learner put there by hand.</summary>
    private static async Task<(List<(string Key, DateTimeOffset Written)> Objects, int Foreign)> ObjectsAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        List<(string Key, DateTimeOffset Written)> objects = [];
        string? token = null;
        do
        {
            JsonObject input = new() { ["Bucket"] = Lake, ["Prefix"] = Rows };
            if (token is not null) input["ContinuationToken"] = token;
            var (page, _) = await bench.TryAsync("s3", "ListObjectsV2", input, cancel);
            objects.AddRange((page?["Contents"] as JsonArray ?? []).Select(entry => ((string)entry!["Key"]!, Values.Time(entry["LastModified"]!))));
            token = (string?)page?["NextContinuationToken"];
        }
        while (token is not null);
        HashSet<string> put = [];
        foreach (var operation in (string[])["PutObject", "CopyObject", "CompleteMultipartUpload"])
            foreach (var call in await bench.CalledAsync("s3", operation, start.StartedAt, cancel))
                if (call.Text("Bucket") == Lake && call.Text("Key") is { } key) put.Add(key);
        return (objects.FindAll(one => !put.Contains(one.Key)), objects.Count(one => put.Contains(one.Key)));
    }

    private static async Task<Finding> DeliveredAsync(LabBench bench, LabStart start, List<(string Key, DateTimeOffset Written)> objects, int foreign, CancellationToken cancel)
    {
        if (objects.Count == 0)
            return Finding.Missing(Delivered, foreign > 0 ? $"What lies under s3://{Lake}/{Rows} was put there by a client, not delivered." : $"Nothing lies under s3://{Lake}/{Rows}.");
        var wanted = OfFile(start).ToDictionary(click => click.Id);
        Dictionary<string, int> seen = [];
        int right = 0, wrong = 0;
        string? fault = null;
        foreach (var (key, _) in objects)
        {
            var (events, why) = await EventsAsync(bench, key, cancel);
            fault ??= why;
            foreach (var click in events ?? [])
            {
                if (!wanted.TryGetValue(click.Id, out var sent)) continue;
                if (!seen.TryAdd(click.Id, 1)) seen[click.Id]++;
                else if (click == sent) right++;
                else wrong++;
            }
        }
        var twice = seen.Values.Count(count => count > 1);
        if (right == Events && twice == 0) return Finding.Good(Delivered, $"All {Events:N0} events of the file lie there once, as they were sent.");
        return Finding.Part(Delivered, (right - twice) < Events / 2 ? 0 : 0.6 * (right - twice) / Events,
            $"Of {Events:N0} events of the file, {right:N0} lie under s3://{Lake}/{Rows} as they were sent, {wrong:N0} with other values; {twice:N0} lie there more than once.{(fault is null ? "" : " " + fault)}");
    }

    private static async Task<(IReadOnlyList<Click>? Events, string? Fault)> EventsAsync(LabBench bench, string key, CancellationToken cancel)
    {
        var (bytes, fault) = await bench.BytesAsync(Lake, key, cancel);
        return bytes is null ? (null, fault) : await ParquetEvents.ReadAsync(bytes, key, cancel);
    }

    private static Finding PartitionsOf(List<(string Key, DateTimeOffset Written)> objects)
    {
        if (objects.Count == 0) return Finding.Missing(Partitions, $"Nothing delivered lies under s3://{Lake}/{Rows}.");
        var astray = objects.FindAll(one => Partition().Match(one.Key) is not { Success: true } match
            || !DateTimeOffset.TryParseExact($"{match.Groups[1].Value} {match.Groups[2].Value}", "yyyy-MM-dd HH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var hour)
            || one.Written < hour || one.Written > hour.AddHours(2.5)); // a buffer may be delivered in the next hour
        return astray.Count == 0
            ? Finding.Good(Partitions, $"All {objects.Count} objects lie in the partition of their hour.")
            : Finding.Part(Partitions, 0.4 * (objects.Count - astray.Count) / objects.Count, $"{astray.Count} of {objects.Count} objects do not lie in the partition dt=YYYY-MM-DD/hour=HH of the hour in which they came, such as {astray[0].Key}.");
    }

    private static async Task<Finding> LiveAsync(LabBench bench, ulong heldOut, bool streams, CancellationToken cancel)
    {
        if (!streams) return Finding.Missing(Live, $"Without the stream {Stream} no event can be sent.");
        if (await SlowestAsync(bench, cancel) is { } fault) return Finding.Missing(Live, fault);
        // A name of its own for each grading, so that what an earlier one sent is not taken for it.
        var events = Clicks.Sample(heldOut, string.Create(CultureInfo.InvariantCulture, $"g{heldOut:x}"), LiveSessions, LiveEvents);
        var spoilt = $"{{\"event_id\":\"{events[0].Id}-spoilt\",\"session\":\"{events[0].Session}\",\"step\":\"first\"}}";
        var random = new SeededRandom(heldOut, "spoilt record");
        List<(string Key, string Data)> records = [.. events.Select(click => (click.Session, click.Json()))];
        records.Insert(random.Below(records.Count), (events[0].Session, spoilt));
        var began = bench.Now;
        foreach (var (key, data) in records)
        {
            var (_, refused) = await PatientlyAsync(bench, "PutRecord", new() { ["StreamName"] = Stream, ["PartitionKey"] = key, ["Data"] = Values.Of(Encoding.UTF8.GetBytes(data)) }, cancel);
            if (refused is not null) return Finding.Missing(Live, $"{Stream} refused an event: {refused.Message}");
        }
        var wanted = events.ToDictionary(click => click.Id);
        HashSet<string> read = [];
        Dictionary<string, Click> arrived = [];
        var inOrder = true;
        var caught = false;
        string? unread = null;
        // The spoilt record comes before the last one and its failure is written before the rows: with all rows there it is there, or comes nowhere.
        for (var until = DateTimeOffset.UtcNow + _patience; DateTimeOffset.UtcNow < until && arrived.Count < wanted.Count && unread is null;)
        {
            await Task.Delay(_look, cancel);
            foreach (var item in await bench.ListAsync("s3", "ListObjectVersions", new() { ["Bucket"] = Lake }, "Versions", cancel))
            {
                var key = (string)item["Key"]!;
                if (Values.Time(item["LastModified"]!) < began.AddSeconds(-1) || !read.Add(key)) continue;
                if (!key.StartsWith(Rows, StringComparison.Ordinal))
                {
                    var (text, _) = key.StartsWith(Errors, StringComparison.Ordinal) ? await bench.TextAsync(Lake, key, cancel) : (null, null);
                    caught |= text?.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(spoilt)), StringComparison.Ordinal) == true;
                    continue;
                }
                var (found, why) = await EventsAsync(bench, key, cancel);
                unread ??= why;
                List<Click> own = [.. (found ?? []).Where(click => wanted.ContainsKey(click.Id))];
                inOrder &= own.GroupBy(click => click.Session).All(session => session.Zip(session.Skip(1)).All(pair => pair.First.Step < pair.Second.Step));
                foreach (var click in own) arrived[click.Id] = click;
            }
        }
        var right = arrived.Count(pair => pair.Value == wanted[pair.Key]);
        if (right < wanted.Count) return Finding.Missing(Live, $"Of {wanted.Count} new events that the grader put into {Stream}, {right} came to s3://{Lake}/{Rows} as right Parquet rows.{(unread is null ? "" : " " + unread)}");
        if (!inOrder) return Finding.Part(Live, 0.5, $"All {wanted.Count} new events came, but sessions are out of order within a file.");
        return caught
            ? Finding.Good(Live, $"All {wanted.Count} new events came as rows within seconds, sessions in order, and a record that fits no row came to s3://{Lake}/{Errors}.")
            : Finding.Part(Live, 0.7, $"All {wanted.Count} new events came as rows within seconds; a record that fits no row did not come to s3://{Lake}/{Errors}.");
    }

    /// <summary>Why no delivery of the stream can be fast enough; null where one may be.</summary>
    private static async Task<string?> SlowestAsync(LabBench bench, CancellationToken cancel)
    {
        var names = (await bench.CallAsync("firehose", "ListDeliveryStreams", new() { ["Limit"] = 100L }, cancel))["DeliveryStreamNames"] as JsonArray ?? [];
        List<double> waits = [];
        foreach (var name in names)
        {
            var (described, _) = await bench.TryAsync("firehose", "DescribeDeliveryStream", new() { ["DeliveryStreamName"] = (string?)name }, cancel);
            if (described?["DeliveryStreamDescription"] is not JsonObject hose || ((string?)hose["Source"]?["KinesisStreamSourceDescription"]?["KinesisStreamARN"])?.EndsWith($":stream/{Stream}", StringComparison.Ordinal) != true) continue;
            var hints = (hose["Destinations"]?[0]?["ExtendedS3DestinationDescription"] ?? hose["Destinations"]?[0]?["S3DestinationDescription"])?["BufferingHints"];
            waits.Add(hints?["IntervalInSeconds"] is { } seconds ? Values.Real(seconds) : 300);
        }
        if (waits.Count == 0) return $"No delivery stream takes its records from {Stream}.";
        return waits.Min() > _freshness.TotalSeconds ? $"What delivers from {Stream} gathers for up to {waits.Min():0} seconds; an event must be in S3 after {_freshness.TotalSeconds:0}." : null;
    }

    [GeneratedRegex("^events/dt=([0-9]{4}-[0-9]{2}-[0-9]{2})/hour=([0-9]{2})/[^/]+$")]
    private static partial Regex Partition();
}

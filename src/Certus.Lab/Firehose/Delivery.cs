using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Glue;
using Certus.Lab.Iam;
using Certus.Lab.Iam.Policies;
using Certus.Lab.Kinesis;
using Certus.Lab.Logs;
using Certus.Lab.S3;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Firehose;

/// <summary>Takes in what the sources have, delivers what was gathered long enough or is large enough.</summary>
/// <remarks>
/// An object's name comes from the first record in it: a delivery that a crash cut off between the object and the rows is made again under the same
/// name, so no record is delivered twice. A stream whose destination refuses keeps what it has and tries again.
/// </remarks>
internal sealed class Delivery(LabDatabase database, ObjectStore objects, Access access, DataCatalog catalog, LogStreams logs, TimeProvider clock) : IAsyncDisposable
{
    private const int MostTaken = 5000;
    private const long MostBytes = 10 << 20;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<long, DateTimeOffset> _waits = [];
    private readonly SemaphoreSlim _one = new(1);
    private Task _work = Task.CompletedTask;

    public void Start() => _work = Task.Run(WorkAsync);

    private async Task WorkAsync()
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token))
            {
                try
                {
                    await RoundAsync(_closing.Token);
                }
                catch (SqliteException)
                {
                    // Rows that can't be read now are asked for again at the next tick.
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
        {
            // What is gathered lies on disk; the next start goes on.
        }
    }

    /// <summary>One look at every stream.</summary>
    public async Task RoundAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            foreach (var stream in database.Read(DeliveryStream.Busy))
            {
                // What was gathered goes its way also where nothing more can be taken in.
                var taking = stream.SourceArn is null ? null : await FaultAsync(TakeInAsync(stream, cancel));
                var delivering = await FaultAsync(DeliverAsync(stream.Id, cancel));
                if (delivering is not null) _waits[stream.Id] = clock.GetUtcNow() + Again;
                if ((taking ?? delivering) is { } fault && database.Read(connection => DeliveryStream.Find(connection, stream.Id)) is { } now) await FailAsync(now, fault, cancel);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private static async Task<Exception?> FaultAsync(Task work)
    {
        try
        {
            await work;
            return null;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or ObjectDisposedException))
        {
            return fault;
        }
    }

    private async Task TakeInAsync(DeliveryStream stream, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (database.Read(connection => Source(connection, stream)) is not { } source || source.NextNumber <= stream.Position) return;
        var role = (string)stream.Source!["RoleARN"]!;
        var decision = access.DecideAssume(FirehoseNames.Service, role);
        if (decision.Allowed) decision = access.Decide(role, "kinesis:GetRecords", source.Arn);
        if (!decision.Allowed) throw new DeliveryFaultException("Kinesis.AccessDenied", $"Access to the Kinesis stream {source.Arn} was denied for {role}: {decision.Reason}");
        await database.WriteAsync(connection =>
        {
            if (DeliveryStream.Find(connection, stream.Id) is not { } kept || Source(connection, kept) is not { } from) return;
            var (records, next) = Taken(connection, from, kept.Position, now);
            kept.Gather(connection, records, next);
        }, cancel);
    }

    /// <summary>A source's next records, not too many and not too large together, and where to go on.</summary>
    private static (List<(long At, byte[] Data)> Records, long Next) Taken(SqliteConnection connection, DataStream source, long position, DateTimeOffset now)
    {
        // A stream counts over all its shards: what comes by its numbers comes in the order of every shard, parents before children. Each shard is asked from the
        // position on, so that what was taken in before is not read again.
        var places = Rows(connection, """
            SELECT record.shard, record.number FROM kinesis_shard shard CROSS JOIN kinesis_record record ON record.stream = shard.stream AND record.shard = shard.number AND record.number >= $position
            WHERE shard.stream = $stream AND record.at >= $horizon ORDER BY record.number LIMIT $most
            """, row => (Shard: row.GetInt64(0), Number: row.GetInt64(1)), ("$stream", source.Id), ("$position", position), ("$horizon", source.Horizon(now)), ("$most", MostTaken + 1));
        List<(long, byte[])> records = [];
        long bytes = 0;
        foreach (var (shard, number) in places)
        {
            if (records.Count == MostTaken || bytes >= MostBytes) return (records, number);
            var record = Rows(connection, "SELECT at, data FROM kinesis_record WHERE stream = $stream AND shard = $shard AND number = $number",
                row => (row.GetInt64(0), Data: (byte[])row.GetValue(1)), ("$stream", source.Id), ("$shard", shard), ("$number", number)).Single();
            bytes += record.Data.Length;
            records.Add(record);
        }
        return (records, source.NextNumber);
    }

    private static DataStream? Source(SqliteConnection connection, DeliveryStream stream) =>
        stream.SourceArn is { } arn && KinesisNames.StreamOf(arn) is { } name ? DataStream.Find(connection, stream.Region, name) : null;

    private async Task DeliverAsync(long id, CancellationToken cancel)
    {
        while (database.Read(connection => DeliveryStream.Find(connection, id)) is { Oldest: { } oldest } stream)
        {
            var target = Destinations.Target(stream.Destination);
            var now = clock.GetUtcNow();
            if (_waits.TryGetValue(id, out var until) && now < until) return;
            if (stream.Bytes < target.Size && now - DateTimeOffset.FromUnixTimeMilliseconds(oldest) < target.Interval) return;
            var records = database.Read(connection => stream.Gathered(connection, target.Size));
            if (records.Count == 0) return;
            await PutAsync(stream, target, records, cancel);
            _waits.Remove(id);
            await database.WriteAsync(connection => stream.Release(connection, records[^1].Number, records.Sum(record => (long)record.Data.Length)), cancel);
        }
    }

    private async Task PutAsync(DeliveryStream stream, S3Target target, List<(long Number, long At, byte[] Data)> records, CancellationToken cancel)
    {
        if (target.Instead is { } kind)
        {
            await FailuresAsync(stream, target, $"{kind.ToLowerInvariant()}-failed", records[0], records.Select(record => Failed(record, $"{kind}.NotInSandbox", $"The sandbox has no {kind} to deliver to.", null)), cancel);
            return;
        }
        if (target.Conversion is not { } conversion)
        {
            var ending = target.EndsLines ? "\n"u8.ToArray() : [];
            await StoreAsync(stream, target, records[0], KeyPrefix.Write(target.Prefix, Local(target, records[0].At), Id(stream, records[0].Number), null), Compressed(target, records.SelectMany(record => (byte[][])[record.Data, ending])), cancel);
            return;
        }
        var schema = conversion["SchemaConfiguration"]!.AsObject();
        var rows = new RowConversion(Table(stream, target, schema), conversion);
        List<JsonObject> failures = [];
        foreach (var record in records)
            if (rows.Add(record.Data) is { } complaint) failures.Add(Failed(record, "DataFormatConversion.MalformedData", complaint, schema));
        if (failures.Count > 0) await FailuresAsync(stream, target, "format-conversion-failed", records[0], failures, cancel);
        if (rows.Count > 0) await StoreAsync(stream, target, records[0], KeyPrefix.Write(target.Prefix, Local(target, records[0].At), Id(stream, records[0].Number), null), await rows.WriteAsync(cancel), cancel);
    }

    private CatalogTable Table(DeliveryStream stream, S3Target target, JsonObject schema)
    {
        var (region, databaseName, name) = ((string?)schema["Region"] ?? stream.Region, (string)schema["DatabaseName"]!, (string)schema["TableName"]!);
        var role = (string?)schema["RoleARN"] ?? target.Role!;
        var decision = access.DecideAssume(FirehoseNames.Service, role);
        if (decision.Allowed) decision = access.Decide(role, "glue:GetTableVersions", $"arn:aws:glue:{region}:{LabCaller.Account}:table/{databaseName}/{name}");
        if (!decision.Allowed) throw new DeliveryFaultException("DataFormatConversion.AccessDenied", $"Access to the schema was denied for {role} (glue:GetTableVersions): {decision.Reason}");
        return catalog.FindTable(region, databaseName, name) ?? throw new DeliveryFaultException("DataFormatConversion.EntityNotFound", $"The table {databaseName}.{name} is not in the Glue catalog of {region}.");
    }

    private Task FailuresAsync(DeliveryStream stream, S3Target target, string type, (long Number, long At, byte[] Data) first, IEnumerable<JsonObject> failures, CancellationToken cancel)
    {
        var prefix = target.ErrorPrefix ?? (target.Prefix.Contains("!{", StringComparison.Ordinal) ? "" : target.Prefix);
        return StoreAsync(stream, target, first, KeyPrefix.Write(prefix, Local(target, first.At), Id(stream, first.Number), type), Encoding.UTF8.GetBytes(string.Concat(failures.Select(failure => failure.ToJsonString() + "\n"))), cancel, plain: true);
    }

    private JsonObject Failed((long Number, long At, byte[] Data) record, string code, string message, JsonObject? schema)
    {
        JsonObject failed = new()
        {
            ["attemptsMade"] = 1, ["arrivalTimestamp"] = record.At, ["lastErrorCode"] = code, ["lastErrorMessage"] = message,
            ["attemptEndingTimestamp"] = clock.GetUtcNow().ToUnixTimeMilliseconds(), ["rawData"] = Convert.ToBase64String(record.Data),
        };
        if (schema is not null) failed["dataCatalogTable"] = new JsonObject { ["databaseName"] = (string?)schema["DatabaseName"], ["tableName"] = (string?)schema["TableName"], ["region"] = (string?)schema["Region"], ["versionId"] = (string?)schema["VersionId"] ?? "LATEST" };
        return failed;
    }

    private async Task StoreAsync(DeliveryStream stream, S3Target target, (long Number, long At, byte[] Data) first, string prefix, byte[] bytes, CancellationToken cancel, bool plain = false)
    {
        var at = Local(target, first.At);
        var extension = plain ? "" : target.Extension ?? (target.Conversion is not null ? ".parquet" : target.Compression switch { "GZIP" => ".gz", "ZIP" => ".zip", _ => "" });
        var key = string.Create(CultureInfo.InvariantCulture, $"{prefix}{stream.Name}-{stream.Version}-{at:yyyy-MM-dd-HH-mm-ss}-{Id(stream, first.Number)}{extension}");
        var role = target.Role ?? "";
        var decision = access.DecideAssume(FirehoseNames.Service, role);
        if (decision.Allowed) decision = access.Decide(role, "s3:PutObject", $"arn:aws:s3:::{target.Bucket}/{key}", database.Read(connection => BucketPolicies.Of(connection, target.Bucket)));
        if (!objects.BucketExists(target.Bucket)) throw new DeliveryFaultException("S3.NoSuchBucket", $"The specified bucket does not exist: {target.Bucket}");
        if (!decision.Allowed) throw new DeliveryFaultException("S3.AccessDenied", $"Access was denied. Ensure that the trust policy for the provided IAM role allows Firehose to assume the role, and the access policy allows access to the S3 bucket. ({decision.Reason})");
        using var content = new MemoryStream(bytes);
        await objects.PutAsync(target.Bucket, key, content, "application/octet-stream", cancel);
    }

    /// <summary>What of an object's name looks drawn: the same for the same first record.</summary>
    private static Guid Id(DeliveryStream stream, long first) => new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{stream.Arn}/{stream.Created}/{first}"))).AsSpan(0, 16));

    private static DateTimeOffset Local(S3Target target, long at) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(at), target.Zone);

    private static byte[] Compressed(S3Target target, IEnumerable<byte[]> parts)
    {
        using var bytes = new MemoryStream();
        switch (target.Compression)
        {
            case "ZIP":
                using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
                using (var entry = zip.CreateEntry("records").Open())
                    Write(entry);
                break;
            case "GZIP":
                using (var zip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true)) Write(zip);
                break;
            default:
                Write(bytes);
                break;
        }
        return bytes.ToArray();

        void Write(Stream stream)
        {
            foreach (var part in parts) stream.Write(part);
        }
    }

    private async Task FailAsync(DeliveryStream stream, Exception fault, CancellationToken cancel)
    {
        var code = fault switch { DeliveryFaultException known => known.Code, AwsException refused => "S3." + refused.Code, _ => "InternalError" };
        var failure = $"{code}: {fault.Message}";
        if (failure == stream.Failure) return;
        await database.WriteAsync(connection => Execute(connection, "UPDATE firehose_stream SET failure = $failure WHERE id = $id", ("$failure", failure), ("$id", stream.Id)), cancel);
        if (Destinations.Target(stream.Destination).Log is var (group, name))
        {
            JsonObject line = new() { ["deliveryStreamARN"] = stream.Arn, ["destination"] = $"arn:aws:s3:::{Destinations.Target(stream.Destination).Bucket}", ["deliveryStreamVersionId"] = stream.Version, ["message"] = fault.Message, ["errorCode"] = code };
            await logs.AppendAsync(stream.Region, group, name, [new(clock.GetUtcNow(), line.ToJsonString())], cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _work;
        _closing.Dispose();
        _one.Dispose();
    }
}

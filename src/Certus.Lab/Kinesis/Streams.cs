using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Kinesis;

/// <summary>Streams: made and usable at once, described, listed, deleted.</summary>
internal sealed class Streams(LabDatabase database, bool asBefore)
{
    internal const int MostShards = 6000;
    private const int MostOnDemand = 50;
    private const int ShardsOnDemand = 4;
    private const int MostDescribed = 100;
    private const int NumbersAMillisecond = 20; // as a power of two; the year 2248 still fits

    private readonly int _page = asBefore ? 10 : 100;

    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var (region, name, now) = (call.Caller.Region, call.Required("StreamName"), call.Now.ToUnixTimeMilliseconds());
        var mode = (string?)call.Structure("StreamModeDetails")?["StreamMode"] ?? DataStream.Provisioned;
        var asked = call.Whole("ShardCount");
        if (mode == DataStream.OnDemand && asked is not null) throw KinesisNames.Invalid("ShardCount can't be given for a stream in On-Demand mode.");
        if (mode == DataStream.Provisioned && asked is null) throw KinesisNames.Invalid("ShardCount must be given for a stream in Provisioned mode.");
        var count = (int)Math.Min(asked ?? ShardsOnDemand, MostShards + 1);
        await database.WriteAsync(connection =>
        {
            if (DataStream.Find(connection, region, name) is not null) throw KinesisNames.InUse($"Stream {name} under account {LabCaller.Account} already exists.");
            var (open, onDemand) = Counts(connection, region);
            if (open + count > MostShards) throw KinesisNames.Limit($"This request would exceed the shard limit for the account {LabCaller.Account} in {region}. Current shard count for the account: {open}. Limit: {MostShards}. Number of additional shards that would have resulted from this request: {asked ?? count}.");
            if (mode == DataStream.OnDemand && onDemand >= MostOnDemand) throw KinesisNames.Limit($"The account {LabCaller.Account} has {MostOnDemand} streams in On-Demand mode in {region}, which is its limit.");
            // A stream made anew under a name goes on above the numbers of the one before: who has kept a place in that one misses nothing in this one.
            var first = asBefore ? 0 : now << NumbersAMillisecond;
            Execute(connection, "INSERT INTO kinesis_stream (region, name, created, mode, retention, record_kib, next_number) VALUES ($region, $name, $now, $mode, 24, $kib, $first)",
                ("$region", region), ("$name", name), ("$now", now), ("$mode", mode), ("$kib", call.Whole("MaxRecordSizeInKiB") ?? 1024), ("$first", first + 1));
            var stream = DataStream.Find(connection, region, name)!;
            StreamTags.Put(connection, stream.Arn, call.Structure("Tags"));
            // 2^128 through their number; of one shard that is more than fits and not needed.
            var width = (UInt128.MaxValue - (UInt128)count + 1) / (UInt128)count + 1;
            for (var number = 0; number < count; number++)
                new Shard(number, null, null, width * (UInt128)number, number == count - 1 ? UInt128.MaxValue : width * (UInt128)(number + 1) - 1, first, null, now, null).Insert(connection, stream.Id);
            Execute(connection, "UPDATE kinesis_stream SET next_shard = $count WHERE id = $id", ("$count", count), ("$id", stream.Id));
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var stream = DataStream.Get(connection, call);
            if (call.Flag("EnforceConsumerDeletion") != true && Consumers.Count(connection, stream.Id) is > 0 and var consumers)
                throw KinesisNames.InUse($"Stream {stream.Name} under account {LabCaller.Account} has {consumers} registered consumers and can't be deleted before they are deregistered, or with EnforceConsumerDeletion.");
            Execute(connection, "DELETE FROM kinesis_tag WHERE arn = $arn OR substr(arn, 1, length($arn) + 1) = $arn || '/'", ("$arn", stream.Arn));
            Execute(connection, "DELETE FROM kinesis_stream WHERE id = $id", ("$id", stream.Id));
        }, cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        var limit = (int)Math.Min(call.Whole("Limit") ?? _page, 100);
        var streams = database.Read(connection => DataStream.List(connection, call.Caller.Region, call.Text("NextToken") ?? call.Text("ExclusiveStartStreamName") ?? "", limit + 1));
        var page = streams.Take(limit).ToList();
        JsonObject answer = new()
        {
            ["StreamNames"] = new JsonArray([.. page.Select(stream => JsonValue.Create(stream.Name))]),
            ["HasMoreStreams"] = streams.Count > limit,
            ["StreamSummaries"] = new JsonArray([.. page.Select(stream => new JsonObject
            {
                ["StreamName"] = stream.Name, ["StreamARN"] = stream.Arn, ["StreamStatus"] = "ACTIVE", ["StreamModeDetails"] = Mode(stream),
                ["StreamCreationTimestamp"] = Values.Of(DateTimeOffset.FromUnixTimeMilliseconds(stream.Created)),
            })]),
        };
        if (streams.Count > limit) answer["NextToken"] = page[^1].Name;
        return new(answer);
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel) => new(database.Read(connection =>
    {
        var stream = DataStream.Get(connection, call);
        var limit = (int)Math.Min(call.Whole("Limit") ?? MostDescribed, MostDescribed);
        var after = call.Text("ExclusiveStartShardId") is { } id ? KinesisNames.ShardNumber(id) ?? throw KinesisNames.Invalid($"ExclusiveStartShardId {id} is not the id of a shard.") : -1;
        var shards = Shard.List(connection, stream, stream.Horizon(call.Now)).Where(shard => shard.Number > after).ToList();
        var answer = Described(stream);
        answer["Shards"] = new JsonArray([.. shards.Take(limit).Select(shard => shard.Json())]);
        answer["HasMoreShards"] = shards.Count > limit;
        return new JsonObject { ["StreamDescription"] = answer };
    }));

    public ValueTask<LabAnswer> SummarizeAsync(LabCall call, CancellationToken cancel) => new(database.Read(connection =>
    {
        var stream = DataStream.Get(connection, call);
        var answer = Described(stream);
        answer["OpenShardCount"] = Shard.CountOpen(connection, stream.Id);
        answer["ConsumerCount"] = Consumers.Count(connection, stream.Id);
        answer["MaxRecordSizeInKiB"] = stream.RecordKib;
        return new JsonObject { ["StreamDescriptionSummary"] = answer };
    }));

    public ValueTask<LabAnswer> LimitsAsync(LabCall call, CancellationToken cancel)
    {
        var (open, onDemand) = database.Read(connection => Counts(connection, call.Caller.Region));
        return new(new JsonObject { ["ShardLimit"] = MostShards, ["OpenShardCount"] = open, ["OnDemandStreamCount"] = onDemand, ["OnDemandStreamCountLimit"] = MostOnDemand });
    }

    private static JsonObject Described(DataStream stream)
    {
        JsonObject answer = new()
        {
            ["StreamName"] = stream.Name, ["StreamARN"] = stream.Arn, ["StreamStatus"] = "ACTIVE", ["StreamModeDetails"] = Mode(stream),
            ["RetentionPeriodHours"] = stream.Retention, ["StreamCreationTimestamp"] = Values.Of(DateTimeOffset.FromUnixTimeMilliseconds(stream.Created)),
            ["EnhancedMonitoring"] = stream.Monitoring, ["EncryptionType"] = stream.Encryption,
        };
        if (stream.KeyId is { } key) answer["KeyId"] = key;
        return answer;
    }

    private static JsonObject Mode(DataStream stream) => new() { ["StreamMode"] = stream.Mode };

    /// <summary>The shards of provisioned streams that are open, and the streams on demand, of a region.</summary>
    internal static (long Open, long OnDemand) Counts(SqliteConnection connection, string region) => (
        (long)Scalar(connection, "SELECT COUNT(*) FROM kinesis_shard h JOIN kinesis_stream s ON s.id = h.stream WHERE s.region = $region AND s.mode = $mode AND h.last IS NULL", ("$region", region), ("$mode", DataStream.Provisioned))!,
        (long)Scalar(connection, "SELECT COUNT(*) FROM kinesis_stream WHERE region = $region AND mode = $mode", ("$region", region), ("$mode", DataStream.OnDemand))!);
}

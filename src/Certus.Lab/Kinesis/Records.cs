using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Kinesis;

/// <summary>Records: put into the shard of their hash key, read in the order in which they came.</summary>
internal sealed class Records(LabDatabase database, bool asBefore)
{
    private const long MostRead = 10 << 20;
    private const long AheadAllowed = 5000; // clocks differ
    private const long TrimEvery = 60_000;

    private static readonly string[] Inserted = ["$stream", "$shard", "$number", "$at", "$key", "$data"];

    private readonly ShardPace _pace = new();
    private readonly int _mebibytesTogether = asBefore ? 5 : 10;

    public async ValueTask<LabAnswer> PutAsync(LabCall call, CancellationToken cancel)
    {
        var entry = Entry.Of(call.Input);
        return await database.WriteAsync<LabAnswer>(connection =>
        {
            var stream = DataStream.Get(connection, call);
            if (entry.Size > stream.RecordKib << 10) throw TooLarge("data", stream);
            if (call.Text("SequenceNumberForOrdering") is { } after && Number(after) >= stream.NextNumber)
                throw KinesisNames.Invalid($"ExclusiveMinimumSequenceNumber {after} used in PutRecord on stream {stream.Name} under account {LabCaller.Account} is invalid.");
            var shard = Shard.Taking(connection, stream.Id, entry.Hash);
            if (!_pace.Takes(stream.Id, shard, entry.Size, call.Now)) throw KinesisNames.Exceeded(stream.Name, shard);
            Append(connection, stream, [(entry, shard)], call.Now);
            return new JsonObject { ["ShardId"] = KinesisNames.ShardId(shard), ["SequenceNumber"] = Shard.Text(stream.NextNumber), ["EncryptionType"] = stream.Encryption };
        }, cancel);
    }

    public async ValueTask<LabAnswer> PutManyAsync(LabCall call, CancellationToken cancel)
    {
        var entries = call.List("Records").Select(record => Entry.Of(record!.AsObject())).ToList();
        if (entries.Sum(entry => entry.Size) > (long)_mebibytesTogether << 20) throw KinesisNames.Invalid($"Records size exceeds {_mebibytesTogether} MB limit");
        return await database.WriteAsync<LabAnswer>(connection =>
        {
            var stream = DataStream.Get(connection, call);
            if (entries.FindIndex(entry => entry.Size > stream.RecordKib << 10) is >= 0 and var large) throw TooLarge($"records.{large + 1}.member.data", stream);
            List<(Entry Entry, long Shard)> taken = [];
            JsonArray results = [];
            var open = Shard.Open(connection, stream.Id);
            foreach (var entry in entries)
            {
                var shard = open[open.FindLastIndex(one => one.Low <= entry.Hash)].Number;
                if (_pace.Takes(stream.Id, shard, entry.Size, call.Now))
                {
                    results.Add(new JsonObject { ["SequenceNumber"] = Shard.Text(stream.NextNumber + taken.Count), ["ShardId"] = KinesisNames.ShardId(shard) });
                    taken.Add((entry, shard));
                }
                else
                {
                    results.Add(new JsonObject { ["ErrorCode"] = "ProvisionedThroughputExceededException", ["ErrorMessage"] = KinesisNames.RateExceeded(stream.Name, shard) });
                }
            }
            Append(connection, stream, taken, call.Now);
            return new JsonObject { ["FailedRecordCount"] = entries.Count - taken.Count, ["Records"] = results, ["EncryptionType"] = stream.Encryption };
        }, cancel);
    }

    public ValueTask<LabAnswer> IterateAsync(LabCall call, CancellationToken cancel) => new(database.Read(connection =>
    {
        var stream = DataStream.Get(connection, call);
        var id = call.Required("ShardId");
        var shard = Shard.Find(connection, stream.Id, id) ?? throw new AwsException("ResourceNotFoundException", $"Shard {id} in stream {stream.Name} under account {LabCaller.Account} does not exist");
        if (!_pace.Points(stream.Id, shard.Number, call.Now)) throw KinesisNames.Exceeded(stream.Name, shard.Number);
        var type = call.Required("ShardIteratorType");
        var number = type switch
        {
            "TRIM_HORIZON" => 0,
            "LATEST" => shard.Last ?? stream.NextNumber,
            "AT_TIMESTAMP" => From(connection, stream, shard, call),
            _ => Starting(stream, shard, call) + (type == "AFTER_SEQUENCE_NUMBER" ? 1 : 0),
        };
        return new JsonObject { ["ShardIterator"] = new ShardIterator(stream.Id, stream.Name, shard.Number, number, call.Now.ToUnixTimeMilliseconds()).ToString() };
    }));

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel) => new(database.Read(connection =>
    {
        var place = ShardIterator.Parse(call.Required("ShardIterator")) ?? throw KinesisNames.Invalid("Invalid ShardIterator.");
        var now = call.Now.ToUnixTimeMilliseconds();
        if (now - place.Made > ShardIterator.Life)
            throw new AwsException("ExpiredIteratorException", string.Create(CultureInfo.InvariantCulture,
                $"Iterator expired. The iterator was created at time {Instant(place.Made)} while right now it is {Instant(now)} which is further in the future than the tolerated delay of {ShardIterator.Life} milliseconds."));
        var stream = DataStream.Find(connection, place.Stream) is { } known && known.Region == call.Caller.Region && known.Name == place.Name ? known : throw KinesisNames.NoStream(place.Name);
        if (call.Text("StreamARN") is { } arn && arn != stream.Arn) throw KinesisNames.Invalid("StreamARN and ShardIterator are of different streams.");
        var shard = Shard.Find(connection, stream.Id, KinesisNames.ShardId(place.Shard)) ?? throw new AwsException("ResourceNotFoundException", $"Shard {KinesisNames.ShardId(place.Shard)} in stream {stream.Name} under account {LabCaller.Account} does not exist");
        if (!_pace.Gives(stream.Id, shard.Number, call.Now)) throw KinesisNames.Exceeded(stream.Name, shard.Number);
        var records = Read(connection, stream, shard.Number, place.Number, (int)(call.Whole("Limit") ?? 10_000), call.Now);
        _pace.Gave(stream.Id, shard.Number, records.Sum(record => (long)record.Data.Length));
        var next = records.Count > 0 ? records[^1].Number + 1 : Math.Max(place.Number, Math.Min(stream.NextNumber, shard.Last ?? long.MaxValue));
        var behind = Scalar(connection, "SELECT 1 FROM kinesis_record WHERE stream = $stream AND shard = $shard AND number >= $next LIMIT 1", ("$stream", stream.Id), ("$shard", shard.Number), ("$next", next)) is not null;
        JsonObject answer = new()
        {
            ["Records"] = new JsonArray([.. records.Select(record => Json(record, stream))]),
            ["MillisBehindLatest"] = behind && records.Count > 0 ? Math.Max(0, now - records[^1].At) : 0L,
        };
        if (shard.IsOpen || behind) answer["NextShardIterator"] = (place with { Number = next, Made = now }).ToString();
        else answer["ChildShards"] = new JsonArray([.. Shard.Children(connection, stream.Id, shard.Number).Select(child => child.Child())]);
        return answer;
    }));

    /// <summary>Records of a shard from a sequence number on that are not too old; at most so many, and at most 10 MiB.</summary>
    public static List<StoredRecord> Read(SqliteConnection connection, DataStream stream, long shard, long from, int most, DateTimeOffset now)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT number, at, key, data FROM kinesis_record WHERE stream = $stream AND shard = $shard AND number >= $from AND at >= $horizon ORDER BY number LIMIT $most";
        foreach (var (name, value) in new (string, object)[] { ("$stream", stream.Id), ("$shard", shard), ("$from", from), ("$horizon", stream.Horizon(now)), ("$most", most) }) command.Parameters.AddWithValue(name, value);
        using var row = command.ExecuteReader();
        List<StoredRecord> records = [];
        long bytes = 0;
        while (row.Read())
        {
            StoredRecord record = new(row.GetInt64(0), row.GetInt64(1), row.GetString(2), (byte[])row.GetValue(3));
            bytes += record.Data.Length;
            if (bytes > MostRead && records.Count > 0) break;
            records.Add(record);
        }
        return records;
    }

    /// <summary>Forgets how fast the shards were used.</summary>
    public void Forget() => _pace.Clear();

    private static void Append(SqliteConnection connection, DataStream stream, List<(Entry Entry, long Shard)> taken, DateTimeOffset now)
    {
        if (taken.Count == 0) return;
        // Time never goes back in a stream, so that records by time are records by number.
        var at = Math.Max(now.ToUnixTimeMilliseconds(), stream.Last);
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO kinesis_record VALUES ($stream, $shard, $number, $at, $key, $data)";
        var parameters = Inserted.Select(name => command.Parameters.AddWithValue(name, DBNull.Value)).ToArray();
        foreach (var (index, (entry, shard)) in taken.Index())
        {
            object[] values = [stream.Id, shard, stream.NextNumber + index, at, entry.Key, entry.Data];
            for (var i = 0; i < values.Length; i++) parameters[i].Value = values[i];
            command.ExecuteNonQuery();
        }
        Execute(connection, "UPDATE kinesis_stream SET next_number = next_number + $count, last = $at WHERE id = $id", ("$count", taken.Count), ("$at", at), ("$id", stream.Id));
        Trim(connection, stream, now);
    }

    // Now and then what is too old to be read also leaves the disk.
    private static void Trim(SqliteConnection connection, DataStream stream, DateTimeOffset now)
    {
        var horizon = stream.Horizon(now);
        if (stream.Created > horizon || horizon - stream.Trimmed < TrimEvery) return;
        Execute(connection, "DELETE FROM kinesis_record WHERE stream = $stream AND at < $horizon", ("$stream", stream.Id), ("$horizon", horizon));
        Execute(connection, "DELETE FROM kinesis_shard WHERE stream = $stream AND closed < $horizon", ("$stream", stream.Id), ("$horizon", horizon));
        Execute(connection, "UPDATE kinesis_stream SET trimmed = $horizon WHERE id = $stream", ("$stream", stream.Id), ("$horizon", horizon));
    }

    private static long From(SqliteConnection connection, DataStream stream, Shard shard, LabCall call)
    {
        var at = (call.Time("Timestamp") ?? throw KinesisNames.Invalid("Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP.")).ToUnixTimeMilliseconds();
        var now = call.Now.ToUnixTimeMilliseconds();
        if (at > now + AheadAllowed) throw KinesisNames.Invalid($"The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: {at}, currentTimestampInMillis: {now}");
        return (long?)Scalar(connection, "SELECT number FROM kinesis_record WHERE stream = $stream AND shard = $shard AND at >= $at ORDER BY number LIMIT 1", ("$stream", stream.Id), ("$shard", shard.Number), ("$at", at))
            ?? shard.Last ?? stream.NextNumber;
    }

    private static long Starting(DataStream stream, Shard shard, LabCall call)
    {
        var text = call.Text("StartingSequenceNumber") ?? throw KinesisNames.Invalid($"Must specify StartingSequenceNumber parameter for iterator of type {call.Required("ShardIteratorType")}.");
        var number = Number(text);
        return number >= shard.First && number <= (shard.Last ?? stream.NextNumber)
            ? number
            : throw KinesisNames.Invalid($"StartingSequenceNumber {text} used in GetShardIterator on shard {shard.Id} in stream {stream.Name} under account {LabCaller.Account} is invalid because it did not come from this stream.");
    }

    // Numbers of other sandboxes, or of AWS, are longer than any here.
    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    private static JsonObject Json(StoredRecord record, DataStream stream)
    {
        JsonObject json = new()
        {
            ["SequenceNumber"] = Shard.Text(record.Number), ["ApproximateArrivalTimestamp"] = Values.Of(DateTimeOffset.FromUnixTimeMilliseconds(record.At)),
            ["Data"] = Values.Of(record.Data), ["PartitionKey"] = record.Key,
        };
        if (stream.KeyId is not null) json["EncryptionType"] = stream.Encryption;
        return json;
    }

    private static string Instant(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);

    private static AwsException TooLarge(string member, DataStream stream) =>
        new("ValidationException", $"1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must have length less than or equal to {stream.RecordKib << 10}");

    /// <summary>A record as it was sent.</summary>
    private sealed record Entry(string Key, byte[] Data, UInt128 Hash)
    {
        public long Size => Data.Length + Encoding.UTF8.GetByteCount(Key);

        public static Entry Of(JsonObject input)
        {
            var key = (string)input["PartitionKey"]!;
            return new(key, Values.Bytes(input[nameof(Data)]!), (string?)input["ExplicitHashKey"] is { } given ? Explicit(given) : Md5(key));
        }

        // MD5 places records, as the service says; it keeps no secret here.
        private static UInt128 Md5(string key) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes(key)));

        private static UInt128 Explicit(string text) => BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) is var hash && hash <= (BigInteger)UInt128.MaxValue
            ? (UInt128)hash
            : throw KinesisNames.Invalid($"Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was {text}");
    }
}

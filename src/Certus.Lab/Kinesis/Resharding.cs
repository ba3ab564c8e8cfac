using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Kinesis;

/// <summary>More shards or fewer: split, merged, brought to a number.</summary>
/// <param name="database">The rows.</param>
/// <param name="freely">Whether a stream may come down to less than half of its shards at once.</param>
internal sealed class Resharding(LabDatabase database, bool freely)
{
    public async ValueTask<LabAnswer> SplitAsync(LabCall call, CancellationToken cancel)
    {
        var hash = Hash(call.Required("NewStartingHashKey"));
        await database.WriteAsync(connection =>
        {
            var (stream, now) = (Provisioned(connection, call), call.Now.ToUnixTimeMilliseconds());
            var shard = Find(connection, stream, call.Required("ShardToSplit"));
            if (hash <= shard.Low + 1 || hash >= shard.High)
                throw KinesisNames.Invalid(string.Create(CultureInfo.InvariantCulture, $"NewStartingHashKey {hash} used in SplitShard() on shard {shard.Id} in stream {stream.Name} under account {LabCaller.Account} is not both greater than one plus the shard's StartingHashKey {shard.Low} and less than the shard's EndingHashKey {shard.High - 1}."));
            Room(connection, stream, 1);
            new Work(connection, stream, now).Split(shard, hash);
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> MergeAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var stream = Provisioned(connection, call);
            var (shard, adjacent) = (Find(connection, stream, call.Required("ShardToMerge")), Find(connection, stream, call.Required("AdjacentShardToMerge")));
            if (!Follows(shard, adjacent) && !Follows(adjacent, shard)) throw KinesisNames.Invalid(adjacent.Id);
            new Work(connection, stream, call.Now.ToUnixTimeMilliseconds()).Merge(shard, adjacent);
        }, cancel);
        return LabAnswer.Empty;
    }

    /// <summary>Every shard is halved until there are enough, then the narrowest neighbors are merged until there are as many as were asked for.</summary>
    /// <remarks>So does the service: the shards it closes on the way can be listed and count there too.</remarks>
    public async ValueTask<LabAnswer> ScaleAsync(LabCall call, CancellationToken cancel)
    {
        var target = call.Whole("TargetShardCount")!.Value;
        return await database.WriteAsync<LabAnswer>(connection =>
        {
            var stream = Provisioned(connection, call);
            var open = Shard.Open(connection, stream.Id);
            var current = open.Count;
            if (target > 2L * current)
                throw KinesisNames.Limit($"UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: {current} Target open shard count: {target}");
            if (2 * target < current && !freely)
                throw KinesisNames.Limit($"UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: {current} Target open shard count: {target}");
            Room(connection, stream, (int)target - current);
            var work = new Work(connection, stream, call.Now.ToUnixTimeMilliseconds());
            if (target > current) open = [.. open.SelectMany(shard => work.Split(shard, shard.Low + (shard.High - shard.Low) / 2 + 1))];
            while (open.Count > target)
            {
                var at = Enumerable.Range(0, open.Count - 1).MinBy(i => open[i + 1].High - open[i].Low);
                open[at] = work.Merge(open[at], open[at + 1]);
                open.RemoveAt(at + 1);
            }
            return new JsonObject { ["StreamName"] = stream.Name, ["StreamARN"] = stream.Arn, ["CurrentShardCount"] = current, ["TargetShardCount"] = target };
        }, cancel);
    }

    // Nothing follows the last shard: the number after its last one would be 0 again, where the first begins.
    private static bool Follows(Shard first, Shard second) => first.High < UInt128.MaxValue && first.High + 1 == second.Low;

    private static UInt128 Hash(string text) => UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hash) ? hash : throw KinesisNames.Invalid($"{text} is no hash key: it must be less than 2^128.");

    private static DataStream Provisioned(SqliteConnection connection, LabCall call)
    {
        var stream = DataStream.Get(connection, call);
        return stream.Mode == DataStream.Provisioned ? stream : throw new AwsException("ValidationException", $"Request is invalid. Stream {stream.Name} under account {LabCaller.Account} is in On-Demand mode.");
    }

    private static Shard Find(SqliteConnection connection, DataStream stream, string id)
    {
        var shard = Shard.Find(connection, stream.Id, id) ?? throw new AwsException("ResourceNotFoundException", $"Could not find shard {id} in stream {stream.Name} under account {LabCaller.Account}.");
        return shard.IsOpen ? shard : throw KinesisNames.Invalid($"Shard {shard.Id} in stream {stream.Name} under account {LabCaller.Account} has already been merged or split, and thus is not eligible for merging or splitting.");
    }

    private static void Room(SqliteConnection connection, DataStream stream, int more)
    {
        var open = Streams.Counts(connection, stream.Region).Open;
        if (more > 0 && open + more > Streams.MostShards)
            throw KinesisNames.Limit($"This request would exceed the shard limit for the account {LabCaller.Account} in {stream.Region}. Current shard count for the account: {open}. Limit: {Streams.MostShards}. Number of additional shards that would have resulted from this request: {more}.");
    }

    /// <summary>One call's closing and opening of shards, each with the next sequence numbers of the stream.</summary>
    private sealed class Work(SqliteConnection connection, DataStream stream, long now)
    {
        public Shard[] Split(Shard shard, UInt128 hash)
        {
            var first = Close(shard);
            return [Open(shard.Number, null, shard.Low, hash - 1, first), Open(shard.Number, null, hash, shard.High, first)];
        }

        public Shard Merge(Shard shard, Shard adjacent)
        {
            Close(shard);
            var first = Close(adjacent);
            return Open(shard.Number, adjacent.Number, UInt128.Min(shard.Low, adjacent.Low), UInt128.Max(shard.High, adjacent.High), first);
        }

        private long Close(Shard shard)
        {
            var last = (long)Scalar(connection, "UPDATE kinesis_stream SET next_number = next_number + 1 WHERE id = $id RETURNING next_number - 1", ("$id", stream.Id))!;
            shard.Close(connection, stream.Id, last, now);
            return last + 1;
        }

        private Shard Open(long parent, long? adjacent, UInt128 low, UInt128 high, long first)
        {
            var number = (long)Scalar(connection, "UPDATE kinesis_stream SET next_shard = next_shard + 1 WHERE id = $id RETURNING next_shard - 1", ("$id", stream.Id))!;
            Shard shard = new(number, parent, adjacent, low, high, first, null, now, null);
            shard.Insert(connection, stream.Id);
            return shard;
        }
    }
}

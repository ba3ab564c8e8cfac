using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Kinesis;

/// <summary>The shards of a stream, page by page and as a filter wants them.</summary>
internal sealed class ShardLists(LabDatabase database)
{
    private const int Most = 1000;
    private static readonly TimeSpan TokenLife = TimeSpan.FromSeconds(300);

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) => new(database.Read(connection =>
    {
        var token = call.Text("NextToken") is { } text ? Token.Parse(text) : null;
        if (token is not null && call.Text("ExclusiveStartShardId") is not null) throw KinesisNames.Invalid("NextToken and ExclusiveStartShardId cannot both be provided.");
        if (token is not null && call.Now - token.At > TokenLife) throw new AwsException("ExpiredNextTokenException", "The NextToken has expired: it is good for 300 seconds.");
        var stream = token is null ? DataStream.Get(connection, call) : DataStream.Find(connection, token.Stream) is { } known && known.Region == call.Caller.Region ? known : throw KinesisNames.Invalid("The NextToken is of no stream that is there.");
        var filter = call.Structure("ShardFilter") ?? token?.Filter;
        var after = token?.After ?? (call.Text("ExclusiveStartShardId") is { } id ? Number(id) : -1);
        var limit = (int)Math.Min(call.Whole("MaxResults") ?? Most, Most);
        var shards = Shard.List(connection, stream, stream.Horizon(call.Now)).FindAll(Filter(filter, stream, call.Now)).FindAll(shard => shard.Number > after);
        JsonObject answer = new() { ["Shards"] = new JsonArray([.. shards.Take(limit).Select(shard => shard.Json())]) };
        if (shards.Count > limit) answer["NextToken"] = new Token(stream.Id, shards[limit - 1].Number, call.Now, filter).ToString();
        return answer;
    }));

    private static long Number(string id) => KinesisNames.ShardNumber(id) ?? throw KinesisNames.Invalid($"{id} is not the id of a shard.");

    private static Predicate<Shard> Filter(JsonObject? filter, DataStream stream, DateTimeOffset now)
    {
        var type = (string?)filter?["Type"];
        var horizon = Math.Max(stream.Horizon(now), stream.Created);
        switch (type)
        {
            case null or "FROM_TRIM_HORIZON":
                return _ => true;
            case "AT_LATEST":
                return shard => shard.IsOpen;
            case "AT_TRIM_HORIZON":
                return shard => shard.Opened <= horizon;
            case "AFTER_SHARD_ID":
                var after = Number((string?)filter!["ShardId"] ?? throw KinesisNames.Invalid("ShardFilter of the type AFTER_SHARD_ID needs a ShardId."));
                return shard => shard.Number > after;
            default:
                var at = filter!["Timestamp"] is { } stamp ? Values.Time(stamp).ToUnixTimeMilliseconds() : throw KinesisNames.Invalid($"ShardFilter of the type {type} needs a Timestamp.");
                return type == "AT_TIMESTAMP"
                    ? shard => shard.Opened <= Math.Max(at, horizon) && (shard.Closed is null || shard.Closed >= at)
                    : shard => shard.Closed is null || shard.Closed >= at;
        }
    }

    /// <summary>Behind which shard a page goes on, of which stream, with which filter.</summary>
    private sealed record Token(long Stream, long After, DateTimeOffset At, JsonObject? Filter)
    {
        public static Token Parse(string text)
        {
            try
            {
                var parts = Encoding.UTF8.GetString(Convert.FromBase64String(text)).Split('|', 4);
                return new(Whole(parts[0]), Whole(parts[1]), DateTimeOffset.FromUnixTimeMilliseconds(Whole(parts[2])), parts[3].Length == 0 ? null : Known(JsonNode.Parse(parts[3])!.AsObject()));
            }
            catch (Exception broken) when (broken is FormatException or OverflowException or IndexOutOfRangeException or ArgumentException or System.Text.Json.JsonException or InvalidOperationException or NullReferenceException)
            {
                throw KinesisNames.Invalid("The NextToken is invalid.");
            }
        }

        public override string ToString()
        {
            var filter = (JsonObject?)Filter?.DeepClone();
            // An instant reads back as text of the wire.
            if (filter?["Timestamp"] is { } stamp) filter["Timestamp"] = (double)Values.Seconds(Values.Time(stamp));
            return Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Stream}|{After}|{At.ToUnixTimeMilliseconds()}|{filter?.ToJsonString()}")));
        }

        // A client may have changed it: what is read of it later is read here first.
        private static JsonObject Known(JsonObject filter)
        {
            _ = (string?)filter["Type"] + (string?)filter["ShardId"];
            if (filter["Timestamp"] is { } at) _ = Values.Time(at);
            return filter;
        }

        private static long Whole(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }
}

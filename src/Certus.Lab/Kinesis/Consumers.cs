using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Kinesis;

/// <summary>Consumers with a throughput of their own, as records: what they would subscribe to is refused by name.</summary>
internal sealed class Consumers(LabDatabase database)
{
    private const int Most = 20;

    public async ValueTask<LabAnswer> RegisterAsync(LabCall call, CancellationToken cancel) => await database.WriteAsync<LabAnswer>(connection =>
    {
        var stream = DataStream.Get(connection, call, call.Required("StreamARN"));
        var name = call.Required("ConsumerName");
        if (Find(connection, stream, name) is not null) throw KinesisNames.InUse($"Consumer {name}, stream {stream.Name}, account {LabCaller.Account} already exists.");
        if (Count(connection, stream.Id) >= Most) throw KinesisNames.Limit($"Stream {stream.Name} under account {LabCaller.Account} has {Most} registered consumers, which is its limit.");
        var consumer = new Consumer(name, call.Now.ToUnixTimeMilliseconds());
        Execute(connection, "INSERT INTO kinesis_consumer VALUES ($stream, $name, $created)", ("$stream", stream.Id), ("$name", name), ("$created", consumer.Created));
        StreamTags.Put(connection, consumer.Arn(stream), call.Structure("Tags"));
        return new JsonObject { ["Consumer"] = consumer.Json(stream) };
    }, cancel);

    public async ValueTask<LabAnswer> DeregisterAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var (stream, consumer) = Get(connection, call);
            Execute(connection, "DELETE FROM kinesis_consumer WHERE stream = $stream AND name = $name", ("$stream", stream.Id), ("$name", consumer.Name));
            Execute(connection, "DELETE FROM kinesis_tag WHERE arn = $arn", ("$arn", consumer.Arn(stream)));
        }, cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel) => new(database.Read(connection =>
    {
        var (stream, consumer) = Get(connection, call);
        var json = consumer.Json(stream);
        json["StreamARN"] = stream.Arn;
        return new JsonObject { ["ConsumerDescription"] = json };
    }));

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) => new(database.Read(connection =>
    {
        var stream = DataStream.Get(connection, call, call.Required("StreamARN"));
        var limit = (int)Math.Min(call.Whole("MaxResults") ?? 100, 100);
        var consumers = Rows(connection, "SELECT name, created FROM kinesis_consumer WHERE stream = $stream AND name > $after ORDER BY name LIMIT $most", Read,
            ("$stream", stream.Id), ("$after", call.Text("NextToken") ?? ""), ("$most", limit + 1));
        JsonObject answer = new() { ["Consumers"] = new JsonArray([.. consumers.Take(limit).Select(consumer => consumer.Json(stream))]) };
        if (consumers.Count > limit) answer["NextToken"] = consumers[limit - 1].Name;
        return answer;
    }));

    public static long Count(SqliteConnection connection, long stream) => (long)Scalar(connection, "SELECT COUNT(*) FROM kinesis_consumer WHERE stream = $stream", ("$stream", stream))!;

    private static (DataStream Stream, Consumer Consumer) Get(SqliteConnection connection, LabCall call)
    {
        if (call.Text("ConsumerARN") is { } arn)
        {
            return KinesisNames.StreamOf(arn) is { } of && DataStream.Find(connection, call.Caller.Region, of) is { } owner && KinesisNames.ConsumerOf(arn) is { } named && Find(connection, owner, named) is { } known && known.Arn(owner) == arn
                ? (owner, known)
                : throw new AwsException("ResourceNotFoundException", $"Consumer {arn}, account {LabCaller.Account} not found.");
        }
        var stream = DataStream.Get(connection, call, call.Text("StreamARN") ?? throw KinesisNames.Invalid("Either ConsumerARN, or StreamARN and ConsumerName, must be given."));
        var name = call.Text("ConsumerName") ?? throw KinesisNames.Invalid("Either ConsumerARN, or StreamARN and ConsumerName, must be given.");
        return (stream, Find(connection, stream, name) ?? throw new AwsException("ResourceNotFoundException", $"Consumer {name}, stream {stream.Name}, account {LabCaller.Account} not found."));
    }

    private static Consumer? Find(SqliteConnection connection, DataStream stream, string name) =>
        Rows(connection, "SELECT name, created FROM kinesis_consumer WHERE stream = $stream AND name = $name", Read, ("$stream", stream.Id), ("$name", name)).SingleOrDefault();

    private static Consumer Read(SqliteDataReader row) => new(row.GetString(0), row.GetInt64(1));

    private sealed record Consumer(string Name, long Created)
    {
        public string Arn(DataStream stream) => KinesisNames.ConsumerArn(stream.Region, stream.Name, Name, Created);

        public JsonObject Json(DataStream stream) => new()
        {
            ["ConsumerName"] = Name, ["ConsumerARN"] = Arn(stream), ["ConsumerStatus"] = "ACTIVE", ["ConsumerCreationTimestamp"] = Values.Of(DateTimeOffset.FromUnixTimeMilliseconds(Created)),
        };
    }
}

using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Firehose;

/// <summary>Tags of delivery streams, in the order in which they were set.</summary>
internal sealed class DeliveryTags(LabDatabase database)
{
    private const int Most = 50;

    public async ValueTask<LabAnswer> AddAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection => Put(connection, DeliveryStream.Get(connection, call).Id, call.List("Tags")), cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> RemoveAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var stream = DeliveryStream.Get(connection, call);
            foreach (var key in call.List("TagKeys")) Execute(connection, "DELETE FROM firehose_tag WHERE stream = $id AND key = $key", ("$id", stream.Id), ("$key", (string?)key));
        }, cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        var limit = (int)(call.Whole("Limit") ?? Most);
        var tags = database.Read(connection => Rows(connection, "SELECT key, value FROM firehose_tag WHERE stream = $id ORDER BY id", row => (Key: row.GetString(0), Value: row.GetString(1)), ("$id", DeliveryStream.Get(connection, call).Id)));
        if (call.Text("ExclusiveStartTagKey") is { } after) tags = tags[(tags.FindIndex(tag => tag.Key == after) + 1)..];
        return new(new JsonObject { ["Tags"] = new JsonArray([.. tags.Take(limit).Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]), ["HasMoreTags"] = tags.Count > limit });
    }

    /// <summary>Sets tags; a key that is there already gets the new value.</summary>
    public static void Put(SqliteConnection connection, long stream, JsonArray tags)
    {
        foreach (var tag in tags)
            Execute(connection, "INSERT INTO firehose_tag (stream, key, value) VALUES ($id, $key, $value) ON CONFLICT (stream, key) DO UPDATE SET value = $value", ("$id", stream), ("$key", (string?)tag!["Key"]), ("$value", (string?)tag["Value"] ?? ""));
        if ((long)Scalar(connection, "SELECT COUNT(*) FROM firehose_tag WHERE stream = $id", ("$id", stream))! > Most) throw new AwsException("LimitExceededException", $"A delivery stream can have at most {Most} tags.");
    }
}

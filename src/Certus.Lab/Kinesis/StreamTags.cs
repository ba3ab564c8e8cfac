using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Kinesis;

/// <summary>Tags of streams and consumers.</summary>
internal sealed class StreamTags(LabDatabase database)
{
    private const int Most = 50;

    public async ValueTask<LabAnswer> AddAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection => Put(connection, Arn(connection, call), call.Structure("Tags")), cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> RemoveAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var arn = Arn(connection, call);
            foreach (var key in call.List("TagKeys")) Execute(connection, "DELETE FROM kinesis_tag WHERE arn = $arn AND key = $key", ("$arn", arn), ("$key", (string?)key));
        }, cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        var limit = (int)(call.Whole("Limit") ?? Most);
        var tags = database.Read(connection => Of(connection, DataStream.Get(connection, call).Arn, call.Text("ExclusiveStartTagKey") ?? "", limit + 1));
        return new(new JsonObject { ["Tags"] = new JsonArray([.. tags.Take(limit)]), ["HasMoreTags"] = tags.Count > limit });
    }

    public ValueTask<LabAnswer> ListAllAsync(LabCall call, CancellationToken cancel) =>
        new(new JsonObject { ["Tags"] = new JsonArray([.. database.Read(connection => Of(connection, Arn(connection, call), "", int.MaxValue))]) });

    /// <summary>Sets tags; a key that is there already gets the new value.</summary>
    public static void Put(SqliteConnection connection, string arn, JsonObject? tags)
    {
        foreach (var (key, value) in tags ?? []) Execute(connection, "INSERT OR REPLACE INTO kinesis_tag VALUES ($arn, $key, $value)", ("$arn", arn), ("$key", key), ("$value", (string?)value ?? ""));
        if ((long)Scalar(connection, "SELECT COUNT(*) FROM kinesis_tag WHERE arn = $arn", ("$arn", arn))! > Most) throw KinesisNames.Invalid($"A stream or consumer cannot have more than {Most} tags associated with it.");
    }

    private static List<JsonObject> Of(SqliteConnection connection, string arn, string after, int most) =>
        Rows(connection, "SELECT key, value FROM kinesis_tag WHERE arn = $arn AND key > $after ORDER BY key LIMIT $most", row => new JsonObject { ["Key"] = row.GetString(0), ["Value"] = row.GetString(1) },
            ("$arn", arn), ("$after", after), ("$most", most));

    private static string Arn(SqliteConnection connection, LabCall call)
    {
        if (call.Text("ResourceARN") is not { } arn) return DataStream.Get(connection, call).Arn;
        DataStream.Get(connection, call, arn);
        return arn;
    }
}

using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Glue;

/// <summary>The tags of every thing, by its ARN.</summary>
internal sealed class GlueTags(LabDatabase database)
{
    private const int Most = 50;

    public async ValueTask<LabAnswer> TagAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection => Put(connection, Arn(call), call.Structure("TagsToAdd")), cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> UntagAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            foreach (var key in call.List("TagsToRemove")) Execute(connection, "DELETE FROM glue_tag WHERE arn = $arn AND key = $key", ("$arn", Arn(call)), ("$key", (string?)key));
        }, cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel) => new(new JsonObject { ["Tags"] = database.Read(connection => Of(connection, Arn(call))) });

    public static JsonObject Of(SqliteConnection connection, string arn) =>
        new(Rows(connection, "SELECT key, value FROM glue_tag WHERE arn = $arn ORDER BY key", row => KeyValuePair.Create(row.GetString(0), (JsonNode?)row.GetString(1)), ("$arn", arn)));

    /// <summary>Those of a list that have all the tags a list operation names.</summary>
    public static List<Thing> With(LabDatabase database, LabCall call, List<Thing> things)
    {
        if (call.Structure("Tags") is not { Count: > 0 } wanted) return things;
        return things.FindAll(thing => database.Read(connection => Of(connection, thing.Arn)) is var tags && wanted.All(tag => (string?)tags[tag.Key] == (string?)tag.Value));
    }

    /// <summary>Sets tags; a key that is there already gets the new value.</summary>
    public static void Put(SqliteConnection connection, string arn, JsonObject? tags)
    {
        foreach (var (key, value) in tags ?? [])
        {
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw GlueNames.Invalid($"The tag key '{key}' begins with 'aws:', which is reserved for system use.");
            Execute(connection, "INSERT OR REPLACE INTO glue_tag VALUES ($arn, $key, $value)", ("$arn", arn), ("$key", key), ("$value", (string?)value ?? ""));
        }
        if ((long)Scalar(connection, "SELECT COUNT(*) FROM glue_tag WHERE arn = $arn", ("$arn", arn))! > Most) throw GlueNames.Invalid($"Number of tags exceeds the limit of {Most}.");
    }

    private static string Arn(LabCall call)
    {
        var arn = call.Required("ResourceArn");
        return arn.StartsWith("arn:aws:glue:", StringComparison.Ordinal) ? arn : throw GlueNames.Invalid($"'{arn}' is not the ARN of a Glue resource.");
    }
}

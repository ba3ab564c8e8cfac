using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Athena;

/// <summary>The tags of workgroups, catalogs and reservations.</summary>
internal sealed class AthenaTags(LabDatabase database)
{
    public async ValueTask<LabAnswer> TagAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection => Put(connection, Arn(connection, call), call.List("Tags")), cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> UntagAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var arn = Arn(connection, call);
            foreach (var key in call.List("TagKeys")) Execute(connection, "DELETE FROM athena_tag WHERE arn = $arn AND key = $key", ("$arn", arn), ("$key", (string?)key));
        }, cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) => new(AthenaNames.Page(call, "Tags", database.Read(connection => Rows(connection,
        "SELECT key, value FROM athena_tag WHERE arn = $arn ORDER BY number", row => new JsonObject { ["Key"] = row.GetString(0), ["Value"] = row.GetString(1) }, ("$arn", Arn(connection, call)))), tag => tag, most: 75));

    /// <summary>Sets tags; a key that is there already gets the new value and keeps its place.</summary>
    public static void Put(SqliteConnection connection, string arn, JsonArray tags)
    {
        foreach (var tag in tags)
            Execute(connection, """
                INSERT INTO athena_tag VALUES ($arn, $key, $value, (SELECT COALESCE(MAX(number), 0) + 1 FROM athena_tag WHERE arn = $arn))
                ON CONFLICT (arn, key) DO UPDATE SET value = excluded.value
                """, ("$arn", arn), ("$key", (string?)tag!["Key"] ?? ""), ("$value", (string?)tag["Value"] ?? ""));
    }

    private static string Arn(SqliteConnection connection, LabCall call)
    {
        var arn = call.Required("ResourceARN");
        var path = arn.Split(':', 6) is ["arn", _, "athena", _, _, var rest] ? rest.Split('/', 2) : [];
        return path.Length == 2 && (path[1] == AthenaNames.Primary || Kept.Find(connection, call.Caller.Region, path[0], path[1]) is not null)
            ? arn : throw AthenaNames.Invalid($"Athena Resource, {arn} Does Not Exist");
    }
}

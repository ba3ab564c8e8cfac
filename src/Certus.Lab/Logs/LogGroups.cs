using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Logs;

/// <summary>Groups of log streams, how long they keep their events, and their tags.</summary>
internal sealed class LogGroups(LabDatabase database)
{
    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required("logGroupName");
        await database.WriteAsync(connection =>
        {
            if (!Make(connection, call.Caller.Region, name, call.Now.ToUnixTimeMilliseconds(), call.Text("logGroupClass") ?? "STANDARD")) throw LogsNames.Exists("group");
            Tag(connection, LogsNames.GroupArn(call.Caller.Region, name), call.Structure("tags"));
        }, cancel);
        return LabAnswer.Empty;
    }

    /// <summary>Makes a group where there is none.</summary>
    /// <returns>Whether it was made.</returns>
    public static bool Make(SqliteConnection connection, string region, string name, long now, string kind = "STANDARD") =>
        Execute(connection, "INSERT OR IGNORE INTO logs_group (region, name, created, class) VALUES ($region, $name, $now, $kind)",
            ("$region", region), ("$name", name), ("$now", now), ("$kind", kind)) > 0;

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required("logGroupName");
        await database.WriteAsync(connection =>
        {
            if (Execute(connection, "DELETE FROM logs_group WHERE region = $region AND name = $name", ("$region", call.Caller.Region), ("$name", name)) == 0) throw LogsNames.NoGroup();
            Execute(connection, "DELETE FROM logs_tag WHERE arn = $arn", ("$arn", LogsNames.GroupArn(call.Caller.Region, name)));
        }, cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel)
    {
        var region = call.Caller.Region;
        var limit = (int)(call.Whole("limit") ?? 50);
        var prefix = call.Text("logGroupNamePrefix");
        var pattern = call.Text("logGroupNamePattern");
        if (prefix is not null && pattern is not null) throw LogsNames.Invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        var named = call.List("logGroupIdentifiers").Select(item => LogsNames.Named((string?)item)!).ToHashSet(StringComparer.Ordinal);
        var groups = database.Read(connection => Rows(connection, """
            SELECT name, created, retention, class, (SELECT COALESCE(SUM(bytes), 0) FROM logs_stream s WHERE s.region = g.region AND s.log_group = g.name)
            FROM logs_group g WHERE region = $region AND name > $after ORDER BY name
            """,
            row => new JsonObject
            {
                ["logGroupName"] = row.GetString(0),
                ["creationTime"] = row.GetInt64(1),
                ["metricFilterCount"] = 0L,
                ["arn"] = LogsNames.GroupArn(region, row.GetString(0)) + ":*",
                ["logGroupArn"] = LogsNames.GroupArn(region, row.GetString(0)),
                ["logGroupClass"] = row.GetString(3),
                ["storedBytes"] = row.GetInt64(4),
            }.With("retentionInDays", row.IsDBNull(2) ? null : row.GetInt64(2)),
            ("$region", region), ("$after", call.Text("nextToken") ?? "")));
        var page = groups
            .Where(group => (string)group["logGroupName"]! is var name
                && (prefix is null || name.StartsWith(prefix, StringComparison.Ordinal))
                && (pattern is null || name.Contains(pattern, StringComparison.OrdinalIgnoreCase))
                && (named.Count == 0 || named.Contains(name)))
            .Take(limit + 1).ToList();
        JsonObject answer = new() { ["logGroups"] = new JsonArray([.. page.Take(limit)]) };
        if (page.Count > limit) answer["nextToken"] = (string?)page[limit - 1]["logGroupName"];
        return new(answer);
    }

    public ValueTask<LabAnswer> KeepAsync(LabCall call, CancellationToken cancel)
    {
        var days = call.Whole("retentionInDays") ?? 0;
        if (!LogsNames.Retentions.Contains((int)days))
            throw LogsNames.Invalid($"1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", LogsNames.Retentions)}]");
        return SetRetentionAsync(call, days, cancel);
    }

    public ValueTask<LabAnswer> KeepForeverAsync(LabCall call, CancellationToken cancel) => SetRetentionAsync(call, null, cancel);

    private async ValueTask<LabAnswer> SetRetentionAsync(LabCall call, long? days, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            if (Execute(connection, "UPDATE logs_group SET retention = $days WHERE region = $region AND name = $name",
                ("$days", days), ("$region", call.Caller.Region), ("$name", call.Required("logGroupName"))) == 0) throw LogsNames.NoGroup();
        }, cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> TagAsync(LabCall call, CancellationToken cancel) =>
        WithTagsAsync(call, (connection, arn) => Tag(connection, arn, call.Structure("tags")), cancel);

    public ValueTask<LabAnswer> UntagAsync(LabCall call, CancellationToken cancel) =>
        WithTagsAsync(call, (connection, arn) =>
        {
            foreach (var key in call.List("tagKeys").Concat(call.List("tags")))
                Execute(connection, "DELETE FROM logs_tag WHERE arn = $arn AND key = $key", ("$arn", arn), ("$key", (string?)key));
        }, cancel);

    private async ValueTask<LabAnswer> WithTagsAsync(LabCall call, Action<SqliteConnection, string> change, CancellationToken cancel)
    {
        await database.WriteAsync(connection => change(connection, Tagged(connection, call)), cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> TagsAsync(LabCall call, CancellationToken cancel)
    {
        var tags = database.Read(connection => Rows(connection, "SELECT key, value FROM logs_tag WHERE arn = $arn ORDER BY key",
            row => KeyValuePair.Create(row.GetString(0), (JsonNode?)row.GetString(1)), ("$arn", Tagged(connection, call))));
        return new(new JsonObject { ["tags"] = new JsonObject(tags) });
    }

    private static void Tag(SqliteConnection connection, string arn, JsonObject? tags)
    {
        foreach (var (key, value) in tags ?? [])
            Execute(connection, "INSERT OR REPLACE INTO logs_tag VALUES ($arn, $key, $value)", ("$arn", arn), ("$key", key), ("$value", (string?)value));
    }

    private static string Tagged(SqliteConnection connection, LabCall call)
    {
        var name = call.Text("logGroupName") ?? LogsNames.Named(call.Text("resourceArn")) ?? throw LogsNames.Invalid("resourceArn is required.");
        return Exists(connection, call.Caller.Region, name) ? LogsNames.GroupArn(call.Caller.Region, name) : throw LogsNames.NoGroup();
    }

    public static bool Exists(SqliteConnection connection, string region, string name) =>
        Scalar(connection, "SELECT 1 FROM logs_group WHERE region = $region AND name = $name", ("$region", region), ("$name", name)) is not null;

    /// <summary>The oldest instant whose events the group still shows.</summary>
    public static long Oldest(SqliteConnection connection, string region, string name, long now) =>
        Scalar(connection, "SELECT retention FROM logs_group WHERE region = $region AND name = $name", ("$region", region), ("$name", name)) is long days ? now - days * 86_400_000 : 0;
}

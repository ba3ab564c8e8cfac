using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Logs;

/// <summary>The streams of a group, and what other services say into them.</summary>
public sealed class LogStreams(LabDatabase database, TimeProvider clock)
{
    /// <summary>What the service counts for an event beside its text, in bytes.</summary>
    internal const int Overhead = 26;

    /// <summary>Appends lines, making the group and the stream where they are missing.</summary>
    public Task AppendAsync(string region, string group, string stream, IReadOnlyCollection<LogLine> lines, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(connection =>
        {
            LogGroups.Make(connection, region, group, now);
            Make(connection, region, group, stream, now);
            Append(connection, Find(connection, region, group, stream)!.Value, now, lines.Select(line => (line.At.ToUnixTimeMilliseconds(), line.Message)));
        }, cancel);
    }

    internal async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var (region, group) = (call.Caller.Region, call.Required("logGroupName"));
        await database.WriteAsync(connection =>
        {
            if (!LogGroups.Exists(connection, region, group)) throw LogsNames.NoGroup();
            if (!Make(connection, region, group, call.Required("logStreamName"), call.Now.ToUnixTimeMilliseconds())) throw LogsNames.Exists("stream");
        }, cancel);
        return LabAnswer.Empty;
    }

    internal async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        var (region, group) = (call.Caller.Region, call.Required("logGroupName"));
        await database.WriteAsync(connection =>
        {
            if (!LogGroups.Exists(connection, region, group)) throw LogsNames.NoGroup();
            var id = Find(connection, region, group, call.Required("logStreamName")) ?? throw LogsNames.NoStream();
            Execute(connection, "DELETE FROM logs_stream WHERE id = $id", ("$id", id));
        }, cancel);
        return LabAnswer.Empty;
    }

    internal ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel)
    {
        var (region, group) = (call.Caller.Region, LogsNames.Group(call));
        var limit = (int)(call.Whole("limit") ?? 50);
        var prefix = call.Text("logStreamNamePrefix");
        var byTime = call.Text("orderBy") == "LastEventTime";
        var descending = call.Flag("descending") ?? false;
        if (byTime && prefix is not null) throw LogsNames.Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        var from = Offset(call.Text("nextToken"));
        var direction = descending ? "DESC" : "ASC";
        var page = database.Read(connection => LogGroups.Exists(connection, region, group)
            ? Rows(connection, $"""
                SELECT name, created, first, last, ingested FROM logs_stream WHERE region = $region AND log_group = $group AND substr(name, 1, length($prefix)) = $prefix
                ORDER BY {(byTime ? $"COALESCE(last, 0) {direction}, " : "")}name {direction} LIMIT $limit OFFSET $from
                """,
                row => new JsonObject
                {
                    ["logStreamName"] = row.GetString(0),
                    ["creationTime"] = row.GetInt64(1),
                    ["arn"] = LogsNames.StreamArn(region, group, row.GetString(0)),
                    ["uploadSequenceToken"] = "49039859607221217512817317411129710042000000000000000000",
                    ["storedBytes"] = 0L, // what the service itself has answered since 2019
                }.With("firstEventTimestamp", Known(row, 2)).With("lastEventTimestamp", Known(row, 3)).With("lastIngestionTime", Known(row, 4)),
                ("$region", region), ("$group", group), ("$prefix", prefix ?? ""), ("$limit", limit + 1), ("$from", from))
            : throw LogsNames.NoGroup());
        JsonObject answer = new() { ["logStreams"] = new JsonArray([.. page.Take(limit)]) };
        if (page.Count > limit) answer["nextToken"] = $"{from + limit}";
        return new(answer);

        static long? Known(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
        static int Offset(string? token) => token is null ? 0 : int.TryParse(token, out var offset) && offset >= 0 ? offset : throw LogsNames.Invalid("The specified nextToken is invalid.");
    }

    internal static long? Find(SqliteConnection connection, string region, string group, string stream) =>
        (long?)Scalar(connection, "SELECT id FROM logs_stream WHERE region = $region AND log_group = $group AND name = $stream", ("$region", region), ("$group", group), ("$stream", stream));

    private static bool Make(SqliteConnection connection, string region, string group, string stream, long now) =>
        Execute(connection, "INSERT OR IGNORE INTO logs_stream (region, log_group, name, created) VALUES ($region, $group, $stream, $now)",
            ("$region", region), ("$group", group), ("$stream", stream), ("$now", now)) > 0;

    /// <summary>Appends events to a stream; equal instants keep the order in which they came.</summary>
    internal static void Append(SqliteConnection connection, long stream, long now, IEnumerable<(long At, string Message)> events)
    {
        var number = (long)Scalar(connection, "SELECT events FROM logs_stream WHERE id = $id", ("$id", stream))!;
        long? first = null, last = null;
        long bytes = 0;
        foreach (var (at, message) in events)
        {
            if (message.Length == 0) continue;
            Execute(connection, "INSERT INTO logs_event VALUES ($stream, $at, $number, $now, $message)",
                ("$stream", stream), ("$at", at), ("$number", number++), ("$now", now), ("$message", message));
            first = first < at ? first : at;
            last = last > at ? last : at;
            bytes += Encoding.UTF8.GetByteCount(message) + Overhead;
        }
        Execute(connection, """
            UPDATE logs_stream SET events = $number, bytes = bytes + $bytes, ingested = $now,
                first = MIN(COALESCE(first, $first), COALESCE($first, first)), last = MAX(COALESCE(last, $last), COALESCE($last, last)) WHERE id = $id
            """, ("$number", number), ("$bytes", bytes), ("$now", now), ("$first", first), ("$last", last), ("$id", stream));
    }
}

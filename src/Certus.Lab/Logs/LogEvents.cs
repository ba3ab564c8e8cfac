using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Logs;

/// <summary>The events of the streams: put, read page by page, searched.</summary>
internal sealed class LogEvents(LabDatabase database)
{
    private const long Day = 86_400_000;
    private const int MostBytes = 1_048_576;
    private const int MostEvents = 10_000;

    public async ValueTask<LabAnswer> PutAsync(LabCall call, CancellationToken cancel)
    {
        var (region, group, stream) = (call.Caller.Region, call.Required("logGroupName"), call.Required("logStreamName"));
        var now = call.Now.ToUnixTimeMilliseconds();
        var events = call.List("logEvents").Select(item => (At: (long)item!["timestamp"]!, Message: (string)item["message"]!)).ToList();
        if (events.Sum(item => Encoding.UTF8.GetByteCount(item.Message) + LogStreams.Overhead) > MostBytes)
            throw LogsNames.Invalid($"Upload too large: the events of one call may have at most {MostBytes} bytes, {LogStreams.Overhead} of them for each event.");
        if (events.Zip(events.Skip(1)).Any(pair => pair.First.At > pair.Second.At))
            throw LogsNames.Invalid("Log events in a single PutLogEvents request must be in chronological order.");
        if (events.Count > 0 && events[^1].At - events[0].At > Day)
            throw LogsNames.Invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        return await database.WriteAsync<LabAnswer>(connection =>
        {
            if (!LogGroups.Exists(connection, region, group)) throw LogsNames.NoGroup();
            var id = LogStreams.Find(connection, region, group, stream) ?? throw LogsNames.NoStream();
            var oldest = LogGroups.Oldest(connection, region, group, now);
            var expired = events.TakeWhile(item => item.At < oldest).Count();
            var old = events.TakeWhile(item => item.At < now - 14 * Day).Count();
            var fresh = events.FindIndex(item => item.At > now + Day / 12) is var at and >= 0 ? at : events.Count;
            LogStreams.Append(connection, id, now, events.Take(fresh).Skip(Math.Max(old, expired)));
            JsonObject rejected = [];
            if (fresh < events.Count) rejected["tooNewLogEventStartIndex"] = (long)fresh;
            if (old > 0) rejected["tooOldLogEventEndIndex"] = (long)old;
            if (expired > 0) rejected["expiredLogEventEndIndex"] = (long)expired;
            JsonObject answer = new() { ["nextSequenceToken"] = "49039859607221217512817317411129710042000000000000000000" };
            if (rejected.Count > 0) answer["rejectedLogEventsInfo"] = rejected;
            return answer;
        }, cancel);
    }

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel)
    {
        var (region, group) = (call.Caller.Region, LogsNames.Group(call));
        var token = call.Text("nextToken") is { } text ? Place.Parse(text) : null;
        var forward = token?.Forward ?? call.Flag("startFromHead") ?? false;
        var limit = (int)(call.Whole("limit") ?? MostEvents);
        return new(database.Read(connection =>
        {
            if (!LogGroups.Exists(connection, region, group)) throw LogsNames.NoGroup();
            var id = LogStreams.Find(connection, region, group, call.Required("logStreamName")) ?? throw LogsNames.NoStream();
            var from = Math.Max(call.Whole("startTime") ?? 0, LogGroups.Oldest(connection, region, group, call.Now.ToUnixTimeMilliseconds()));
            var rows = Rows(connection, $"""
                SELECT at, number, ingested, message FROM logs_event WHERE stream = $id AND at >= $from AND at < $to
                {(token is null ? "" : $"AND (at, number) {(forward ? ">" : "<")} ($at, $number)")}
                ORDER BY at {(forward ? "ASC" : "DESC")}, number {(forward ? "ASC" : "DESC")} LIMIT $limit
                """,
                row => (At: row.GetInt64(0), Number: row.GetInt64(1), Ingested: row.GetInt64(2), Message: row.GetString(3)),
                ("$id", id), ("$from", from), ("$to", call.Whole("endTime") ?? long.MaxValue), ("$at", token?.At ?? 0), ("$number", token?.Number ?? 0), ("$limit", limit));
            var bytes = 0;
            var page = rows.TakeWhile(row => (bytes += Encoding.UTF8.GetByteCount(row.Message) + LogStreams.Overhead) <= MostBytes).ToList();
            if (!forward) page.Reverse();
            var start = page.Count > 0 ? (page[0].At, page[0].Number) : (token?.At ?? 0, token?.Number ?? 0);
            var end = page.Count > 0 ? (page[^1].At, page[^1].Number) : start;
            return new JsonObject
            {
                ["events"] = new JsonArray([.. page.Select(row => new JsonObject { ["timestamp"] = row.At, ["message"] = row.Message, ["ingestionTime"] = row.Ingested })]),
                ["nextForwardToken"] = new Place(true, end.Item1, end.Item2).ToString(),
                ["nextBackwardToken"] = new Place(false, start.Item1, start.Item2).ToString(),
            };
        }));
    }

    public ValueTask<LabAnswer> FilterAsync(LabCall call, CancellationToken cancel)
    {
        var (region, group) = (call.Caller.Region, LogsNames.Group(call));
        var names = call.List("logStreamNames").Select(name => (string)name!).ToHashSet(StringComparer.Ordinal);
        var prefix = call.Text("logStreamNamePrefix");
        if (names.Count > 0 && prefix is not null) throw LogsNames.Invalid("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
        var pattern = FilterPattern.Parse(call.Text("filterPattern") ?? "");
        var limit = (int)(call.Whole("limit") ?? MostEvents);
        var after = call.Text("nextToken") is { } token ? Place.Parse(token) : new Place(true, -1, 0, 0);
        return new(database.Read(connection =>
        {
            if (!LogGroups.Exists(connection, region, group)) throw LogsNames.NoGroup();
            if (names.Any(name => LogStreams.Find(connection, region, group, name) is null)) throw LogsNames.NoStream();
            var from = Math.Max(call.Whole("startTime") ?? 0, LogGroups.Oldest(connection, region, group, call.Now.ToUnixTimeMilliseconds()));
            using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT e.at, e.stream, e.number, e.ingested, e.message, s.name FROM logs_event e JOIN logs_stream s ON s.id = e.stream
                WHERE s.region = $region AND s.log_group = $group AND e.at >= $from AND e.at <= $to AND (e.at, e.stream, e.number) > ($at, $stream, $number)
                ORDER BY e.at, e.stream, e.number
                """;
            foreach (var (name, value) in new (string, object)[] { ("$region", region), ("$group", group), ("$from", from), ("$to", call.Whole("endTime") ?? long.MaxValue), ("$at", after.At), ("$stream", after.Stream), ("$number", after.Number) })
                command.Parameters.AddWithValue(name, value);
            using var rows = command.ExecuteReader();
            JsonArray found = [];
            var bytes = 0;
            Place? next = null;
            while (rows.Read())
            {
                var (name, message) = (rows.GetString(5), rows.GetString(4));
                if (names.Count > 0 && !names.Contains(name) || prefix is not null && !name.StartsWith(prefix, StringComparison.Ordinal) || !pattern.Matches(message)) continue;
                bytes += Encoding.UTF8.GetByteCount(message) + LogStreams.Overhead;
                if (found.Count == limit || bytes > MostBytes && found.Count > 0)
                {
                    next = after;
                    break;
                }
                after = new Place(true, rows.GetInt64(0), rows.GetInt64(2), rows.GetInt64(1));
                found.Add(new JsonObject
                {
                    ["logStreamName"] = name,
                    ["timestamp"] = after.At,
                    ["message"] = message,
                    ["ingestionTime"] = rows.GetInt64(3),
                    ["eventId"] = string.Create(CultureInfo.InvariantCulture, $"{after.At:D20}{after.Stream:D16}{after.Number:D20}"),
                });
            }
            JsonObject answer = new() { ["events"] = found, ["searchedLogStreams"] = new JsonArray() };
            if (next is not null) answer["nextToken"] = next.ToString();
            return answer;
        }));
    }

    /// <summary>Behind or before which event a page goes on.</summary>
    private sealed record Place(bool Forward, long At, long Number, long Stream = 0)
    {
        public static Place Parse(string token)
        {
            var parts = token.Split('/', ':');
            return parts is [("f" or "b") and var direction, var at, var stream, var number]
                && long.TryParse(at, out var instant) && long.TryParse(stream, out var id) && long.TryParse(number, out var count)
                ? new(direction == "f", instant, count, id)
                : throw LogsNames.Invalid("The specified nextToken is invalid.");
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Forward ? 'f' : 'b')}/{At:D20}:{Stream:D16}:{Number:D20}");
    }
}

using System.Text.Json.Nodes;
using System.Threading.Channels;
using Certus.Lab.Protocols;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Server;

/// <summary>The calls that the sandbox answered, the last of them; kept in batches, so that no answer waits for it.</summary>
/// <remarks>
/// A crash may lose the calls of the last moment, and so may more calls than the disk takes: the log tells graders what was done, not what was not, and is no
/// promise to the client.
/// </remarks>
public sealed class CallLog : IAsyncDisposable
{
    private const int Kept = 100_000;
    private const int MostAtOnce = 500;
    private const int MostMembers = 12;
    private const int LongestMember = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly LabDatabase _database;
    private readonly Channel<Entry> _waiting = Channel.CreateBounded<Entry>(new BoundedChannelOptions(10_000) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest }, dropped => dropped.Done?.TrySetResult());
    private readonly SemaphoreSlim _hurry = new(0);
    private readonly Task _writing;

    internal CallLog(LabDatabase database)
    {
        _database = database;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The table.</summary>
    public static LabSchema Tables { get; } = new("lab", 1, """
        CREATE TABLE IF NOT EXISTS lab_call (
            id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, service TEXT NOT NULL, operation TEXT NOT NULL, caller TEXT NOT NULL,
            access_key TEXT NOT NULL, region TEXT NOT NULL, status INTEGER NOT NULL, code TEXT, members TEXT NOT NULL);
        """);

    /// <summary>Notes a call; it is on disk a moment later.</summary>
    internal void Add(CallRecord call) => _waiting.Writer.TryWrite(new(call, null));

    /// <summary>The members of an input that the log keeps.</summary>
    internal static JsonObject MembersOf(OperationDescription operation, JsonObject input)
    {
        JsonObject kept = [];
        foreach (var (name, value) in input)
        {
            if (kept.Count == MostMembers) break;
            if (value is not JsonValue || operation.Input?.Members.GetValueOrDefault(name) is not { Shape: { IsSensitive: false } shape }) continue;
            if (shape.Kind is ShapeKind.Text && Values.Text(value) is { Length: <= LongestMember } text) kept[name] = text;
            else if (shape.Kind is ShapeKind.Integer or ShapeKind.Long) kept[name] = Values.Whole(value);
            else if (shape.Kind is ShapeKind.Flag) kept[name] = Values.Flag(value);
        }
        return kept;
    }

    /// <summary>Waits until the calls noted so far can be read.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_waiting.Writer.TryWrite(new(null, done))) return;
        _hurry.Release();
        await done.Task.WaitAsync(cancel);
    }

    /// <summary>The calls since an instant, the oldest first, also those noted a moment ago.</summary>
    /// <param name="service">Of one service; null for all.</param>
    /// <param name="operation">Of one operation; null for all.</param>
    /// <param name="since">From this instant on; null for all that are kept.</param>
    /// <param name="most">The newest of them, at most so many.</param>
    public async Task<IReadOnlyList<CallRecord>> ReadAsync(string? service = null, string? operation = null, DateTimeOffset? since = null, int most = 10_000, CancellationToken cancel = default)
    {
        await FlushAsync(cancel);
        var calls = _database.Read(connection => LabDatabase.Rows(connection, """
            SELECT at, service, operation, caller, access_key, region, status, code, members FROM lab_call
            WHERE ($service IS NULL OR service = $service) AND ($operation IS NULL OR operation = $operation) AND at >= $since ORDER BY id DESC LIMIT $most
            """, Record, ("$service", service), ("$operation", operation), ("$since", since ?? DateTimeOffset.MinValue), ("$most", most)));
        calls.Reverse();
        return calls;
    }

    private static CallRecord Record(SqliteDataReader row) => new(LabDatabase.Instant(row, 0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
        row.GetInt32(6), row.IsDBNull(7) ? null : row.GetString(7), JsonNode.Parse(row.GetString(8))!.AsObject());

    private async Task WriteAsync()
    {
        List<Entry> batch = [];
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var entry)) batch.Add(entry);
            try
            {
                if (batch.Exists(entry => entry.Call is not null)) await _database.WriteAsync(connection => Insert(connection, batch), CancellationToken.None);
                foreach (var entry in batch) entry.Done?.TrySetResult();
            }
            catch (Exception failure) when (failure is SqliteException or ObjectDisposedException)
            {
                // Rows that can't be written don't stop the sandbox: what asks for them is told.
                foreach (var entry in batch) entry.Done?.TrySetException(failure);
            }
            // Calls that follow close upon each other share a write; who waits for the log is not kept waiting.
            if (batch.Count < MostAtOnce) await _hurry.WaitAsync(Pause);
        }
    }

    private static void Insert(SqliteConnection connection, List<Entry> batch)
    {
        foreach (var (call, _) in batch)
            if (call is not null)
                LabDatabase.Execute(connection, "INSERT INTO lab_call (at, service, operation, caller, access_key, region, status, code, members) VALUES ($at, $service, $operation, $caller, $key, $region, $status, $code, $members)",
                    ("$at", call.At), ("$service", call.Service), ("$operation", call.Operation), ("$caller", call.Caller), ("$key", call.AccessKeyId), ("$region", call.Region), ("$status", call.Status), ("$code", call.ErrorCode), ("$members", call.Members.ToJsonString()));
        LabDatabase.Execute(connection, "DELETE FROM lab_call WHERE id <= (SELECT MAX(id) FROM lab_call) - $kept", ("$kept", Kept));
    }

    /// <summary>Writes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_waiting.Writer.TryComplete()) return;
        _hurry.Release();
        await _writing;
        _hurry.Dispose();
    }

    private sealed record Entry(CallRecord? Call, TaskCompletionSource? Done);
}

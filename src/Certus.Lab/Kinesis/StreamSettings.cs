using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Kinesis;

/// <summary>What a stream can be set to: how long it keeps records, how large they may be, its mode, encryption and metrics (both recorded only).</summary>
internal sealed class StreamSettings(LabDatabase database)
{
    private const long Shortest = 24;
    private const long Longest = 8760;

    public ValueTask<LabAnswer> KeepLongerAsync(LabCall call, CancellationToken cancel) => ChangeAsync(call, (connection, stream) =>
    {
        var hours = Hours(call);
        if (hours < stream.Retention) throw KinesisNames.Invalid($"Requested retention period ({hours} hours) for stream {stream.Name} can not be shorter than existing retention period ({stream.Retention} hours). Use DecreaseRetentionPeriod API.");
        Keep(connection, stream, hours, call.Now);
    }, cancel);

    public ValueTask<LabAnswer> KeepShorterAsync(LabCall call, CancellationToken cancel) => ChangeAsync(call, (connection, stream) =>
    {
        var hours = Hours(call);
        if (hours > stream.Retention) throw KinesisNames.Invalid($"Requested retention period ({hours} hours) for stream {stream.Name} can not be longer than existing retention period ({stream.Retention} hours). Use IncreaseRetentionPeriod API.");
        Keep(connection, stream, hours, call.Now);
    }, cancel);

    public ValueTask<LabAnswer> EncryptAsync(LabCall call, CancellationToken cancel) =>
        ChangeAsync(call, (connection, stream) => SetKey(connection, stream, call.Text("EncryptionType") == "KMS" ? call.Required("KeyId") : null), cancel);

    public ValueTask<LabAnswer> DecryptAsync(LabCall call, CancellationToken cancel) => ChangeAsync(call, (connection, stream) => SetKey(connection, stream, null), cancel);

    public ValueTask<LabAnswer> MonitorAsync(LabCall call, CancellationToken cancel) => MetricsAsync(call, (now, asked) => now.Union(asked), cancel);

    public ValueTask<LabAnswer> StopMonitoringAsync(LabCall call, CancellationToken cancel) => MetricsAsync(call, (now, asked) => asked.Contains("ALL") ? [] : now.Except(asked), cancel);

    public ValueTask<LabAnswer> SetModeAsync(LabCall call, CancellationToken cancel) => ChangeAsync(call, (connection, stream) =>
        Execute(connection, "UPDATE kinesis_stream SET mode = $mode WHERE id = $id", ("$mode", (string)call.Structure("StreamModeDetails")!["StreamMode"]!), ("$id", stream.Id)), cancel);

    public ValueTask<LabAnswer> SetRecordSizeAsync(LabCall call, CancellationToken cancel) => ChangeAsync(call, (connection, stream) =>
        Execute(connection, "UPDATE kinesis_stream SET record_kib = $kib WHERE id = $id", ("$kib", call.Whole("MaxRecordSizeInKiB")), ("$id", stream.Id)), cancel);

    private async ValueTask<LabAnswer> ChangeAsync(LabCall call, Action<SqliteConnection, DataStream> change, CancellationToken cancel)
    {
        await database.WriteAsync(connection => change(connection, DataStream.Get(connection, call)), cancel);
        return LabAnswer.Empty;
    }

    private async ValueTask<LabAnswer> MetricsAsync(LabCall call, Func<IReadOnlyList<string>, IReadOnlyList<string>, IEnumerable<string>> change, CancellationToken cancel)
    {
        var asked = call.List("ShardLevelMetrics").Select(metric => (string)metric!).ToList();
        return await database.WriteAsync<LabAnswer>(connection =>
        {
            var stream = DataStream.Get(connection, call);
            var wanted = change(stream.Metrics, asked).ToList();
            Execute(connection, "UPDATE kinesis_stream SET metrics = $metrics WHERE id = $id", ("$metrics", JsonSerializer.Serialize(wanted)), ("$id", stream.Id));
            return new JsonObject
            {
                ["StreamName"] = stream.Name, ["StreamARN"] = stream.Arn,
                ["CurrentShardLevelMetrics"] = new JsonArray([.. stream.Metrics.Select(metric => JsonValue.Create(metric))]),
                ["DesiredShardLevelMetrics"] = new JsonArray([.. wanted.Select(metric => JsonValue.Create(metric))]),
            };
        }, cancel);
    }

    private static long Hours(LabCall call) => call.Whole("RetentionPeriodHours")!.Value switch
    {
        < Shortest and var hours => throw KinesisNames.Invalid($"Minimum allowed retention period is {Shortest} hours. Requested retention period ({hours} hours) is too short."),
        > Longest and var hours => throw KinesisNames.Invalid($"Maximum allowed retention period is {Longest} hours. Requested retention period ({hours} hours) is too long."),
        var hours => hours,
    };

    // What was too old before stays gone.
    private static void Keep(SqliteConnection connection, DataStream stream, long hours, DateTimeOffset now) =>
        Execute(connection, "UPDATE kinesis_stream SET retention = $hours, trimmed = $horizon WHERE id = $id", ("$hours", hours), ("$horizon", stream.Horizon(now)), ("$id", stream.Id));

    private static void SetKey(SqliteConnection connection, DataStream stream, string? key) => Execute(connection, "UPDATE kinesis_stream SET key = $key WHERE id = $id", ("$key", key), ("$id", stream.Id));
}

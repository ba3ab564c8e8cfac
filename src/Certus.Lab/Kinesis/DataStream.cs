using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Kinesis;

/// <summary>A stream's row.</summary>
/// <param name="Created">When it was made, in milliseconds since 1970; so are the others.</param>
/// <param name="Retention">How long a record stays, in hours.</param>
/// <param name="RecordKib">The largest record, data and partition key, in KiB.</param>
/// <param name="KeyId">What encrypts it; null where nothing does.</param>
/// <param name="NextNumber">The sequence number of the next record.</param>
/// <param name="Last">When the last record came.</param>
/// <param name="Trimmed">Records older than this are gone whatever the retention says now.</param>
internal sealed record DataStream(
    long Id, string Region, string Name, long Created, string Mode, long Retention, long RecordKib, string? KeyId, IReadOnlyList<string> Metrics, string? Policy,
    long NextShard, long NextNumber, long Last, long Trimmed)
{
    public const string OnDemand = "ON_DEMAND";
    public const string Provisioned = "PROVISIONED";

    private const string Columns = "id, region, name, created, mode, retention, record_kib, key, metrics, policy, next_shard, next_number, last, trimmed";

    public string Arn => KinesisNames.StreamArn(Region, Name);

    public string Encryption => KeyId is null ? "NONE" : "KMS";

    /// <summary>The oldest instant whose records can be read.</summary>
    public long Horizon(DateTimeOffset now) => Math.Max(Trimmed, now.ToUnixTimeMilliseconds() - Retention * 3_600_000);

    public JsonArray Monitoring => [new JsonObject { ["ShardLevelMetrics"] = new JsonArray([.. Metrics.Select(metric => JsonValue.Create(metric))]) }];

    public static DataStream? Find(SqliteConnection connection, string region, string name) =>
        Rows(connection, $"SELECT {Columns} FROM kinesis_stream WHERE region = $region AND name = $name", Read, ("$region", region), ("$name", name)).SingleOrDefault();

    public static DataStream? Find(SqliteConnection connection, long id) =>
        Rows(connection, $"SELECT {Columns} FROM kinesis_stream WHERE id = $id", Read, ("$id", id)).SingleOrDefault();

    /// <summary>The stream a call names.</summary>
    public static DataStream Get(SqliteConnection connection, LabCall call) =>
        KinesisNames.Stream(call) is var name && Find(connection, call.Caller.Region, name) is { } stream ? stream : throw KinesisNames.NoStream(name);

    /// <summary>The stream in an ARN, or the one of a consumer's.</summary>
    public static DataStream Get(SqliteConnection connection, LabCall call, string arn) =>
        KinesisNames.StreamOf(arn) is { } name && Find(connection, call.Caller.Region, name) is { } stream && arn.StartsWith(stream.Arn, StringComparison.Ordinal) ? stream : throw KinesisNames.NoStream(arn);

    /// <summary>Streams in the order of their names.</summary>
    public static List<DataStream> List(SqliteConnection connection, string region, string after, int most) =>
        Rows(connection, $"SELECT {Columns} FROM kinesis_stream WHERE region = $region AND name > $after ORDER BY name LIMIT $most", Read, ("$region", region), ("$after", after), ("$most", most));

    private static DataStream Read(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetInt64(5), row.GetInt64(6), row.IsDBNull(7) ? null : row.GetString(7),
        JsonSerializer.Deserialize<List<string>>(row.GetString(8))!, row.IsDBNull(9) ? null : row.GetString(9), row.GetInt64(10), row.GetInt64(11), row.GetInt64(12), row.GetInt64(13));
}

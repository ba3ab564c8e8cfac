using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Kinesis;

/// <summary>A shard's row: the hash keys it takes, the sequence numbers it holds.</summary>
/// <param name="Low">The first hash key.</param>
/// <param name="High">The last hash key.</param>
/// <param name="First">The sequence number it began with.</param>
/// <param name="Last">The one it was closed with; null while it is open.</param>
/// <param name="Opened">When it was made, in milliseconds since 1970.</param>
/// <param name="Closed">When it was split or merged.</param>
internal sealed record Shard(long Number, long? Parent, long? Adjacent, UInt128 Low, UInt128 High, long First, long? Last, long Opened, long? Closed)
{
    private const string Columns = "number, parent, adjacent, low, high, first, last, opened, closed";

    public string Id => KinesisNames.ShardId(Number);

    public bool IsOpen => Last is null;

    /// <summary>The shard as the service describes it.</summary>
    public JsonObject Json()
    {
        JsonObject numbers = new() { ["StartingSequenceNumber"] = Text(First) };
        if (Last is { } last) numbers["EndingSequenceNumber"] = Text(last);
        JsonObject shard = new() { ["ShardId"] = Id };
        if (Parent is { } parent) shard["ParentShardId"] = KinesisNames.ShardId(parent);
        if (Adjacent is { } adjacent) shard["AdjacentParentShardId"] = KinesisNames.ShardId(adjacent);
        shard["HashKeyRange"] = Range();
        shard["SequenceNumberRange"] = numbers;
        return shard;
    }

    /// <summary>The shard as a child of those at whose end a reader has come.</summary>
    public JsonObject Child() => new()
    {
        ["ShardId"] = Id,
        ["ParentShards"] = new JsonArray([.. new[] { Parent, Adjacent }.OfType<long>().Select(number => JsonValue.Create(KinesisNames.ShardId(number)))]),
        ["HashKeyRange"] = Range(),
    };

    private JsonObject Range() => new() { ["StartingHashKey"] = Low.ToString(CultureInfo.InvariantCulture), ["EndingHashKey"] = High.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Those that hold records that can still be read, in the order of their numbers.</summary>
    public static List<Shard> List(SqliteConnection connection, DataStream stream, long horizon) =>
        Rows(connection, $"SELECT {Columns} FROM kinesis_shard WHERE stream = $stream AND (closed IS NULL OR closed >= $horizon) ORDER BY number", Read, ("$stream", stream.Id), ("$horizon", horizon));

    /// <summary>Those that take records, in the order of their hash keys.</summary>
    public static List<Shard> Open(SqliteConnection connection, long stream) =>
        Rows(connection, $"SELECT {Columns} FROM kinesis_shard WHERE stream = $stream AND last IS NULL ORDER BY low", Read, ("$stream", stream));

    /// <summary>The open shard that takes a hash key.</summary>
    public static long Taking(SqliteConnection connection, long stream, UInt128 hash) =>
        (long)Scalar(connection, "SELECT number FROM kinesis_shard WHERE stream = $stream AND last IS NULL AND low <= $hash ORDER BY low DESC LIMIT 1", ("$stream", stream), ("$hash", Bytes(hash)))!;

    public static Shard? Find(SqliteConnection connection, long stream, string id) => KinesisNames.ShardNumber(id) is { } number
        ? Rows(connection, $"SELECT {Columns} FROM kinesis_shard WHERE stream = $stream AND number = $number", Read, ("$stream", stream), ("$number", number)).SingleOrDefault()
        : null;

    public static List<Shard> Children(SqliteConnection connection, long stream, long number) =>
        Rows(connection, $"SELECT {Columns} FROM kinesis_shard WHERE stream = $stream AND (parent = $number OR adjacent = $number) ORDER BY number", Read, ("$stream", stream), ("$number", number));

    public static long CountOpen(SqliteConnection connection, long stream) => (long)Scalar(connection, "SELECT COUNT(*) FROM kinesis_shard WHERE stream = $stream AND last IS NULL", ("$stream", stream))!;

    public void Insert(SqliteConnection connection, long stream) => Execute(connection, "INSERT INTO kinesis_shard VALUES ($stream, $number, $parent, $adjacent, $low, $high, $first, $last, $opened, $closed)",
        ("$stream", stream), ("$number", Number), ("$parent", Parent), ("$adjacent", Adjacent), ("$low", Bytes(Low)), ("$high", Bytes(High)), ("$first", First), ("$last", Last), ("$opened", Opened), ("$closed", Closed));

    public void Close(SqliteConnection connection, long stream, long last, long now) =>
        Execute(connection, "UPDATE kinesis_shard SET last = $last, closed = $now WHERE stream = $stream AND number = $number", ("$last", last), ("$now", now), ("$stream", stream), ("$number", Number));

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static Shard Read(SqliteDataReader row) => new(row.GetInt64(0), Known(row, 1), Known(row, 2), Hash(row, 3), Hash(row, 4), row.GetInt64(5), Known(row, 6), row.GetInt64(7), Known(row, 8));

    private static long? Known(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static UInt128 Hash(SqliteDataReader row, int column) => BinaryPrimitives.ReadUInt128BigEndian((byte[])row.GetValue(column));

    private static byte[] Bytes(UInt128 hash)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return bytes;
    }
}

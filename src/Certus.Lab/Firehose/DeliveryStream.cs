using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Firehose;

/// <summary>A delivery stream's row.</summary>
/// <param name="Destination">Its destination as it is described.</param>
/// <param name="Source">Its Kinesis stream as it is described; null where records are put to it.</param>
/// <param name="Position">The sequence number of the source that it takes in next.</param>
/// <param name="Bytes">What it has gathered and not delivered.</param>
/// <param name="Oldest">When the oldest of that came, in milliseconds since 1970; null where it has none.</param>
/// <param name="Failure">Why the last delivery failed; null where it did not.</param>
internal sealed record DeliveryStream(
    long Id, string Region, string Name, string Type, long Created, long Updated, long Version, JsonObject Destination, JsonObject? Source, JsonObject? Encryption,
    long Position, long NextNumber, long Bytes, long? Oldest, string? Failure)
{
    public const string FromKinesis = "KinesisStreamAsSource";

    private const string Columns = "id, region, name, type, created, updated, version, destination, source, encryption, position, next_number, bytes, oldest, failure";

    public string Arn => FirehoseNames.Arn(Region, Name);

    public string? SourceArn => (string?)Source?["KinesisStreamARN"];

    public static DeliveryStream? Find(SqliteConnection connection, string region, string name) =>
        Rows(connection, $"SELECT {Columns} FROM firehose_stream WHERE region = $region AND name = $name", Read, ("$region", region), ("$name", name)).SingleOrDefault();

    public static DeliveryStream? Find(SqliteConnection connection, long id) =>
        Rows(connection, $"SELECT {Columns} FROM firehose_stream WHERE id = $id", Read, ("$id", id)).SingleOrDefault();

    public static DeliveryStream Get(SqliteConnection connection, LabCall call) =>
        call.Required("DeliveryStreamName") is var name && Find(connection, call.Caller.Region, name) is { } stream ? stream : throw FirehoseNames.NoStream(name);

    /// <summary>Those of a region in the order in which they were made; of every region where none is given.</summary>
    public static List<DeliveryStream> All(SqliteConnection connection, string? region = null) =>
        Rows(connection, $"SELECT {Columns} FROM firehose_stream WHERE $region IS NULL OR region = $region ORDER BY id", Read, ("$region", region));

    /// <summary>Those that have something to deliver, or somewhere to take it from.</summary>
    public static List<DeliveryStream> Busy(SqliteConnection connection) =>
        Rows(connection, $"SELECT {Columns} FROM firehose_stream WHERE oldest IS NOT NULL OR source IS NOT NULL ORDER BY id", Read);

    /// <summary>Appends records to what is gathered.</summary>
    public void Gather(SqliteConnection connection, IReadOnlyList<(long At, byte[] Data)> records, long? position = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO firehose_record VALUES ($id, $number, $at, $data)";
        command.Parameters.AddWithValue("$id", Id);
        var (number, when, bytes) = (command.Parameters.AddWithValue("$number", 0L), command.Parameters.AddWithValue("$at", 0L), command.Parameters.AddWithValue("$data", Array.Empty<byte>()));
        foreach (var (index, (at, data)) in records.Index())
        {
            (number.Value, when.Value, bytes.Value) = (NextNumber + index, at, data);
            command.ExecuteNonQuery();
        }
        Execute(connection, "UPDATE firehose_stream SET next_number = next_number + $count, bytes = bytes + $bytes, oldest = COALESCE(oldest, $at), position = COALESCE($position, position) WHERE id = $id",
            ("$count", records.Count), ("$bytes", records.Sum(record => (long)record.Data.Length)), ("$at", records.Count == 0 ? null : records[0].At), ("$position", position), ("$id", Id));
    }

    /// <summary>What it has gathered, the oldest first, to about a size; one record at least.</summary>
    public List<(long Number, long At, byte[] Data)> Gathered(SqliteConnection connection, long size)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT number, at, data FROM firehose_record WHERE stream = $id ORDER BY number";
        command.Parameters.AddWithValue("$id", Id);
        using var row = command.ExecuteReader();
        List<(long, long, byte[])> records = [];
        for (long bytes = 0; bytes < size && row.Read();)
        {
            var data = (byte[])row.GetValue(2);
            bytes += data.Length;
            records.Add((row.GetInt64(0), row.GetInt64(1), data));
        }
        return records;
    }

    /// <summary>Takes delivered records out, up to a number.</summary>
    /// <param name="connection">The rows.</param>
    /// <param name="last">The number of the last of them.</param>
    /// <param name="bytes">How large they are together.</param>
    public void Release(SqliteConnection connection, long last, long bytes)
    {
        Execute(connection, "DELETE FROM firehose_record WHERE stream = $id AND number <= $last", ("$id", Id), ("$last", last));
        Execute(connection, """
            UPDATE firehose_stream SET failure = NULL, delivered = delivered + 1, bytes = bytes - $bytes,
                oldest = (SELECT at FROM firehose_record WHERE stream = $id ORDER BY number LIMIT 1) WHERE id = $id
            """, ("$bytes", bytes), ("$id", Id));
    }

    private static DeliveryStream Read(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), Json(row, 7)!, Json(row, 8), Json(row, 9),
        row.GetInt64(10), row.GetInt64(11), row.GetInt64(12), row.IsDBNull(13) ? null : row.GetInt64(13), row.IsDBNull(14) ? null : row.GetString(14));

    private static JsonObject? Json(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : JsonNode.Parse(row.GetString(column))!.AsObject();
}

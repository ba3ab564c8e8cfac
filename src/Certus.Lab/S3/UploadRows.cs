using System.Text;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.S3;

/// <summary>A multipart upload that is under way.</summary>
/// <param name="Draft">The object it will become; its checksum names the algorithm and kind that the upload was begun with, its time is that of the beginning.</param>
internal sealed record Upload(string Id, ObjectInfo Draft);

/// <summary>A part that was uploaded.</summary>
internal sealed record UploadPart(int Number, long Size, string ETag, DateTimeOffset Modified, ObjectChecksum? Checksum, string File);

/// <summary>The rows of multipart uploads.</summary>
internal static class UploadRows
{
    private const string Columns = "id, bucket, key, started, type, class, detail, checksum";

    /// <summary>The upload a call names; refuses where it is not under way.</summary>
    public static Upload Get(SqliteConnection connection, LabCall call)
    {
        Bucket.Get(connection, call.Bucket);
        return Rows(connection, $"SELECT {Columns} FROM s3_upload WHERE id = $id AND bucket = $bucket AND key = $key", OfRow,
            ("$id", call.Text("UploadId")), ("$bucket", call.Bucket), ("$key", Encoding.UTF8.GetBytes(call.Key))) is [var upload]
            ? upload
            : throw NoSuchUpload(call);
    }

    public static AwsException NoSuchUpload(LabCall call) =>
        new("NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", 404) { Members = { ["UploadId"] = call.Text("UploadId") } };

    /// <summary>Uploads in the order of their keys' bytes, then of their ids.</summary>
    public static List<Upload> List(SqliteConnection connection, string bucket, byte[] from, string after, byte[]? before, int most) => Rows(connection,
        $"""
        SELECT {Columns} FROM s3_upload WHERE bucket = $bucket AND key >= $from AND NOT (key = $from AND id <= $after)
            AND {(before is null ? "$before IS NULL" : "key < $before")} ORDER BY key, id LIMIT $most
        """, OfRow, ("$bucket", bucket), ("$from", from), ("$after", after), ("$before", before), ("$most", most));

    public static void Insert(SqliteConnection connection, Upload upload) => Execute(connection,
        $"INSERT INTO s3_upload ({Columns}) VALUES ($id, $bucket, $key, $started, $type, $class, $detail, $checksum)",
        ("$id", upload.Id), ("$bucket", upload.Draft.Bucket), ("$key", S3Names.Key(upload.Draft.Key)), ("$started", upload.Draft.LastModified), ("$type", upload.Draft.ContentType),
        ("$class", upload.Draft.StorageClass), ("$detail", upload.Draft.Detail.ToJson()), ("$checksum", upload.Draft.Checksum?.Column));

    /// <summary>Ends an upload; its parts' files are doomed unless an object has them.</summary>
    public static void Delete(SqliteConnection connection, Upload upload, List<string> doomed)
    {
        doomed.AddRange(Rows(connection, "SELECT file FROM s3_part WHERE upload = $id", row => row.GetString(0), ("$id", upload.Id)));
        Execute(connection, "DELETE FROM s3_upload WHERE id = $id", ("$id", upload.Id)); // and its parts with it
    }

    public static List<UploadPart> Parts(SqliteConnection connection, Upload upload) => Rows(connection,
        "SELECT number, size, etag, modified, checksum, file FROM s3_part WHERE upload = $id ORDER BY number",
        row => new UploadPart(row.GetInt32(0), row.GetInt64(1), row.GetString(2), Instant(row, 3), ObjectChecksum.OfColumn(row.IsDBNull(4) ? null : row.GetString(4)), row.GetString(5)),
        ("$id", upload.Id));

    /// <summary>Sets a part in the place of an earlier one of its number.</summary>
    public static void SetPart(SqliteConnection connection, Upload upload, UploadPart part, List<string> doomed)
    {
        if (Scalar(connection, "SELECT file FROM s3_part WHERE upload = $id AND number = $number", ("$id", upload.Id), ("$number", part.Number)) is string replaced) doomed.Add(replaced);
        Execute(connection, "INSERT OR REPLACE INTO s3_part (upload, number, size, etag, modified, checksum, file) VALUES ($id, $number, $size, $etag, $modified, $checksum, $file)",
            ("$id", upload.Id), ("$number", part.Number), ("$size", part.Size), ("$etag", part.ETag), ("$modified", part.Modified), ("$checksum", part.Checksum?.Column), ("$file", part.File));
    }

    private static Upload OfRow(SqliteDataReader row) =>
        new(row.GetString(0), new(row.GetString(1), Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(2)), "", 0, "", Instant(row, 3), row.GetString(4))
        {
            StorageClass = row.GetString(5),
            Detail = ObjectDetail.OfJson(row.GetString(6)),
            Checksum = ObjectChecksum.OfColumn(row.IsDBNull(7) ? null : row.GetString(7)),
        });
}

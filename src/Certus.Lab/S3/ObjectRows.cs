using System.Text;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.S3;

/// <summary>The rows of objects: what a put, a delete and a version mean.</summary>
internal static class ObjectRows
{
    private const string Columns = "seq, bucket, key, version, latest, marker, size, etag, modified, type, class, checksum, detail";

    /// <summary>The newest version of a key, a delete marker too; null where there is none.</summary>
    public static ObjectInfo? Latest(SqliteConnection connection, string bucket, string key) =>
        One(connection, "bucket = $bucket AND key = $key AND latest", ("$bucket", bucket), ("$key", Encoding.UTF8.GetBytes(key)));

    /// <summary>A version of a key, a delete marker too.</summary>
    public static ObjectInfo? Version(SqliteConnection connection, string bucket, string key, string version) =>
        One(connection, "bucket = $bucket AND key = $key AND version = $version", ("$bucket", bucket), ("$key", Encoding.UTF8.GetBytes(key)), ("$version", version));

    /// <summary>Whether a version is still there; a copy asks before it shares the files.</summary>
    public static bool Exists(SqliteConnection connection, ObjectInfo info) =>
        Scalar(connection, "SELECT 1 FROM s3_object WHERE seq = $seq", ("$seq", info.Sequence)) is not null;

    /// <summary>Newest versions that are objects, in the order of their keys' bytes.</summary>
    /// <param name="from">The first key that may come.</param>
    /// <param name="before">The first key that may not; null for no end.</param>
    public static List<ObjectInfo> List(SqliteConnection connection, string bucket, byte[] from, byte[]? before, int most) => Rows(connection,
        $"SELECT {Columns} FROM s3_object INDEXED BY s3_object_latest WHERE bucket = $bucket AND latest AND NOT marker AND key >= $from {Until(before)} ORDER BY key LIMIT $most",
        OfRow, ("$bucket", bucket), ("$from", from), ("$before", before), ("$most", most));

    /// <summary>Newest versions as <see cref="Listing.Source{T}"/> has them.</summary>
    public static List<ObjectInfo> List(SqliteConnection connection, string bucket, byte[] from, ObjectInfo? after, byte[]? before, int most) =>
        List(connection, bucket, after is null ? from : [.. from, 0], before, most);

    /// <summary>All versions in the order of their keys' bytes, each key's newest first.</summary>
    /// <param name="below">Of the key <paramref name="from"/>, only versions older than this one.</param>
    public static List<ObjectInfo> Versions(SqliteConnection connection, string bucket, byte[] from, long below, byte[]? before, int most) => Rows(connection,
        $"SELECT {Columns} FROM s3_object INDEXED BY s3_object_history WHERE bucket = $bucket AND key >= $from {Until(before)} AND NOT (key = $from AND seq >= $below) ORDER BY key, seq DESC LIMIT $most",
        OfRow, ("$bucket", bucket), ("$from", from), ("$below", below), ("$before", before), ("$most", most));

    private static string Until(byte[]? before) => before is null ? "AND $before IS NULL" : "AND key < $before";

    /// <summary>Makes an object the newest version of its key.</summary>
    /// <param name="files">Where its bytes lie, in order.</param>
    /// <param name="doomed">Receives the names of the files that lost a row.</param>
    public static ObjectInfo Put(SqliteConnection connection, ObjectInfo info, IReadOnlyList<ObjectFile> files, List<string> doomed)
    {
        var bucket = Bucket.Get(connection, info.Bucket);
        var put = Insert(connection, info with { VersionId = NextVersion(connection, bucket, info.Key, doomed) });
        foreach (var (place, file) in files.Index())
            Execute(connection, "INSERT INTO s3_file VALUES ($object, $place, $name, $size)", ("$object", put.Sequence), ("$place", place), ("$name", file.Name), ("$size", file.Size));
        return put;
    }

    /// <summary>Deletes a key: where versions are kept, by a marker.</summary>
    /// <returns>The marker; null where none was set.</returns>
    public static ObjectInfo? Delete(SqliteConnection connection, string bucketName, string key, DateTimeOffset now, List<string> doomed)
    {
        var bucket = Bucket.Get(connection, bucketName);
        if (bucket.Versioning is null)
        {
            if (Latest(connection, bucketName, key) is { } latest) Remove(connection, latest, doomed);
            return null;
        }
        var version = NextVersion(connection, bucket, key, doomed);
        return Insert(connection, new(bucketName, key, version, 0, "", now, "") { IsDeleteMarker = true });
    }

    /// <summary>Removes one version for good; the one before it becomes the newest.</summary>
    public static void Remove(SqliteConnection connection, ObjectInfo info, List<string> doomed)
    {
        doomed.AddRange(Files(connection, info).Select(file => file.Name));
        Execute(connection, "DELETE FROM s3_object WHERE seq = $seq", ("$seq", info.Sequence)); // and its files' rows with it
        if (info.IsLatest)
            Execute(connection, """
                UPDATE s3_object SET latest = 1 WHERE seq =
                    (SELECT seq FROM s3_object WHERE bucket = $bucket AND key = $key ORDER BY seq DESC LIMIT 1)
                """, ("$bucket", info.Bucket), ("$key", Encoding.UTF8.GetBytes(info.Key)));
    }

    /// <summary>Whether a row names a file.</summary>
    public static bool IsKnown(SqliteConnection connection, string file) =>
        Scalar(connection, "SELECT 1 FROM s3_file WHERE name = $name UNION ALL SELECT 1 FROM s3_part WHERE file = $name LIMIT 1", ("$name", file)) is not null;

    /// <summary>Where an object's bytes lie, in order.</summary>
    public static List<ObjectFile> Files(SqliteConnection connection, ObjectInfo info) => Rows(connection,
        "SELECT name, size FROM s3_file WHERE object = $object ORDER BY place", row => new ObjectFile(row.GetString(0), row.GetInt64(1)), ("$object", info.Sequence));

    /// <summary>Changes what an object carries besides its bytes.</summary>
    public static void SetDetail(SqliteConnection connection, ObjectInfo info, ObjectDetail detail)
    {
        if (Execute(connection, "UPDATE s3_object SET detail = $detail WHERE seq = $seq", ("$detail", detail.ToJson()), ("$seq", info.Sequence)) == 0)
            throw S3Names.NoSuchKey(info.Key);
    }

    /// <summary>The version that a new one gets; the null version it replaces is removed.</summary>
    private static string NextVersion(SqliteConnection connection, Bucket bucket, string key, List<string> doomed)
    {
        if (bucket.KeepsVersions) return S3Names.NewVersion();
        if (Version(connection, bucket.Name, key, ObjectInfo.NullVersion) is { } replaced) Remove(connection, replaced, doomed);
        return ObjectInfo.NullVersion;
    }

    private static ObjectInfo Insert(SqliteConnection connection, ObjectInfo info)
    {
        var key = S3Names.Key(info.Key);
        Execute(connection, "UPDATE s3_object SET latest = 0 WHERE bucket = $bucket AND key = $key AND latest", ("$bucket", info.Bucket), ("$key", key));
        var seq = (long)Scalar(connection, """
            INSERT INTO s3_object (bucket, key, version, latest, marker, size, etag, modified, type, class, checksum, detail)
            VALUES ($bucket, $key, $version, 1, $marker, $size, $etag, $modified, $type, $class, $checksum, $detail) RETURNING seq
            """,
            ("$bucket", info.Bucket), ("$key", key), ("$version", info.VersionId), ("$marker", info.IsDeleteMarker), ("$size", info.Size), ("$etag", info.ETag),
            ("$modified", info.LastModified), ("$type", info.ContentType), ("$class", info.StorageClass), ("$checksum", info.Checksum?.Column), ("$detail", info.Detail.ToJson()))!;
        return info with { Sequence = seq, IsLatest = true };
    }

    private static ObjectInfo? One(SqliteConnection connection, string where, params ReadOnlySpan<(string, object?)> parameters) =>
        Rows(connection, $"SELECT {Columns} FROM s3_object WHERE {where}", OfRow, parameters) is [var info] ? info : null;

    private static ObjectInfo OfRow(SqliteDataReader row) =>
        new(row.GetString(1), Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(2)), row.GetString(3), row.GetInt64(6), row.GetString(7), Instant(row, 8), row.GetString(9))
        {
            Sequence = row.GetInt64(0),
            IsLatest = row.GetBoolean(4),
            IsDeleteMarker = row.GetBoolean(5),
            StorageClass = row.GetString(10),
            Checksum = ObjectChecksum.OfColumn(row.IsDBNull(11) ? null : row.GetString(11)),
            Detail = ObjectDetail.OfJson(row.GetString(12)),
        };
}

using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.S3;

/// <summary>A bucket and the settings that every write of an object asks for.</summary>
/// <param name="Versioning">Enabled, Suspended, or null where versions were never kept.</param>
/// <param name="ObjectLock">Whether its versions can be locked.</param>
internal sealed record Bucket(string Name, string Region, DateTimeOffset Created, string? Versioning, bool ObjectLock)
{
    private const string Columns = "name, region, created, versioning, object_lock";

    public bool KeepsVersions => Versioning == "Enabled";

    public static Bucket? Find(SqliteConnection connection, string name) =>
        Rows(connection, $"SELECT {Columns} FROM s3_bucket WHERE name = $name", OfRow, ("$name", name)) is [var bucket] ? bucket : null;

    /// <summary>The bucket; refuses where it does not exist.</summary>
    public static Bucket Get(SqliteConnection connection, string name) => Find(connection, name) ?? throw S3Names.NoSuchBucket(name);

    public static List<Bucket> All(SqliteConnection connection) => Rows(connection, $"SELECT {Columns} FROM s3_bucket ORDER BY name", OfRow);

    /// <summary>Makes it, closed to the public and with ACLs off, as AWS makes buckets since April 2023.</summary>
    /// <param name="ownership">BucketOwnerPreferred or ObjectWriter where ACLs shall be on.</param>
    /// <param name="isClosed">Whether it gets a public access block.</param>
    public void Insert(SqliteConnection connection, string ownership = "BucketOwnerEnforced", bool isClosed = true)
    {
        Execute(connection, $"INSERT INTO s3_bucket ({Columns}) VALUES ($name, $region, $created, $versioning, $lock)",
            ("$name", Name), ("$region", Region), ("$created", Created), ("$versioning", Versioning), ("$lock", ObjectLock));
        if (isClosed)
            Settings.Set(connection, Name, SettingKinds.PublicAccess, new()
            {
                ["BlockPublicAcls"] = true, ["IgnorePublicAcls"] = true, ["BlockPublicPolicy"] = true, ["RestrictPublicBuckets"] = true,
            });
        Settings.Set(connection, Name, SettingKinds.Ownership, new() { ["Rules"] = new JsonArray(new JsonObject { ["ObjectOwnership"] = ownership }) });
    }

    private static Bucket OfRow(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), Instant(row, 2), row.IsDBNull(3) ? null : row.GetString(3), row.GetBoolean(4));
}

using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.S3;

/// <summary>The version of an object that a call means.</summary>
internal static class Versions
{
    /// <summary>The version a call names, or the newest; refuses in S3's words where there is none or it is a delete marker.</summary>
    public static ObjectInfo Get(SqliteConnection connection, LabCall call) => Get(connection, call.Bucket, call.Key, call.Text("VersionId"),
        call.Operation.StartsWith("Head", StringComparison.Ordinal) ? "HEAD" : call.Operation.StartsWith("Put", StringComparison.Ordinal) ? "PUT" : call.Operation.StartsWith("Delete", StringComparison.Ordinal) ? "DELETE" : "GET");

    /// <param name="method">The HTTP method, which the refusal of a delete marker names.</param>
    public static ObjectInfo Get(SqliteConnection connection, string bucket, string key, string? version, string method = "GET")
    {
        Bucket.Get(connection, bucket);
        S3Names.Key(key);
        if (string.IsNullOrEmpty(version))
            return ObjectRows.Latest(connection, bucket, key) switch
            {
                null => throw S3Names.NoSuchKey(key),
                { IsDeleteMarker: true } marker => throw new AwsException("NoSuchKey", "The specified key does not exist.", 404) { Members = { ["Key"] = key }, Headers = Marker(marker) },
                var info => info,
            };
        return Find(connection, bucket, key, version) switch
        {
            null => throw new AwsException("NoSuchVersion", "The specified version does not exist.", 404) { Members = { ["Key"] = key, ["VersionId"] = version } },
            { IsDeleteMarker: true } marker => throw new AwsException("MethodNotAllowed", "The specified method is not allowed against this resource.", 405)
            {
                Members = { ["Method"] = method, ["ResourceType"] = "DeleteMarker" },
                Headers = new Dictionary<string, string>(Marker(marker))
                {
                    ["Allow"] = "DELETE",
                    ["Last-Modified"] = marker.LastModified.ToString("R", CultureInfo.InvariantCulture),
                },
            },
            var info => info,
        };
    }

    /// <summary>A version by its id, a delete marker too; refuses an id that S3 never gives.</summary>
    public static ObjectInfo? Find(SqliteConnection connection, string bucket, string key, string version) =>
        version == ObjectInfo.NullVersion || S3Names.IsVersion(version)
            ? ObjectRows.Version(connection, bucket, key, version)
            : throw S3Calls.InvalidArgument("Invalid version id specified", "versionId", version);

    /// <summary>Refuses a version whose id is empty: one who asks for it would be taken for asking for a version here and for the newest there.</summary>
    /// <exception cref="AwsException">InvalidArgument.</exception>
    public static void RefuseEmpty(string? version)
    {
        if (version is "") throw S3Calls.InvalidArgument("Version id cannot be the empty string", "versionId", version);
    }

    /// <summary>Refuses a call that names such a version itself or in its batch of deletions.</summary>
    /// <exception cref="AwsException">InvalidArgument.</exception>
    public static void RefuseEmpty(LabCall call)
    {
        RefuseEmpty(call.Text("VersionId"));
        if (call.Operation != "DeleteObjects") return;
        foreach (var item in (call.Structure("Delete")?["Objects"] as JsonArray ?? []).OfType<JsonObject>()) RefuseEmpty((string?)item["VersionId"]);
    }

    /// <summary>The version as an answer shows it; null in a bucket that never kept versions.</summary>
    public static string? Shown(ObjectStore store, ObjectInfo info) =>
        info.VersionId != ObjectInfo.NullVersion || store.Database.Read(connection => Bucket.Find(connection, info.Bucket))?.Versioning is not null ? info.VersionId : null;

    private static Dictionary<string, string> Marker(ObjectInfo marker) => new() { ["x-amz-delete-marker"] = "true", ["x-amz-version-id"] = marker.VersionId };
}

using System.Text.Json.Nodes;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.S3;

/// <summary>A bucket's configurations: JSON by kind, and by id where a bucket has several of a kind.</summary>
internal static class Settings
{
    public static JsonObject? Find(SqliteConnection connection, string bucket, string kind, string id = "") =>
        Scalar(connection, "SELECT body FROM s3_setting WHERE bucket = $bucket AND kind = $kind AND id = $id", ("$bucket", bucket), ("$kind", kind), ("$id", id)) is string body
            ? JsonNode.Parse(body)!.AsObject()
            : null;

    /// <summary>All of a kind in the order of their ids.</summary>
    public static List<JsonObject> All(SqliteConnection connection, string bucket, string kind) => Rows(connection,
        "SELECT body FROM s3_setting WHERE bucket = $bucket AND kind = $kind ORDER BY id", row => JsonNode.Parse(row.GetString(0))!.AsObject(), ("$bucket", bucket), ("$kind", kind));

    public static void Set(SqliteConnection connection, string bucket, string kind, JsonObject body, string id = "") =>
        Execute(connection, "INSERT INTO s3_setting VALUES ($bucket, $kind, $id, $body) ON CONFLICT DO UPDATE SET body = $body",
            ("$bucket", bucket), ("$kind", kind), ("$id", id), ("$body", body.ToJsonString()));

    public static bool Delete(SqliteConnection connection, string bucket, string kind, string id = "") =>
        Execute(connection, "DELETE FROM s3_setting WHERE bucket = $bucket AND kind = $kind AND id = $id", ("$bucket", bucket), ("$kind", kind), ("$id", id)) > 0;
}

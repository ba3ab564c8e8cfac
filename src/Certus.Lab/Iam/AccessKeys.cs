using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Access keys of users.</summary>
/// <remarks>A deleted key's row stays, marked, so that the key is refused for ever and never taken for the root's.</remarks>
internal static class AccessKeys
{
    /// <summary>The status of a key that was deleted; IAM never shows it.</summary>
    public const string Deleted = "Deleted";

    private const int Most = 2;

    /// <summary>A key as it is kept.</summary>
    public sealed record Kept(string Id, string UserName, string Secret, string Status, DateTimeOffset Created);

    /// <summary>The keys of a user.</summary>
    public static List<Kept> Of(SqliteConnection connection, string user) => LabDatabase.Rows(connection,
        "SELECT id, user_name, secret, status, created FROM iam_access_key WHERE user_name = $user AND status <> 'Deleted' ORDER BY created, id", Read, ("$user", user));

    /// <summary>A key by its id, deleted ones too.</summary>
    public static Kept? Find(SqliteConnection connection, string id) =>
        LabDatabase.Rows(connection, "SELECT id, user_name, secret, status, created FROM iam_access_key WHERE id = $id", Read, ("$id", id)).SingleOrDefault();

    public static JsonObject Create(SqliteConnection connection, LabCall call)
    {
        var user = Entities.NamedOrCaller(connection, call);
        if (Of(connection, user.Name).Count >= Most) throw IamRefusals.Limit($"Cannot exceed quota for AccessKeysPerUser: {Most}");
        var (id, secret) = (IamNames.NewAccessKey(temporary: false), IamNames.NewSecret());
        LabDatabase.Execute(connection, "INSERT INTO iam_access_key (id, user_name, secret, status, created) VALUES ($id, $user, $secret, 'Active', $now)",
            ("$id", id), ("$user", user.Name), ("$secret", secret), ("$now", call.Now));
        return new() { ["AccessKey"] = new JsonObject { ["UserName"] = user.Name, ["AccessKeyId"] = id, ["Status"] = "Active", ["SecretAccessKey"] = secret, ["CreateDate"] = IamShapes.Second(call.Now) } };
    }

    public static JsonObject List(SqliteConnection connection, LabCall call) =>
        IamPages.Of(call, "AccessKeyMetadata", Of(connection, Entities.NamedOrCaller(connection, call).Name), key => key.Id,
            key => new JsonObject { ["UserName"] = key.UserName, ["AccessKeyId"] = key.Id, ["Status"] = key.Status, ["CreateDate"] = IamShapes.Second(key.Created) });

    public static JsonObject Update(SqliteConnection connection, LabCall call) => SetStatus(connection, call, call.Required("Status"));

    public static JsonObject Delete(SqliteConnection connection, LabCall call) => SetStatus(connection, call, Deleted);

    public static JsonObject LastUsed(SqliteConnection connection, LabCall call)
    {
        var id = call.Required("AccessKeyId");
        return LabDatabase.Rows(connection, "SELECT user_name, used, used_service, used_region FROM iam_access_key WHERE id = $id AND status <> 'Deleted'", row =>
        {
            JsonObject used = new() { ["ServiceName"] = row.IsDBNull(2) ? "N/A" : row.GetString(2), ["Region"] = row.IsDBNull(3) ? "N/A" : row.GetString(3) };
            if (!row.IsDBNull(1)) used["LastUsedDate"] = IamShapes.Second(LabDatabase.Instant(row, 1));
            return new JsonObject { ["UserName"] = row.GetString(0), ["AccessKeyLastUsed"] = used };
        }, ("$id", id)).SingleOrDefault() ?? throw IamRefusals.NoSuchEntity($"The Access Key with id {id} cannot be found");
    }

    private static JsonObject SetStatus(SqliteConnection connection, LabCall call, string status)
    {
        var user = Entities.NamedOrCaller(connection, call);
        var id = call.Required("AccessKeyId");
        if (LabDatabase.Execute(connection, "UPDATE iam_access_key SET status = $status WHERE id = $id AND user_name = $user AND status <> 'Deleted'", ("$status", status), ("$id", id), ("$user", user.Name)) == 0)
            throw IamRefusals.NoSuchEntity($"The Access Key with id {id} cannot be found.");
        return [];
    }

    private static Kept Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), LabDatabase.Instant(row, 4));
}

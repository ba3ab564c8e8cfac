using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Permissions boundaries: a managed policy as the most that a user or role may do.</summary>
internal static class Boundaries
{
    public static JsonObject Put(SqliteConnection connection, LabCall call, string kind)
    {
        var entity = Entities.Named(connection, call, kind);
        (entity with { Boundary = Existing(connection, call.Required("PermissionsBoundary")) }).Save(connection);
        return [];
    }

    public static JsonObject Delete(SqliteConnection connection, LabCall call, string kind)
    {
        (Entities.Named(connection, call, kind) with { Boundary = null }).Save(connection);
        return [];
    }

    /// <summary>The ARN of a managed policy that exists.</summary>
    public static string Existing(SqliteConnection connection, string arn)
    {
        if (!arn.StartsWith("arn:aws:iam::", StringComparison.Ordinal) || !arn.Contains(":policy/", StringComparison.Ordinal))
            throw IamRefusals.Invalid($"Value ({arn}) failed to satisfy constraint: Member must be policy ARN");
        return ManagedPolicies.Exists(connection, arn) ? arn : throw IamRefusals.NoSuchEntity($"Policy {arn} does not exist or is not attachable.");
    }
}

using Certus.Lab.Iam.Policies;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>The policies that bear on an identity: its own, those of a user's groups, and its boundary.</summary>
internal static class AttachedPolicies
{
    /// <summary>Inline and managed ones, a user's groups' too.</summary>
    public static List<NamedPolicy> Of(SqliteConnection connection, string kind, string name)
    {
        List<NamedPolicy> policies = [];
        Add(kind, name);
        if (kind == IamNames.User)
            foreach (var group in LabDatabase.Rows(connection, "SELECT group_name FROM iam_group_member WHERE user_name = $name", row => row.GetString(0), ("$name", name)))
                Add(IamNames.Group, group);
        return policies;

        void Add(string ownerKind, string owner)
        {
            policies.AddRange(LabDatabase.Rows(connection, "SELECT policy, document FROM iam_inline_policy WHERE kind = $kind AND name = $name",
                row => new NamedPolicy(row.GetString(0), PolicyDocument.Known(row.GetString(1), PolicyKind.Identity)) { Source = ownerKind }, ("$kind", ownerKind), ("$name", owner)));
            foreach (var arn in LabDatabase.Rows(connection, "SELECT policy_arn FROM iam_attachment WHERE kind = $kind AND name = $name", row => row.GetString(0), ("$kind", ownerKind), ("$name", owner)))
                if (Managed(connection, arn) is { } managed) policies.Add(managed);
        }
    }

    /// <summary>A managed policy's default version, the account's or AWS's.</summary>
    /// <returns>Null where there is none of that ARN.</returns>
    public static NamedPolicy? Managed(SqliteConnection connection, string arn) =>
        AwsManagedPolicies.Find(arn) is { } managed
            ? new(managed.Name, PolicyDocument.Known(managed.Document, PolicyKind.Identity)) { Source = "aws-managed" }
            : LabDatabase.Rows(connection, "SELECT p.name, v.document FROM iam_policy p JOIN iam_policy_version v ON v.arn = p.arn AND v.version = p.default_version WHERE p.arn = $arn",
                row => new NamedPolicy(row.GetString(0), PolicyDocument.Known(row.GetString(1), PolicyKind.Identity)) { Source = "user-managed" }, ("$arn", arn)).SingleOrDefault();
}

using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>The account's alias and what it holds.</summary>
internal static class AccountSettings
{
    private const string Alias = "alias";

    public static JsonObject CreateAlias(SqliteConnection connection, LabCall call)
    {
        LabDatabase.Execute(connection, "INSERT OR REPLACE INTO iam_setting VALUES ($name, $value)", ("$name", Alias), ("$value", call.Required("AccountAlias")));
        return [];
    }

    public static JsonObject DeleteAlias(SqliteConnection connection, LabCall call)
    {
        var alias = call.Required("AccountAlias");
        if (LabDatabase.Execute(connection, "DELETE FROM iam_setting WHERE name = $name AND value = $value", ("$name", Alias), ("$value", alias)) == 0)
            throw IamRefusals.NoSuchEntity($"The account alias with name {alias} cannot be found.");
        return [];
    }

    public static JsonObject ListAliases(SqliteConnection connection, LabCall call) =>
        IamPages.Of(call, "AccountAliases", LabDatabase.Rows(connection, "SELECT value FROM iam_setting WHERE name = $name", row => row.GetString(0), ("$name", Alias)), alias => alias, alias => alias);

    public static JsonObject Summary(SqliteConnection connection, LabCall call)
    {
        long Count(string sql) => (long)LabDatabase.Scalar(connection, sql)!;
        return new()
        {
            ["SummaryMap"] = new JsonObject
            {
                ["Users"] = Count("SELECT COUNT(*) FROM iam_entity WHERE kind = 'user'"),
                ["UsersQuota"] = 5000L,
                ["Groups"] = Count("SELECT COUNT(*) FROM iam_entity WHERE kind = 'group'"),
                ["GroupsQuota"] = 300L,
                ["Roles"] = Count("SELECT COUNT(*) FROM iam_entity WHERE kind = 'role'"),
                ["RolesQuota"] = 1000L,
                ["InstanceProfiles"] = Count("SELECT COUNT(*) FROM iam_entity WHERE kind = 'instance-profile'"),
                ["InstanceProfilesQuota"] = 1000L,
                ["Policies"] = Count("SELECT COUNT(*) FROM iam_policy"),
                ["PoliciesQuota"] = 1500L,
                ["PolicyVersionsInUse"] = Count("SELECT COUNT(*) FROM iam_policy_version"),
                ["PolicyVersionsInUseQuota"] = 10000L,
                ["PolicySizeQuota"] = 6144L,
                ["VersionsPerPolicyQuota"] = 5L,
                ["UserPolicySizeQuota"] = 2048L,
                ["GroupPolicySizeQuota"] = 5120L,
                ["RolePolicySizeQuota"] = 10240L,
                ["AssumeRolePolicySizeQuota"] = 2048L,
                ["GroupsPerUserQuota"] = 10L,
                ["AccessKeysPerUserQuota"] = 2L,
                ["AttachedPoliciesPerUserQuota"] = 10L,
                ["AttachedPoliciesPerGroupQuota"] = 10L,
                ["AttachedPoliciesPerRoleQuota"] = 10L,
                ["SigningCertificatesPerUserQuota"] = 2L,
                ["ServerCertificates"] = 0L,
                ["ServerCertificatesQuota"] = 20L,
                ["Providers"] = 0L,
                ["MFADevices"] = 0L,
                ["MFADevicesInUse"] = 0L,
                ["AccountMFAEnabled"] = 0L,
                ["AccountAccessKeysPresent"] = 0L,
                ["AccountSigningCertificatesPresent"] = 0L,
                ["AccountPasswordPresent"] = 0L,
                ["GlobalEndpointTokenVersion"] = 1L,
            },
        };
    }
}

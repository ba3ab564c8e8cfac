using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Versions of managed policies: up to five, one of them in force.</summary>
internal static partial class PolicyVersions
{
    private const int Most = 5;

    /// <summary>One version.</summary>
    public sealed record Kept(long Number, string Document, DateTimeOffset Created);

    [GeneratedRegex("^v([1-9][0-9]{0,8})$")]
    private static partial Regex Form();

    public static JsonObject Create(SqliteConnection connection, LabCall call)
    {
        var policy = ManagedPolicies.Existing(connection, call.Required("PolicyArn"));
        ManagedPolicies.Check(call.Required("PolicyDocument"));
        if (Of(connection, policy.Arn).Count >= Most)
            throw IamRefusals.Limit($"A managed policy can have up to {Most} versions. Before you create a new version, you must delete an existing version.");
        var version = new Kept(policy.Last + 1, call.Required("PolicyDocument"), call.Now);
        Insert(connection, policy.Arn, version.Number, version.Document, call.Now);
        var isDefault = call.Flag("SetAsDefault") ?? false;
        ManagedPolicies.Save(connection, policy with { Last = version.Number, Default = isDefault ? version.Number : policy.Default, Updated = call.Now });
        return new() { ["PolicyVersion"] = Shown(version, isDefault, withDocument: false) };
    }

    public static JsonObject Get(SqliteConnection connection, LabCall call)
    {
        var arn = call.Required("PolicyArn");
        if (AwsManagedPolicies.Find(arn) is { } managed)
            return call.Required("VersionId") == $"v{managed.Version}" ? new() { ["PolicyVersion"] = Shown(new(managed.Version, managed.Document, managed.Edited), true, withDocument: true) } : throw Missing(call);
        var policy = ManagedPolicies.Existing(connection, arn);
        var version = Named(connection, policy.Arn, call);
        return new() { ["PolicyVersion"] = Shown(version, version.Number == policy.Default, withDocument: true) };
    }

    public static JsonObject List(SqliteConnection connection, LabCall call)
    {
        var arn = call.Required("PolicyArn");
        if (AwsManagedPolicies.Find(arn) is { } managed)
            return IamPages.Of(call, "Versions", [new Kept(managed.Version, "", managed.Edited)], Order, version => Shown(version, true, withDocument: false));
        var policy = ManagedPolicies.Existing(connection, arn);
        return IamPages.Of(call, "Versions", Of(connection, policy.Arn), Order, version => Shown(version, version.Number == policy.Default, withDocument: false));
    }

    public static JsonObject SetDefault(SqliteConnection connection, LabCall call)
    {
        var policy = ManagedPolicies.Existing(connection, call.Required("PolicyArn"));
        ManagedPolicies.Save(connection, policy with { Default = Named(connection, policy.Arn, call).Number, Updated = call.Now });
        return [];
    }

    public static JsonObject Delete(SqliteConnection connection, LabCall call)
    {
        var policy = ManagedPolicies.Existing(connection, call.Required("PolicyArn"));
        var version = Named(connection, policy.Arn, call);
        if (version.Number == policy.Default) throw IamRefusals.Conflict("Cannot delete the default version of a policy.");
        LabDatabase.Execute(connection, "DELETE FROM iam_policy_version WHERE arn = $arn AND version = $version", ("$arn", policy.Arn), ("$version", version.Number));
        return [];
    }

    /// <summary>A policy's versions, the oldest first.</summary>
    public static List<Kept> Of(SqliteConnection connection, string arn) => LabDatabase.Rows(connection,
        "SELECT version, document, created FROM iam_policy_version WHERE arn = $arn ORDER BY version", row => new Kept(row.GetInt64(0), row.GetString(1), LabDatabase.Instant(row, 2)), ("$arn", arn));

    public static void Insert(SqliteConnection connection, string arn, long version, string document, DateTimeOffset now) =>
        LabDatabase.Execute(connection, "INSERT INTO iam_policy_version VALUES ($arn, $version, $document, $now)", ("$arn", arn), ("$version", version), ("$document", document), ("$now", now));

    public static JsonObject Shown(Kept version, bool isDefault, bool withDocument)
    {
        JsonObject shown = new() { ["VersionId"] = $"v{version.Number}", ["IsDefaultVersion"] = isDefault, ["CreateDate"] = IamShapes.Second(version.Created) };
        if (withDocument) shown["Document"] = IamShapes.Encoded(version.Document);
        return shown;
    }

    // The newest comes first, as IAM lists them.
    private static string Order(Kept version) => (999_999_999 - version.Number).ToString("D9", CultureInfo.InvariantCulture);

    private static Kept Named(SqliteConnection connection, string arn, LabCall call) =>
        Form().Match(call.Required("VersionId")) is { Success: true } match
            && Of(connection, arn).Find(version => version.Number == long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)) is { } found ? found : throw Missing(call);

    private static AwsException Missing(LabCall call) =>
        IamRefusals.NoSuchEntity($"Policy {call.Required("PolicyArn")} version {call.Required("VersionId")} does not exist or is not attachable.");
}

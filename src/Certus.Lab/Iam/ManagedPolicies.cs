using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Iam.Policies;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>The account's managed policies, and AWS's beside them.</summary>
internal static class ManagedPolicies
{
    private const string Columns = "arn, name, id, path, description, created, updated, default_version, last_version, tags";

    /// <summary>A policy of the account.</summary>
    public sealed record Kept(string Arn, string Name, string Id, string Path, string? Description, DateTimeOffset Created, DateTimeOffset Updated, long Default, long Last, IReadOnlyList<IamTag> Tags);

    public static JsonObject Create(SqliteConnection connection, LabCall call)
    {
        var (name, path, document) = (call.Required("PolicyName"), call.Text("Path") ?? "/", call.Required("PolicyDocument"));
        var arn = IamNames.Arn(IamNames.Policy, path, name);
        Check(document);
        if (LabDatabase.Scalar(connection, "SELECT 1 FROM iam_policy WHERE name = $name", ("$name", name)) is not null)
            throw new AwsException("EntityAlreadyExists", $"A policy called {name} already exists. Duplicate names are not allowed.", 409);
        var policy = new Kept(arn, name, IamNames.NewId(IamNames.Policy), path, call.Text("Description"), call.Now, call.Now, 1, 1, EntityTags.Merged([], call));
        Save(connection, policy);
        PolicyVersions.Insert(connection, arn, 1, document, call.Now);
        var shown = Shown(connection, policy);
        if (policy.Tags.Count > 0) shown["Tags"] = IamShapes.Tags(policy.Tags);
        return new() { ["Policy"] = shown };
    }

    public static JsonObject Get(SqliteConnection connection, LabCall call)
    {
        var arn = call.Required("PolicyArn");
        if (AwsManagedPolicies.Find(arn) is { } managed) return new() { ["Policy"] = Whole(Shown(connection, managed), managed.Description, []) };
        var policy = Existing(connection, arn);
        return new() { ["Policy"] = Whole(Shown(connection, policy), policy.Description, policy.Tags) };
    }

    public static JsonObject Delete(SqliteConnection connection, LabCall call)
    {
        var policy = Existing(connection, call.Required("PolicyArn"));
        if (Attached(connection, policy.Arn) + Bounding(connection, policy.Arn) > 0) throw IamRefusals.Conflict("Cannot delete a policy attached to entities.");
        if (PolicyVersions.Of(connection, policy.Arn).Count > 1)
            throw IamRefusals.Conflict("This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.");
        LabDatabase.Execute(connection, "DELETE FROM iam_policy_version WHERE arn = $arn", ("$arn", policy.Arn));
        LabDatabase.Execute(connection, "DELETE FROM iam_policy WHERE arn = $arn", ("$arn", policy.Arn));
        return [];
    }

    public static JsonObject List(SqliteConnection connection, LabCall call)
    {
        var (scope, prefix, onlyAttached) = (call.Text("Scope") ?? "All", call.Text("PathPrefix") ?? "/", call.Flag("OnlyAttached") ?? false);
        List<(string Arn, JsonObject Shown)> all = [];
        if (scope != "AWS") all.AddRange(All(connection).Where(policy => policy.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(policy => (policy.Arn, Shown(connection, policy))));
        if (scope != "Local") all.AddRange(AwsManagedPolicies.All.Where(policy => policy.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(policy => (policy.Arn, Shown(connection, policy))));
        var usage = call.Text("PolicyUsageFilter");
        return IamPages.Of(call, "Policies", all.Where(policy => (!onlyAttached || (long)policy.Shown["AttachmentCount"]! > 0) && (usage is null || (usage == "PermissionsBoundary") == ((long)policy.Shown["PermissionsBoundaryUsageCount"]! > 0))), policy => policy.Arn, policy => policy.Shown);
    }

    public static JsonObject Tag(SqliteConnection connection, LabCall call)
    {
        var policy = Existing(connection, call.Required("PolicyArn"));
        Save(connection, policy with { Tags = EntityTags.Merged(policy.Tags, call) });
        return [];
    }

    public static JsonObject Untag(SqliteConnection connection, LabCall call)
    {
        var policy = Existing(connection, call.Required("PolicyArn"));
        Save(connection, policy with { Tags = EntityTags.Without(policy.Tags, call) });
        return [];
    }

    public static JsonObject ListTags(SqliteConnection connection, LabCall call) => EntityTags.Page(call, Existing(connection, call.Required("PolicyArn")).Tags);

    /// <summary>A policy of the account that exists.</summary>
    public static Kept Existing(SqliteConnection connection, string arn) => Find(connection, arn) ?? throw IamRefusals.NoSuchEntity($"Policy {arn} was not found.");

    /// <summary>A policy of the account.</summary>
    public static Kept? Find(SqliteConnection connection, string arn) =>
        LabDatabase.Rows(connection, $"SELECT {Columns} FROM iam_policy WHERE arn = $arn", Read, ("$arn", arn)).SingleOrDefault();

    /// <summary>Whether there is a policy of that ARN, the account's or AWS's.</summary>
    public static bool Exists(SqliteConnection connection, string arn) => AwsManagedPolicies.Find(arn) is not null || Find(connection, arn) is not null;

    /// <summary>The document in force of the account's or AWS's policy.</summary>
    /// <returns>Null where there is none of that ARN.</returns>
    public static string? DocumentOf(SqliteConnection connection, string arn) => AwsManagedPolicies.Find(arn)?.Document
        ?? (string?)LabDatabase.Scalar(connection, "SELECT v.document FROM iam_policy p JOIN iam_policy_version v ON v.arn = p.arn AND v.version = p.default_version WHERE p.arn = $arn", ("$arn", arn));

    /// <summary>All of the account's.</summary>
    public static List<Kept> All(SqliteConnection connection) => LabDatabase.Rows(connection, $"SELECT {Columns} FROM iam_policy ORDER BY arn", Read);

    public static void Save(SqliteConnection connection, Kept policy) => LabDatabase.Execute(connection, $"""
        INSERT OR REPLACE INTO iam_policy ({Columns}) VALUES ($arn, $name, $id, $path, $description, $created, $updated, $default, $last, $tags)
        """,
        ("$arn", policy.Arn), ("$name", policy.Name), ("$id", policy.Id), ("$path", policy.Path), ("$description", policy.Description), ("$created", policy.Created),
        ("$updated", policy.Updated), ("$default", policy.Default), ("$last", policy.Last), ("$tags", JsonSerializer.Serialize(policy.Tags)));

    /// <summary>Refuses a document that is too long or malformed.</summary>
    public static void Check(string document)
    {
        PolicyDocument.Parse(document, PolicyKind.Identity);
        if (document.Count(character => !char.IsWhiteSpace(character)) > 6144) throw IamRefusals.Limit("Cannot exceed quota for PolicySize: 6144");
    }

    /// <summary>A policy as lists and its creation show it.</summary>
    public static JsonObject Shown(SqliteConnection connection, Kept policy) => new()
    {
        ["PolicyName"] = policy.Name,
        ["PolicyId"] = policy.Id,
        ["Arn"] = policy.Arn,
        ["Path"] = policy.Path,
        ["DefaultVersionId"] = $"v{policy.Default}",
        ["AttachmentCount"] = Attached(connection, policy.Arn),
        ["PermissionsBoundaryUsageCount"] = Bounding(connection, policy.Arn),
        ["IsAttachable"] = true,
        ["CreateDate"] = IamShapes.Second(policy.Created),
        ["UpdateDate"] = IamShapes.Second(policy.Updated),
    };

    public static JsonObject Shown(SqliteConnection connection, AwsManagedPolicy policy) => new()
    {
        ["PolicyName"] = policy.Name,
        ["PolicyId"] = policy.Id,
        ["Arn"] = policy.Arn,
        ["Path"] = policy.Path,
        ["DefaultVersionId"] = $"v{policy.Version}",
        ["AttachmentCount"] = Attached(connection, policy.Arn),
        ["PermissionsBoundaryUsageCount"] = Bounding(connection, policy.Arn),
        ["IsAttachable"] = true,
        ["CreateDate"] = policy.Created,
        ["UpdateDate"] = policy.Edited,
    };

    // GetPolicy alone shows the description, and tags even where there are none.
    private static JsonObject Whole(JsonObject shown, string? description, IReadOnlyList<IamTag> tags)
    {
        if (description is not null) shown["Description"] = description;
        shown["Tags"] = IamShapes.Tags(tags);
        return shown;
    }

    private static long Attached(SqliteConnection connection, string arn) => (long)LabDatabase.Scalar(connection, "SELECT COUNT(*) FROM iam_attachment WHERE policy_arn = $arn", ("$arn", arn))!;

    private static long Bounding(SqliteConnection connection, string arn) => (long)LabDatabase.Scalar(connection, "SELECT COUNT(*) FROM iam_entity WHERE boundary = $arn", ("$arn", arn))!;

    private static Kept Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4),
        LabDatabase.Instant(row, 5), LabDatabase.Instant(row, 6), row.GetInt64(7), row.GetInt64(8), IamTag.Kept(row.GetString(9)));
}

using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Managed policies attached to users, groups and roles.</summary>
internal static class Attachments
{
    private const int Most = 10;

    public static JsonObject Attach(SqliteConnection connection, LabCall call, string kind)
    {
        var owner = Entities.Named(connection, call, kind);
        var arn = call.Required("PolicyArn");
        if (!ManagedPolicies.Exists(connection, arn)) throw IamRefusals.NoSuchEntity($"Policy {arn} does not exist or is not attachable.");
        if (Of(connection, kind, owner.Name).Count(policy => policy.Arn != arn) >= Most) throw IamRefusals.Limit($"Cannot exceed quota for PoliciesPer{IamShapes.Word(kind)}: {Most}");
        LabDatabase.Execute(connection, "INSERT OR IGNORE INTO iam_attachment VALUES ($kind, $owner, $arn)", ("$kind", kind), ("$owner", owner.Name), ("$arn", arn));
        return [];
    }

    public static JsonObject Detach(SqliteConnection connection, LabCall call, string kind)
    {
        var owner = Entities.Named(connection, call, kind);
        if (LabDatabase.Execute(connection, "DELETE FROM iam_attachment WHERE kind = $kind AND name = $owner AND policy_arn = $arn", ("$kind", kind), ("$owner", owner.Name), ("$arn", call.Required("PolicyArn"))) == 0)
            throw IamRefusals.NoSuchEntity($"Policy {call.Required("PolicyArn")} was not found.");
        return [];
    }

    public static JsonObject List(SqliteConnection connection, LabCall call, string kind)
    {
        var prefix = call.Text("PathPrefix") ?? "/";
        return IamPages.Of(call, "AttachedPolicies", Of(connection, kind, Entities.Named(connection, call, kind).Name).Where(policy => policy.Path.StartsWith(prefix, StringComparison.Ordinal)), policy => policy.Name + " " + policy.Arn,
            policy => new JsonObject { ["PolicyName"] = policy.Name, ["PolicyArn"] = policy.Arn });
    }

    /// <summary>To whom a policy is attached, or whose boundary it is.</summary>
    public static JsonObject ListEntities(SqliteConnection connection, LabCall call)
    {
        var arn = call.Required("PolicyArn");
        if (!ManagedPolicies.Exists(connection, arn)) throw IamRefusals.NoSuchEntity($"Policy {arn} was not found.");
        var usage = call.Text("PolicyUsageFilter");
        var kinds = call.Text("EntityFilter") switch { "User" => [IamNames.User], "Role" => [IamNames.Role], "Group" => [IamNames.Group], "LocalManagedPolicy" or "AWSManagedPolicy" => (string[])[], _ => [IamNames.Group, IamNames.User, IamNames.Role] };
        var prefix = call.Text("PathPrefix") ?? "/";
        List<(string Kind, string Name)> names = [];
        if (usage is null or "PermissionsPolicy") names.AddRange(LabDatabase.Rows(connection, "SELECT kind, name FROM iam_attachment WHERE policy_arn = $arn", row => (row.GetString(0), row.GetString(1)), ("$arn", arn)));
        if (usage is null or "PermissionsBoundary") names.AddRange(LabDatabase.Rows(connection, "SELECT kind, name FROM iam_entity WHERE boundary = $arn", row => (row.GetString(0), row.GetString(1)), ("$arn", arn)));
        var entities = names.Distinct().Where(name => kinds.Contains(name.Kind)).Select(name => IamEntity.Find(connection, name.Kind, name.Name)).OfType<IamEntity>().Where(entity => entity.Path.StartsWith(prefix, StringComparison.Ordinal));
        var page = IamPages.Of(call, "All", entities, entity => entity.Kind + " " + entity.Name,
            entity => new JsonObject { ["Kind"] = entity.Kind, [IamShapes.NameOf(entity.Kind)] = entity.Name, [IamShapes.Word(entity.Kind) + "Id"] = entity.Id });
        var shown = ((JsonArray)page["All"]!).OfType<JsonObject>().ToList();
        page.Remove("All");
        foreach (var kind in (string[])[IamNames.Group, IamNames.User, IamNames.Role])
            page[$"Policy{IamShapes.Word(kind)}s"] = new JsonArray([.. shown.Where(entity => (string?)entity["Kind"] == kind).Select(entity => entity.DeepClone())]);
        return page;
    }

    /// <summary>The managed policies attached to an identity.</summary>
    public static List<(string Name, string Arn, string Path)> Of(SqliteConnection connection, string kind, string owner) =>
        [.. LabDatabase.Rows(connection, "SELECT policy_arn FROM iam_attachment WHERE kind = $kind AND name = $owner", row => row.GetString(0), ("$kind", kind), ("$owner", owner))
            .Select(arn => AwsManagedPolicies.Find(arn) is { } managed ? (managed.Name, arn, managed.Path) : ManagedPolicies.Find(connection, arn) is { } policy ? (policy.Name, arn, policy.Path) : (arn, arn, "/"))];
}

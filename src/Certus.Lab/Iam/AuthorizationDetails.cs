using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Everything at once: users, groups, roles and policies with all that hangs on them.</summary>
internal static class AuthorizationDetails
{
    private static readonly (string Filter, string Member)[] Lists =
        [("Group", "GroupDetailList"), ("LocalManagedPolicy", "Policies"), ("AWSManagedPolicy", "Policies"), ("Role", "RoleDetailList"), ("User", "UserDetailList")];

    public static JsonObject Get(SqliteConnection connection, LabCall call)
    {
        var filter = call.List("Filter").Select(name => (string)name!).ToList();
        List<(string Member, string Key, Func<JsonObject> Shown)> all = [];
        foreach (var (name, member) in Lists)
        {
            if (filter.Count > 0 && !filter.Contains(name)) continue;
            all.AddRange(name switch
            {
                "User" => Of(IamNames.User),
                "Group" => Of(IamNames.Group),
                "Role" => Of(IamNames.Role),
                "LocalManagedPolicy" => ManagedPolicies.All(connection).Select(policy => (member, member + policy.Arn, (Func<JsonObject>)(() => Policy(connection, policy)))),
                _ => AwsManagedPolicies.All.Where(policy => filter.Count > 0 || (long)ManagedPolicies.Shown(connection, policy)["AttachmentCount"]! > 0)
                    .Select(policy => (member, member + policy.Arn, (Func<JsonObject>)(() => Policy(connection, policy)))),
            });

            IEnumerable<(string, string, Func<JsonObject>)> Of(string kind) =>
                IamEntity.All(connection, kind, "/").Select(entity => (member, member + entity.Name, (Func<JsonObject>)(() => Detail(connection, entity))));
        }
        var page = IamPages.Of(call, "All", all, item => item.Key, item => new JsonObject { ["In"] = item.Member, ["Shown"] = item.Shown() });
        var shown = ((JsonArray)page["All"]!).OfType<JsonObject>().ToList();
        page.Remove("All");
        foreach (var member in Lists.Select(list => list.Member).Distinct())
            page[member] = new JsonArray([.. shown.Where(item => (string?)item["In"] == member).Select(item => item["Shown"]!.DeepClone())]);
        return page;
    }

    private static JsonObject Detail(SqliteConnection connection, IamEntity entity)
    {
        var detail = IamShapes.Entity(entity);
        detail[IamShapes.Word(entity.Kind) + "PolicyList"] = new JsonArray([.. InlinePolicies.Of(connection, entity.Kind, entity.Name)
            .Select(policy => new JsonObject { ["PolicyName"] = policy.Name, ["PolicyDocument"] = IamShapes.Encoded(policy.Document) })]);
        detail["AttachedManagedPolicies"] = new JsonArray([.. Attachments.Of(connection, entity.Kind, entity.Name)
            .Select(policy => new JsonObject { ["PolicyName"] = policy.Name, ["PolicyArn"] = policy.Arn })]);
        if (entity.Kind == IamNames.User) detail["GroupList"] = new JsonArray([.. Groups.OfUser(connection, entity.Name).Select(group => (JsonNode)group.Name)]);
        if (entity.Kind == IamNames.Role) detail["InstanceProfileList"] = new JsonArray([.. InstanceProfiles.OfRole(connection, entity.Name).Select(profile => IamShapes.Profile(connection, profile))]);
        return detail;
    }

    private static JsonObject Policy(SqliteConnection connection, ManagedPolicies.Kept policy)
    {
        var detail = ManagedPolicies.Shown(connection, policy);
        detail["PolicyVersionList"] = new JsonArray([.. PolicyVersions.Of(connection, policy.Arn).OrderByDescending(version => version.Number).Select(version => PolicyVersions.Shown(version, version.Number == policy.Default, withDocument: true))]);
        return detail;
    }

    private static JsonObject Policy(SqliteConnection connection, AwsManagedPolicy policy)
    {
        var detail = ManagedPolicies.Shown(connection, policy);
        detail["PolicyVersionList"] = new JsonArray(PolicyVersions.Shown(new(policy.Version, policy.Document, policy.Edited), isDefault: true, withDocument: true));
        return detail;
    }
}

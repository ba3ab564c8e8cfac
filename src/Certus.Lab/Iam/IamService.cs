using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>IAM: users, groups, roles, policies and what they decide.</summary>
public sealed class IamService : ILabService
{
    private delegate JsonObject Work(SqliteConnection connection, LabCall call);

    private delegate JsonObject KindWork(SqliteConnection connection, LabCall call, string kind);

    private readonly LabDatabase _database;
    private readonly Dictionary<string, LabOperation> _operations = new(StringComparer.Ordinal);

    /// <summary>The service on the rows of a sandbox.</summary>
    public IamService(LabDatabase database)
    {
        _database = database;
        Writes("CreateUser", Users.Create);
        Reads("GetUser", Users.Get);
        Reads("ListUsers", Users.List);
        Writes("UpdateUser", Users.Update);
        Writes("DeleteUser", Users.Delete);

        Writes("CreateAccessKey", AccessKeys.Create);
        Reads("ListAccessKeys", AccessKeys.List);
        Writes("UpdateAccessKey", AccessKeys.Update);
        Writes("DeleteAccessKey", AccessKeys.Delete);
        Reads("GetAccessKeyLastUsed", AccessKeys.LastUsed);

        Writes("CreateGroup", Groups.Create);
        Reads("GetGroup", Groups.Get);
        Reads("ListGroups", Groups.List);
        Reads("ListGroupsForUser", Groups.ListForUser);
        Writes("UpdateGroup", Groups.Update);
        Writes("DeleteGroup", Groups.Delete);
        Writes("AddUserToGroup", Groups.AddUser);
        Writes("RemoveUserFromGroup", Groups.RemoveUser);

        Writes("CreateRole", Roles.Create);
        Reads("GetRole", Roles.Get);
        Reads("ListRoles", Roles.List);
        Writes("UpdateRole", Roles.Update);
        Writes("UpdateRoleDescription", Roles.UpdateDescription);
        Writes("UpdateAssumeRolePolicy", Roles.UpdateTrust);
        Writes("DeleteRole", Roles.Delete);
        Writes("CreateServiceLinkedRole", ServiceLinkedRoles.Create);
        Writes("DeleteServiceLinkedRole", ServiceLinkedRoles.Delete);
        Reads("GetServiceLinkedRoleDeletionStatus", ServiceLinkedRoles.DeletionStatus);

        Writes("CreateInstanceProfile", InstanceProfiles.Create);
        Reads("GetInstanceProfile", InstanceProfiles.Get);
        Reads("ListInstanceProfiles", InstanceProfiles.List);
        Reads("ListInstanceProfilesForRole", InstanceProfiles.ListForRole);
        Writes("AddRoleToInstanceProfile", InstanceProfiles.AddRole);
        Writes("RemoveRoleFromInstanceProfile", InstanceProfiles.RemoveRole);
        Writes("DeleteInstanceProfile", InstanceProfiles.Delete);

        Writes("CreatePolicy", ManagedPolicies.Create);
        Reads("GetPolicy", ManagedPolicies.Get);
        Reads("ListPolicies", ManagedPolicies.List);
        Writes("DeletePolicy", ManagedPolicies.Delete);
        Writes("TagPolicy", ManagedPolicies.Tag);
        Writes("UntagPolicy", ManagedPolicies.Untag);
        Reads("ListPolicyTags", ManagedPolicies.ListTags);
        Writes("CreatePolicyVersion", PolicyVersions.Create);
        Reads("GetPolicyVersion", PolicyVersions.Get);
        Reads("ListPolicyVersions", PolicyVersions.List);
        Writes("SetDefaultPolicyVersion", PolicyVersions.SetDefault);
        Writes("DeletePolicyVersion", PolicyVersions.Delete);
        Reads("ListEntitiesForPolicy", Attachments.ListEntities);

        Each("Put{0}Policy", InlinePolicies.Put, writes: true, IamNames.User, IamNames.Group, IamNames.Role);
        Each("Get{0}Policy", InlinePolicies.Get, writes: false, IamNames.User, IamNames.Group, IamNames.Role);
        Each("Delete{0}Policy", InlinePolicies.Delete, writes: true, IamNames.User, IamNames.Group, IamNames.Role);
        Each("List{0}Policies", InlinePolicies.List, writes: false, IamNames.User, IamNames.Group, IamNames.Role);
        Each("Attach{0}Policy", Attachments.Attach, writes: true, IamNames.User, IamNames.Group, IamNames.Role);
        Each("Detach{0}Policy", Attachments.Detach, writes: true, IamNames.User, IamNames.Group, IamNames.Role);
        Each("ListAttached{0}Policies", Attachments.List, writes: false, IamNames.User, IamNames.Group, IamNames.Role);
        Each("Put{0}PermissionsBoundary", Boundaries.Put, writes: true, IamNames.User, IamNames.Role);
        Each("Delete{0}PermissionsBoundary", Boundaries.Delete, writes: true, IamNames.User, IamNames.Role);
        Each("Tag{0}", EntityTags.Tag, writes: true, IamNames.User, IamNames.Role, IamNames.Profile);
        Each("Untag{0}", EntityTags.Untag, writes: true, IamNames.User, IamNames.Role, IamNames.Profile);
        Each("List{0}Tags", EntityTags.List, writes: false, IamNames.User, IamNames.Role, IamNames.Profile);

        Reads("SimulatePrincipalPolicy", Simulation.Principal);
        Reads("SimulateCustomPolicy", Simulation.Custom);
        Reads("GetContextKeysForPrincipalPolicy", Simulation.PrincipalKeys);
        Reads("GetContextKeysForCustomPolicy", Simulation.CustomKeys);

        Writes("CreateAccountAlias", AccountSettings.CreateAlias);
        Writes("DeleteAccountAlias", AccountSettings.DeleteAlias);
        Reads("ListAccountAliases", AccountSettings.ListAliases);
        Reads("GetAccountSummary", AccountSettings.Summary);
        Reads("GetAccountAuthorizationDetails", AuthorizationDetails.Get);
    }

    /// <summary>The tables, before there is a service.</summary>
    public static LabSchema Tables => IamSchema.Schema;

    /// <inheritdoc/>
    public string Name => "iam";

    /// <inheritdoc/>
    public LabSchema? Schema => Tables;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, LabOperation> Operations => _operations;

    private void Reads(string operation, Work work) => _operations[operation] = (call, _) => new(_database.Read(connection => work(connection, call)));

    private void Writes(string operation, Work work) => _operations[operation] = async (call, cancel) => await _database.WriteAsync(connection => work(connection, call), cancel);

    private void Each(string operation, KindWork work, bool writes, params ReadOnlySpan<string> kinds)
    {
        foreach (var kind in kinds)
        {
            var name = operation.Replace("{0}", IamShapes.Word(kind), StringComparison.Ordinal);
            if (writes) Writes(name, (connection, call) => work(connection, call, kind));
            else Reads(name, (connection, call) => work(connection, call, kind));
        }
    }
}

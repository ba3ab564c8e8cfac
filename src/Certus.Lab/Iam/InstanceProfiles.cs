using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Instance profiles: the role of a machine.</summary>
internal static class InstanceProfiles
{
    public static JsonObject Create(SqliteConnection connection, LabCall call)
    {
        var profile = Entities.New(connection, call, IamNames.Profile);
        profile.Save(connection);
        return new() { ["InstanceProfile"] = IamShapes.Profile(connection, profile) };
    }

    public static JsonObject Get(SqliteConnection connection, LabCall call) =>
        new() { ["InstanceProfile"] = IamShapes.Profile(connection, Entities.Named(connection, call, IamNames.Profile)) };

    public static JsonObject List(SqliteConnection connection, LabCall call) =>
        IamPages.Of(call, "InstanceProfiles", IamEntity.All(connection, IamNames.Profile, call.Text("PathPrefix") ?? "/"), profile => profile.Name, profile => IamShapes.Profile(connection, profile));

    public static JsonObject ListForRole(SqliteConnection connection, LabCall call)
    {
        var role = Entities.Named(connection, call, IamNames.Role);
        return IamPages.Of(call, "InstanceProfiles", OfRole(connection, role.Name), profile => profile.Name, profile => IamShapes.Profile(connection, profile));
    }

    public static JsonObject AddRole(SqliteConnection connection, LabCall call)
    {
        var (profile, role) = (Entities.Named(connection, call, IamNames.Profile), Entities.Named(connection, call, IamNames.Role));
        if (LabDatabase.Scalar(connection, "SELECT 1 FROM iam_profile_role WHERE profile = $name", ("$name", profile.Name)) is not null)
            throw IamRefusals.Limit("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
        LabDatabase.Execute(connection, "INSERT INTO iam_profile_role VALUES ($profile, $role)", ("$profile", profile.Name), ("$role", role.Name));
        return [];
    }

    public static JsonObject RemoveRole(SqliteConnection connection, LabCall call)
    {
        var (profile, role) = (Entities.Named(connection, call, IamNames.Profile), Entities.Named(connection, call, IamNames.Role));
        if (LabDatabase.Execute(connection, "DELETE FROM iam_profile_role WHERE profile = $profile AND role = $role", ("$profile", profile.Name), ("$role", role.Name)) == 0)
            throw IamRefusals.NoSuch(IamNames.Role, role.Name);
        return [];
    }

    public static JsonObject Delete(SqliteConnection connection, LabCall call)
    {
        var profile = Entities.Named(connection, call, IamNames.Profile);
        if (LabDatabase.Scalar(connection, "SELECT 1 FROM iam_profile_role WHERE profile = $name", ("$name", profile.Name)) is not null)
            throw IamRefusals.Conflict("Cannot delete entity, must remove roles from instance profile first.");
        Entities.Delete(connection, profile);
        return [];
    }

    /// <summary>The profiles that a role is in.</summary>
    public static List<IamEntity> OfRole(SqliteConnection connection, string role) =>
        [.. LabDatabase.Rows(connection, "SELECT profile FROM iam_profile_role WHERE role = $name", row => row.GetString(0), ("$name", role))
            .Select(name => IamEntity.Find(connection, IamNames.Profile, name)).OfType<IamEntity>()];
}

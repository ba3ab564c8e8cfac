using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Groups and who is in them.</summary>
internal static class Groups
{
    private const int MostOfAUser = 10;

    public static JsonObject Create(SqliteConnection connection, LabCall call)
    {
        var group = Entities.New(connection, call, IamNames.Group);
        group.Save(connection);
        return new() { ["Group"] = IamShapes.Entity(group) };
    }

    public static JsonObject Get(SqliteConnection connection, LabCall call)
    {
        var group = Entities.Named(connection, call, IamNames.Group);
        var page = IamPages.Of(call, "Users", Members(connection, group.Name), user => user.Name, user => IamShapes.Entity(user, whole: false));
        page["Group"] = IamShapes.Entity(group);
        return page;
    }

    public static JsonObject List(SqliteConnection connection, LabCall call) =>
        IamPages.Of(call, "Groups", IamEntity.All(connection, IamNames.Group, call.Text("PathPrefix") ?? "/"), group => group.Name, group => IamShapes.Entity(group));

    public static JsonObject ListForUser(SqliteConnection connection, LabCall call) =>
        IamPages.Of(call, "Groups", OfUser(connection, Entities.Named(connection, call, IamNames.User).Name), group => group.Name, group => IamShapes.Entity(group));

    public static JsonObject Update(SqliteConnection connection, LabCall call)
    {
        Entities.Rename(connection, call, IamNames.Group);
        return [];
    }

    public static JsonObject Delete(SqliteConnection connection, LabCall call)
    {
        var group = Entities.Named(connection, call, IamNames.Group);
        if (Members(connection, group.Name).Count > 0) throw IamRefusals.Conflict("Cannot delete entity, must remove users from group first.");
        Entities.Delete(connection, group);
        return [];
    }

    public static JsonObject AddUser(SqliteConnection connection, LabCall call)
    {
        var (group, user) = Both(connection, call);
        if (OfUser(connection, user).Count(other => !other.Name.Equals(group, StringComparison.OrdinalIgnoreCase)) >= MostOfAUser) throw IamRefusals.Limit($"Cannot exceed quota for GroupsPerUser: {MostOfAUser}");
        LabDatabase.Execute(connection, "INSERT OR IGNORE INTO iam_group_member VALUES ($group, $user)", ("$group", group), ("$user", user));
        return [];
    }

    public static JsonObject RemoveUser(SqliteConnection connection, LabCall call)
    {
        var (group, user) = Both(connection, call);
        if (LabDatabase.Execute(connection, "DELETE FROM iam_group_member WHERE group_name = $group AND user_name = $user", ("$group", group), ("$user", user)) == 0)
            throw IamRefusals.NoSuchEntity($"User {user} not in group {group}");
        return [];
    }

    /// <summary>The groups that a user is in.</summary>
    public static List<IamEntity> OfUser(SqliteConnection connection, string user) =>
        [.. LabDatabase.Rows(connection, "SELECT group_name FROM iam_group_member WHERE user_name = $name", row => row.GetString(0), ("$name", user))
            .Select(name => IamEntity.Find(connection, IamNames.Group, name)).OfType<IamEntity>()];

    private static List<IamEntity> Members(SqliteConnection connection, string group) =>
        [.. LabDatabase.Rows(connection, "SELECT user_name FROM iam_group_member WHERE group_name = $name", row => row.GetString(0), ("$name", group))
            .Select(name => IamEntity.Find(connection, IamNames.User, name)).OfType<IamEntity>()];

    private static (string Group, string User) Both(SqliteConnection connection, LabCall call) =>
        (Entities.Named(connection, call, IamNames.Group).Name, Entities.Named(connection, call, IamNames.User).Name);
}

using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Users.</summary>
internal static class Users
{
    public static JsonObject Create(SqliteConnection connection, LabCall call)
    {
        var user = Entities.New(connection, call, IamNames.User);
        user.Save(connection);
        return new() { ["User"] = IamShapes.Entity(user) };
    }

    public static JsonObject Get(SqliteConnection connection, LabCall call) => new()
    {
        ["User"] = call.Text("UserName") is null && call.Caller.Arn == IamNames.Root
            ? new JsonObject { ["Path"] = "/", ["UserName"] = "root", ["UserId"] = LabCaller.Account, ["Arn"] = IamNames.Root, ["CreateDate"] = DateTimeOffset.UnixEpoch }
            : IamShapes.Entity(Entities.NamedOrCaller(connection, call)),
    };

    public static JsonObject List(SqliteConnection connection, LabCall call) =>
        IamPages.Of(call, "Users", IamEntity.All(connection, IamNames.User, call.Text("PathPrefix") ?? "/"), user => user.Name, user => IamShapes.Entity(user, whole: false));

    public static JsonObject Update(SqliteConnection connection, LabCall call)
    {
        Entities.Rename(connection, call, IamNames.User);
        return [];
    }

    public static JsonObject Delete(SqliteConnection connection, LabCall call)
    {
        var user = Entities.Named(connection, call, IamNames.User);
        if (AccessKeys.Of(connection, user.Name).Count > 0) throw IamRefusals.Conflict("Cannot delete entity, must delete access keys first.");
        if (LabDatabase.Scalar(connection, "SELECT 1 FROM iam_group_member WHERE user_name = $name LIMIT 1", ("$name", user.Name)) is not null)
            throw IamRefusals.Conflict("Cannot delete entity, must remove users from group first.");
        Entities.Delete(connection, user);
        return [];
    }
}

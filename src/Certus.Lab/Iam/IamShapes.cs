using System.Text.Json.Nodes;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Entities as answers show them.</summary>
internal static class IamShapes
{
    /// <summary>The member that names an entity of a kind, such as <c>RoleName</c>.</summary>
    public static string NameOf(string kind) => Word(kind) + "Name";

    /// <summary>The kind as operations and members have it: User, Group, Role, InstanceProfile.</summary>
    public static string Word(string kind) => kind switch { IamNames.User => "User", IamNames.Group => "Group", IamNames.Role => "Role", _ => "InstanceProfile" };

    /// <summary>A policy document as answers carry it: percent-encoded.</summary>
    public static string Encoded(string document) => Uri.EscapeDataString(document);

    /// <summary>An instant as IAM shows it: in whole seconds.</summary>
    public static DateTimeOffset Second(DateTimeOffset at) => new(at.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    public static JsonArray Tags(IEnumerable<IamTag> tags) => new([.. tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]);

    /// <summary>A user, group or role.</summary>
    /// <param name="entity">It.</param>
    /// <param name="whole">Whether with tags and boundary, which lists leave out.</param>
    public static JsonObject Entity(IamEntity entity, bool whole = true)
    {
        var word = Word(entity.Kind);
        JsonObject shown = new()
        {
            ["Path"] = entity.Path,
            [word + "Name"] = entity.Name,
            [word + "Id"] = entity.Id,
            ["Arn"] = entity.Arn,
            ["CreateDate"] = Second(entity.Created),
        };
        if (entity.Kind == IamNames.Role)
        {
            shown["AssumeRolePolicyDocument"] = Encoded(entity.Trust!);
            if (entity.Description is { } description) shown["Description"] = description;
            shown["MaxSessionDuration"] = entity.SessionSeconds;
            if (whole) shown["RoleLastUsed"] = new JsonObject();
        }
        if (!whole) return shown;
        if (entity.Boundary is { } boundary) shown["PermissionsBoundary"] = new JsonObject { ["PermissionsBoundaryType"] = "Policy", ["PermissionsBoundaryArn"] = boundary };
        if (entity.Tags.Count > 0 || entity.Kind == IamNames.Profile) shown["Tags"] = Tags(entity.Tags);
        return shown;
    }

    /// <summary>An instance profile with its role.</summary>
    public static JsonObject Profile(SqliteConnection connection, IamEntity profile)
    {
        var shown = Entity(profile);
        shown["Roles"] = new JsonArray([.. LabDatabase.Rows(connection, "SELECT role FROM iam_profile_role WHERE profile = $name", row => row.GetString(0), ("$name", profile.Name))
            .Select(name => IamEntity.Find(connection, IamNames.Role, name)).OfType<IamEntity>().Select(role => Entity(role, whole: false))]);
        return shown;
    }
}

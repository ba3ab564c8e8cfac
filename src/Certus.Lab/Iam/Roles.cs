using System.Text.Json.Nodes;
using Certus.Lab.Iam.Policies;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Roles: whom they trust, how long a session may be.</summary>
internal static class Roles
{
    /// <summary>The path under which services keep roles of their own.</summary>
    public const string LinkedPath = "/aws-service-role/";

    public static JsonObject Create(SqliteConnection connection, LabCall call)
    {
        var role = Entities.New(connection, call, IamNames.Role) with
        {
            Trust = Trust(connection, call.Required("AssumeRolePolicyDocument")),
            Description = call.Text("Description"),
            SessionSeconds = call.Whole("MaxSessionDuration") ?? 3600,
        };
        if (role.Path.StartsWith(LinkedPath, StringComparison.Ordinal)) throw IamRefusals.Invalid($"The path {LinkedPath} is reserved for service-linked roles.");
        role.Save(connection);
        return new() { ["Role"] = IamShapes.Entity(role) };
    }

    public static JsonObject Get(SqliteConnection connection, LabCall call) => new() { ["Role"] = IamShapes.Entity(Entities.Named(connection, call, IamNames.Role)) };

    public static JsonObject List(SqliteConnection connection, LabCall call) =>
        IamPages.Of(call, "Roles", IamEntity.All(connection, IamNames.Role, call.Text("PathPrefix") ?? "/"), role => role.Name, role => IamShapes.Entity(role, whole: false));

    public static JsonObject Update(SqliteConnection connection, LabCall call)
    {
        var role = Own(connection, call);
        (role with { Description = call.Text("Description") ?? role.Description, SessionSeconds = call.Whole("MaxSessionDuration") ?? role.SessionSeconds }).Save(connection);
        return [];
    }

    public static JsonObject UpdateDescription(SqliteConnection connection, LabCall call)
    {
        var role = Own(connection, call) with { Description = call.Required("Description") };
        role.Save(connection);
        return new() { ["Role"] = IamShapes.Entity(role) };
    }

    public static JsonObject UpdateTrust(SqliteConnection connection, LabCall call)
    {
        (Own(connection, call) with { Trust = Trust(connection, call.Required("PolicyDocument")) }).Save(connection);
        return [];
    }

    public static JsonObject Delete(SqliteConnection connection, LabCall call)
    {
        var role = Own(connection, call);
        if (LabDatabase.Scalar(connection, "SELECT 1 FROM iam_profile_role WHERE role = $name LIMIT 1", ("$name", role.Name)) is not null)
            throw IamRefusals.Conflict("Cannot delete entity, must remove roles from instance profile first.");
        Entities.Delete(connection, role);
        return [];
    }

    // A role that a service keeps for itself is its own to change.
    private static IamEntity Own(SqliteConnection connection, LabCall call)
    {
        var role = Entities.Named(connection, call, IamNames.Role);
        return role.Path.StartsWith(LinkedPath, StringComparison.Ordinal)
            ? throw new AwsException("UnmodifiableEntity", $"Cannot perform the operation on the protected role '{role.Name}' - this role is only modifiable by AWS")
            : role;
    }

    private static string Trust(SqliteConnection connection, string document)
    {
        if (document.Count(character => !char.IsWhiteSpace(character)) > 2048) throw IamRefusals.Limit("Cannot exceed quota for ACLSizePerRole: 2048");
        return Entities.MissingPrincipal(connection, PolicyDocument.Parse(document, PolicyKind.Trust)) is { } nobody
            ? throw new AwsException("MalformedPolicyDocument", $"Invalid principal in policy: \"AWS\":\"{nobody}\"")
            : document;
    }
}

using System.Text.Json.Nodes;
using Certus.Lab.Iam.Policies;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>Policies that belong to one user, group or role.</summary>
internal static class InlinePolicies
{
    public static JsonObject Put(SqliteConnection connection, LabCall call, string kind)
    {
        var owner = Entities.Named(connection, call, kind);
        var (name, document) = (call.Required("PolicyName"), call.Required("PolicyDocument"));
        PolicyDocument.Parse(document, PolicyKind.Identity);
        var most = kind switch { IamNames.User => 2048, IamNames.Group => 5120, _ => 10240 };
        var sum = Of(connection, kind, owner.Name).Where(other => !other.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Sum(other => Size(other.Document)) + Size(document);
        if (sum > most) throw IamRefusals.Limit($"Maximum policy size of {most} bytes exceeded for {kind} {owner.Name}");
        LabDatabase.Execute(connection, "INSERT OR REPLACE INTO iam_inline_policy VALUES ($kind, $owner, $name, $document)", ("$kind", kind), ("$owner", owner.Name), ("$name", name), ("$document", document));
        return [];
    }

    public static JsonObject Get(SqliteConnection connection, LabCall call, string kind)
    {
        var owner = Entities.Named(connection, call, kind);
        var (name, document) = Of(connection, kind, owner.Name).Find(policy => policy.Name.Equals(call.Required("PolicyName"), StringComparison.OrdinalIgnoreCase));
        return name is null ? throw Missing(kind, call) : new() { [IamShapes.NameOf(kind)] = owner.Name, ["PolicyName"] = name, ["PolicyDocument"] = IamShapes.Encoded(document) };
    }

    public static JsonObject Delete(SqliteConnection connection, LabCall call, string kind)
    {
        var owner = Entities.Named(connection, call, kind);
        if (LabDatabase.Execute(connection, "DELETE FROM iam_inline_policy WHERE kind = $kind AND name = $owner AND policy = $name", ("$kind", kind), ("$owner", owner.Name), ("$name", call.Required("PolicyName"))) == 0)
            throw Missing(kind, call);
        return [];
    }

    public static JsonObject List(SqliteConnection connection, LabCall call, string kind) =>
        IamPages.Of(call, "PolicyNames", Of(connection, kind, Entities.Named(connection, call, kind).Name), policy => policy.Name, policy => policy.Name);

    /// <summary>The inline policies of an identity, by name.</summary>
    public static List<(string Name, string Document)> Of(SqliteConnection connection, string kind, string owner) =>
        LabDatabase.Rows(connection, "SELECT policy, document FROM iam_inline_policy WHERE kind = $kind AND name = $owner ORDER BY policy", row => (row.GetString(0), row.GetString(1)), ("$kind", kind), ("$owner", owner));

    // IAM does not count white space.
    private static int Size(string document) => document.Count(character => !char.IsWhiteSpace(character));

    private static AwsException Missing(string kind, LabCall call) => IamRefusals.NoSuchEntity($"The {kind} policy with name {call.Required("PolicyName")} cannot be found.");
}

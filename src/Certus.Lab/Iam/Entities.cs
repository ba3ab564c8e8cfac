using Certus.Lab.Iam.Policies;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>What users, groups, roles and instance profiles have in common.</summary>
internal static class Entities
{
    /// <summary>The entity that a call names.</summary>
    public static IamEntity Named(SqliteConnection connection, LabCall call, string kind) => Existing(connection, kind, call.Required(IamShapes.NameOf(kind)));

    /// <summary>An entity that exists.</summary>
    public static IamEntity Existing(SqliteConnection connection, string kind, string name) => IamEntity.Find(connection, kind, name) ?? throw IamRefusals.NoSuch(kind, name);

    /// <summary>A user or role of the account that a document names as principal and that does not exist; null where all do.</summary>
    public static string? MissingPrincipal(SqliteConnection connection, PolicyDocument document) =>
        document.Statements.SelectMany(statement => (statement.Principals ?? statement.NotPrincipals)?.Values ?? []).Where(principal => principal.Kind == "AWS").Select(principal => principal.Value)
            .FirstOrDefault(arn => IamNames.Parse(arn) is ({ } kind and (IamNames.User or IamNames.Role), { } name, null) && IamEntity.Find(connection, kind, name)?.Arn != arn);

    /// <summary>The user that a call names, or, where it names none, the one who calls.</summary>
    public static IamEntity NamedOrCaller(SqliteConnection connection, LabCall call) =>
        call.Text("UserName") is { } name ? Existing(connection, IamNames.User, name)
        : IamNames.Parse(call.Caller.Arn) is (IamNames.User, var caller, _) ? Existing(connection, IamNames.User, caller)
        : throw IamRefusals.Invalid("Must specify userName when calling with non-User credentials");

    /// <summary>A new entity that a call describes; not saved.</summary>
    public static IamEntity New(SqliteConnection connection, LabCall call, string kind)
    {
        var name = call.Required(IamShapes.NameOf(kind));
        if (IamEntity.Find(connection, kind, name) is not null) throw IamRefusals.Exists(kind, name);
        return new(kind, name, IamNames.NewId(kind), call.Text("Path") ?? "/", call.Now)
        {
            Tags = EntityTags.Merged([], call),
            Boundary = call.Text("PermissionsBoundary") is { } boundary ? Boundaries.Existing(connection, boundary) : null,
        };
    }

    /// <summary>Gives an entity another name or path, and all that hangs on its name with it.</summary>
    public static void Rename(SqliteConnection connection, LabCall call, string kind)
    {
        var entity = Named(connection, call, kind);
        var name = call.Text("New" + IamShapes.NameOf(kind)) ?? entity.Name;
        if (!name.Equals(entity.Name, StringComparison.OrdinalIgnoreCase) && IamEntity.Find(connection, kind, name) is not null) throw IamRefusals.Exists(kind, name);
        LabDatabase.Execute(connection, "UPDATE iam_entity SET name = $new, path = $path WHERE kind = $kind AND name = $old",
            ("$new", name), ("$path", call.Text("NewPath") ?? entity.Path), ("$kind", kind), ("$old", entity.Name));
        foreach (var table in (string[])["iam_inline_policy", "iam_attachment"])
            LabDatabase.Execute(connection, $"UPDATE {table} SET name = $new WHERE kind = $kind AND name = $old", ("$new", name), ("$kind", kind), ("$old", entity.Name));
        LabDatabase.Execute(connection, $"UPDATE iam_group_member SET {kind}_name = $new WHERE {kind}_name = $old", ("$new", name), ("$old", entity.Name));
        if (kind == IamNames.User) LabDatabase.Execute(connection, "UPDATE iam_access_key SET user_name = $new WHERE user_name = $old", ("$new", name), ("$old", entity.Name));
    }

    /// <summary>Deletes an entity on which nothing hangs any more.</summary>
    public static void Delete(SqliteConnection connection, IamEntity entity)
    {
        if (Has("iam_attachment")) throw IamRefusals.Conflict("Cannot delete entity, must detach all policies first.");
        if (Has("iam_inline_policy")) throw IamRefusals.Conflict("Cannot delete entity, must delete policies first.");
        LabDatabase.Execute(connection, "DELETE FROM iam_entity WHERE kind = $kind AND name = $name", ("$kind", entity.Kind), ("$name", entity.Name));

        bool Has(string table) => LabDatabase.Scalar(connection, $"SELECT 1 FROM {table} WHERE kind = $kind AND name = $name LIMIT 1", ("$kind", entity.Kind), ("$name", entity.Name)) is not null;
    }
}

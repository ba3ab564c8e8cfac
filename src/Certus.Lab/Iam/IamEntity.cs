using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>A user, group, role or instance profile.</summary>
/// <param name="Kind">One of <see cref="IamNames"/>'s kinds.</param>
/// <param name="Name">As it was given; another letter case is the same name.</param>
/// <param name="Id">Unique for ever, such as <c>AROA…</c>.</param>
/// <param name="Path">From slash to slash.</param>
/// <param name="Created">When.</param>
public sealed record IamEntity(string Kind, string Name, string Id, string Path, DateTimeOffset Created)
{
    private const string Columns = "kind, name, id, path, created, trust, description, session_seconds, boundary, tags";

    /// <summary>A role's trust policy; null for other kinds.</summary>
    public string? Trust { get; init; }

    /// <summary>A role's description.</summary>
    public string? Description { get; init; }

    /// <summary>A role's longest session in seconds, 3600 to 43200.</summary>
    public long SessionSeconds { get; init; } = 3600;

    /// <summary>The ARN of the managed policy that is its permissions boundary; null where it has none.</summary>
    public string? Boundary { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<IamTag> Tags { get; init; } = [];

    /// <summary>Its ARN.</summary>
    public string Arn => IamNames.Arn(Kind, Path, Name);

    internal static IamEntity? Find(SqliteConnection connection, string kind, string name) =>
        LabDatabase.Rows(connection, $"SELECT {Columns} FROM iam_entity WHERE kind = $kind AND name = $name", Read, ("$kind", kind), ("$name", name)).SingleOrDefault();

    internal static List<IamEntity> All(SqliteConnection connection, string kind, string pathPrefix) =>
        LabDatabase.Rows(connection, $"SELECT {Columns} FROM iam_entity WHERE kind = $kind AND substr(path, 1, length($prefix)) = $prefix ORDER BY name", Read, ("$kind", kind), ("$prefix", pathPrefix));

    internal void Save(SqliteConnection connection) => LabDatabase.Execute(connection, $"""
        INSERT INTO iam_entity ({Columns}) VALUES ($kind, $name, $id, $path, $created, $trust, $description, $seconds, $boundary, $tags)
        ON CONFLICT (kind, name) DO UPDATE SET name = excluded.name, path = excluded.path, trust = excluded.trust, description = excluded.description,
            session_seconds = excluded.session_seconds, boundary = excluded.boundary, tags = excluded.tags
        """,
        ("$kind", Kind), ("$name", Name), ("$id", Id), ("$path", Path), ("$created", Created), ("$trust", Trust), ("$description", Description),
        ("$seconds", SessionSeconds), ("$boundary", Boundary), ("$tags", JsonSerializer.Serialize(Tags)));

    private static IamEntity Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), LabDatabase.Instant(row, 4))
    {
        Trust = row.IsDBNull(5) ? null : row.GetString(5),
        Description = row.IsDBNull(6) ? null : row.GetString(6),
        SessionSeconds = row.GetInt64(7),
        Boundary = row.IsDBNull(8) ? null : row.GetString(8),
        Tags = IamTag.Kept(row.GetString(9)),
    };
}

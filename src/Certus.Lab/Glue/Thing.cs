using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Glue;

/// <summary>One thing that Glue keeps by its name.</summary>
/// <param name="Region">Where.</param>
/// <param name="Kind">What.</param>
/// <param name="Name">Its name; of what lies in another thing, that one's name, a slash and its own.</param>
/// <param name="Created">When.</param>
/// <param name="Body">What describing it answers. Members whose names begin with an underscore are the sandbox's own; the server leaves them out, since no model knows them.</param>
internal sealed record Thing(string Region, GlueKind Kind, string Name, DateTimeOffset Created, JsonObject Body)
{
    public string Arn => Kind.Arn(Region, Name);

    public static Thing? Find(SqliteConnection connection, string region, GlueKind kind, string name) => Rows(connection,
        "SELECT created, body FROM glue_thing WHERE region = $region AND kind = $kind AND name = $name",
        row => new Thing(region, kind, name, Instant(row, 0), JsonNode.Parse(row.GetString(1))!.AsObject()), ("$region", region), ("$kind", kind.Path), ("$name", name)).FirstOrDefault();

    /// <summary>The thing, or Glue's refusal that there is none.</summary>
    public static Thing Require(SqliteConnection connection, string region, GlueKind kind, string name) => Find(connection, region, kind, name) ?? throw GlueNames.NotFound(kind.Missing ?? $"{kind.Words} {name} not found.");

    /// <summary>All of a kind, by name.</summary>
    public static List<Thing> All(SqliteConnection connection, string region, GlueKind kind, string under = "") => Rows(connection,
        "SELECT name, created, body FROM glue_thing WHERE region = $region AND kind = $kind AND substr(name, 1, $length) = $under ORDER BY name",
        row => new Thing(region, kind, row.GetString(0), Instant(row, 1), JsonNode.Parse(row.GetString(2))!.AsObject()),
        ("$region", region), ("$kind", kind.Path), ("$under", under), ("$length", under.Length));

    public static Thing Make(string region, GlueKind kind, string name, DateTimeOffset now, JsonObject input) => new(region, kind, name, now, JsonNode.Parse(input.ToJsonString())!.AsObject());

    /// <summary>Keeps a new thing; refuses a name that is taken.</summary>
    public void Add(SqliteConnection connection, JsonObject? tags = null)
    {
        if (Find(connection, Region, Kind, Name) is not null) throw GlueNames.Taken($"{Kind.Words} already exists.");
        Save(connection);
        GlueTags.Put(connection, Arn, tags);
    }

    public void Save(SqliteConnection connection) => Execute(connection, "INSERT OR REPLACE INTO glue_thing VALUES ($region, $kind, $name, $created, $body)",
        ("$region", Region), ("$kind", Kind.Path), ("$name", Name), ("$created", Created), ("$body", Body.ToJsonString()));

    public void Remove(SqliteConnection connection)
    {
        Execute(connection, "DELETE FROM glue_thing WHERE region = $region AND kind = $kind AND name = $name", ("$region", Region), ("$kind", Kind.Path), ("$name", Name));
        Execute(connection, "DELETE FROM glue_tag WHERE arn = $arn", ("$arn", Arn));
    }
}

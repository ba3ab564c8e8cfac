using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Athena;

/// <summary>One thing that Athena keeps by its name.</summary>
/// <param name="Region">Where.</param>
/// <param name="Kind">What.</param>
/// <param name="Name">Its name.</param>
/// <param name="Created">When.</param>
/// <param name="Body">What describing it answers.</param>
internal sealed record Kept(string Region, string Kind, string Name, DateTimeOffset Created, JsonObject Body)
{
    public const string WorkGroup = "workgroup", DataCatalog = "datacatalog", NamedQuery = "namedquery", Prepared = "preparedstatement", Capacity = "capacity-reservation";

    public string Arn => AthenaNames.Arn(Region, $"{Kind}/{Name}");

    public static Kept? Find(SqliteConnection connection, string region, string kind, string name) => Rows(connection,
        "SELECT created, body FROM athena_thing WHERE region = $region AND kind = $kind AND name = $name",
        row => new Kept(region, kind, name, Instant(row, 0), JsonNode.Parse(row.GetString(1))!.AsObject()), ("$region", region), ("$kind", kind), ("$name", name)).FirstOrDefault();

    public static List<Kept> All(SqliteConnection connection, string region, string kind) => Rows(connection,
        "SELECT name, created, body FROM athena_thing WHERE region = $region AND kind = $kind ORDER BY name",
        row => new Kept(region, kind, row.GetString(0), Instant(row, 1), JsonNode.Parse(row.GetString(2))!.AsObject()), ("$region", region), ("$kind", kind));

    public void Save(SqliteConnection connection) => Execute(connection, "INSERT OR REPLACE INTO athena_thing VALUES ($region, $kind, $name, $created, $body)",
        ("$region", Region), ("$kind", Kind), ("$name", Name), ("$created", Created), ("$body", Body.ToJsonString()));

    public void Remove(SqliteConnection connection)
    {
        Execute(connection, "DELETE FROM athena_thing WHERE region = $region AND kind = $kind AND name = $name", ("$region", Region), ("$kind", Kind), ("$name", Name));
        Execute(connection, "DELETE FROM athena_tag WHERE arn = $arn", ("$arn", Arn));
    }
}

using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.CloudFormation;

/// <summary>One stack.</summary>
/// <param name="Region">Where.</param>
/// <param name="Body">What describing it answers; members with an underscore are the sandbox's own, and the server leaves them out.</param>
internal sealed record Stack(string Region, JsonObject Body)
{
    private const string Own = "_template", OfParameters = "_parameters", OfImports = "_imports";

    public string Id => (string)Body["StackId"]!;

    public string Name => (string)Body["StackName"]!;

    public string Status
    {
        get => (string)Body["StackStatus"]!;
        set => Body["StackStatus"] = value;
    }

    public bool IsBusy => Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal);

    public bool IsDeleted => Status == "DELETE_COMPLETE";

    /// <summary>The text of its template.</summary>
    public string Template
    {
        get => (string)Body[Own]!;
        set => Body[Own] = value;
    }

    /// <summary>The parameters' values as they are, also those that describing hides.</summary>
    public Dictionary<string, string> Parameters
    {
        get => ((JsonObject)Body[OfParameters]!).ToDictionary(one => one.Key, one => (string)one.Value!);
        set => Body[OfParameters] = new JsonObject(value.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
    }

    /// <summary>The names of others' exports that it uses.</summary>
    public IEnumerable<string> Imports
    {
        get => (Body[OfImports] as JsonArray ?? []).Select(name => (string)name!);
        set => Body[OfImports] = new JsonArray([.. value.Select(name => (JsonNode)name)]);
    }

    /// <summary>What it exports: names and values.</summary>
    public IEnumerable<(string Name, string Value)> Exports =>
        (Body["Outputs"] as JsonArray ?? []).Where(output => output!["ExportName"] is not null).Select(output => ((string)output!["ExportName"]!, (string)output["OutputValue"]!));

    public DateTimeOffset Created => Values.Time(Body["CreationTime"]!);

    /// <summary>A stack by its name, where it is not deleted, or by its id.</summary>
    public static Stack? Find(SqliteConnection connection, string region, string named) => Rows(connection, """
        SELECT body FROM cloudformation_stack WHERE region = $region AND (id = $named OR (name = $named AND status <> 'DELETE_COMPLETE'))
        """, row => Read(region, row), ("$region", region), ("$named", named)).FirstOrDefault();

    /// <summary>Every stack of a region, the newest first, deleted ones too.</summary>
    public static List<Stack> All(SqliteConnection connection, string region) =>
        Rows(connection, "SELECT body FROM cloudformation_stack WHERE region = $region ORDER BY created DESC, id", row => Read(region, row), ("$region", region));

    /// <summary>The stacks that were being worked on, in every region.</summary>
    public static List<Stack> Busy(SqliteConnection connection) =>
        Rows(connection, "SELECT body, region FROM cloudformation_stack WHERE status LIKE '%IN_PROGRESS'", row => Read(row.GetString(1), row));

    private static Stack Read(string region, SqliteDataReader row) => new(region, JsonNode.Parse(row.GetString(0))!.AsObject());

    public void Save(SqliteConnection connection) => Execute(connection, "INSERT INTO cloudformation_stack VALUES ($id, $region, $name, $status, $created, $body) ON CONFLICT (id) DO UPDATE SET status = excluded.status, body = excluded.body",
        ("$id", Id), ("$region", Region), ("$name", Name), ("$status", Status), ("$created", Created), ("$body", Body.ToJsonString()));

    public Stack Copy() => this with { Body = Body.DeepClone().AsObject() };
}

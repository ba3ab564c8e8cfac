using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using Certus.Web.Layout;

namespace Certus.Web.Labs;

/// <summary>The sandbox's data lake: tables of the catalog, and queries with their rows.</summary>
public static class LakeRoom
{
    private const int MostShown = 50, MostRows = 100;

    /// <summary>What a table's page shows.</summary>
    /// <param name="Described">The table.</param>
    /// <param name="Partitions">Its first fifty partitions.</param>
    /// <param name="More">Whether there are more.</param>
    /// <param name="Zone">The learner's time zone.</param>
    public sealed record TableModel(JsonObject Described, IReadOnlyList<JsonObject> Partitions, bool More, TimeZoneInfo Zone);

    /// <summary>What a query's page shows.</summary>
    /// <param name="Described">The query.</param>
    /// <param name="Columns">The columns of its result.</param>
    /// <param name="Rows">Its first hundred rows; a null is null.</param>
    /// <param name="More">Whether there are more.</param>
    /// <param name="Fault">Why there are no rows; null where there are, or the query says it itself.</param>
    /// <param name="Zone">The learner's time zone.</param>
    public sealed record QueryModel(JsonObject Described, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows, bool More, string? Fault, TimeZoneInfo Zone);

    /// <summary>The tables of all databases.</summary>
    public static async Task<IReadOnlyList<JsonObject>> TablesAsync(SandboxClient client, CancellationToken cancel)
    {
        List<JsonObject> tables = [];
        foreach (var database in List(await client.CallAsync("glue", "GetDatabases", [], cancel), "DatabaseList"))
            if (tables.Count < MostShown) tables.AddRange(List(await client.CallAsync("glue", "GetTables", new() { ["DatabaseName"] = (string?)database["Name"], ["MaxResults"] = MostShown }, cancel), "TableList"));
        return [.. tables.Take(MostShown)];
    }

    /// <summary>The newest queries.</summary>
    public static async Task<IReadOnlyList<JsonObject>> QueriesAsync(SandboxClient client, CancellationToken cancel)
    {
        var ids = (await client.CallAsync("athena", "ListQueryExecutions", new() { ["MaxResults"] = MostShown }, cancel))["QueryExecutionIds"] as JsonArray ?? [];
        return ids.Count == 0 ? [] : List(await client.CallAsync("athena", "BatchGetQueryExecution", new() { ["QueryExecutionIds"] = ids.DeepClone() }, cancel), "QueryExecutions");
    }

    /// <summary>A table as its page wants it.</summary>
    public static async Task<TableModel> TableAsync(SandboxClient client, string database, string name, TimeZoneInfo zone, CancellationToken cancel)
    {
        var table = (JsonObject)(await client.CallAsync("glue", "GetTable", new() { ["DatabaseName"] = database, ["Name"] = name }, cancel))["Table"]!;
        var partitions = await client.CallAsync("glue", "GetPartitions", new() { ["DatabaseName"] = database, ["TableName"] = name, ["MaxResults"] = MostShown }, cancel);
        return new(table, List(partitions, "Partitions"), partitions["NextToken"] is not null, zone);
    }

    /// <summary>A query as its page wants it.</summary>
    public static async Task<QueryModel> QueryAsync(SandboxClient client, string id, TimeZoneInfo zone, CancellationToken cancel)
    {
        var query = (JsonObject)(await client.CallAsync("athena", "GetQueryExecution", new() { ["QueryExecutionId"] = id }, cancel))["QueryExecution"]!;
        if ((string?)query["Status"]?["State"] != "SUCCEEDED") return new(query, [], [], false, null, zone);
        try
        {
            var results = await client.CallAsync("athena", "GetQueryResults", new() { ["QueryExecutionId"] = id, ["MaxResults"] = MostRows + 1 }, cancel);
            List<string> columns = [.. (results["ResultSet"]?["ResultSetMetadata"]?["ColumnInfo"] as JsonArray ?? []).Select(column => (string?)column!["Name"] ?? "")];
            // The first row of a query's result names its columns again; a statement's result has none.
            var named = (string?)query["StatementType"] == "DML";
            List<IReadOnlyList<string?>> rows = [.. (results["ResultSet"]?["Rows"] as JsonArray ?? []).Skip(named ? 1 : 0)
                .Select(row => (IReadOnlyList<string?>)[.. (row!["Data"] as JsonArray ?? []).Select(value => (string?)value!["VarCharValue"])])];
            return new(query, columns, [.. rows.Take(MostRows)], results["NextToken"] is not null, null, zone);
        }
        catch (SandboxException refused)
        {
            return new(query, [], [], false, refused.Message, zone);
        }
    }

    private static IReadOnlyList<JsonObject> List(JsonObject output, string member) => [.. (output[member] as JsonArray ?? []).OfType<JsonObject>()];
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Glue;

/// <summary>The data catalog: what other services find tables and partitions by.</summary>
/// <remarks>It asks nobody's leave: a caller's rights are decided before. Names may be in any case.</remarks>
public sealed class DataCatalog(LabDatabase database)
{
    /// <summary>Whether there is such a database.</summary>
    public bool DatabaseExists(string region, string name) => database.Read(connection => Thing.Find(connection, region, GlueKind.Database, GlueNames.Fold(name))) is not null;

    /// <summary>The databases' names, in order.</summary>
    public IReadOnlyList<string> Databases(string region) => database.Read(connection => Thing.All(connection, region, GlueKind.Database)).ConvertAll(one => one.Name);

    /// <summary>A table; null where there is none.</summary>
    public CatalogTable? FindTable(string region, string databaseName, string name) => database.Read(connection => Find(connection, region, GlueNames.Fold(databaseName), GlueNames.Fold(name)));

    /// <summary>The tables of a database, by name.</summary>
    public IReadOnlyList<CatalogTable> Tables(string region, string databaseName) => database.Read(connection => All(connection, region, GlueNames.Fold(databaseName)));

    /// <summary>A table's partitions, in the order of their values.</summary>
    public IReadOnlyList<CatalogPartition> Partitions(CatalogTable table) => database.Read(connection => PartitionsOf(connection, table.Region, table.Database, table.Name));

    /// <summary>Makes a database where there is none of that name.</summary>
    /// <returns>Whether it was made.</returns>
    internal Task<bool> CreateDatabaseAsync(string region, string name, JsonObject input, DateTimeOffset now, CancellationToken cancel) => database.WriteAsync(connection =>
    {
        if (Thing.Find(connection, region, GlueKind.Database, GlueNames.Fold(name)) is not null) return false;
        Glue.Databases.Create(connection, region, name, input, now);
        return true;
    }, cancel);

    internal static CatalogTable? Find(SqliteConnection connection, string region, string database, string name) =>
        Scalar(connection, "SELECT body FROM glue_table WHERE region = $region AND database = $database AND name = $name", ("$region", region), ("$database", database), ("$name", name)) is string body
            ? new(region, database, name, JsonNode.Parse(body)!.AsObject()) : null;

    internal static CatalogTable Require(SqliteConnection connection, string region, string database, string name)
    {
        RequireDatabase(connection, region, database);
        return Find(connection, region, database, name) ?? throw GlueNames.NotFound($"Table {name} not found.");
    }

    internal static Thing RequireDatabase(SqliteConnection connection, string region, string name) => Thing.Require(connection, region, GlueKind.Database, name);

    internal static List<CatalogTable> All(SqliteConnection connection, string region, string database) => LabDatabase.Rows(connection,
        "SELECT name, body FROM glue_table WHERE region = $region AND database = $database ORDER BY name",
        row => new CatalogTable(region, database, row.GetString(0), JsonNode.Parse(row.GetString(1))!.AsObject()), ("$region", region), ("$database", database));

    internal static List<CatalogPartition> PartitionsOf(SqliteConnection connection, string region, string database, string table) => LabDatabase.Rows(connection,
        "SELECT keys, body FROM glue_partition WHERE region = $region AND database = $database AND name = $name ORDER BY keys",
        row => new CatalogPartition(JsonSerializer.Deserialize<string[]>(row.GetString(0))!, JsonNode.Parse(row.GetString(1))!.AsObject()), ("$region", region), ("$database", database), ("$name", table));

    /// <summary>A new table, or a new version of one that is there.</summary>
    /// <param name="connection">The rows.</param>
    /// <param name="region">Where.</param>
    /// <param name="database">A database that is there.</param>
    /// <param name="input">A TableInput; members that only answers have are overwritten.</param>
    /// <param name="now">When.</param>
    /// <param name="by">Who, as an ARN.</param>
    /// <param name="archive">Whether the version that is replaced is kept.</param>
    internal static CatalogTable Save(SqliteConnection connection, string region, string database, JsonObject input, DateTimeOffset now, string by, bool archive = true)
    {
        var body = JsonNode.Parse(input.ToJsonString())!.AsObject();
        var name = GlueNames.Fold((string)body["Name"]!);
        var before = Find(connection, region, database, name);
        var version = before is null ? 1 : long.Parse((string)before.Body["VersionId"]!, CultureInfo.InvariantCulture) + 1;
        foreach (var column in (body["StorageDescriptor"]?["Columns"] as JsonArray ?? []).Concat(body["PartitionKeys"] as JsonArray ?? []))
            column!["Name"] = GlueNames.Fold((string)column["Name"]!);
        body["Name"] = name;
        body["DatabaseName"] = database;
        body["CreateTime"] = before?.Body["CreateTime"]?.DeepClone() ?? JsonValue.Create(now);
        body["UpdateTime"] = JsonValue.Create(now);
        body["CreatedBy"] = before?.Body["CreatedBy"]?.DeepClone() ?? by;
        body["CatalogId"] = LabCaller.Account;
        body["IsRegisteredWithLakeFormation"] = false;
        body["VersionId"] = $"{version}";
        var text = body.ToJsonString();
        Execute(connection, "INSERT OR REPLACE INTO glue_table VALUES ($region, $database, $name, $version, $body)", ("$region", region), ("$database", database), ("$name", name), ("$version", version), ("$body", text));
        if (!archive) Execute(connection, "DELETE FROM glue_table_version WHERE region = $region AND database = $database AND name = $name AND version = $version", ("$region", region), ("$database", database), ("$name", name), ("$version", version - 1));
        Execute(connection, "INSERT OR REPLACE INTO glue_table_version VALUES ($region, $database, $name, $version, $body)", ("$region", region), ("$database", database), ("$name", name), ("$version", version), ("$body", text));
        return new(region, database, name, body);
    }

    /// <summary>Removes a table with its versions, partitions and tags.</summary>
    internal static void Remove(SqliteConnection connection, string region, string database, string name)
    {
        foreach (var rows in (string[])["glue_table", "glue_table_version", "glue_partition"])
            Execute(connection, $"DELETE FROM {rows} WHERE region = $region AND database = $database AND name = $name", ("$region", region), ("$database", database), ("$name", name));
        Execute(connection, "DELETE FROM glue_tag WHERE arn = $arn", ("$arn", GlueNames.Arn(region, $"table/{database}/{name}")));
    }

    /// <summary>Keeps a partition; one of the same values is replaced.</summary>
    internal static void Save(SqliteConnection connection, CatalogTable table, IReadOnlyList<string> values, JsonObject input, DateTimeOffset now)
    {
        var body = input.DeepClone().AsObject();
        body["Values"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        body["DatabaseName"] = table.Database;
        body["TableName"] = table.Name;
        body["CatalogId"] = LabCaller.Account;
        body["CreationTime"] ??= JsonValue.Create(now);
        Execute(connection, "INSERT OR REPLACE INTO glue_partition VALUES ($region, $database, $name, $keys, $body)",
            ("$region", table.Region), ("$database", table.Database), ("$name", table.Name), ("$keys", Key(values)), ("$body", body.ToJsonString()));
    }

    internal static CatalogPartition? FindPartition(SqliteConnection connection, CatalogTable table, IReadOnlyList<string> values) =>
        Scalar(connection, "SELECT body FROM glue_partition WHERE region = $region AND database = $database AND name = $name AND keys = $keys",
            ("$region", table.Region), ("$database", table.Database), ("$name", table.Name), ("$keys", Key(values))) is string body ? new(values, JsonNode.Parse(body)!.AsObject()) : null;

    /// <returns>Whether there was one.</returns>
    internal static bool RemovePartition(SqliteConnection connection, CatalogTable table, IReadOnlyList<string> values) =>
        Execute(connection, "DELETE FROM glue_partition WHERE region = $region AND database = $database AND name = $name AND keys = $keys",
            ("$region", table.Region), ("$database", table.Database), ("$name", table.Name), ("$keys", Key(values))) > 0;

    private static string Key(IReadOnlyList<string> values) => JsonSerializer.Serialize(values);
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Certus.Lab.Glue;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Athena;

/// <summary>Catalogs as records, and what the one of the account, Glue's, holds.</summary>
internal sealed class DataCatalogs(LabDatabase database, DataCatalog glue)
{
    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required("Name");
        Kept catalog = new(call.Caller.Region, Kept.DataCatalog, name, call.Now, Of(call));
        await database.WriteAsync(connection =>
        {
            if (Kept.Find(connection, catalog.Region, Kept.DataCatalog, name) is not null || name.Equals(AthenaNames.Catalog, StringComparison.OrdinalIgnoreCase)) throw AthenaNames.Invalid("DataCatalog already exists");
            catalog.Save(connection);
            AthenaTags.Put(connection, catalog.Arn, call.List("Tags"));
        }, cancel);
        return new JsonObject { ["DataCatalog"] = catalog.Body.DeepClone() };
    }

    private static JsonObject Of(LabCall call)
    {
        JsonObject body = new() { ["Name"] = call.Required("Name"), ["Type"] = call.Required("Type") };
        if (call.Text("Description") is { } description) body["Description"] = description;
        if (call.Structure("Parameters") is { } parameters) body["Parameters"] = parameters.DeepClone();
        return body;
    }

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required("Name");
        var own = database.Read(connection => Kept.Find(connection, call.Caller.Region, Kept.DataCatalog, name))?.Body;
        return new(new JsonObject { ["DataCatalog"] = own ?? (IsGlue(name) ? new() { ["Name"] = AthenaNames.Catalog, ["Type"] = "GLUE" } : throw Missing(name)) });
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) => new(AthenaNames.Page(call, "DataCatalogsSummary", database.Read(connection => Kept.All(connection, call.Caller.Region, Kept.DataCatalog)),
        catalog => new JsonObject { ["CatalogName"] = catalog.Name, ["Type"] = (string?)catalog.Body["Type"] }));

    public async ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var name = call.Required("Name");
            ((Kept.Find(connection, call.Caller.Region, Kept.DataCatalog, name) ?? throw Missing(name)) with { Body = Of(call) }).Save(connection);
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required("Name");
        await database.WriteAsync(connection => (Kept.Find(connection, call.Caller.Region, Kept.DataCatalog, name) ?? throw Missing(name)).Remove(connection), cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> DatabaseAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required("DatabaseName").ToLowerInvariant();
        if (name == "default") await MakeDefaultAsync(call, cancel);
        var kept = IsGlue(call.Required("CatalogName")) ? database.Read(connection => Thing.Find(connection, call.Caller.Region, GlueKind.Database, name)) : null;
        return new JsonObject { ["Database"] = Shown((kept ?? throw AthenaNames.Metadata($"Database {name} not found")).Body) };
    }

    public async ValueTask<LabAnswer> DatabasesAsync(LabCall call, CancellationToken cancel)
    {
        if (!IsGlue(call.Required("CatalogName"))) return new JsonObject { ["DatabaseList"] = new JsonArray() };
        await MakeDefaultAsync(call, cancel);
        return AthenaNames.Page(call, "DatabaseList", database.Read(connection => Thing.All(connection, call.Caller.Region, GlueKind.Database)), one => Shown(one.Body));
    }

    public ValueTask<LabAnswer> TableAsync(LabCall call, CancellationToken cancel)
    {
        var (name, table) = (call.Required("DatabaseName"), call.Required("TableName"));
        return new(new JsonObject { ["TableMetadata"] = Shown((IsGlue(call.Required("CatalogName")) ? glue.FindTable(call.Caller.Region, name, table) : null) ?? throw AthenaNames.Metadata($"EntityNotFoundException: Entity Not Found: table {name}.{table}")) });
    }

    public ValueTask<LabAnswer> TablesAsync(LabCall call, CancellationToken cancel)
    {
        var name = call.Required("DatabaseName");
        if (!IsGlue(call.Required("CatalogName")) || !glue.DatabaseExists(call.Caller.Region, name)) throw AthenaNames.Metadata($"EntityNotFoundException: Database {name} not found.");
        Regex? pattern;
        try
        {
            pattern = call.Text("Expression") is { Length: > 0 } expression ? new Regex($"^(?:{expression})$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase) : null;
        }
        catch (Exception bad) when (bad is ArgumentException or NotSupportedException)
        {
            throw AthenaNames.Invalid("The Expression is no regular expression.");
        }
        return new(AthenaNames.Page(call, "TableMetadataList", [.. glue.Tables(call.Caller.Region, name).Where(table => pattern?.IsMatch(table.Name) ?? true)], Shown));
    }

    /// <summary>Athena finds a database of this name in every account; it is made when it is first asked for.</summary>
    private Task MakeDefaultAsync(LabCall call, CancellationToken cancel) => glue.DatabaseExists(call.Caller.Region, "default") ? Task.CompletedTask
        : glue.CreateDatabaseAsync(call.Caller.Region, "default", new() { ["Name"] = "default", ["Description"] = "Default Hive database" }, call.Now, cancel);

    private static bool IsGlue(string name) => name.Equals(AthenaNames.Catalog, StringComparison.OrdinalIgnoreCase);

    private static AwsException Missing(string name) => AthenaNames.Invalid($"DataCatalog {name} was not found");

    private static JsonObject Shown(JsonObject body) => new() { ["Name"] = (string?)body["Name"], ["Description"] = (string?)body["Description"] ?? "", ["Parameters"] = (body["Parameters"] as JsonObject ?? []).DeepClone() };

    private static JsonObject Shown(CatalogTable table) => new()
    {
        ["Name"] = table.Name,
        ["CreateTime"] = table.Body["CreateTime"]?.DeepClone(),
        ["TableType"] = table.Type,
        ["Columns"] = CatalogTable.ToJson(table.Columns),
        ["PartitionKeys"] = CatalogTable.ToJson(table.PartitionKeys),
        ["Parameters"] = new JsonObject(table.Parameters.Append(new("location", table.Location)).Append(new("inputformat", table.InputFormat)).Append(new("serde.serialization.lib", table.Serde)).DistinctBy(pair => pair.Key)
            .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    };
}

using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Glue;

/// <summary>The databases of the catalog: names that tables lie under.</summary>
internal sealed class Databases(LabDatabase database)
{
    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        var input = call.Structure("DatabaseInput")!;
        await database.WriteAsync(connection => Create(connection, call.Caller.Region, (string)input["Name"]!, input, call.Now, call.Structure("Tags")), cancel);
        return LabAnswer.Empty;
    }

    public static void Create(SqliteConnection connection, string region, string name, JsonObject input, DateTimeOffset now, JsonObject? tags = null)
    {
        var one = Thing.Make(region, GlueKind.Database, GlueNames.Fold(name), now, input);
        one.Body["Name"] = one.Name;
        one.Body["CreateTime"] = JsonValue.Create(now);
        Complete(one.Body);
        one.Add(connection, tags);
    }

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        return new(new JsonObject { ["Database"] = database.Read(connection => DataCatalog.RequireDatabase(connection, call.Caller.Region, GlueNames.Fold(call.Required("Name")))).Body });
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        return new(GluePage.Of(call, "DatabaseList", database.Read(connection => Thing.All(connection, call.Caller.Region, GlueKind.Database)), one => one.Body));
    }

    public async ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        await database.WriteAsync(connection =>
        {
            var name = GlueNames.Fold(call.Required("Name"));
            var before = DataCatalog.RequireDatabase(connection, call.Caller.Region, name);
            var after = Thing.Make(before.Region, before.Kind, name, before.Created, call.Structure("DatabaseInput")!);
            if (GlueNames.Fold((string)after.Body["Name"]!) != name) throw GlueNames.Invalid("A database can't be renamed: DatabaseInput.Name must be its name.");
            after.Body["Name"] = name;
            after.Body["CreateTime"] = before.Body["CreateTime"]?.DeepClone();
            Complete(after.Body);
            after.Save(connection);
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        await database.WriteAsync(connection => Remove(connection, call.Caller.Region, GlueNames.Fold(call.Required("Name"))), cancel);
        return LabAnswer.Empty;
    }

    /// <summary>Removes a database with its tables and functions.</summary>
    public static void Remove(SqliteConnection connection, string region, string name)
    {
        var one = DataCatalog.RequireDatabase(connection, region, name);
        foreach (var table in DataCatalog.All(connection, region, name)) DataCatalog.Remove(connection, region, name, table.Name);
        foreach (var function in Thing.All(connection, region, GlueKind.Function, $"{name}/")) function.Remove(connection);
        one.Remove(connection);
    }

    private static void Complete(JsonObject body)
    {
        body["CatalogId"] = LabCaller.Account;
        body["CreateTableDefaultPermissions"] ??= new JsonArray(new JsonObject
        {
            ["Principal"] = new JsonObject { ["DataLakePrincipalIdentifier"] = "IAM_ALLOWED_PRINCIPALS" }, ["Permissions"] = new JsonArray("ALL"),
        });
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Glue;

/// <summary>The tables of a database and their versions.</summary>
internal sealed class Tables(LabDatabase database)
{
    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        var (region, name) = (call.Caller.Region, Name(call, "DatabaseName"));
        var input = call.Structure("TableInput") ?? throw GlueNames.Invalid("TableInput is required: the sandbox makes no table from less.");
        if (call.Structure("OpenTableFormatInput")?["IcebergInput"] is JsonObject)
        {
            var parameters = input["Parameters"] as JsonObject ?? [];
            parameters["table_type"] = "ICEBERG";
            input["Parameters"] = parameters.Parent is null ? parameters : parameters.DeepClone();
        }
        await database.WriteAsync(connection =>
        {
            DataCatalog.RequireDatabase(connection, region, name);
            if (DataCatalog.Find(connection, region, name, GlueNames.Fold((string)input["Name"]!)) is not null) throw GlueNames.Taken("Table already exists.");
            var table = DataCatalog.Save(connection, region, name, input, call.Now, call.Caller.Arn);
            CheckColumns(table);
        }, cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        return new(new JsonObject { ["Table"] = database.Read(connection => DataCatalog.Require(connection, call.Caller.Region, Name(call, "DatabaseName"), Name(call, "Name"))).Body });
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        var (region, name) = (call.Caller.Region, Name(call, "DatabaseName"));
        var tables = database.Read(connection =>
        {
            DataCatalog.RequireDatabase(connection, region, name);
            return DataCatalog.All(connection, region, name);
        });
        if (call.Text("Expression") is { Length: > 0 } expression)
        {
            var pattern = Pattern(expression);
            tables = tables.FindAll(table => pattern.IsMatch(table.Name));
        }
        return new(GluePage.Of(call, "TableList", tables, table => table.Body));
    }

    public ValueTask<LabAnswer> SearchAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        if (call.List("Filters").Count > 0 || call.List("SortCriteria").Count > 0) throw GlueNames.Invalid("The sandbox searches tables by SearchText only: Filters and SortCriteria are not built.");
        var text = call.Text("SearchText") ?? "";
        var tables = database.Read(connection => Thing.All(connection, call.Caller.Region, GlueKind.Database).SelectMany(one => DataCatalog.All(connection, one.Region, one.Name)).ToList());
        return new(GluePage.Of(call, "TableList", tables.FindAll(table => table.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || table.Columns.Any(column => column.Name.Contains(text, StringComparison.OrdinalIgnoreCase))), table => table.Body));
    }

    public async ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        var (region, name) = (call.Caller.Region, Name(call, "DatabaseName"));
        var input = call.Structure("TableInput") ?? throw GlueNames.Invalid("TableInput is required: the sandbox updates no table by less.");
        await database.WriteAsync(connection =>
        {
            var before = DataCatalog.Require(connection, region, name, GlueNames.Fold((string)input["Name"]!));
            if (call.Text("VersionId") is { } expected && expected != (string?)before.Body["VersionId"]) throw new AwsException("VersionMismatchException", "The table has another version than VersionId says.");
            CheckColumns(DataCatalog.Save(connection, region, name, input, call.Now, call.Caller.Arn, archive: call.Flag("SkipArchive") != true));
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        await database.WriteAsync(connection =>
        {
            var table = DataCatalog.Require(connection, call.Caller.Region, Name(call, "DatabaseName"), Name(call, "Name"));
            DataCatalog.Remove(connection, table.Region, table.Database, table.Name);
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> DeleteManyAsync(LabCall call, CancellationToken cancel)
    {
        GlueNames.CheckCatalog(call);
        var (region, name) = (call.Caller.Region, Name(call, "DatabaseName"));
        JsonArray errors = [];
        await database.WriteAsync(connection =>
        {
            DataCatalog.RequireDatabase(connection, region, name);
            foreach (var wanted in call.List("TablesToDelete").Select(one => (string)one!))
                if (DataCatalog.Find(connection, region, name, GlueNames.Fold(wanted)) is { } table) DataCatalog.Remove(connection, region, name, table.Name);
                else errors.Add(new JsonObject { ["TableName"] = wanted, ["ErrorDetail"] = Partitions.Error("EntityNotFoundException", "Table not found") });
        }, cancel);
        return Partitions.WithErrors(errors);
    }

    public ValueTask<LabAnswer> VersionAsync(LabCall call, CancellationToken cancel)
    {
        var table = database.Read(connection => DataCatalog.Require(connection, call.Caller.Region, Name(call, "DatabaseName"), Name(call, "TableName")));
        if (call.Text("VersionId") is not { } id) return new(new JsonObject { ["TableVersion"] = Version(table.Body) });
        var version = Number(id);
        var body = database.Read(connection => Versions(connection, table)).Find(one => (string?)one["VersionId"] == $"{version}") ?? throw GlueNames.NotFound("Version not found.");
        return new(new JsonObject { ["TableVersion"] = Version(body) });
    }

    public ValueTask<LabAnswer> VersionsAsync(LabCall call, CancellationToken cancel) => new(GluePage.Of(call, "TableVersions", database.Read(connection =>
        Versions(connection, DataCatalog.Require(connection, call.Caller.Region, Name(call, "DatabaseName"), Name(call, "TableName")))), Version));

    public async ValueTask<LabAnswer> DeleteVersionAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            if (!DeleteVersion(connection, DataCatalog.Require(connection, call.Caller.Region, Name(call, "DatabaseName"), Name(call, "TableName")), call.Required("VersionId")))
                throw GlueNames.NotFound("Version not found.");
        }, cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> DeleteVersionsAsync(LabCall call, CancellationToken cancel)
    {
        JsonArray errors = [];
        await database.WriteAsync(connection =>
        {
            var table = DataCatalog.Require(connection, call.Caller.Region, Name(call, "DatabaseName"), Name(call, "TableName"));
            foreach (var id in call.List("VersionIds").Select(one => (string)one!))
                if (!DeleteVersion(connection, table, id))
                    errors.Add(new JsonObject { ["TableName"] = table.Name, ["VersionId"] = id, ["ErrorDetail"] = Partitions.Error("EntityNotFoundException", "Version not found.") });
        }, cancel);
        return Partitions.WithErrors(errors);
    }

    internal static string Name(LabCall call, string member) => GlueNames.Fold(call.Required(member));

    /// <summary>No two columns of one name: neither Hive nor Athena could tell them apart.</summary>
    private static void CheckColumns(CatalogTable table)
    {
        HashSet<string> names = [];
        foreach (var column in table.Columns)
            if (!names.Add(column.Name)) throw GlueNames.Invalid($"The table {table.Name} would have the column {column.Name} twice.");
    }

    private static JsonObject Version(JsonObject body) => new() { ["Table"] = body.DeepClone(), ["VersionId"] = (string?)body["VersionId"] };

    private static List<JsonObject> Versions(SqliteConnection connection, CatalogTable table) => LabDatabase.Rows(connection,
        "SELECT body FROM glue_table_version WHERE region = $region AND database = $database AND name = $name ORDER BY version",
        row => JsonNode.Parse(row.GetString(0))!.AsObject(), ("$region", table.Region), ("$database", table.Database), ("$name", table.Name));

    private static bool DeleteVersion(SqliteConnection connection, CatalogTable table, string id) =>
        Execute(connection, "DELETE FROM glue_table_version WHERE region = $region AND database = $database AND name = $name AND version = $version",
            ("$region", table.Region), ("$database", table.Database), ("$name", table.Name), ("$version", Number(id))) > 0;

    private static long Number(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : throw GlueNames.Invalid($"\"{id}\" is not a valid version id: it must be a whole number.");

    /// <summary>A regular expression in which, as Glue has it, a star behind a plain letter stands for any letters.</summary>
    private static Regex Pattern(string expression)
    {
        var pattern = new StringBuilder("^(?:");
        for (var i = 0; i < expression.Length; i++)
        {
            if (expression[i] == '*' && (i == 0 || !(expression[i - 1] is '.' or ')' or ']' || i > 1 && expression[i - 2] == '\\'))) pattern.Append('.');
            pattern.Append(expression[i]);
        }
        try
        {
            // No backtracking: an expression of any kind ends in time.
            return new Regex(pattern.Append(")$").ToString(), RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }
        catch (Exception bad) when (bad is ArgumentException or NotSupportedException)
        {
            throw GlueNames.Invalid($"The expression '{expression}' is no regular expression that Glue understands.");
        }
    }
}

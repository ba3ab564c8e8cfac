using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Athena.Sql;
using Certus.Lab.Glue;

namespace Certus.Lab.Athena;

/// <summary>The tables and views that a query names, found in the catalog.</summary>
internal sealed class QueryTables(DataCatalog catalog, string region)
{
    private const string ViewBegins = "/* Presto View: ", ViewEnds = " */";

    private readonly HashSet<(string Database, string Name)> _seen = [];
    private readonly HashSet<string> _databases = [];
    private readonly List<(string Database, string Statement)> _views = [];

    public List<Source> Sources { get; } = [];

    /// <summary>Looks up every name of a query that could be a table's; what is none is nobody's loss.</summary>
    public void Add(IReadOnlyList<Token> tokens, string database)
    {
        for (var at = 0; at < tokens.Count; at++)
        {
            if (!tokens[at].IsName) continue;
            if (at + 2 < tokens.Count && tokens[at + 1].IsSign(".") && tokens[at + 2].IsName) Find(tokens[at].Value, tokens[at + 2].Value);
            Find(database, tokens[at].Value);
        }
    }

    private void Find(string database, string name)
    {
        var key = (database.ToLowerInvariant(), name.ToLowerInvariant());
        if (!_seen.Add(key) || catalog.FindTable(region, database, name) is not { } table) return;
        _databases.Add(table.Database);
        if (table.Parameters.GetValueOrDefault("projection.enabled")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true) throw QueryFailedException.NotBuilt($"knows no partition projection: register the partitions of {table.Name} and turn it off");
        if (table.Parameters.GetValueOrDefault("table_type") is { } kind) throw QueryFailedException.NotBuilt($"reads no {kind.ToUpperInvariant()} tables, and {table.Name} is one");
        if (table.Type == "VIRTUAL_VIEW")
        {
            var (sql, within) = ViewOf(table);
            var tokens = Tokenizer.Read(sql);
            Add(tokens, within);
            _views.Add((within, $"CREATE VIEW {Types.Quoted(table.Database)}.{Types.Quoted(table.Name)} AS {SelectTranslator.Write(tokens)}"));
            return;
        }
        Sources.Add(new(Sources.Count, table, table.PartitionKeys.Count == 0 ? [new([], new() { ["StorageDescriptor"] = new JsonObject { ["Location"] = table.Location } })] : catalog.Partitions(table)));
    }

    /// <summary>What makes the tables for a plan, and the views on them.</summary>
    public IReadOnlyList<string> PlanSetup(string database) => Setup(database, [$"CREATE SCHEMA {Source.PlanSchema}", .. Sources.SelectMany(source => source.Plan())]);

    /// <summary>What makes the views on tables.</summary>
    public IReadOnlyList<string> Setup(string database, IEnumerable<string> tables)
    {
        _databases.Add(database.ToLowerInvariant());
        return
        [
            .. _databases.Where(name => name != "main").Select(name => $"CREATE SCHEMA {Types.Quoted(name)}"),
            .. tables,
            .. _views.SelectMany(view => new[] { Within(view.Database), view.Statement }),
            Within(database),
        ];
    }

    private static string Within(string database) => $"SET search_path={Types.Literal($"{Types.Quoted(database.ToLowerInvariant())},main")}";

    /// <summary>A view's query and the database of its names.</summary>
    public static (string Sql, string Database) ViewOf(CatalogTable view)
    {
        var text = (string?)view.Body["ViewOriginalText"] ?? "";
        try
        {
            if (text.StartsWith(ViewBegins, StringComparison.Ordinal) && text.EndsWith(ViewEnds, StringComparison.Ordinal)
                && JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(text[ViewBegins.Length..^ViewEnds.Length]))) is { } view1)
                return ((string)view1["originalSql"]!, (string?)view1["schema"] ?? view.Database);
        }
        catch (Exception bad) when (bad is FormatException or JsonException or InvalidOperationException)
        {
            // Said below.
        }
        throw new QueryFailedException($"INVALID_VIEW: The view {view.Database}.{view.Name} is not one that Athena made.");
    }

    /// <summary>A view's query as the catalog keeps it.</summary>
    public static string ViewText(string sql, string database, IEnumerable<(string Name, string Type)> columns) => ViewBegins + Convert.ToBase64String(Encoding.UTF8.GetBytes(new JsonObject
    {
        ["originalSql"] = sql,
        ["catalog"] = "awsdatacatalog",
        ["schema"] = database,
        ["columns"] = new JsonArray([.. columns.Select(column => new JsonObject { ["name"] = column.Name, ["type"] = column.Type })]),
    }.ToJsonString())) + ViewEnds;
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Certus.Lab.Athena.Sql;
using Certus.Lab.Glue;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Athena;

/// <summary>Statements about databases, tables and partitions, as Hive writes them.</summary>
internal sealed partial class Ddl(LabDatabase database, DataCatalog catalog, CallersObjects objects)
{
    public async Task<QueryOutcome> CreateDatabaseAsync(QueryScope scope, TokenReader at, CancellationToken cancel)
    {
        var ifNotExists = at.Take("if", "not", "exists");
        var name = at.Name();
        JsonObject input = new() { ["Name"] = name };
        if (at.Take("comment")) input["Description"] = at.Text();
        if (at.Take("location")) input["LocationUri"] = at.Text();
        if (at.Take("with", "dbproperties")) input["Parameters"] = Properties(at);
        at.End();
        return await catalog.CreateDatabaseAsync(scope.Region, name, input, scope.Now, cancel) || ifNotExists ? QueryOutcome.Done
            : throw Failed("Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. Database {0} already exists", name);
    }

    public async Task<QueryOutcome> DropDatabaseAsync(QueryScope scope, TokenReader at, CancellationToken cancel)
    {
        var ifExists = at.Take("if", "exists");
        var name = at.Name();
        var all = at.Take("cascade");
        at.Take("restrict");
        at.End();
        await database.WriteAsync(connection =>
        {
            if (Thing.Find(connection, scope.Region, GlueKind.Database, name) is null)
            {
                if (!ifExists) throw Failed("SemanticException Database does not exist: {0}", name);
                return;
            }
            if (!all && DataCatalog.All(connection, scope.Region, name).Count > 0) throw Failed("Execution Error, return code 1. InvalidOperationException(message:Database {0} is not empty. One or more tables exist.)", name);
            Databases.Remove(connection, scope.Region, name);
        }, cancel);
        return QueryOutcome.Done;
    }

    public async Task<QueryOutcome> CreateTableAsync(QueryScope scope, TokenReader at, CancellationToken cancel)
    {
        var ifNotExists = at.Take("if", "not", "exists");
        var (place, name) = at.Qualified();
        var where = place ?? scope.Database;
        var columns = Columns(at);
        string? comment = at.Take("comment") ? at.Text() : null, serde = null, location = null;
        (string Input, string Output)? formats = null;
        List<CatalogColumn> keys = [];
        JsonObject serdeProperties = [], properties = [];
        while (!at.IsAtEnd)
        {
            if (at.Take("partitioned", "by")) keys = Columns(at);
            else if (at.Take("row", "format", "serde")) serde = at.Text();
            else if (at.Take("with", "serdeproperties")) serdeProperties = Properties(at);
            else if (at.Take("row", "format", "delimited")) Delimited(at, serdeProperties);
            else if (at.Take("stored", "as", "inputformat"))
            {
                var input = at.Text();
                at.Expect("outputformat");
                formats = (input, at.Text());
            }
            else if (at.Take("stored", "as"))
            {
                var kind = at.Name();
                (serde, formats) = kind switch
                {
                    "parquet" => (serde ?? TableFormat.ParquetSerde, (TableFormat.ParquetInput, TableFormat.ParquetOutput)),
                    "textfile" => (serde, (TableFormat.TextInput, TableFormat.TextOutput)),
                    "json" or "jsonfile" => (serde ?? TableFormat.OpenX, (TableFormat.TextInput, TableFormat.TextOutput)),
                    _ => throw QueryFailedException.NotBuilt($"stores no tables as {kind.ToUpperInvariant()}: PARQUET or TEXTFILE"),
                };
            }
            else if (at.Take("location")) location = at.Text();
            else if (at.Take("tblproperties")) properties = Properties(at);
            else if (at.Next.Is("clustered")) throw QueryFailedException.NotBuilt("keeps no tables in buckets");
            else throw at.Unexpected("PARTITIONED BY, ROW FORMAT, STORED AS, LOCATION or TBLPROPERTIES");
        }
        if ((string?)properties["table_type"] is { } kindOfTable) throw QueryFailedException.NotBuilt($"has no {kindOfTable} tables");
        if (location is null) throw Failed("SemanticException Table {0} needs a LOCATION", name);
        CallersObjects.Place(location);
        if (!location.EndsWith('/')) location += "/";
        if (columns.Concat(keys).GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1) is { } twice) throw Failed("SemanticException Duplicate column name {0} in the table definition.", twice.Key);
        foreach (var column in columns.Concat(keys)) Types.OfHive(column.Type);
        if (!catalog.DatabaseExists(scope.Region, where)) throw Failed("SemanticException Database does not exist: {0}", where);
        properties["EXTERNAL"] = "TRUE";
        JsonObject body = new()
        {
            ["Name"] = name,
            ["TableType"] = "EXTERNAL_TABLE",
            ["PartitionKeys"] = CatalogTable.ToJson(keys),
            ["Parameters"] = properties,
            ["StorageDescriptor"] = Writes.Descriptor(columns, location, new(formats?.Input ?? TableFormat.TextInput, formats?.Output ?? TableFormat.TextOutput, serde ?? TableFormat.LazySimple,
                serdeProperties.ToDictionary(pair => pair.Key, pair => (string)pair.Value!))),
        };
        if (comment is not null) body["Description"] = comment;
        await database.WriteAsync(connection =>
        {
            if (DataCatalog.Find(connection, scope.Region, where.ToLowerInvariant(), name) is null) DataCatalog.Save(connection, scope.Region, where.ToLowerInvariant(), body, scope.Now, scope.Caller.Arn);
            else if (!ifNotExists) throw Failed("Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. AlreadyExistsException(message:Table {0} already exists)", name);
        }, cancel);
        return QueryOutcome.Done;
    }

    private static void Delimited(TokenReader at, JsonObject properties)
    {
        properties["serialization.format"] = "\u0001";
        while (true)
        {
            if (at.Take("fields", "terminated", "by"))
            {
                var letter = Letter(at.Text());
                properties["field.delim"] = letter;
                properties["serialization.format"] = letter;
            }
            else if (at.Take("escaped", "by")) properties["escape.delim"] = Letter(at.Text());
            else if (at.Take("lines", "terminated", "by"))
            {
                if (Letter(at.Text()) != "\n") throw QueryFailedException.NotBuilt("ends lines by \\n only");
                properties["line.delim"] = "\n";
            }
            else if (at.Take("collection", "items", "terminated", "by")) properties["collection.delim"] = Letter(at.Text());
            else if (at.Take("map", "keys", "terminated", "by")) properties["mapkey.delim"] = Letter(at.Text());
            else if (at.Take("null", "defined", "as")) properties["serialization.null.format"] = at.Text().Replace("\\\\", "\\", StringComparison.Ordinal);
            else return;
        }
    }

    private static string Letter(string text) => text switch
    {
        "\\t" => "\t",
        "\\n" => "\n",
        "\\\\" => "\\",
        _ when Octal().Match(text) is { Success: true } octal => $"{(char)Convert.ToInt32(octal.Groups[1].Value, 8)}",
        _ when Hex().Match(text) is { Success: true } hex => $"{(char)Convert.ToInt32(hex.Groups[1].Value, 16)}",
        _ => text,
    };

    public async Task<QueryOutcome> DropTableAsync(QueryScope scope, TokenReader at, bool view, CancellationToken cancel)
    {
        var ifExists = at.Take("if", "exists");
        var (place, name) = at.Qualified();
        at.Take("purge");
        at.End();
        var where = (place ?? scope.Database).ToLowerInvariant();
        await database.WriteAsync(connection =>
        {
            var table = DataCatalog.Find(connection, scope.Region, where, name);
            if (table is null && !ifExists) throw Failed("SemanticException [Error 10001]: Table not found {0}", $"{where}.{name}");
            if (table is null) return;
            if (table.Type == "VIRTUAL_VIEW" != view) throw Failed("SemanticException [Error 10058]: Cannot drop a {0}", view ? "base table with DROP VIEW" : "view with DROP TABLE");
            DataCatalog.Remove(connection, scope.Region, where, name);
        }, cancel);
        return QueryOutcome.Done;
    }

    public async Task<QueryOutcome> RepairAsync(QueryScope scope, TokenReader at, CancellationToken cancel)
    {
        var table = Table(scope, at);
        at.End();
        if (table.PartitionKeys.Count == 0) throw Failed("Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask: {0} is not partitioned", table.Name);
        List<string> lines = [], added = [];
        HashSet<string> seen = [];
        foreach (var key in objects.Keys(scope.Caller, table.Location))
        {
            var parts = key.Split('/');
            if (parts.Length <= table.PartitionKeys.Count) continue;
            var folders = parts[..table.PartitionKeys.Count];
            // Hive sees folders key=value in the keys' order, and no others.
            if (folders.Where((folder, index) => !folder.StartsWith(table.PartitionKeys[index].Name + "=", StringComparison.OrdinalIgnoreCase)).Any()) continue;
            if (seen.Add(string.Join('/', folders))) added.Add(string.Join('/', folders));
        }
        await database.WriteAsync(connection =>
        {
            foreach (var folder in added)
            {
                string[] values = [.. folder.Split('/').Select(part => Uri.UnescapeDataString(part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]))];
                if (DataCatalog.FindPartition(connection, table, values) is not null) continue;
                Add(connection, table, values, $"{table.Location.TrimEnd('/')}/{folder}/", scope.Now);
                lines.Add($"Repair: Added partition to metastore {table.Name}:{folder}");
            }
        }, cancel);
        if (lines.Count > 0) lines.Insert(0, $"Partitions not in metastore:\t{string.Join('\t', added.Select(folder => $"{table.Name}:{folder}"))}");
        return QueryOutcome.Text("result", lines);
    }

    private static void Add(SqliteConnection connection, CatalogTable table, IReadOnlyList<string> values, string location, DateTimeOffset now)
    {
        var descriptor = table.Body["StorageDescriptor"]!.DeepClone().AsObject();
        descriptor["Location"] = location;
        DataCatalog.Save(connection, table, values, new() { ["StorageDescriptor"] = descriptor }, now);
    }

    public async Task<QueryOutcome> AlterAsync(QueryScope scope, TokenReader at, CancellationToken cancel)
    {
        var table = Table(scope, at);
        if (at.Take("add"))
        {
            if (at.Take("columns"))
            {
                var more = Columns(at);
                at.End();
                return await ChangeAsync(scope, table, body =>
                {
                    var columns = body["StorageDescriptor"]!["Columns"]!.AsArray();
                    foreach (var column in CatalogTable.ToJson(more)) columns.Add(column!.DeepClone());
                }, cancel);
            }
            var ifNotExists = at.Take("if", "not", "exists");
            List<(string[] Values, string? Location)> partitions = [];
            while (at.Take("partition")) partitions.Add((Values(at, table), at.Take("location") ? at.Text() : null));
            at.End();
            if (partitions.Count == 0) throw at.Unexpected("PARTITION (…) or COLUMNS (…)");
            await database.WriteAsync(connection =>
            {
                foreach (var (values, location) in partitions)
                {
                    if (DataCatalog.FindPartition(connection, table, values) is not null)
                    {
                        if (!ifNotExists) throw Failed("AlreadyExistsException(message:Partition already exists: {0})", string.Join('/', values));
                        continue;
                    }
                    var folder = location ?? $"{table.Location.TrimEnd('/')}/{string.Join('/', table.PartitionKeys.Select((key, index) => $"{key.Name}={values[index]}"))}/";
                    CallersObjects.Place(folder);
                    Add(connection, table, values, folder.EndsWith('/') ? folder : folder + "/", scope.Now);
                }
            }, cancel);
            return QueryOutcome.Done;
        }
        if (at.Take("drop"))
        {
            var ifExists = at.Take("if", "exists");
            List<string[]> partitions = [];
            do
            {
                at.Expect("partition");
                partitions.Add(Values(at, table));
            }
            while (at.Take(","));
            at.End();
            await database.WriteAsync(connection =>
            {
                foreach (var values in partitions)
                    if (!DataCatalog.RemovePartition(connection, table, values) && !ifExists) throw Failed("SemanticException [Error 10006]: Partition not found {0}", string.Join('/', values));
            }, cancel);
            return QueryOutcome.Done;
        }
        if (at.Take("replace", "columns"))
        {
            var columns = Columns(at);
            at.End();
            return await ChangeAsync(scope, table, body => body["StorageDescriptor"]!["Columns"] = CatalogTable.ToJson(columns), cancel);
        }
        if (at.Take("set", "location"))
        {
            var location = at.Text();
            at.End();
            CallersObjects.Place(location);
            return await ChangeAsync(scope, table, body => body["StorageDescriptor"]!["Location"] = location, cancel);
        }
        if (at.Take("set", "tblproperties"))
        {
            var properties = Properties(at);
            at.End();
            return await ChangeAsync(scope, table, body =>
            {
                if (body["Parameters"] is not JsonObject kept) body["Parameters"] = kept = [];
                foreach (var (name, value) in properties) kept[name] = value?.DeepClone();
            }, cancel);
        }
        throw QueryFailedException.NotBuilt($"knows no ALTER TABLE … {at.Next.Value.ToUpperInvariant()}");
    }

    private async Task<QueryOutcome> ChangeAsync(QueryScope scope, CatalogTable table, Action<JsonObject> change, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var kept = DataCatalog.Find(connection, table.Region, table.Database, table.Name) ?? throw Failed("SemanticException [Error 10001]: Table not found {0}", table.Name);
            change(kept.Body);
            DataCatalog.Save(connection, table.Region, table.Database, kept.Body, scope.Now, scope.Caller.Arn);
        }, cancel);
        return QueryOutcome.Done;
    }

    public QueryOutcome Show(QueryScope scope, TokenReader at)
    {
        if (at.Take("databases") || at.Take("schemas"))
        {
            at.Take("like");
            var wanted = at.IsAtEnd ? null : Pattern(at.Text());
            at.End();
            return QueryOutcome.Text("database_name", catalog.Databases(scope.Region).Where(name => wanted?.IsMatch(name) ?? true));
        }
        var views = at.Take("views");
        if (views || at.Take("tables"))
        {
            var where = at.Take("in") || at.Take("from") ? at.Name() : scope.Database;
            at.Take("like");
            var wanted = at.IsAtEnd ? null : Pattern(at.Text());
            at.End();
            if (!catalog.DatabaseExists(scope.Region, where)) throw Failed("SemanticException [Error 10072]: Database does not exist: {0}", where);
            return QueryOutcome.Text(views ? "views" : "tab_name", catalog.Tables(scope.Region, where).Where(table => (!views || table.Type == "VIRTUAL_VIEW") && (wanted?.IsMatch(table.Name) ?? true)).Select(table => table.Name));
        }
        if (at.Take("partitions"))
        {
            var table = Table(scope, at);
            at.End();
            if (table.PartitionKeys.Count == 0) throw Failed("Execution Error, return code 1: Table {0} is not a partitioned table", table.Name);
            return QueryOutcome.Text("partition", catalog.Partitions(table).Select(partition => string.Join('/', table.PartitionKeys.Select((key, index) => $"{key.Name}={partition.Values[index]}"))));
        }
        if (at.Take("columns"))
        {
            if (!at.Take("in")) at.Expect("from");
            var table = Table(scope, at);
            at.End();
            return QueryOutcome.Text("field", table.Columns.Concat(table.PartitionKeys).Select(column => column.Name.PadRight(20)));
        }
        if (at.Take("tblproperties"))
        {
            var table = Table(scope, at);
            at.End();
            return QueryOutcome.Text("prpt_name", table.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}\t{pair.Value}"));
        }
        if (at.Take("create", "view"))
        {
            var view = Table(scope, at);
            at.End();
            return QueryOutcome.Text("Create View", $"CREATE VIEW {view.Name} AS\n{QueryTables.ViewOf(view).Sql}".Split('\n'));
        }
        if (at.Take("create", "table"))
        {
            var table = Table(scope, at);
            at.End();
            return QueryOutcome.Text("createtab_stmt", Created(table));
        }
        throw QueryFailedException.NotBuilt($"knows no SHOW {at.Next.Value.ToUpperInvariant()}");
    }

    private static IEnumerable<string> Created(CatalogTable table)
    {
        yield return $"CREATE EXTERNAL TABLE `{table.Name}`(";
        foreach (var (index, column) in table.Columns.Index()) yield return $"  `{column.Name}` {column.Type}{(column.Comment is { } comment ? $" COMMENT '{comment}'" : "")}{(index < table.Columns.Count - 1 ? ", " : ")")}";
        if (table.PartitionKeys.Count > 0)
        {
            yield return "PARTITIONED BY ( ";
            foreach (var (index, key) in table.PartitionKeys.Index()) yield return $"  `{key.Name}` {key.Type}{(index < table.PartitionKeys.Count - 1 ? ", " : ")")}";
        }
        if (table.Serde.Length > 0)
        {
            yield return "ROW FORMAT SERDE ";
            yield return $"  '{table.Serde}' ";
        }
        if (table.SerdeParameters.Count > 0)
        {
            yield return "WITH SERDEPROPERTIES ( ";
            foreach (var (index, pair) in table.SerdeParameters.Index()) yield return $"  '{pair.Key}'='{pair.Value}'{(index < table.SerdeParameters.Count - 1 ? ", " : ") ")}";
        }
        yield return "STORED AS INPUTFORMAT ";
        yield return $"  '{table.InputFormat}' ";
        yield return "OUTPUTFORMAT ";
        yield return $"  '{(string?)table.Body["StorageDescriptor"]?["OutputFormat"]}'";
        yield return "LOCATION";
        yield return $"  '{table.Location}'";
        yield return "TBLPROPERTIES (";
        foreach (var (index, pair) in table.Parameters.Index()) yield return $"  '{pair.Key}'='{pair.Value}'{(index < table.Parameters.Count - 1 ? ", " : ")")}";
    }

    public QueryOutcome Describe(QueryScope scope, TokenReader at)
    {
        var much = at.Take("formatted") || at.Take("extended");
        var table = Table(scope, at);
        at.End();
        static string Line(CatalogColumn column) => $"{column.Name.PadRight(20)}\t{column.Type.PadRight(20)}\t{(column.Comment ?? "").PadRight(20)}";
        List<string> lines = [.. table.Columns.Concat(table.PartitionKeys).Select(Line)];
        if (table.PartitionKeys.Count > 0)
            lines.AddRange([$"{"",20}\t{"",20}\t{"",20}", $"# Partition Information\t{"",20}\t{"",20}", $"{"# col_name",-20}\t{"data_type",-20}\t{"comment",-20}", $"{"",20}\t{"",20}\t{"",20}", .. table.PartitionKeys.Select(Line)]);
        if (much) lines.AddRange([$"{"Location:",-20}\t{table.Location}", $"{"SerDe Library:",-20}\t{table.Serde}", $"{"InputFormat:",-20}\t{table.InputFormat}"]);
        return QueryOutcome.Text("col_name", lines);
    }

    private CatalogTable Table(QueryScope scope, TokenReader at)
    {
        var (place, name) = at.Qualified();
        return catalog.FindTable(scope.Region, place ?? scope.Database, name) ?? throw Failed("SemanticException [Error 10001]: Table not found {0}", $"{place ?? scope.Database}.{name}");
    }

    /// <summary>Columns in parentheses: names, types and comments.</summary>
    private static List<CatalogColumn> Columns(TokenReader at)
    {
        List<CatalogColumn> columns = [];
        at.Expect("(");
        do
        {
            var name = at.Name();
            var type = Type(at);
            columns.Add(new(name, type, at.Take("comment") ? at.Text() : null));
        }
        while (at.Take(","));
        at.Expect(")");
        return columns;
    }

    private static string Type(TokenReader at)
    {
        var (text, depth) = ("", 0);
        while (!at.IsAtEnd && !at.Next.Is("comment") && !(depth == 0 && (at.Next.IsSign(",") || at.Next.IsSign(")"))))
        {
            var token = at.Next;
            if (token.Value is "<" or "(") depth++;
            if (token.Value is ">" or ")") depth--;
            text += token.Value;
            at.At++;
            if (text.Length > 4000) break;
        }
        return HiveType.Parse(text)?.ToString() ?? throw Failed("ParseException cannot recognize input near '{0}': it is no type", text);
    }

    /// <summary>Texts in parentheses: 'name'='value', ….</summary>
    private static JsonObject Properties(TokenReader at)
    {
        JsonObject properties = [];
        at.Expect("(");
        do
        {
            var name = at.Text();
            at.Expect("=");
            properties[name] = at.Text();
        }
        while (at.Take(","));
        at.Expect(")");
        return properties;
    }

    /// <summary>A partition's values, (key = 'value', …), in the order of the table's keys.</summary>
    private static string[] Values(TokenReader at, CatalogTable table)
    {
        Dictionary<string, string> given = [];
        at.Expect("(");
        do
        {
            var name = at.Name();
            at.Expect("=");
            if (at.Next.Kind is not (TokenKind.Text or TokenKind.Number or TokenKind.Quoted)) throw at.Unexpected("a value");
            given[name] = at.Next.Value;
            at.At++;
        }
        while (at.Take(","));
        at.Expect(")");
        return given.Count == table.PartitionKeys.Count && table.PartitionKeys.All(key => given.ContainsKey(key.Name))
            ? [.. table.PartitionKeys.Select(key => given[key.Name])]
            : throw Failed("ValidationException: Partition spec {0} does not name each partition key of the table once", $"{{{string.Join(", ", given.Select(pair => $"{pair.Key}={pair.Value}"))}}}");
    }

    /// <summary>Hive's pattern: * for any letters, | between choices.</summary>
    private static Regex Pattern(string text) => new($"^(?:{string.Join('|', text.Split('|').Select(part => Regex.Escape(part).Replace("\\*", ".*", StringComparison.Ordinal)))})$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);

    private static QueryFailedException Failed(string words, string what) => new($"FAILED: {string.Format(System.Globalization.CultureInfo.InvariantCulture, words, what)}");

    [GeneratedRegex(@"^\\([0-7]{3})$")]
    private static partial Regex Octal();

    [GeneratedRegex(@"^\\u([0-9a-fA-F]{4})$")]
    private static partial Regex Hex();
}

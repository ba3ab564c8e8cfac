using System.Text.Json.Nodes;
using Certus.Lab.Athena.Engine;
using Certus.Lab.Athena.Sql;
using Certus.Lab.Glue;
using Certus.Lab.State;
using static Certus.Lab.Athena.Sql.Types;

namespace Certus.Lab.Athena;

/// <summary>Queries whose rows become files: CREATE TABLE AS, INSERT INTO, UNLOAD.</summary>
internal sealed class Writes(DataCatalog catalog, CallersObjects objects, Selects selects)
{
    private sealed record Form(string Format, string Compression, string Delimiter);

    public async Task<QueryOutcome> CreateAsync(QueryScope scope, TokenReader at, string directory, CancellationToken cancel)
    {
        var ifNotExists = at.Take("if", "not", "exists");
        var (place, name) = at.Qualified();
        var where = place ?? scope.Database;
        var properties = at.Take("with") ? Properties(at) : [];
        at.Expect("as");
        if (!catalog.DatabaseExists(scope.Region, where)) throw new QueryFailedException($"SCHEMA_NOT_FOUND: Schema {where} not found");
        if (catalog.FindTable(scope.Region, where, name) is not null)
            return ifNotExists ? QueryOutcome.Done : throw new QueryFailedException($"TABLE_ALREADY_EXISTS: Table 'awsdatacatalog.{where}.{name}' already exists");
        var keys = List(properties, "partitioned_by");
        foreach (var property in properties.Keys)
            if (property is not ("format" or "external_location" or "partitioned_by" or "write_compression" or "parquet_compression" or "field_delimiter")) throw QueryFailedException.NotBuilt($"knows no property {property} of CREATE TABLE AS");
        var form = FormOf(properties);
        var location = (properties.GetValueOrDefault("external_location")?[0].Value ?? $"{scope.Output}tables/{scope.Id}").TrimEnd('/') + "/";
        if (location.Length < 2) throw QueryFailedException.Syntax("An external_location is needed where there is no output location.");
        if (!objects.IsEmpty(scope.Caller, location)) throw new QueryFailedException($"HIVE_PATH_ALREADY_EXISTS: Target directory for table '{where}.{name}' already exists: {location}");

        var planned = await selects.PlanAsync(scope, at.Rest, directory, cancel);
        List<CatalogColumn> columns = [.. planned.Columns.Select((column, index) => column.Name.StartsWith("_col", StringComparison.Ordinal)
            ? throw new QueryFailedException($"MISSING_COLUMN_NAME: Column name not specified at position {index + 1}") : new CatalogColumn(column.Name.ToLowerInvariant(), ToHive(column.Type)))];
        if (columns.Select(column => column.Name).Distinct().Count() < columns.Count) throw new QueryFailedException("DUPLICATE_COLUMN_NAME: A column's name is given twice");
        if (!columns.TakeLast(keys.Count).Select(column => column.Name).SequenceEqual(keys)) throw new QueryFailedException($"HIVE_COLUMN_ORDER_MISMATCH: Partition keys must be the last columns in the table and in the same order as the table properties: [{string.Join(", ", keys)}]");
        var format = HiveForm(form);
        JsonObject input = new()
        {
            ["Name"] = name,
            ["TableType"] = "EXTERNAL_TABLE",
            ["PartitionKeys"] = CatalogTable.ToJson(columns.TakeLast(keys.Count)),
            ["StorageDescriptor"] = Descriptor(columns.SkipLast(keys.Count), location, format),
            ["Parameters"] = new JsonObject { ["EXTERNAL"] = "TRUE", ["has_encrypted_data"] = "false", ["classification"] = form.Format.ToLowerInvariant() },
        };
        var (rows, scanned, files) = await FilesAsync(scope, planned, [.. columns], keys.Count, form, location, directory, cancel);
        return new([], Scanned: scanned, Updated: rows, Publish: connection =>
        {
            DataCatalog.RequireDatabase(connection, scope.Region, where.ToLowerInvariant());
            if (DataCatalog.Find(connection, scope.Region, where.ToLowerInvariant(), name) is not null) throw new QueryFailedException($"TABLE_ALREADY_EXISTS: Table 'awsdatacatalog.{where}.{name}' already exists");
            var table = DataCatalog.Save(connection, scope.Region, where.ToLowerInvariant(), input, scope.Now, scope.Caller.Arn);
            Partitions(connection, table, location, files, keys.Count, scope.Now);
        });
    }

    public async Task<QueryOutcome> InsertAsync(QueryScope scope, TokenReader at, string directory, CancellationToken cancel)
    {
        var (place, name) = at.Qualified();
        var where = place ?? scope.Database;
        var table = catalog.FindTable(scope.Region, where, name) ?? throw new QueryFailedException($"TABLE_NOT_FOUND: Table 'awsdatacatalog.{where}.{name}' does not exist");
        List<CatalogColumn> columns = [.. table.Columns, .. table.PartitionKeys];
        List<string>? given = null;
        if (at.Next.IsSign("(") && !IsQuery(at))
        {
            at.Expect("(");
            given = [];
            do given.Add(at.Name());
            while (at.Take(","));
            at.Expect(")");
        }
        var planned = await selects.PlanAsync(scope, at.Rest, directory, cancel);
        given ??= [.. columns.Select(column => column.Name)];
        if (given.Find(one => !columns.Exists(column => column.Name == one)) is { } unknown) throw new QueryFailedException($"COLUMN_NOT_FOUND: Insert column name does not exist in target table: {unknown}");
        if (planned.Columns.Count != given.Count) throw new QueryFailedException($"TYPE_MISMATCH: Insert query has mismatched column types: the table wants {given.Count} columns, the query has {planned.Columns.Count}");
        var form = FormOfTable(table);
        var (rows, scanned, files) = await FilesAsync(scope, planned, [.. columns], table.PartitionKeys.Count, form, table.Location.TrimEnd('/') + "/", directory, cancel, given);
        return new([new("rows", "BIGINT")], Scanned: scanned, Updated: rows, Publish: connection => Partitions(connection, table, table.Location.TrimEnd('/') + "/", files, table.PartitionKeys.Count, scope.Now));
    }

    private static bool IsQuery(TokenReader at)
    {
        var was = at.At;
        at.Take("(");
        var query = at.Next.Is("select") || at.Next.Is("with") || at.Next.Is("values") || at.Next.IsSign("(");
        at.At = was;
        return query;
    }

    public async Task<QueryOutcome> UnloadAsync(QueryScope scope, TokenReader at, string directory, CancellationToken cancel)
    {
        var open = at.At;
        at.Expect("(");
        var rest = at.Rest;
        var close = SelectTranslator.Close([new(TokenKind.Sign, "(", 0, 0), .. rest], 0) - 1;
        at.At = open + 1 + close;
        at.Expect(")", "to");
        var location = at.Text().TrimEnd('/') + "/";
        var properties = at.Take("with") ? Properties(at) : throw at.Unexpected("WITH (format = …)");
        at.End();
        var keys = List(properties, "partitioned_by");
        if (!objects.IsEmpty(scope.Caller, location)) throw new QueryFailedException($"HIVE_PATH_ALREADY_EXISTS: Target directory for UNLOAD already exists: {location}");
        var planned = await selects.PlanAsync(scope, [.. rest.Take(close)], directory, cancel);
        List<CatalogColumn> columns = [.. planned.Columns.Select(column => new CatalogColumn(column.Name.ToLowerInvariant(), ToHive(column.Type)))];
        if (!columns.TakeLast(keys.Count).Select(column => column.Name).SequenceEqual(keys)) throw new QueryFailedException("HIVE_COLUMN_ORDER_MISMATCH: Partition keys must be the last columns of the query");
        var (rows, scanned, _) = await FilesAsync(scope, planned, columns, keys.Count, FormOf(properties), location, directory, cancel);
        return new([new("rows", "BIGINT")], Scanned: scanned, Updated: rows);
    }

    /// <summary>Runs a query into files for where they belong.</summary>
    private async Task<(long Rows, long Scanned, IReadOnlyList<string> Files)> FilesAsync(
        QueryScope scope, Selects.Planned planned, List<CatalogColumn> columns, int keys, Form form, string location, string directory, CancellationToken cancel, List<string>? given = null)
    {
        given ??= [.. columns.Select(column => column.Name)];
        var outer = string.Join(", ", columns.Select(column => $"CAST({(given.IndexOf(column.Name) is var index and >= 0 ? $"c{index}" : "NULL")} AS {OfHive(column.Type)}) AS {Quoted(column.Name)}"));
        var target = Path.Combine(directory, "out");
        var options = form.Format switch
        {
            "PARQUET" => $"FORMAT parquet, COMPRESSION {form.Compression.ToLowerInvariant()}",
            "JSON" => "FORMAT json",
            _ => $"FORMAT csv, HEADER false, DELIMITER {Literal(form.Delimiter)}, QUOTE '', ESCAPE '', NULLSTR '\\N'",
        };
        var to = keys > 0 ? target : Path.Combine(target, "data");
        Directory.CreateDirectory(target);
        if (keys > 0) options += $", PARTITION_BY ({string.Join(", ", columns.TakeLast(keys).Select(column => Quoted(column.Name)))}), OVERWRITE_OR_IGNORE true";
        var (answer, scanned) = await selects.RunAsync(scope, planned, directory, sql => $"COPY (SELECT {outer} FROM ({sql}) AS q({string.Join(", ", planned.Columns.Select((_, index) => $"c{index}"))})) TO {Literal(to)} ({options})", cancel);
        List<string> files = [];
        foreach (var path in Directory.GetFiles(target, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (answer.Rows == 0 || new FileInfo(path).Length == 0) continue;
            var folder = Path.GetRelativePath(target, Path.GetDirectoryName(path)!).Replace('\\', '/');
            var key = $"{(folder == "." ? "" : folder + "/")}{scope.Id}_{files.Count}{(form.Format == "PARQUET" ? "" : ".gz")}";
            await using var bytes = await PackedAsync(path, form, cancel);
            scope.Files.Add(await objects.StageAsync(scope.Caller, location + key, "application/octet-stream", bytes, cancel));
            files.Add(key);
        }
        return (answer.Rows, scanned, files);
    }

    private static async Task<Stream> PackedAsync(string path, Form form, CancellationToken cancel)
    {
        if (form.Format == "PARQUET") return File.OpenRead(path);
        await using (var packed = File.Create(path + ".gz"))
        await using (var zip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        await using (var from = File.OpenRead(path)) await from.CopyToAsync(zip, cancel);
        return File.OpenRead(path + ".gz");
    }

    private static void Partitions(Microsoft.Data.Sqlite.SqliteConnection connection, CatalogTable table, string location, IEnumerable<string> files, int keys, DateTimeOffset now)
    {
        if (keys == 0) return;
        foreach (var folder in files.Select(file => file[..file.LastIndexOf('/')]).Distinct())
        {
            List<string> values = [.. folder.Split('/').Select(part => Uri.UnescapeDataString(part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]))];
            if (DataCatalog.FindPartition(connection, table, values) is not null) continue;
            var descriptor = table.Body["StorageDescriptor"]!.DeepClone().AsObject();
            descriptor["Location"] = $"{location}{folder}/";
            DataCatalog.Save(connection, table, values, new() { ["StorageDescriptor"] = descriptor }, now);
        }
    }

    internal static JsonObject Descriptor(IEnumerable<CatalogColumn> columns, string location, TableFormat format) => new()
    {
        ["Columns"] = CatalogTable.ToJson(columns),
        ["Location"] = location,
        ["InputFormat"] = format.Input,
        ["OutputFormat"] = format.Output,
        ["Compressed"] = false,
        ["NumberOfBuckets"] = -1,
        ["SerdeInfo"] = new JsonObject { ["SerializationLibrary"] = format.Serde, ["Parameters"] = new JsonObject(format.Parameters.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) },
        ["BucketColumns"] = new JsonArray(),
        ["SortColumns"] = new JsonArray(),
        ["Parameters"] = new JsonObject(),
        ["StoredAsSubDirectories"] = false,
    };

    private static TableFormat HiveForm(Form form) => form.Format switch
    {
        "PARQUET" => new(TableFormat.ParquetInput, TableFormat.ParquetOutput, TableFormat.ParquetSerde, new Dictionary<string, string> { ["serialization.format"] = "1" }),
        "JSON" => new(TableFormat.TextInput, TableFormat.TextOutput, TableFormat.OpenX, new Dictionary<string, string>()),
        _ => new(TableFormat.TextInput, TableFormat.TextOutput, TableFormat.LazySimple, new Dictionary<string, string> { ["field.delim"] = form.Delimiter, ["serialization.format"] = form.Delimiter }),
    };

    private static Form FormOfTable(CatalogTable table) => table.Serde switch
    {
        TableFormat.ParquetSerde => new("PARQUET", "GZIP", ""),
        TableFormat.OpenX or TableFormat.HiveJson => new("JSON", "GZIP", ""),
        TableFormat.LazySimple when table.Parameters.GetValueOrDefault("skip.header.line.count") is null or "0" => new("TEXTFILE", "GZIP", table.SerdeParameters.GetValueOrDefault("field.delim") ?? "\u0001"),
        _ => throw QueryFailedException.NotBuilt($"inserts into no table of {(table.Serde.Length == 0 ? "an unknown format" : table.Serde)} with these properties"),
    };

    private static Form FormOf(Dictionary<string, List<Token>> properties)
    {
        var format = properties.GetValueOrDefault("format")?[0].Value.ToUpperInvariant() ?? "PARQUET";
        if (format is not ("PARQUET" or "JSON" or "TEXTFILE")) throw QueryFailedException.NotBuilt($"writes no {format}: PARQUET, JSON or TEXTFILE");
        var compression = (properties.GetValueOrDefault("write_compression") ?? properties.GetValueOrDefault("parquet_compression") ?? properties.GetValueOrDefault("compression"))?[0].Value.ToUpperInvariant() ?? "GZIP";
        if (format == "PARQUET" ? compression is not ("GZIP" or "SNAPPY" or "ZSTD" or "UNCOMPRESSED" or "NONE") : compression != "GZIP") throw QueryFailedException.NotBuilt($"packs no {format} by {compression}");
        return new(format, compression == "NONE" ? "UNCOMPRESSED" : compression, properties.GetValueOrDefault("field_delimiter")?[0].Value ?? "\u0001");
    }

    /// <summary>What stands in WITH's parentheses: names and the tokens of their values.</summary>
    private static Dictionary<string, List<Token>> Properties(TokenReader at)
    {
        Dictionary<string, List<Token>> properties = [];
        at.Expect("(");
        do
        {
            var name = at.Name();
            at.Expect("=");
            List<Token> value = [];
            var depth = 0;
            while (!at.IsAtEnd && !(depth == 0 && (at.Next.IsSign(",") || at.Next.IsSign(")"))))
            {
                if (at.Next.IsSign("[")) depth++;
                if (at.Next.IsSign("]")) depth--;
                value.Add(at.Next);
                at.At++;
            }
            if (value.Count == 0) throw at.Unexpected("a value");
            properties[name] = value;
        }
        while (at.Take(","));
        at.Expect(")");
        return properties;
    }

    private static List<string> List(Dictionary<string, List<Token>> properties, string name) =>
        [.. (properties.GetValueOrDefault(name) ?? []).Where(token => token.Kind == TokenKind.Text).Select(token => token.Value.ToLowerInvariant())];
}

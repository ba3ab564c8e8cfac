using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Glue.Crawling;

/// <summary>Writes what a crawler found into the catalog, as its policy for changes says.</summary>
internal sealed class CrawlWriter(Thing crawler, string database, CrawlSettings settings, Action<string> say, TimeProvider clock)
{
    private const string By = "UPDATED_BY_CRAWLER", Deprecated = "DEPRECATED_BY_CRAWLER";

    private readonly List<(string Bucket, FoundTable Table)> _found = [];

    public void Add(string bucket, IEnumerable<FoundTable> tables) => _found.AddRange(tables.Select(table => (bucket, table)));

    /// <returns>How many tables were made, changed and taken away.</returns>
    public int[] Write(SqliteConnection connection)
    {
        var now = clock.GetUtcNow();
        var region = crawler.Region;
        if (Thing.Find(connection, region, GlueKind.Database, database) is null) Databases.Create(connection, region, database, new() { ["Name"] = database }, now);
        var logsOnly = (string?)crawler.Body["SchemaChangePolicy"]?["UpdateBehavior"] == "LOG";
        int created = 0, updated = 0;
        HashSet<string> names = [];
        foreach (var (bucket, table) in _found)
        {
            var location = $"s3://{bucket}/{table.Folder}";
            var name = Name(connection, bucket, table.Folder, location);
            names.Add(name);
            var input = Input(name, location, table, now);
            var before = DataCatalog.Find(connection, region, database, name);
            if (before is null)
            {
                say($"INFO : Created table {name} in database {database}");
                created++;
            }
            else if (Signature(before.Body) == Signature(Kept(before, input))) input = null;
            else if (logsOnly)
            {
                say($"INFO : The schema of table {name} has changed; by the crawler's policy it stays as it is.");
                input = null;
            }
            else
            {
                say($"INFO : Updated table {name} in database {database}");
                input = Kept(before, input);
                updated++;
            }
            var kept = input is null ? before! : DataCatalog.Save(connection, region, database, input, now, crawler.Arn);
            Partitions(connection, kept, bucket, table, now);
        }
        return [created, updated, Vanished(connection, names, now)];
    }

    /// <summary>A table's new input with what stays of the old one.</summary>
    private JsonObject Kept(CatalogTable before, JsonObject input)
    {
        var kept = input.DeepClone().AsObject();
        if (!settings.KeepsColumns) return kept;
        var columns = kept["StorageDescriptor"]!["Columns"]!.AsArray();
        var known = before.Columns.ToList();
        foreach (var column in CatalogTable.ColumnsOf(columns))
            if (!known.Exists(one => one.Name == column.Name)) known.Add(column);
        kept["StorageDescriptor"]!["Columns"] = CatalogTable.ToJson(known);
        return kept;
    }

    private static string Signature(JsonObject table) =>
        $"{table["StorageDescriptor"]?["Columns"]?.ToJsonString()} {table["PartitionKeys"]?.ToJsonString()} {table["StorageDescriptor"]?["Location"]} {table["StorageDescriptor"]?["SerdeInfo"]?.ToJsonString()} {table["Parameters"]?[Deprecated]}";

    private void Partitions(SqliteConnection connection, CatalogTable table, string bucket, FoundTable found, DateTimeOffset now)
    {
        if (found.Keys.Count == 0) return;
        // A table that stays as it is may have other keys than its folders.
        if (table.PartitionKeys.Count != found.Keys.Count) return;
        var added = 0;
        HashSet<string> seen = [];
        foreach (var partition in found.Partitions)
        {
            seen.Add(string.Join('\n', partition.Values));
            var descriptor = table.Body["StorageDescriptor"]!.DeepClone().AsObject();
            descriptor["Location"] = $"s3://{bucket}/{partition.Folder}";
            if (DataCatalog.FindPartition(connection, table, partition.Values) is { } there && there.Location == (string?)descriptor["Location"]
                && there.Body["StorageDescriptor"]?["Columns"]?.ToJsonString() == descriptor["Columns"]?.ToJsonString()) continue;
            DataCatalog.Save(connection, table, partition.Values, new() { ["StorageDescriptor"] = descriptor, ["Parameters"] = Statistics(partition.Files.Count, partition.Files.Sum(file => file.Size), partition.Shape) }, now);
            added++;
        }
        if (added > 0) say($"INFO : Created or updated {added} partitions of table {table.Name}");
        if ((string?)crawler.Body["SchemaChangePolicy"]?["DeleteBehavior"] != "DELETE_FROM_DATABASE") return;
        foreach (var gone in DataCatalog.PartitionsOf(connection, table.Region, table.Database, table.Name).Where(one => !seen.Contains(string.Join('\n', one.Values))))
        {
            DataCatalog.RemovePartition(connection, table, gone.Values);
            say($"INFO : Deleted the partition {string.Join('/', gone.Values)} of table {table.Name}: its folder is gone.");
        }
    }

    /// <summary>Tables that this crawler made and found no more.</summary>
    private int Vanished(SqliteConnection connection, HashSet<string> names, DateTimeOffset now)
    {
        var deleted = 0;
        foreach (var table in DataCatalog.All(connection, crawler.Region, database))
        {
            if (names.Contains(table.Name) || table.Parameters.GetValueOrDefault(By) != crawler.Name || table.Parameters.ContainsKey(Deprecated)) continue;
            switch ((string?)crawler.Body["SchemaChangePolicy"]?["DeleteBehavior"])
            {
                case "DELETE_FROM_DATABASE":
                    DataCatalog.Remove(connection, table.Region, table.Database, table.Name);
                    say($"INFO : Deleted table {table.Name} in database {database}: nothing of it is found.");
                    deleted++;
                    break;
                case "DEPRECATE_IN_DATABASE":
                    table.Body["Parameters"]![Deprecated] = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
                    DataCatalog.Save(connection, table.Region, table.Database, table.Body, now, crawler.Arn);
                    say($"INFO : Deprecated table {table.Name} in database {database}: nothing of it is found.");
                    deleted++;
                    break;
                default:
                    say($"INFO : Nothing of table {table.Name} is found; by the crawler's policy it stays.");
                    break;
            }
        }
        return deleted;
    }

    /// <summary>A table is named as its folder or file; where that name is another table's, something of its address is added.</summary>
    private string Name(SqliteConnection connection, string bucket, string folder, string location)
    {
        var last = folder.TrimEnd('/');
        last = last.Length == 0 ? bucket : last[(last.LastIndexOf('/') + 1)..];
        var name = GlueNames.Fold((string?)crawler.Body["TablePrefix"] ?? "")
            + string.Concat((last.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? last[..at] + "_" + last[(at + 1)..] : last).ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' ? letter : '_'));
        return DataCatalog.Find(connection, crawler.Region, database, name) is { } taken && taken.Location != location
#pragma warning disable CA5351 // not for safety: to tell names apart
            ? $"{name}_{Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(location)))}" : name;
#pragma warning restore CA5351
    }

    private JsonObject Input(string name, string location, FoundTable table, DateTimeOffset now)
    {
        var shape = table.Shape;
        var plain = 0;
        List<CatalogColumn> keys = [.. table.Keys.Select(key => new CatalogColumn(key.Length > 0 ? key : $"partition_{plain++}", "string"))];
        var columns = shape.Columns.Where(column => !keys.Exists(key => key.Name == column.Name)).Select(column => new CatalogColumn(column.Name, (column.Type ?? HiveType.String).ToString())).ToList();
        var parameters = Statistics(table.Partitions.Sum(partition => partition.Files.Count), table.Partitions.Sum(partition => partition.Files.Sum(file => file.Size)), shape);
        parameters[By] = crawler.Name;
        parameters["CrawlerSchemaSerializerVersion"] = "1.0";
        parameters["CrawlerSchemaDeserializerVersion"] = "1.0";
        if (keys.Count > 0) parameters["partition_filtering.enabled"] = "true";
        var format = TableFormat.Of(shape, columns);
        if (shape.Classification == "csv")
        {
            parameters["delimiter"] = $"{shape.Delimiter}";
            parameters["columnsOrdered"] = "true";
            parameters["areColumnsQuoted"] = shape.Quote == '\0' ? "false" : "true";
            if (shape.HasHeader) parameters["skip.header.line.count"] = "1";
        }
        return new()
        {
            ["Name"] = name,
            ["Owner"] = "owner",
            ["LastAccessTime"] = JsonValue.Create(now),
            ["Retention"] = 0,
            ["StorageDescriptor"] = new JsonObject
            {
                ["Columns"] = CatalogTable.ToJson(columns),
                ["Location"] = location,
                ["InputFormat"] = format.Input,
                ["OutputFormat"] = format.Output,
                ["Compressed"] = shape.Compression != "none",
                ["NumberOfBuckets"] = -1,
                ["SerdeInfo"] = new JsonObject { ["SerializationLibrary"] = format.Serde, ["Parameters"] = new JsonObject(format.Parameters.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) },
                ["BucketColumns"] = new JsonArray(),
                ["SortColumns"] = new JsonArray(),
                ["Parameters"] = parameters.DeepClone(),
                ["StoredAsSubDirectories"] = false,
            },
            ["PartitionKeys"] = CatalogTable.ToJson(keys),
            ["TableType"] = "EXTERNAL_TABLE",
            ["Parameters"] = parameters,
        };
    }

    private static JsonObject Statistics(int files, long bytes, FileShape shape) => new()
    {
        ["classification"] = shape.Classification,
        ["compressionType"] = shape.Compression,
        ["typeOfData"] = "file",
        ["objectCount"] = files.ToString(CultureInfo.InvariantCulture),
        ["sizeKey"] = bytes.ToString(CultureInfo.InvariantCulture),
        ["recordCount"] = shape.Rows.ToString(CultureInfo.InvariantCulture),
    };
}

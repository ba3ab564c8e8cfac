using System.Text.Json.Nodes;

namespace Certus.Lab.Glue;

/// <summary>A table of the catalog.</summary>
/// <param name="Region">Where.</param>
/// <param name="Database">The database's name, in lower case.</param>
/// <param name="Name">The table's name, in lower case.</param>
/// <param name="Body">What GetTable answers.</param>
public sealed record CatalogTable(string Region, string Database, string Name, JsonObject Body)
{
    /// <summary>The columns that lie in the files; those it is partitioned by are not among them.</summary>
    public IReadOnlyList<CatalogColumn> Columns => ColumnsOf(Body["StorageDescriptor"]?[nameof(Columns)]);

    /// <summary>What it is partitioned by, in the order of the folders.</summary>
    public IReadOnlyList<CatalogColumn> PartitionKeys => ColumnsOf(Body[nameof(PartitionKeys)]);

    /// <summary>Where its files lie, such as <c>s3://bucket/prefix/</c>; empty where it has none.</summary>
    public string Location => (string?)Body["StorageDescriptor"]?[nameof(Location)] ?? "";

    /// <summary>The Java class that reads its files; empty where none is named.</summary>
    public string InputFormat => (string?)Body["StorageDescriptor"]?[nameof(InputFormat)] ?? "";

    /// <summary>The Java class that makes rows of records; empty where none is named.</summary>
    public string Serde => (string?)Body["StorageDescriptor"]?["SerdeInfo"]?["SerializationLibrary"] ?? "";

    /// <summary>What that class is told, such as <c>field.delim</c>.</summary>
    public IReadOnlyDictionary<string, string> SerdeParameters => TextsOf(Body["StorageDescriptor"]?["SerdeInfo"]?[nameof(Parameters)]);

    /// <summary>The table's properties, such as <c>classification</c> and <c>skip.header.line.count</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters => TextsOf(Body[nameof(Parameters)]);

    /// <summary>EXTERNAL_TABLE, VIRTUAL_VIEW or another; empty where none is named.</summary>
    public string Type => (string?)Body["TableType"] ?? "";

    internal static IReadOnlyList<CatalogColumn> ColumnsOf(JsonNode? list) =>
        [.. (list as JsonArray ?? []).Select(column => new CatalogColumn(GlueNames.Fold((string)column![nameof(Name)]!), ((string?)column[nameof(Type)] ?? "string").Trim(), (string?)column["Comment"]))];

    internal static JsonArray ToJson(IEnumerable<CatalogColumn> columns) => new([.. columns.Select(column =>
    {
        JsonObject one = new() { [nameof(Name)] = column.Name, [nameof(Type)] = column.Type };
        if (column.Comment is { } comment) one["Comment"] = comment;
        return one;
    })]);

    private static Dictionary<string, string> TextsOf(JsonNode? map) =>
        (map as JsonObject ?? []).DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "", StringComparer.OrdinalIgnoreCase);
}

using Certus.Lab.Glue.Crawling;

namespace Certus.Lab.Glue;

/// <summary>The Java classes by which Hive, and so the catalog, says how files are read.</summary>
/// <param name="Input">The input format.</param>
/// <param name="Output">The output format.</param>
/// <param name="Serde">What makes rows of records.</param>
/// <param name="Parameters">What that is told.</param>
internal sealed record TableFormat(string Input, string Output, string Serde, IReadOnlyDictionary<string, string> Parameters)
{
    public const string
        TextInput = "org.apache.hadoop.mapred.TextInputFormat",
        TextOutput = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
        ParquetInput = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        ParquetOutput = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
        LazySimple = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
        OpenCsv = "org.apache.hadoop.hive.serde2.OpenCSVSerde",
        OpenX = "org.openx.data.jsonserde.JsonSerDe",
        HiveJson = "org.apache.hive.hcatalog.data.JsonSerDe",
        ParquetSerde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";

    /// <summary>What a crawler writes of a shape.</summary>
    public static TableFormat Of(FileShape shape, IEnumerable<CatalogColumn> columns) => shape.Classification switch
    {
        "parquet" => new(ParquetInput, ParquetOutput, ParquetSerde, new Dictionary<string, string> { ["serialization.format"] = "1" }),
        "json" => new(TextInput, TextOutput, OpenX, new Dictionary<string, string> { ["paths"] = string.Join(',', columns.Select(column => column.Name)) }),
        _ => new(TextInput, TextOutput, LazySimple, new Dictionary<string, string> { ["field.delim"] = $"{shape.Delimiter}" }),
    };
}

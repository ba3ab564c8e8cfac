using System.Text.Json.Nodes;
using Certus.Lab.Athena.Engine;
using Certus.Lab.Athena.Sql;

namespace Certus.Lab.Athena;

/// <summary>A result's columns as Athena describes them.</summary>
internal static class Columns
{
    public static JsonObject Info(EngineColumn column)
    {
        var type = TypeOf(column.Type);
        var (precision, scale) = type switch
        {
            "varchar" => (int.MaxValue, 0),
            "decimal" => DuckType.Parse(column.Type).Digits,
            "tinyint" => (3, 0),
            "smallint" => (5, 0),
            "integer" => (10, 0),
            "bigint" => (19, 0),
            "float" or "double" => (17, 0),
            "timestamp" or "timestamp with time zone" => (3, 0),
            _ => (0, 0),
        };
        return new()
        {
            ["CatalogName"] = "hive", ["SchemaName"] = "", ["TableName"] = "", ["Name"] = column.Name, ["Label"] = column.Name, ["Type"] = type,
            ["Precision"] = precision, ["Scale"] = scale, ["Nullable"] = "UNKNOWN", ["CaseSensitive"] = type == "varchar",
        };
    }

    /// <summary>Athena's name of DuckDB's type.</summary>
    public static string TypeOf(string type) => DuckType.Parse(type).Name switch
    {
        "LIST" => "array",
        "MAP" => "map",
        "STRUCT" => "row",
        "HUGEINT" or "UBIGINT" or "UINTEGER" => "bigint",
        "UTINYINT" or "USMALLINT" => "integer",
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => "timestamp",
        "TIMESTAMP WITH TIME ZONE" => "timestamp with time zone",
        "BLOB" => "varbinary",
        "NULL" or "\"NULL\"" => "unknown",
        "INTERVAL" => "interval day to second",
        var name => name.ToLowerInvariant(),
    };
}

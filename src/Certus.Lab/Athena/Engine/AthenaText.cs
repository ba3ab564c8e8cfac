using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Athena.Sql;
using DuckDB.NET.Data;

namespace Certus.Lab.Athena.Engine;

/// <summary>Values as Athena prints them.</summary>
internal static class AthenaText
{
    /// <summary>How a column is asked of the engine so that it can be printed: what is made of others comes as JSON, sums of whole numbers as bigint.</summary>
    public static string Select(string column, string type) => DuckType.Parse(type).Name switch
    {
        "LIST" or "MAP" or "STRUCT" => $"CAST(to_json({column}) AS VARCHAR)",
        "HUGEINT" or "UBIGINT" or "UINTEGER" => $"CAST({column} AS BIGINT)",
        "UTINYINT" or "USMALLINT" => $"CAST({column} AS INTEGER)",
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => $"strftime(CAST({column} AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')",
        "TIMESTAMP WITH TIME ZONE" => $"strftime({column} AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S.%g UTC')",
        "BOOLEAN" or "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "FLOAT" or "DOUBLE" or "BLOB" => column,
        _ => $"CAST({column} AS VARCHAR)",
    };

    /// <summary>Writes rows in Athena's CSV: every value quoted, a null as nothing.</summary>
    /// <returns>How many rows there were.</returns>
    public static long Write(DuckDBDataReader reader, IReadOnlyList<EngineColumn> columns, TextWriter to)
    {
        DuckType[] types = [.. columns.Select(column => DuckType.Parse(column.Type))];
        to.Write(string.Join(',', columns.Select(column => Quoted(column.Name))));
        to.Write('\n');
        long rows = 0;
        for (; reader.Read(); rows++)
        {
            for (var column = 0; column < types.Length; column++)
            {
                if (column > 0) to.Write(',');
                if (!reader.IsDBNull(column)) to.Write(Quoted(Value(reader, column, types[column])));
            }
            to.Write('\n');
        }
        return rows;
    }

    public static string Quoted(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Value(DuckDBDataReader reader, int column, DuckType type) => type.Name switch
    {
        "LIST" or "MAP" or "STRUCT" => Nested(JsonNode.Parse(reader.GetString(column)), type),
        "BOOLEAN" => reader.GetBoolean(column) ? "true" : "false",
        "FLOAT" => Real(reader.GetFloat(column)),
        "DOUBLE" => Real(reader.GetDouble(column)),
        "BLOB" => Bytes(reader.GetStream(column)),
        _ => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)!,
    };

    private static string Nested(JsonNode? value, DuckType type)
    {
        if (value is null) return "null";
        switch (type.Name)
        {
            case "LIST":
                var element = DuckType.Parse(type.Inner[0].Type);
                return $"[{string.Join(", ", value.AsArray().Select(item => Nested(item, element)))}]";
            case "MAP":
                var inner = DuckType.Parse(type.Inner[1].Type);
                return $"{{{string.Join(", ", value.AsObject().Select(pair => $"{pair.Key}={Nested(pair.Value, inner)}"))}}}";
            case "STRUCT":
                return $"{{{string.Join(", ", value.AsObject().Select((pair, at) => $"{(pair.Key.Length == 0 ? $"field{at}" : pair.Key)}={Nested(pair.Value, DuckType.Parse(type.Inner[at].Type))}"))}}}";
            case "DOUBLE":
                return Real((double)value);
            case "FLOAT":
                return Real((float)value);
            default:
                return value.AsValue().TryGetValue<string>(out var text) ? text : value.ToJsonString();
        }
    }

    /// <summary>A number as Java prints it: a point always, and an exponent below a thousandth and from ten million on.</summary>
    public static string Real(double value) => Real(value, Math.Abs(value), value.ToString("E16", CultureInfo.InvariantCulture), value.ToString("R", CultureInfo.InvariantCulture));

    public static string Real(float value) => Real(value, Math.Abs(value), value.ToString("E8", CultureInfo.InvariantCulture), value.ToString("R", CultureInfo.InvariantCulture));

    private static string Real(double value, double size, string exponent, string shortest)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        if (size == 0) return double.IsNegative(value) ? "-0.0" : "0.0";
        // The shortest digits that are this number, without sign, point and exponent.
        var mantissa = shortest.Split('E')[0].TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        if (mantissa.Length == 0) mantissa = "0";
        var power = int.Parse(exponent[(exponent.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        // Rounding to sixteen digits may have carried into the next power of ten; the shortest digits know.
        if (shortest.Contains('E', StringComparison.Ordinal)) power = int.Parse(shortest[(shortest.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        var sign = value < 0 ? "-" : "";
        if (size is < 1e-3 or >= 1e7) return $"{sign}{mantissa[0]}.{(mantissa.Length > 1 ? mantissa[1..] : "0")}E{power}";
        if (power < 0) return $"{sign}0.{new string('0', -power - 1)}{mantissa}";
        return mantissa.Length <= power + 1 ? $"{sign}{mantissa}{new string('0', power + 1 - mantissa.Length)}.0" : $"{sign}{mantissa[..(power + 1)]}.{mantissa[(power + 1)..]}";
    }

    private static string Bytes(Stream stream)
    {
        using var bytes = new MemoryStream();
        using (stream) stream.CopyTo(bytes);
        var text = new StringBuilder();
        foreach (var one in bytes.ToArray()) text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? " " : "")}{one:x2}");
        return text.ToString();
    }
}

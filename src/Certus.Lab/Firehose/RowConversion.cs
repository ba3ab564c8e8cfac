using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Glue;
using Parquet;
using Parquet.Schema;

namespace Certus.Lab.Firehose;

/// <summary>JSON records as the rows of a Glue table, written as Parquet.</summary>
/// <remarks>
/// A record holds one JSON object, or several behind each other. Keys are found whatever their case; a key that the table lacks is left out, a column without
/// a key is null. A value that its column can't hold fails its record, and none of that record's rows is written. Lists, maps and structures are not converted.
/// </remarks>
internal sealed class RowConversion
{
    private readonly List<Column> _columns;
    private readonly List<object?[]> _rows = [];
    private readonly string _compression;

    public RowConversion(CatalogTable table, JsonObject conversion)
    {
        var reader = conversion["InputFormatConfiguration"]!["Deserializer"]!.AsObject().First();
        var keys = (reader.Value?["ColumnToJsonKeyMappings"] as JsonObject ?? []).DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(pair => pair.Key, pair => (string)pair.Value!, StringComparer.OrdinalIgnoreCase);
        _columns = [.. table.Columns.Select(column => Column.Of(column, keys.GetValueOrDefault(column.Name, column.Name)))];
        if (_columns.Count == 0) throw new DeliveryFaultException("DataFormatConversion.InvalidSchema", $"The table {table.Database}.{table.Name} has no columns.");
        _compression = (string?)conversion["OutputFormatConfiguration"]!["Serializer"]!["ParquetSerDe"]?["Compression"] ?? "SNAPPY";
    }

    /// <summary>How many rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds the rows of a record.</summary>
    /// <returns>Why it has none; null where it has.</returns>
    public string? Add(byte[] record)
    {
        List<object?[]> rows = [];
        try
        {
            var reader = new Utf8JsonReader(record, new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.StartObject) return "Data does not hold a JSON object.";
                using var document = JsonDocument.ParseValue(ref reader);
                Dictionary<string, JsonElement> values = new(StringComparer.OrdinalIgnoreCase);
                foreach (var member in document.RootElement.EnumerateObject()) values[member.Name] = member.Value;
                var row = new object?[_columns.Count];
                for (var i = 0; i < row.Length; i++)
                {
                    if (!values.TryGetValue(_columns[i].Key, out var value) || value.ValueKind == JsonValueKind.Null) continue;
                    if ((row[i] = _columns[i].Read(value)) is null) return $"Data does not match the schema. Field {_columns[i].Key} is no {_columns[i].Type}.";
                }
                rows.Add(row);
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException) // the latter of half a surrogate pair
        {
            return "Data is not valid JSON.";
        }
        if (rows.Count == 0) return "Data does not hold a JSON object.";
        _rows.AddRange(rows);
        return null;
    }

    /// <summary>The rows as a Parquet file.</summary>
    public async Task<byte[]> WriteAsync(CancellationToken cancel)
    {
        var schema = new ParquetSchema([.. _columns.Select(column => (Field)column.Field)]);
        ParquetOptions options = new() { CompressionMethod = _compression switch { "GZIP" => CompressionMethod.Gzip, "UNCOMPRESSED" => CompressionMethod.None, _ => CompressionMethod.Snappy } };
        using var bytes = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, bytes, options, cancellationToken: cancel))
        {
            using var group = writer.CreateRowGroup();
            for (var i = 0; i < _columns.Count; i++) await _columns[i].WriteAsync(group, [.. _rows.Select(row => row[i])]);
        }
        return bytes.ToArray();
    }

    /// <summary>A column: what of JSON it takes, and how it is written.</summary>
    private sealed record Column(string Key, string Type, DataField Field, Func<JsonElement, object?> Read, Func<ParquetRowGroupWriter, object?[], Task> WriteAsync)
    {
        public static Column Of(CatalogColumn column, string key)
        {
            var type = HiveType.Parse(column.Type) as HiveType.Plain ?? throw Unknown(column);
            var name = column.Name;
            return type.Name switch
            {
                "string" or "varchar" or "char" => Make(new DataField(name, typeof(string), true), value => value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(),
                    field => (group, values) => group.WriteAsync(field, [.. values.Select(value => (string?)value!)])),
                "tinyint" => Number(typeof(sbyte), value => Whole(value, sbyte.MinValue, sbyte.MaxValue) is { } number ? (sbyte)number : (sbyte?)null),
                "smallint" => Number(typeof(short), value => Whole(value, short.MinValue, short.MaxValue) is { } number ? (short)number : (short?)null),
                "int" => Number(typeof(int), value => Whole(value, int.MinValue, int.MaxValue) is { } number ? (int)number : (int?)null),
                "bigint" => Number(typeof(long), value => Whole(value, long.MinValue, long.MaxValue)),
                "float" => Number(typeof(float), value => Real(value) is { } number ? (float)number : (float?)null),
                "double" => Number(typeof(double), Real),
                "boolean" => Number<bool>(typeof(bool), value => value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, JsonValueKind.String when bool.TryParse(value.GetString(), out var flag) => flag, _ => null }),
                "decimal" when Digits(type) is var (precision, scale) && precision is >= 1 and <= 38 && scale >= 0 && scale <= precision =>
                    Struct(new DecimalDataField(name, precision, scale, isNullable: true), value => Exact(value, precision, scale)),
                "timestamp" => Struct(new DateTimeDataField(name, DateTimeFormat.DateAndTimeMicros, isNullable: true), Instant),
                "date" => Struct(new DateTimeDataField(name, DateTimeFormat.Date, isNullable: true), Day),
                _ => throw Unknown(column),
            };

            Column Make(DataField field, Func<JsonElement, object?> read, Func<DataField, Func<ParquetRowGroupWriter, object?[], Task>> write) => new(key, column.Type, field, read, write(field));

            Column Struct<T>(DataField field, Func<JsonElement, T?> read) where T : struct =>
                Make(field, value => read(value), of => (group, values) => group.WriteAsync<T>(of, values.Select(value => (T?)value).ToArray().AsMemory()));

            Column Number<T>(Type of, Func<JsonElement, T?> read) where T : struct => Struct(new DataField(name, of, true), read);
        }

        private static DeliveryFaultException Unknown(CatalogColumn column) => new("DataFormatConversion.InvalidSchema", $"The sandbox converts no column of the type {column.Type}: {column.Name}.");

        private static string? Text(JsonElement value) => value.ValueKind switch { JsonValueKind.Number => value.GetRawText(), JsonValueKind.String => value.GetString(), _ => null };

        private static long? Whole(JsonElement value, long least, long most) =>
            decimal.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number) && number >= least && number <= most ? (long)number : null;

        private static double? Real(JsonElement value) => double.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

        private static (int Precision, int Scale) Digits(HiveType.Plain type) => (type.Arguments.Count > 0 ? type.Arguments[0] : 10, type.Arguments.Count > 1 ? type.Arguments[1] : 0);

        private static decimal? Exact(JsonElement value, int precision, int scale)
        {
            if (!decimal.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
            number = decimal.Round(number, Math.Min(scale, 28), MidpointRounding.AwayFromZero);
            return precision - scale >= 28 || Math.Abs(decimal.Truncate(number)) < (decimal)Math.Pow(10, precision - scale) ? number : null;
        }

        private static DateTime? Instant(JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Number) return Real(value) is { } since && Protocols.Values.FromSeconds(Math.Abs(since) > 1e11 ? since / 1000 : since) is { } counted ? counted.UtcDateTime : null;
            return DateTimeOffset.TryParse(Text(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at.UtcDateTime : null;
        }

        private static DateTime? Day(JsonElement value) =>
            DateTime.TryParseExact(Text(value), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) ? day : null;
    }
}

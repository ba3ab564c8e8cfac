using System.Text.Json;

namespace Certus.Lab.Glue.Crawling;

/// <summary>Tells a file of JSON lines: one object a line.</summary>
internal static class JsonShape
{
    /// <summary>The shape; null where a line is no JSON object.</summary>
    public static FileShape? Find(string text, bool whole, string compression)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal)) return null;
        var lines = text.Split('\n');
        if (!whole) lines = lines[..^1];
        List<(string Name, HiveType? Type)> columns = [];
        var rows = 0;
        foreach (var line in lines)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
                foreach (var member in document.RootElement.EnumerateObject())
                {
                    var name = member.Name.ToLowerInvariant();
                    if (columns.FindIndex(column => column.Name == name) is var at and >= 0) columns[at] = (name, HiveType.Merge(columns[at].Type, TypeOf(member.Value)));
                    else columns.Add((name, TypeOf(member.Value)));
                }
                rows++;
            }
            catch (Exception broken) when (broken is JsonException or InvalidOperationException) // the latter of half a surrogate pair
            {
                return null;
            }
        }
        return rows == 0 ? null : new("json", compression, '\0', '\0', false, columns, rows);
    }

    private static HiveType? TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => new HiveType.Plain("boolean"),
        JsonValueKind.Number => new HiveType.Plain(value.TryGetInt32(out _) ? "int" : value.TryGetInt64(out _) ? "bigint" : "double"),
        JsonValueKind.Array => new HiveType.List(value.EnumerateArray().Select(TypeOf).Aggregate((HiveType?)null, HiveType.Merge) ?? HiveType.String),
        JsonValueKind.Object when value.EnumerateObject().Any() => new HiveType.Struct([.. value.EnumerateObject().DistinctBy(member => member.Name.ToLowerInvariant())
            .Select(member => (member.Name.ToLowerInvariant(), TypeOf(member.Value) ?? HiveType.String))]),
        _ => HiveType.String,
    };
}

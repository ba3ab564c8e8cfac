namespace Certus.Lab.Athena.Sql;

/// <summary>A type as DuckDB describes it.</summary>
/// <param name="Text">All of it, such as <c>STRUCT(a INTEGER, b VARCHAR[])</c>.</param>
/// <param name="Name">LIST, MAP, STRUCT, DECIMAL, or the plain type's name.</param>
/// <param name="Inner">What it is made of: one for a list, key and value for a map, the fields of a struct; names are empty but for fields.</param>
internal sealed record DuckType(string Text, string Name, IReadOnlyList<(string Name, string Type)> Inner)
{
    public static DuckType Parse(string text)
    {
        text = text.Trim();
        if (text.EndsWith("[]", StringComparison.Ordinal)) return new(text, "LIST", [("", text[..^2])]);
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !text.EndsWith(')')) return new(text, text, []);
        var (name, parts) = (text[..open], Parts(text[(open + 1)..^1]));
        return name switch
        {
            "MAP" => new(text, name, [("", parts[0]), ("", parts[1])]),
            "STRUCT" => new(text, name, [.. parts.Select(Field)]),
            _ => new(text, name, []),
        };
    }

    /// <summary>How many digits, and how many of them behind the point; of a decimal.</summary>
    public (int Precision, int Scale) Digits
    {
        get
        {
            var parts = Text[(Text.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(',');
            return (int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static (string, string) Field(string part)
    {
        if (!part.StartsWith('"')) return part.IndexOf(' ', StringComparison.Ordinal) is var space and > 0 ? (part[..space], part[(space + 1)..]) : ("", part);
        var end = 1;
        while (part[end] != '"' || end + 1 < part.Length && part[end + 1] == '"') end += part[end] == '"' ? 2 : 1;
        return (part[1..end].Replace("\"\"", "\"", StringComparison.Ordinal), part[(end + 1)..].Trim());
    }

    private static List<string> Parts(string text)
    {
        List<string> parts = [];
        var (depth, from, quoted) = (0, 0, false);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"') quoted = !quoted;
            if (quoted) continue;
            if (text[at] == '(') depth++;
            else if (text[at] == ')') depth--;
            else if (text[at] == ',' && depth == 0)
            {
                parts.Add(text[from..at].Trim());
                from = at + 1;
            }
        }
        parts.Add(text[from..].Trim());
        return parts;
    }
}

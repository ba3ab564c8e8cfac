using System.Globalization;
using System.Text.RegularExpressions;
using Certus.Catalog;

namespace Certus.Content.Yaml;

/// <summary>Takes typed values out of a YAML map; what is missing, of the wrong kind or unknown becomes a complaint with its line.</summary>
internal sealed partial class Fields(YamlMap map, Complaints complaints)
{
    private readonly HashSet<string> _asked = [];

    public int Line => map.Line;
    public Complaints Complaints => complaints;

    public static Fields? From(YamlNode? node, Complaints complaints, string what)
    {
        if (node is YamlMap map) return new(map, complaints);
        if (node is not null) complaints.Error(node.Line, $"{what} must be a map of keys and values.");
        return null;
    }

    public int LineOf(string key) => Find(key)?.Line ?? map.Line;
    public bool Has(string key) => Value(key) is not null;
    public bool IsEmptyList(string key) => Value(key) is YamlList { Items.Count: 0 };

    public string? Text(string key, bool required = true)
    {
        switch (Value(key))
        {
            case null: if (required) Missing(key); return null;
            case YamlScalar { Value: var text } when text.Trim().Length > 0: return text.Trim();
            case YamlScalar scalar: if (required) complaints.Error(scalar.Line, $"'{key}' is empty."); return null;
            case var other: complaints.Error(other.Line, $"'{key}' must be text."); return null;
        }
    }

    public decimal? Number(string key, bool required = true)
    {
        if (Text(key, required) is not { } text) return null;
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return number;
        complaints.Error(LineOf(key), $"'{key}' must be a number, not '{text}'.");
        return null;
    }

    /// <summary>A number of a range; one outside is complained about once and goes on as the nearest inside.</summary>
    public decimal? Number(string key, decimal min, decimal max, bool required = true)
    {
        if (Number(key, required) is not { } number) return null;
        if (number < min || number > max)
            complaints.Error(LineOf(key), string.Create(CultureInfo.InvariantCulture, $"'{key}' must be from {min} to {max}, not {number}."));
        return Math.Clamp(number, min, max);
    }

    public int? Whole(string key, int min, int max, bool required = true)
    {
        if (Number(key, min, max, required) is not { } number) return null;
        if (number == decimal.Truncate(number)) return (int)number;
        complaints.Error(LineOf(key), $"'{key}' must be a whole number.");
        return null;
    }

    public bool? Flag(string key, bool required = true)
    {
        switch (Text(key, required))
        {
            case null: return null;
            case "true": return true;
            case "false": return false;
            case var text: complaints.Error(LineOf(key), $"'{key}' must be true or false, not '{text}'."); return null;
        }
    }

    public DateOnly? Date(string key, bool required = true)
    {
        if (Text(key, required) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        complaints.Error(LineOf(key), $"'{key}' must be a date such as 2026-11-23, not '{text}'.");
        return null;
    }

    /// <summary>The id under <c>id</c>: lower-case words with hyphens.</summary>
    public string? Id()
    {
        var id = Text("id");
        CheckId(id);
        return id;
    }

    /// <summary>Complains about an id that is not of lower-case words with hyphens.</summary>
    public void CheckId(string? id)
    {
        if (id is not null && !KebabCase().IsMatch(id)) complaints.Error(LineOf("id"), $"the id '{id}' must be lower-case words with hyphens.");
    }

    /// <summary>An https address.</summary>
    public string? Address(string key, bool required = true)
    {
        if (Text(key, required) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == "https") return text;
        complaints.Error(LineOf(key), $"'{text}' is not an https address.");
        return null;
    }

    /// <summary>Ids that something else must know; unknown ones are complained about and left out.</summary>
    /// <param name="key">The list.</param>
    /// <param name="what">What they are ids of: <c>skill</c>.</param>
    /// <param name="known">Whether there is such a thing.</param>
    /// <param name="required">Whether the list must be there.</param>
    public IReadOnlyList<string> Known(string key, string what, Func<string, bool> known, bool required = true)
    {
        List<string> all = [];
        foreach (var (text, line) in Texts(key, required))
            if (!known(text)) complaints.Error(line, $"unknown {what} '{text}'.");
            else if (all.Contains(text)) complaints.Error(line, $"the {what} '{text}' stands twice.");
            else all.Add(text);
        return all;
    }

    /// <summary>The letter under <c>grade</c>: how good the evidence is.</summary>
    public EvidenceGrade? Grade()
    {
        if (Text("grade") is not { } text) return null;
        if (text is [>= 'A' and <= 'D']) return Enum.Parse<EvidenceGrade>(text);
        complaints.Error(LineOf("grade"), $"'grade' must be A, B, C or D, not '{text}'.");
        return null;
    }

    /// <summary>One of the words of an enum, in camel case.</summary>
    public T? Word<T>(string key, bool required = true) where T : struct, Enum => Text(key, required) is { } text ? WordOf<T>(text, key, LineOf(key)) : null;

    public IReadOnlyList<T> Words<T>(string key, bool required = true) where T : struct, Enum =>
        [.. Texts(key, required).Select(entry => WordOf<T>(entry.Text, key, entry.Line)).OfType<T>()];

    public IReadOnlyList<(string Text, int Line)> Texts(string key, bool required = true)
    {
        List<(string, int)> texts = [];
        foreach (var node in Nodes(key, required))
            if (node is YamlScalar { IsNull: false } scalar && scalar.Value.Trim() is { Length: > 0 } text) texts.Add((text, scalar.Line));
            else complaints.Error(node.Line, $"each entry of '{key}' must be text.");
        return texts;
    }

    public IReadOnlyList<Fields> Maps(string key, bool required = true) =>
        [.. Nodes(key, required).Select(node => From(node, complaints, $"each entry of '{key}'")).OfType<Fields>()];

    public Fields? Map(string key, bool required = true)
    {
        if (Value(key) is { } node) return From(node, complaints, $"'{key}'");
        if (required) Missing(key);
        return null;
    }

    /// <summary>The entries of a map whose keys are names of their own.</summary>
    public IReadOnlyList<(string Name, int Line, YamlNode Value)> Entries(string key)
    {
        if (Value(key) is YamlMap inner) return [.. inner.Entries.Select(entry => (entry.Key, entry.Line, entry.Value))];
        if (Value(key) is { } other) complaints.Error(other.Line, $"'{key}' must be a map.");
        return [];
    }

    /// <summary>All entries of this map, whose keys are names of their own.</summary>
    public IReadOnlyList<(string Name, int Line, YamlNode Value)> Entries() => [.. map.Entries.Select(entry => (entry.Key, entry.Line, entry.Value))];

    /// <summary>Complains about every key that nobody asked for. Call it last.</summary>
    public void Done()
    {
        foreach (var entry in map.Entries.Where(entry => !_asked.Contains(entry.Key)))
        {
            if (entry.Value is YamlScalar { IsNull: true })     // {text: Yes, it does.} holds the key 'it does.'
            {
                complaints.Error(entry.Line, $"unknown key '{entry.Key}', which has no value; a text that holds a comma needs quotes between braces.");
                continue;
            }
            var near = _asked.Order(StringComparer.Ordinal).FirstOrDefault(key => Near(key, entry.Key));
            complaints.Error(entry.Line, $"unknown key '{entry.Key}'{(near is null ? "." : $"; did you mean '{near}'?")}");
        }
    }

    private IReadOnlyList<YamlNode> Nodes(string key, bool required)
    {
        switch (Value(key))
        {
            case null: if (required) Missing(key); return [];
            case YamlList list: return list.Items;
            case var other: complaints.Error(other.Line, $"'{key}' must be a list."); return [];
        }
    }

    private T? WordOf<T>(string text, string key, int line) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (CamelCase(value.ToString()) == text) return value;
        complaints.Error(line, $"'{key}' must be one of {string.Join(", ", Enum.GetNames<T>().Select(CamelCase))}, not '{text}'.");
        return null;
    }

    private YamlNode? Value(string key) => Find(key)?.Value is { } value and not YamlScalar { IsNull: true } ? value : null;

    private YamlEntry? Find(string key)
    {
        _asked.Add(key);
        return map.Entries.FirstOrDefault(entry => entry.Key == key);
    }

    private void Missing(string key) => complaints.Error(map.Line, $"'{key}' is missing.");

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>Whether one edit (or a swap of two letters) makes the words equal.</summary>
    private static bool Near(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1) return false;
        var start = 0;
        while (start < Math.Min(a.Length, b.Length) && a[start] == b[start]) start++;
        var end = 0;
        while (end < Math.Min(a.Length, b.Length) - start && a[^(end + 1)] == b[^(end + 1)]) end++;
        var (left, right) = (a.Length - start - end, b.Length - start - end);
        return (left <= 1 && right <= 1) || (left == 2 && right == 2 && a[start] == b[start + 1] && a[start + 1] == b[start]);
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KebabCase();
}

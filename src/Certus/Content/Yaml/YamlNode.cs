namespace Certus.Content.Yaml;

/// <summary>A piece of YAML that knows its line.</summary>
internal abstract record YamlNode(int Line)
{
    /// <summary>The line on which a value stands first; null where it does not.</summary>
    public int? LineOfValue(string value) => this switch
    {
        YamlScalar scalar => scalar.Value.Trim() == value ? scalar.Line : null,
        YamlList list => list.Items.Select(item => item.LineOfValue(value)).FirstOrDefault(line => line is not null),
        YamlMap map => map.Entries.Select(entry => entry.Value.LineOfValue(value)).FirstOrDefault(line => line is not null),
        _ => null,
    };
}

/// <summary>A value; <paramref name="Plain"/> ones may mean null.</summary>
internal sealed record YamlScalar(string Value, bool Plain, int Line) : YamlNode(Line)
{
    public bool IsNull => Plain && Value is "" or "null" or "~";
}

internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line) : YamlNode(Line);

internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, int Line) : YamlNode(Line);

internal sealed record YamlEntry(string Key, int Line, YamlNode Value);

namespace Certus.Lab.Protocols;

/// <summary>An HTTP request as the protocols read it.</summary>
/// <param name="Method">GET, PUT …</param>
/// <param name="Path">The path as it came, percent-encoded, from its first slash; a bucket of the host's name stands in front.</param>
/// <param name="Query">The query's names and values, decoded, in their order; a name without '=' has no value.</param>
/// <param name="Headers">The headers; the names ignore case.</param>
/// <param name="Body">The body, where it is not streamed.</param>
public sealed record WireRequest(
    string Method, string Path, IReadOnlyList<KeyValuePair<string, string?>> Query, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>A header, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Whether the query has a name.</summary>
    public bool HasQuery(string name) => Query.Any(q => q.Key == name);

    /// <summary>The first value of a name of the query; empty where it has none, null where the name is not there.</summary>
    public string? QueryValue(string name)
    {
        foreach (var (key, value) in Query)
            if (key == name) return value ?? "";
        return null;
    }
}

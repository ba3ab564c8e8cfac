using System.Text;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>An operation's place in a REST service: its path, the fixed part of its query, what else must be there.</summary>
internal sealed class UriTemplate
{
    private readonly string[] _segments;
    private readonly KeyValuePair<string, string?>[] _query;
    private readonly string[] _neededQuery;
    private readonly string[] _neededHeaders;

    public UriTemplate(OperationDescription operation)
    {
        Operation = operation;
        var mark = operation.Uri.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? operation.Uri : operation.Uri[..mark];
        _segments = path == "/" ? [] : path[1..].Split('/');
        _query = mark < 0 ? [] : [.. QueryString.Parse(operation.Uri.AsSpan(mark + 1))];
        var needed = operation.Input is { } input ? input.Required.Select(name => input.Members[name]).ToArray() : [];
        _neededQuery = [.. needed.Where(m => m.Place == Place.Query).Select(m => m.WireName)];
        _neededHeaders = [.. needed.Where(m => m.Place == Place.Header).Select(m => m.WireName)];
    }

    public OperationDescription Operation { get; }

    /// <summary>How much of the template a request meets: the greatest of all templates is meant; null where it is not met.</summary>
    public int? Meets(WireRequest request, string[] path)
    {
        if (request.Method != Operation.Method || !MeetsPath(path)) return null;
        foreach (var (name, value) in _query)
            if (request.QueryValue(name) is not { } sent || value is not null && sent != value) return null;
        foreach (var name in _neededQuery)
            if (!request.HasQuery(name)) return null;
        foreach (var name in _neededHeaders)
            if (request.Header(name) is null) return null;
        var literals = _segments.Count(segment => segment[0] != '{');
        return literals * 1000 + _query.Length * 100 + (_neededQuery.Length + _neededHeaders.Length) * 10 + (Operation.IsDeprecated ? 0 : 1);
    }

    private bool MeetsPath(string[] path)
    {
        for (var i = 0; i < _segments.Length; i++)
        {
            var segment = _segments[i];
            if (segment.EndsWith("+}", StringComparison.Ordinal)) return i < path.Length && (i < path.Length - 1 || path[i].Length > 0);
            if (i >= path.Length) return false;
            if (segment[0] == '{' ? path[i].Length == 0 : segment != path[i]) return false;
        }
        // A slash after the last segment changes nothing.
        return path.Length == _segments.Length || path.Length == _segments.Length + 1 && path[^1].Length == 0;
    }

    /// <summary>The members in the path.</summary>
    public IEnumerable<KeyValuePair<string, string>> Read(string[] path)
    {
        for (var i = 0; i < _segments.Length; i++)
        {
            if (_segments[i][0] != '{') continue;
            var greedy = _segments[i].EndsWith("+}", StringComparison.Ordinal);
            yield return new(_segments[i][1..^(greedy ? 2 : 1)], greedy ? Decode(string.Join('/', path[i..])) : Decode(path[i]));
        }
    }

    /// <summary>A path's segments, still encoded.</summary>
    public static string[] Split(string path) => path.Length <= 1 ? [] : path[1..].Split('/');

    /// <summary>Takes off percent-encoding; what is then no UTF-8 is refused.</summary>
    internal static string Decode(string text)
    {
        try
        {
            return QueryString.Decode(text, plusIsSpace: false);
        }
        catch (DecoderFallbackException)
        {
            throw new AwsException("InvalidURI", "Couldn't parse the specified URI.");
        }
    }
}

using System.Text.Json;

namespace Certus.Lab.Protocols;

/// <summary>A type of a service's model.</summary>
public sealed class Shape
{
    private readonly ServiceDescription _service;
    private readonly JsonElement _json;
    private IReadOnlyDictionary<string, Member>? _members;
    private IReadOnlyDictionary<string, Member>? _byWireName;
    private ModelPattern? _pattern;

    internal Shape(ServiceDescription service, string name, JsonElement json)
    {
        _service = service;
        _json = json;
        Name = name;
        var type = json.Text("type");
        Kind = json.Flag("document") ? ShapeKind.Document : type switch
        {
            "structure" => ShapeKind.Structure,
            "list" => ShapeKind.List,
            "map" => ShapeKind.Map,
            "string" or "character" => ShapeKind.Text,
            "integer" => ShapeKind.Integer,
            "long" => ShapeKind.Long,
            "double" or "float" => ShapeKind.Real,
            "boolean" => ShapeKind.Flag,
            "timestamp" => ShapeKind.Time,
            "blob" => ShapeKind.Blob,
            _ => throw new InvalidOperationException($"The description of {service.Name} has {name} of an unknown type {type}."),
        };
        Required = json.Texts("required");
        Enum = json.Texts("enum");
        Min = json.Number("min");
        Max = json.Number("max");
        Pattern = json.Text("pattern");
        IsFlattened = json.Flag("flattened");
        IsSensitive = json.Flag("sensitive");
        IsEventStream = json.Flag("eventstream");
        LocationName = json.Text("locationName");
        TimestampFormat = json.Text("timestampFormat");
        Namespace = XmlSpace.Of(json);
        IsFault = json.Flag("fault");
        ErrorCode = json.Text("code");
        ErrorStatus = (int?)json.Number("status");
        if (json.TryGetProperty("member", out var element)) Element = new(service, "member", element);
        if (json.TryGetProperty("key", out var key)) Key = new(service, "key", key);
        if (json.TryGetProperty("value", out var value)) Value = new(service, "value", value);
    }

    /// <summary>The name in the model.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public ShapeKind Kind { get; }

    /// <summary>Members that must be there.</summary>
    public IReadOnlyList<string> Required { get; }

    /// <summary>The words it may be; empty where it is no enum.</summary>
    public IReadOnlyList<string> Enum { get; }

    /// <summary>The least number, or the least length of a text, list, map or blob.</summary>
    public decimal? Min { get; }

    /// <summary>The greatest number or length.</summary>
    public decimal? Max { get; }

    /// <summary>What a text must match, as AWS words it.</summary>
    public string? Pattern { get; }

    /// <summary>The name of the service whose model it is of.</summary>
    public string Service => _service.Name;

    /// <summary>Whether the elements stand beside each other in XML and Query.</summary>
    public bool IsFlattened { get; }

    /// <summary>Whether it is a secret, kept out of the log of calls.</summary>
    public bool IsSensitive { get; }

    /// <summary>Whether it is a stream of events.</summary>
    public bool IsEventStream { get; }

    /// <summary>The name of its element in XML.</summary>
    public string? LocationName { get; }

    /// <summary>iso8601, rfc822 or unixTimestamp, where the model states it.</summary>
    public string? TimestampFormat { get; }

    internal XmlSpace? Namespace { get; }

    /// <summary>Of an error: whether the server is at fault.</summary>
    public bool IsFault { get; }

    /// <summary>Of an error: the code on the wire where it is not the name.</summary>
    public string? ErrorCode { get; }

    /// <summary>Of an error: the HTTP status.</summary>
    public int? ErrorStatus { get; }

    /// <summary>Of a list: what it holds.</summary>
    public Member? Element { get; }

    /// <summary>Of a map: its keys.</summary>
    public Member? Key { get; }

    /// <summary>Of a map: its values.</summary>
    public Member? Value { get; }

    /// <summary>Of a structure: its members by the names of the model, in the model's order.</summary>
    public IReadOnlyDictionary<string, Member> Members => _members ??= ReadMembers();

    /// <summary>Of a structure: its members by the names of the wire.</summary>
    public IReadOnlyDictionary<string, Member> ByWireName => _byWireName ??= NamedOnTheWire();

    /// <summary>Of a structure: the member that is the whole body.</summary>
    public Member? Payload => _json.Text("payload") is { } name ? Members[name] : null;

    /// <summary>Whether a text matches the pattern, wholly; true where there is none.</summary>
    public bool Matches(string text) => Pattern is null || (_pattern ??= new(Pattern)).Matches(text);

    private OrderedDictionary<string, Member> ReadMembers()
    {
        OrderedDictionary<string, Member> members = [];
        if (_json.TryGetProperty("members", out var list))
            foreach (var member in list.EnumerateObject())
                members.Add(member.Name, new(_service, member.Name, member.Value));
        return members;
    }

    private Dictionary<string, Member> NamedOnTheWire()
    {
        Dictionary<string, Member> members = [];
        foreach (var member in Members.Values)
        {
            members.TryAdd(member.WireName, member);
            // A flattened list's elements may have a name of their own.
            if (member is { IsFlattened: true, Shape.Element.StatedName: { } element }) members.TryAdd(element, member);
        }
        return members;
    }
}

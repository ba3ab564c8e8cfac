using System.Text.Json;

namespace Certus.Lab.Protocols;

/// <summary>A member of a structure, the element of a list, or the key or value of a map.</summary>
public sealed class Member
{
    private readonly ServiceDescription _service;
    private readonly string _shape;
    private readonly string? _wireName;
    private readonly bool _flattened;
    private readonly string? _timestampFormat;
    private Shape? _resolved;

    internal Member(ServiceDescription service, string name, JsonElement json)
    {
        _service = service;
        Name = name;
        if (json.ValueKind == JsonValueKind.String)
        {
            _shape = json.GetString()!;
            return;
        }
        _shape = json.GetProperty("shape").GetString()!;
        _wireName = json.Text("locationName");
        _flattened = json.Flag("flattened");
        _timestampFormat = json.Text("timestampFormat");
        IsStreaming = json.Flag("streaming");
        IsAttribute = json.Flag("xmlAttribute");
        Namespace = XmlSpace.Of(json);
        Place = json.Text("location") switch
        {
            null => Place.Body,
            "uri" => Place.Path,
            "querystring" => Place.Query,
            "header" => Place.Header,
            "headers" => Place.Headers,
            "statusCode" => Place.Status,
            var unknown => throw new InvalidOperationException($"The description of {service.Name} has an unknown location {unknown}."),
        };
    }

    /// <summary>The name in the model, which is the name in a call's input.</summary>
    public string Name { get; }

    /// <summary>Where a REST protocol has it.</summary>
    public Place Place { get; }

    /// <summary>Whether it is the stream of the body.</summary>
    public bool IsStreaming { get; }

    /// <summary>Whether XML has it as an attribute.</summary>
    public bool IsAttribute { get; }

    /// <summary>The namespace of its element.</summary>
    internal XmlSpace? Namespace { get; }

    /// <summary>Its shape.</summary>
    public Shape Shape => _resolved ??= _service.Shape(_shape);

    /// <summary>The name on the wire that the model states, or null.</summary>
    public string? StatedName => _wireName ?? Shape.LocationName;

    /// <summary>The name on the wire.</summary>
    public string WireName => StatedName ?? Name;

    /// <summary>Whether its elements stand beside each other, without one around them.</summary>
    public bool IsFlattened => _flattened || Shape.IsFlattened;

    /// <summary>iso8601, rfc822 or unixTimestamp, where the model states it.</summary>
    public string? TimestampFormat => _timestampFormat ?? Shape.TimestampFormat;
}

using System.Text.Json;

namespace Certus.Lab.Protocols;

/// <summary>An operation of a service's model.</summary>
public sealed class OperationDescription
{
    private readonly string? _input;
    private readonly string? _output;

    internal OperationDescription(ServiceDescription service, string name, JsonElement json)
    {
        Service = service;
        Name = name;
        Method = json.Text("method") ?? "POST";
        Uri = json.Text("uri") ?? "/";
        Status = (int?)json.Number("status") ?? 200;
        _input = json.Text("input");
        _output = json.Text("output");
        InputName = json.Text("inputName");
        Wrapper = json.Text("wrapper");
        Errors = json.Texts("errors");
        IsDeprecated = json.Flag("deprecated");
        InputNamespace = XmlSpace.Of(json, "inputNamespace");
    }

    /// <summary>The service it belongs to.</summary>
    public ServiceDescription Service { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The path with its members and the fixed part of the query, such as <c>/{Bucket}?acl</c>.</summary>
    public string Uri { get; }

    /// <summary>The status of success.</summary>
    public int Status { get; }

    /// <summary>What it takes; null where nothing.</summary>
    public Shape? Input => _input is null ? null : Service.Shape(_input);

    /// <summary>What it answers; null where nothing.</summary>
    public Shape? Output => _output is null ? null : Service.Shape(_output);

    /// <summary>The input's root element in XML.</summary>
    public string? InputName { get; }

    internal XmlSpace? InputNamespace { get; }

    /// <summary>The element around the output in Query.</summary>
    public string? Wrapper { get; }

    /// <summary>The errors it names.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Whether another operation has taken its place.</summary>
    public bool IsDeprecated { get; }

    /// <summary>Whether the request's body is a stream.</summary>
    public bool StreamsInput => Input?.Payload is { IsStreaming: true };
}

using System.Collections.Concurrent;
using System.Text.Json;

namespace Certus.Lab.Protocols;

/// <summary>What an AWS service's published model says of its operations and types; read when first asked for.</summary>
public sealed class ServiceDescription
{
    private static readonly ConcurrentDictionary<string, Lazy<ServiceDescription>> Loaded = new();

    private readonly Dictionary<string, JsonElement> _shapeJson;
    private readonly ConcurrentDictionary<string, Shape> _shapes = new();
    private readonly Dictionary<string, OperationDescription> _operations;

    private ServiceDescription(JsonElement json)
    {
        Name = json.Text("service")!;
        Source = json.Text("source")!;
        ApiVersion = json.Text("apiVersion")!;
        EndpointPrefix = json.Text("endpointPrefix")!;
        TargetPrefix = json.Text("targetPrefix");
        JsonVersion = json.Text("jsonVersion") ?? "1.0";
        XmlNamespace = json.Text("xmlNamespace");
        Protocols = json.Texts("protocols");
        IsQueryCompatible = json.Flag("queryCompatible");
        _shapeJson = json.GetProperty("shapes").EnumerateObject().ToDictionary(shape => shape.Name, shape => shape.Value);
        _operations = json.GetProperty("operations").EnumerateObject().ToDictionary(o => o.Name, o => new OperationDescription(this, o.Name, o.Value));
    }

    /// <summary>The services that are described.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["s3", "sagemaker", "sagemaker-runtime", "sts", "iam", "logs", "cloudwatch", "kinesis", "firehose", "glue", "athena", "cloudformation"];

    /// <summary>The service's name, which is its file's.</summary>
    public string Name { get; }

    /// <summary>The model it was derived from, with version and commit.</summary>
    public string Source { get; }

    /// <summary>The date of the interface.</summary>
    public string ApiVersion { get; }

    /// <summary>The first label of its host.</summary>
    public string EndpointPrefix { get; }

    /// <summary>What stands before the operation in X-Amz-Target.</summary>
    public string? TargetPrefix { get; }

    /// <summary>1.0 or 1.1.</summary>
    public string JsonVersion { get; }

    /// <summary>The namespace of its XML.</summary>
    public string? XmlNamespace { get; }

    /// <summary>json, rest-json, rest-xml, query, smithy-rpc-v2-cbor: those it speaks, the preferred first.</summary>
    public IReadOnlyList<string> Protocols { get; }

    /// <summary>Whether its errors carry the code of the Query protocol that came before.</summary>
    public bool IsQueryCompatible { get; }

    /// <summary>Its operations.</summary>
    public IReadOnlyCollection<OperationDescription> Operations => _operations.Values;

    /// <summary>The names of its types.</summary>
    public IReadOnlyCollection<string> ShapeNames => _shapeJson.Keys;

    /// <summary>The description of a service.</summary>
    /// <exception cref="ArgumentException">It is none of <see cref="Names"/>.</exception>
    public static ServiceDescription Of(string name) => Names.Contains(name)
        ? Loaded.GetOrAdd(name, static key => new(() => Read(key))).Value
        : throw new ArgumentException($"There is no description of '{name}'.", nameof(name));

    /// <summary>An operation, or null.</summary>
    public OperationDescription? Find(string operation) => _operations.GetValueOrDefault(operation);

    /// <summary>A type, or null.</summary>
    public Shape? FindShape(string name) => _shapeJson.ContainsKey(name) ? Shape(name) : null;

    internal Shape Shape(string name) => _shapes.TryGetValue(name, out var known) ? known : _shapes.GetOrAdd(name, new Shape(this, name, _shapeJson[name]));

    private static ServiceDescription Read(string name)
    {
        using var stream = typeof(ServiceDescription).Assembly.GetManifestResourceStream($"Descriptions/{name}.json")
            ?? throw new InvalidOperationException($"The description of {name} is missing from the program.");
        // The document is kept: shapes are read from it when an operation first needs them.
        return new(JsonDocument.Parse(stream).RootElement);
    }
}

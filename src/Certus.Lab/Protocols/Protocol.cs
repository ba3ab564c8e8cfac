using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>How a service's calls, answers and errors are written on the wire.</summary>
public abstract class Protocol
{
    /// <summary>The protocols by the names of the models.</summary>
    public static Protocol Of(string name) => name switch
    {
        "json" => Json,
        "rest-json" => RestJson,
        "rest-xml" => RestXml,
        "query" => Query,
        "smithy-rpc-v2-cbor" => Cbor,
        _ => throw new ArgumentException($"'{name}' is no protocol.", nameof(name)),
    };

    private static readonly JsonProtocol Json = new();
    private static readonly RestJsonProtocol RestJson = new();
    private static readonly RestXmlProtocol RestXml = new();
    private static readonly QueryProtocol Query = new();
    private static readonly CborProtocol Cbor = new();

    /// <summary>The operation that a request means, by its path, its target or its form; null where it means none the service has.</summary>
    public abstract OperationDescription? Route(ServiceDescription service, WireRequest request);

    /// <summary>The name that the request gave to an operation nobody knows, for the answer that says so.</summary>
    public abstract string NameOf(WireRequest request);

    /// <summary>The input of an operation.</summary>
    /// <exception cref="AwsException">It can't be read.</exception>
    public abstract JsonObject Read(OperationDescription operation, WireRequest request);

    /// <summary>The answer of an operation.</summary>
    public abstract WireAnswer Write(OperationDescription operation, LabAnswer answer, string requestId);

    /// <summary>An error.</summary>
    public abstract WireAnswer WriteError(ServiceDescription service, AwsException error, string requestId);

    /// <summary>The status of an error: its own where it states another than 400, else the model's.</summary>
    protected static int StatusOf(Shape? error, AwsException stated) =>
        stated.Status != 400 || error is null ? stated.Status : error.ErrorStatus ?? (error.IsFault ? 500 : 400);

    /// <summary>The error's shape in the model, by its name or by its code on the wire.</summary>
    protected static Shape? ErrorShape(ServiceDescription service, string code) =>
        service.FindShape(code) ?? service.FindShape(code + "Exception");
}

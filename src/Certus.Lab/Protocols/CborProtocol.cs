using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>Smithy's RPC v2 in CBOR: <c>POST /service/NAME/operation/NAME</c>.</summary>
public sealed class CborProtocol : Protocol
{
    /// <inheritdoc/>
    public override OperationDescription? Route(ServiceDescription service, WireRequest request) =>
        UriTemplate.Split(request.Path) is [.., "operation", var name] ? service.Find(name) : null;

    /// <inheritdoc/>
    public override string NameOf(WireRequest request) => request.Path[(request.Path.LastIndexOf('/') + 1)..];

    /// <inheritdoc/>
    public override JsonObject Read(OperationDescription operation, WireRequest request) => CborCodec.ReadBody(operation.Input, request.Body);

    /// <inheritdoc/>
    public override WireAnswer Write(OperationDescription operation, LabAnswer answer, string requestId) =>
        new(answer.Status ?? operation.Status, Headers(requestId), CborCodec.WriteBody(operation.Output, answer.Output));

    /// <inheritdoc/>
    public override WireAnswer WriteError(ServiceDescription service, AwsException error, string requestId)
    {
        var shape = ErrorShape(service, error.Code);
        var status = StatusOf(shape, error);
        var headers = Headers(requestId);
        if (service.IsQueryCompatible) headers.Add(new("x-amzn-query-error", $"{shape?.ErrorCode ?? error.Code};{(status >= 500 ? "Receiver" : "Sender")}"));
        return new(status, headers, CborCodec.WriteTexts(("__type", error.Code), (shape?.Members.ContainsKey("Message") == true ? "Message" : "message", error.Message)));
    }

    private static List<KeyValuePair<string, string>> Headers(string requestId) => [new("Content-Type", "application/cbor"), new("smithy-protocol", "rpc-v2-cbor"), new("x-amzn-RequestId", requestId)];
}

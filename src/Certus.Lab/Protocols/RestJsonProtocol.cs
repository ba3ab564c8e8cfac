using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>REST with JSON bodies.</summary>
public sealed class RestJsonProtocol : Protocol
{
    /// <inheritdoc/>
    public override OperationDescription? Route(ServiceDescription service, WireRequest request) => RestBinding.Route(service, request);

    /// <inheritdoc/>
    public override string NameOf(WireRequest request) => $"{request.Method} {request.Path}";

    /// <inheritdoc/>
    public override JsonObject Read(OperationDescription operation, WireRequest request)
    {
        var input = RestBinding.Read(operation, request);
        if (operation.Input is not { } shape) return input;
        if (shape.Payload is not { } payload)
        {
            foreach (var (name, value) in JsonCodec.ReadBody(shape, request.Body)) input[name] = value?.DeepClone();
            return input;
        }
        if (payload.IsStreaming || request.Body.IsEmpty) return input;
        input[payload.Name] = payload.Shape.Kind switch
        {
            ShapeKind.Blob => Values.Of(request.Body.ToArray()),
            ShapeKind.Text => JsonValue.Create(Encoding.UTF8.GetString(request.Body.Span)),
            _ => JsonCodec.ReadBody(payload.Shape, request.Body),
        };
        return input;
    }

    /// <inheritdoc/>
    public override WireAnswer Write(OperationDescription operation, LabAnswer answer, string requestId)
    {
        List<KeyValuePair<string, string>> headers = [new("x-amzn-RequestId", requestId)];
        var status = RestBinding.Write(operation, answer, headers);
        if (answer.Payload is { } stream) return new(status, headers, default) { Stream = stream, StreamLength = answer.PayloadLength };
        if (operation.Output?.Payload is { Shape.Kind: ShapeKind.Blob } blob)
            return new(status, headers, answer.Output[blob.Name] is { } bytes ? Values.Bytes(bytes) : default(ReadOnlyMemory<byte>));
        headers.Add(new("Content-Type", "application/json"));
        if (operation.Output?.Payload is { } payload)
            return new(status, headers, answer.Output[payload.Name] is JsonObject inner ? JsonCodec.WriteBody(payload.Shape, inner) : default);
        return new(status, headers, JsonCodec.WriteBody(operation.Output, answer.Output));
    }

    /// <inheritdoc/>
    public override WireAnswer WriteError(ServiceDescription service, AwsException error, string requestId)
    {
        var shape = ErrorShape(service, error.Code);
        return new(StatusOf(shape, error), [new("x-amzn-RequestId", requestId), new("x-amzn-ErrorType", error.Code), new("Content-Type", "application/json")], JsonProtocol.ErrorBody(shape, error));
    }
}

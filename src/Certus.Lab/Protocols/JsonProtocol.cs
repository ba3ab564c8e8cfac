using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>JSON 1.0 and 1.1: one path, the operation in X-Amz-Target.</summary>
public sealed class JsonProtocol : Protocol
{
    /// <inheritdoc/>
    public override OperationDescription? Route(ServiceDescription service, WireRequest request)
    {
        var target = request.Header("x-amz-target") ?? "";
        var dot = target.LastIndexOf('.');
        return service.Find(target[(dot + 1)..]);
    }

    /// <inheritdoc/>
    public override string NameOf(WireRequest request)
    {
        var target = request.Header("x-amz-target") ?? "";
        return target[(target.LastIndexOf('.') + 1)..];
    }

    /// <inheritdoc/>
    public override JsonObject Read(OperationDescription operation, WireRequest request) => JsonCodec.ReadBody(operation.Input, request.Body);

    /// <inheritdoc/>
    public override WireAnswer Write(OperationDescription operation, LabAnswer answer, string requestId) =>
        new(answer.Status ?? operation.Status, Headers(operation.Service, requestId), JsonCodec.WriteBody(operation.Output, answer.Output));

    /// <inheritdoc/>
    public override WireAnswer WriteError(ServiceDescription service, AwsException error, string requestId)
    {
        var shape = ErrorShape(service, error.Code);
        var headers = Headers(service, requestId);
        if (service.IsQueryCompatible)
            headers.Add(new("x-amzn-query-error", $"{shape?.ErrorCode ?? error.Code};{(StatusOf(shape, error) >= 500 ? "Receiver" : "Sender")}"));
        return new(StatusOf(shape, error), headers, ErrorBody(shape, error));
    }

    /// <summary>An error as a JSON body: its type, its sentence by the name the model gives it, its further members.</summary>
    internal static ReadOnlyMemory<byte> ErrorBody(Shape? shape, AwsException error) => JsonCodec.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("__type", error.Code);
        writer.WriteString(shape?.Members.ContainsKey("Message") == true ? "Message" : "message", error.Message);
        foreach (var (name, value) in error.Members)
        {
            if (value is null || name is "message" or "Message") continue;
            writer.WritePropertyName(name);
            if (shape?.Members.GetValueOrDefault(name) is { } member) JsonCodec.Write(writer, member.Shape, member.TimestampFormat, value);
            else value.WriteTo(writer);
        }
        writer.WriteEndObject();
    });

    private static List<KeyValuePair<string, string>> Headers(ServiceDescription service, string requestId) =>
        [new("Content-Type", $"application/x-amz-json-{service.JsonVersion}"), new("x-amzn-RequestId", requestId)];
}

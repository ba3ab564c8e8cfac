using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>REST with XML bodies, as S3 speaks it.</summary>
public sealed class RestXmlProtocol : Protocol
{
    private const string Space = "http://s3.amazonaws.com/doc/2006-03-01/";

    // What S3 calls the root of an answer where its model has no name for it.
    private static readonly Dictionary<string, string> Roots = new()
    {
        ["ListObjects"] = "ListBucketResult", ["ListObjectsV2"] = "ListBucketResult", ["ListObjectVersions"] = "ListVersionsResult",
        ["CreateMultipartUpload"] = "InitiateMultipartUploadResult", ["CompleteMultipartUpload"] = "CompleteMultipartUploadResult",
        ["ListMultipartUploads"] = "ListMultipartUploadsResult", ["ListParts"] = "ListPartsResult", ["DeleteObjects"] = "DeleteResult",
        ["ListBuckets"] = "ListAllMyBucketsResult", ["ListDirectoryBuckets"] = "ListAllMyDirectoryBucketsResult", ["GetBucketLocation"] = "LocationConstraint",
        ["GetBucketAcl"] = "AccessControlPolicy", ["GetObjectAcl"] = "AccessControlPolicy", ["GetBucketVersioning"] = "VersioningConfiguration",
        ["GetBucketTagging"] = "Tagging", ["GetObjectTagging"] = "Tagging", ["GetBucketCors"] = "CORSConfiguration", ["GetBucketWebsite"] = "WebsiteConfiguration",
        ["GetBucketLogging"] = "BucketLoggingStatus", ["GetBucketRequestPayment"] = "RequestPaymentConfiguration", ["GetBucketAccelerateConfiguration"] = "AccelerateConfiguration",
        ["GetBucketNotificationConfiguration"] = "NotificationConfiguration", ["GetBucketLifecycleConfiguration"] = "LifecycleConfiguration", ["GetBucketLifecycle"] = "LifecycleConfiguration",
        ["GetObjectAttributes"] = "GetObjectAttributesResponse",
    };

    /// <inheritdoc/>
    public override OperationDescription? Route(ServiceDescription service, WireRequest request) => RestBinding.Route(service, request);

    /// <inheritdoc/>
    public override string NameOf(WireRequest request) => $"{request.Method} {request.Path}";

    /// <inheritdoc/>
    public override JsonObject Read(OperationDescription operation, WireRequest request)
    {
        var input = RestBinding.Read(operation, request);
        if (operation.Input is not { } shape || shape.Payload is { IsStreaming: true } || request.Body.IsEmpty) return input;
        if (shape.Payload is { Shape.Kind: ShapeKind.Text or ShapeKind.Blob } text)
        {
            input[text.Name] = text.Shape.Kind == ShapeKind.Text ? JsonValue.Create(Encoding.UTF8.GetString(request.Body.Span)) : Values.Of(request.Body.ToArray());
            return input;
        }
        try
        {
            // Operations without a body pay no heed to one.
            if (shape.Payload is { } payload) input[payload.Name] = XmlCodec.Read(payload.Shape, XmlTree.Parse(request.Body));
            else if (shape.Members.Values.Any(member => member.Place == Place.Body)) XmlCodec.ReadMembers(shape, XmlTree.Parse(request.Body), input);
            return input;
        }
        catch (Exception broken) when (broken is XmlException or FormatException)
        {
            throw Malformed();
        }
    }

    /// <summary>What S3 answers to XML that is none, or not its schema's.</summary>
    public static AwsException Malformed() => new("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    /// <inheritdoc/>
    public override WireAnswer Write(OperationDescription operation, LabAnswer answer, string requestId)
    {
        var headers = Headers(requestId);
        var status = RestBinding.Write(operation, answer, headers);
        if (answer.Payload is { } stream) return new(status, headers, default) { Stream = stream, StreamLength = answer.PayloadLength };
        // Neither 204 nor 304 has a body, and HEAD has none either.
        if (operation.Output is not { } shape || status is 204 or 304 || operation.Method == "HEAD") return new(status, headers, default);
        if (shape.Payload is { } payload)
        {
            if (answer.Output[payload.Name] is not { } value) return new(status, headers, default);
            if (payload.Shape.Kind is ShapeKind.Text or ShapeKind.Blob)
            {
                if (payload.Shape.Kind == ShapeKind.Text) headers.Add(new("Content-Type", "application/json"));
                return new(status, headers, payload.Shape.Kind == ShapeKind.Text ? Encoding.UTF8.GetBytes(Values.Text(value)) : Values.Bytes(value));
            }
            headers.Add(new("Content-Type", "application/xml"));
            return new(status, headers, Document(payload.WireName, writer => XmlCodec.WriteContent(writer, payload.Shape, null, value, "millis")));
        }
        if (!shape.Members.Values.Any(member => member.Place == Place.Body)) return new(status, headers, default);
        headers.Add(new("Content-Type", "application/xml"));
        return new(status, headers, Document(Roots.GetValueOrDefault(operation.Name) ?? shape.LocationName ?? operation.Name + "Result", writer =>
        {
            // The one answer whose root is a text.
            if (operation.Name == "GetBucketLocation") writer.WriteString((string?)answer.Output["LocationConstraint"] ?? "");
            else XmlCodec.WriteMembers(writer, shape, answer.Output, "millis");
        }));
    }

    /// <inheritdoc/>
    public override WireAnswer WriteError(ServiceDescription service, AwsException error, string requestId)
    {
        var headers = Headers(requestId);
        headers.Add(new("Content-Type", "application/xml"));
        var hostId = headers.First(h => h.Key == "x-amz-id-2").Value;
        var body = XmlCodec.Write(writer =>
        {
            writer.WriteStartElement("Error");
            writer.WriteElementString("Code", error.Code);
            writer.WriteElementString("Message", error.Message);
            foreach (var (name, value) in error.Members)
                if (value is JsonValue) writer.WriteElementString(name, Values.Text(value));
            writer.WriteElementString("RequestId", requestId);
            writer.WriteElementString("HostId", hostId);
            writer.WriteEndElement();
        });
        return new(StatusOf(ErrorShape(service, error.Code), error), headers, body);
    }

    private static ReadOnlyMemory<byte> Document(string root, Action<XmlWriter> content) => XmlCodec.Write(writer =>
    {
        writer.WriteStartElement(root, Space);
        content(writer);
        writer.WriteEndElement();
    });

    private static List<KeyValuePair<string, string>> Headers(string requestId) =>
        [new("x-amz-request-id", requestId), new("x-amz-id-2", Convert.ToBase64String(Encoding.ASCII.GetBytes("certus-lab-" + requestId)))];
}

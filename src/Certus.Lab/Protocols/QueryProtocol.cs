using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>Query: a form with an Action, answered in XML.</summary>
public sealed class QueryProtocol : Protocol
{
    /// <inheritdoc/>
    public override OperationDescription? Route(ServiceDescription service, WireRequest request) => service.Find(NameOf(request));

    /// <inheritdoc/>
    public override string NameOf(WireRequest request) => Form(request).FirstOrDefault(pair => pair.Key == "Action").Value ?? "";

    /// <summary>The parameters: of the body where there is one, else of the query.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Form(WireRequest request)
    {
        if (request.Body.IsEmpty) return request.Query;
        try
        {
            return [.. request.Query, .. QueryString.Parse(Encoding.UTF8.GetString(request.Body.Span))];
        }
        catch (DecoderFallbackException)
        {
            throw new AwsException("MalformedQueryString", "The form's parameters are not UTF-8.");
        }
    }

    /// <inheritdoc/>
    public override JsonObject Read(OperationDescription operation, WireRequest request)
    {
        JsonObject input = [];
        if (operation.Input is { } shape) ReadMembers(shape, FormTree.Of(Form(request)), input, "");
        return input;
    }

    private static void ReadMembers(Shape shape, FormTree tree, JsonObject into, string path)
    {
        foreach (var member in shape.Members.Values)
        {
            var node = tree[member.WireName];
            // A flattened list may go by its elements' name.
            if (node is null && member is { IsFlattened: true, Shape.Element.StatedName: { } element }) node = tree[element];
            if (node is not null) into[member.Name] = Read(member, node, path + member.Name);
        }
    }

    private static JsonNode? Read(Member member, FormTree node, string path)
    {
        var shape = member.Shape;
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                JsonObject structure = [];
                ReadMembers(shape, node, structure, path + ".");
                return structure;
            case ShapeKind.List:
                // Elements are N, member.N, or NAME.N; the flattened ones of some old clients too.
                var elements = node["member"] is { HasChildren: true } named ? named
                    : shape.Element!.StatedName is { } stated && node[stated] is { HasChildren: true } own ? own : node;
                return new JsonArray([.. elements.Numbered.Select((inner, i) => Read(shape.Element!, inner, $"{path}.{i + 1}.member"))]);
            case ShapeKind.Map:
                JsonObject map = [];
                foreach (var entry in (node["entry"] ?? node).Numbered)
                    if (entry[shape.Key!.WireName]?.Text is { } key)
                        map[key] = entry[shape.Value!.WireName] is { } value ? Read(shape.Value, value, $"{path}.{key}") : null;
                return map;
            default:
                try
                {
                    return XmlCodec.ReadText(shape, node.Text ?? "");
                }
                catch (FormatException)
                {
                    throw new AwsException("MalformedInput", $"The value of {path} can not be read as a {shape.Kind.ToString().ToLowerInvariant()}.");
                }
        }
    }

    /// <inheritdoc/>
    public override WireAnswer Write(OperationDescription operation, LabAnswer answer, string requestId)
    {
        var body = XmlCodec.Write(writer =>
        {
            writer.WriteStartElement(operation.Name + "Response", operation.Service.XmlNamespace);
            if (operation.Output is { } shape)
            {
                if (operation.Wrapper is { } wrapper) writer.WriteStartElement(wrapper);
                XmlCodec.WriteMembers(writer, shape, answer.Output, null);
                if (operation.Wrapper is not null) writer.WriteEndElement();
            }
            writer.WriteStartElement("ResponseMetadata");
            writer.WriteElementString("RequestId", requestId);
            writer.WriteEndElement();
            writer.WriteEndElement();
        });
        return new(answer.Status ?? operation.Status, Headers(requestId), body);
    }

    /// <inheritdoc/>
    public override WireAnswer WriteError(ServiceDescription service, AwsException error, string requestId)
    {
        var shape = ErrorShape(service, error.Code);
        var status = StatusOf(shape, error);
        var body = XmlCodec.Write(writer =>
        {
            writer.WriteStartElement("ErrorResponse", service.XmlNamespace);
            writer.WriteStartElement("Error");
            writer.WriteElementString("Type", status >= 500 ? "Receiver" : "Sender");
            writer.WriteElementString("Code", shape?.ErrorCode ?? error.Code);
            writer.WriteElementString("Message", error.Message);
            foreach (var (name, value) in error.Members)
                if (value is JsonValue) writer.WriteElementString(name, Values.Text(value));
            writer.WriteEndElement();
            writer.WriteElementString("RequestId", requestId);
            writer.WriteEndElement();
        });
        return new(status, Headers(requestId), body);
    }

    private static List<KeyValuePair<string, string>> Headers(string requestId) => [new("Content-Type", "text/xml"), new("x-amzn-RequestId", requestId)];
}

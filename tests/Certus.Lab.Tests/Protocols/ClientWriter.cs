using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using Certus.Lab.Protocols;

namespace Certus.Lab.Tests.Protocols;

/// <summary>Writes requests as clients do, from what the protocols' specifications say and without the server's own writers.</summary>
internal static class ClientWriter
{
    public static WireRequest Write(string protocol, OperationDescription operation, JsonObject input)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        switch (protocol)
        {
            case "json":
                headers["X-Amz-Target"] = $"{operation.Service.TargetPrefix}.{operation.Name}";
                return new("POST", "/", [], headers, Encoding.UTF8.GetBytes(operation.Input is null ? "{}" : Json(operation.Input, input)!.ToJsonString()));
            case "smithy-rpc-v2-cbor":
                headers["smithy-protocol"] = "rpc-v2-cbor";
                using (var body = new MemoryStream())
                {
                    if (operation.Input is not null) Cbor(body, operation.Input, input);
                    return new("POST", $"/service/{operation.Service.TargetPrefix}/operation/{operation.Name}", [], headers, body.ToArray());
                }
            case "query":
                List<KeyValuePair<string, string>> form = [new("Action", operation.Name), new("Version", operation.Service.ApiVersion)];
                if (operation.Input is not null) Form(form, operation.Input, input, "");
                return new("POST", "/", [], headers, Encoding.UTF8.GetBytes(string.Join('&', form.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"))));
            default:
                return Rest(protocol, operation, input, headers);
        }
    }

    private static WireRequest Rest(string protocol, OperationDescription operation, JsonObject input, Dictionary<string, string> headers)
    {
        var mark = operation.Uri.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? operation.Uri : operation.Uri[..mark];
        List<KeyValuePair<string, string?>> query = mark < 0 ? [] : [.. operation.Uri[(mark + 1)..].Split('&').Select(pair => pair.Split('=')).Select(pair => new KeyValuePair<string, string?>(pair[0], pair.Length > 1 ? pair[1] : null))];
        foreach (var member in operation.Input?.Members.Values ?? [])
        {
            if (input[member.Name] is not { } value) continue;
            switch (member.Place)
            {
                case Place.Path:
                    var text = Uri.EscapeDataString(Text(member, value));
                    path = path.Replace($"{{{member.Name}}}", text, StringComparison.Ordinal).Replace($"{{{member.Name}+}}", text.Replace("%2F", "/", StringComparison.Ordinal), StringComparison.Ordinal);
                    break;
                case Place.Query:
                    if (value is JsonArray list) query.AddRange(list.Select(element => new KeyValuePair<string, string?>(member.WireName, (string?)element)));
                    else query.Add(new(member.WireName, Text(member, value)));
                    break;
                case Place.Header:
                    headers[member.WireName] = value is JsonArray several ? string.Join(",", several.Select(element => (string?)element)) : Text(member, value, "rfc822");
                    break;
                case Place.Headers:
                    foreach (var (name, entry) in value.AsObject()) headers[member.WireName + name] = (string)entry!;
                    break;
            }
        }
        return new(operation.Method, path, query, headers, Body(protocol, operation, input));
    }

    private static byte[] Body(string protocol, OperationDescription operation, JsonObject input)
    {
        if (operation.Input is not { } shape || shape.Payload is { IsStreaming: true }) return [];
        if (shape.Payload is { } payload)
        {
            if (input[payload.Name] is not { } value) return [];
            return payload.Shape.Kind switch
            {
                ShapeKind.Blob => Values.Bytes(value),
                ShapeKind.Text => Encoding.UTF8.GetBytes((string)value!),
                _ when protocol == "rest-json" => Encoding.UTF8.GetBytes(Json(payload.Shape, value)!.ToJsonString()),
                _ => Xml(payload.WireName, payload.Shape, payload.Namespace?.Uri, value),
            };
        }
        if (!shape.Members.Values.Any(member => member.Place == Place.Body)) return [];
        return protocol == "rest-json" ? Encoding.UTF8.GetBytes(Json(shape, input)!.ToJsonString()) : Xml(operation.InputName ?? shape.Name, shape, operation.InputNamespace?.Uri, input);
    }

    private static string Text(Member member, JsonNode value, string timeFormat = "iso8601") => member.Shape.Kind switch
    {
        ShapeKind.Time => Time(Values.Time(value), member.TimestampFormat ?? timeFormat),
        ShapeKind.Blob => Convert.ToBase64String(Values.Bytes(value)),
        ShapeKind.Text => (string)value!,
        ShapeKind.Flag => (bool)value ? "true" : "false",
        ShapeKind.Real => ((double)value).ToString("R", CultureInfo.InvariantCulture),
        _ => ((long)value).ToString(CultureInfo.InvariantCulture),
    };

    private static string Time(DateTimeOffset at, string format) => format switch
    {
        "rfc822" => at.ToString("r", CultureInfo.InvariantCulture),
        "unixTimestamp" => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        _ => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };

    private static JsonNode? Json(Shape shape, JsonNode? value, string? timeFormat = null) => value is null ? null : shape.Kind switch
    {
        ShapeKind.Structure => new JsonObject(value.AsObject().Where(pair => shape.Members[pair.Key].Place == Place.Body)
            .Select(pair => KeyValuePair.Create(shape.Members[pair.Key].WireName, Json(shape.Members[pair.Key].Shape, pair.Value, shape.Members[pair.Key].TimestampFormat)))),
        ShapeKind.Map => new JsonObject(value.AsObject().Select(pair => KeyValuePair.Create(pair.Key, Json(shape.Value!.Shape, pair.Value)))),
        ShapeKind.List => new JsonArray([.. value.AsArray().Select(element => Json(shape.Element!.Shape, element, shape.Element.TimestampFormat))]),
        ShapeKind.Time => timeFormat is null or "unixTimestamp" ? JsonValue.Create(Values.Time(value).ToUnixTimeSeconds()) : JsonValue.Create(Time(Values.Time(value), timeFormat)),
        ShapeKind.Blob => JsonValue.Create(Convert.ToBase64String(Values.Bytes(value))),
        _ => value.DeepClone(),
    };

    private static byte[] Xml(string root, Shape shape, string? space, JsonNode value)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, new() { Encoding = new UTF8Encoding(false), NewLineHandling = NewLineHandling.Entitize }))
        {
            writer.WriteStartElement(root, space);
            Content(writer, shape, value);
            writer.WriteEndElement();
        }
        return buffer.ToArray();
    }

    private static void Content(XmlWriter writer, Shape shape, JsonNode value, Member? member = null)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                foreach (var inner in shape.Members.Values)
                    if (inner.IsAttribute && value[inner.Name] is { } attribute) writer.WriteAttributeString("xsi", "type", "http://www.w3.org/2001/XMLSchema-instance", (string)attribute!);
                foreach (var (name, inner) in value.AsObject())
                {
                    var part = shape.Members[name];
                    if (inner is null || part.Place != Place.Body || part.IsAttribute) continue;
                    if (part is { IsFlattened: true, Shape.Kind: ShapeKind.List })
                        foreach (var element in inner.AsArray()) Element(writer, part.WireName, part.Shape.Element!, element!);
                    else Element(writer, part.WireName, part, inner);
                }
                break;
            case ShapeKind.List:
                foreach (var element in value.AsArray()) Element(writer, shape.Element!.StatedName ?? "member", shape.Element!, element!);
                break;
            default:
                writer.WriteString(Text(member!, value));
                break;
        }
    }

    private static void Element(XmlWriter writer, string name, Member member, JsonNode value)
    {
        writer.WriteStartElement(name);
        Content(writer, member.Shape, value, member);
        writer.WriteEndElement();
    }

    private static void Form(List<KeyValuePair<string, string>> form, Shape shape, JsonObject input, string prefix)
    {
        foreach (var (name, value) in input)
            if (value is not null) FormValue(form, shape.Members[name], value, prefix + shape.Members[name].WireName);
    }

    private static void FormValue(List<KeyValuePair<string, string>> form, Member member, JsonNode value, string name)
    {
        switch (member.Shape.Kind)
        {
            case ShapeKind.Structure:
                Form(form, member.Shape, value.AsObject(), name + ".");
                break;
            case ShapeKind.List:
                var list = value.AsArray();
                if (list.Count == 0) form.Add(new(name, ""));
                for (var i = 0; i < list.Count; i++)
                    FormValue(form, member.Shape.Element!, list[i]!, $"{name}.{(member.IsFlattened ? "" : (member.Shape.Element!.StatedName ?? "member") + ".")}{i + 1}");
                break;
            case ShapeKind.Map:
                var number = 0;
                foreach (var (key, inner) in value.AsObject())
                {
                    number++;
                    form.Add(new($"{name}.entry.{number}.{member.Shape.Key!.WireName}", key));
                    FormValue(form, member.Shape.Value!, inner!, $"{name}.entry.{number}.{member.Shape.Value!.WireName}");
                }
                break;
            default:
                form.Add(new(name, Text(member, value)));
                break;
        }
    }

    private static void Cbor(Stream to, Shape shape, JsonNode value)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Structure or ShapeKind.Map:
                // Without a length, as botocore does not and others do.
                to.WriteByte(0xBF);
                foreach (var (name, inner) in value.AsObject())
                {
                    Bytes(to, 3, Encoding.UTF8.GetBytes(name));
                    Cbor(to, shape.Kind == ShapeKind.Map ? shape.Value!.Shape : shape.Members[name].Shape, inner!);
                }
                to.WriteByte(0xFF);
                break;
            case ShapeKind.List:
                Head(to, 4, (ulong)value.AsArray().Count);
                foreach (var element in value.AsArray()) Cbor(to, shape.Element!.Shape, element!);
                break;
            case ShapeKind.Text:
                Bytes(to, 3, Encoding.UTF8.GetBytes((string)value!));
                break;
            case ShapeKind.Blob:
                Bytes(to, 2, Values.Bytes(value));
                break;
            case ShapeKind.Flag:
                to.WriteByte((bool)value ? (byte)0xF5 : (byte)0xF4);
                break;
            case ShapeKind.Time:
                Head(to, 6, 1);
                Double(to, Values.Time(value).ToUnixTimeSeconds());
                break;
            case ShapeKind.Real:
                Double(to, (double)value);
                break;
            default:
                var whole = (long)value;
                Head(to, whole < 0 ? 1 : 0, (ulong)(whole < 0 ? -(whole + 1) : whole));
                break;
        }
    }

    private static void Bytes(Stream to, int major, byte[] bytes)
    {
        Head(to, major, (ulong)bytes.Length);
        to.Write(bytes);
    }

    private static void Head(Stream to, int major, ulong argument)
    {
        Span<byte> head = stackalloc byte[9];
        head[0] = (byte)(major << 5 | 27);
        BinaryPrimitives.WriteUInt64BigEndian(head[1..], argument);
        to.Write(head);
    }

    private static void Double(Stream to, double value)
    {
        Span<byte> head = stackalloc byte[9];
        head[0] = 0xFB;
        BinaryPrimitives.WriteDoubleBigEndian(head[1..], value);
        to.Write(head);
    }
}

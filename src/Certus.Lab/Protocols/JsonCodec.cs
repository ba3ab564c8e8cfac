using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>Values of a model as JSON and back.</summary>
internal static class JsonCodec
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 64, AllowDuplicateProperties = true };
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The members of a structure from a body; none from an empty one.</summary>
    public static JsonObject ReadBody(Shape? shape, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty) return [];
        try
        {
            using var document = JsonDocument.Parse(body, Reading);
            if (document.RootElement.ValueKind == JsonValueKind.Null) return [];
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Unreadable("Start of structure or map expected where not found.");
            var left = MostValues;
            return shape is null ? [] : (JsonObject)Read(shape, null, document.RootElement, ref left)!;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no UTF-8, or half of a surrogate pair.
            throw Unreadable("The request's body is not JSON that can be read.");
        }
    }

    /// <summary>More values than any call of AWS has.</summary>
    public const int MostValues = 200_000;

    public static AwsException TooMany() => Unreadable($"The request's body has more than {MostValues:N0} values.");

    public static AwsException Unreadable(string message) => new("SerializationException", message);

    private static JsonNode? Read(Shape shape, string? timestampFormat, JsonElement json, ref int left)
    {
        if (--left < 0) throw TooMany();
        if (json.ValueKind == JsonValueKind.Null) return null;
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                Expect(json, JsonValueKind.Object, shape);
                JsonObject structure = [];
                foreach (var property in json.EnumerateObject())
                    if (shape.ByWireName.TryGetValue(property.Name, out var member) && member.Place == Place.Body && Read(member.Shape, member.TimestampFormat, property.Value, ref left) is { } value)
                        structure[member.Name] = value;
                return structure;
            case ShapeKind.Map:
                Expect(json, JsonValueKind.Object, shape);
                JsonObject map = [];
                foreach (var entry in json.EnumerateObject())
                    map[entry.Name] = Read(shape.Value!.Shape, shape.Value.TimestampFormat, entry.Value, ref left);
                return map;
            case ShapeKind.List:
                Expect(json, JsonValueKind.Array, shape);
                JsonArray list = [];
                foreach (var element in json.EnumerateArray())
                    list.Add(Read(shape.Element!.Shape, shape.Element.TimestampFormat, element, ref left));
                return list;
            case ShapeKind.Text:
                Expect(json, JsonValueKind.String, shape);
                return JsonValue.Create(json.GetString());
            case ShapeKind.Integer or ShapeKind.Long:
                return JsonValue.Create(ReadWhole(shape, json));
            case ShapeKind.Real:
                if (json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var real) && double.IsFinite(real)) return JsonValue.Create(real);
                if (json.ValueKind == JsonValueKind.String && json.GetString() is "NaN" or "Infinity" or "-Infinity") return JsonValue.Create(Values.ParseReal(json.GetString()!));
                throw Mismatch(json, "Double");
            case ShapeKind.Flag:
                return json.ValueKind is JsonValueKind.True or JsonValueKind.False ? JsonValue.Create(json.GetBoolean()) : throw Mismatch(json, "Boolean");
            case ShapeKind.Time:
                var at = json.ValueKind switch
                {
                    JsonValueKind.Number when json.TryGetDouble(out var seconds) => Values.FromSeconds(seconds),
                    JsonValueKind.String => Values.ParseTime(json.GetString()!),
                    _ => null,
                };
                return Values.Of(at ?? throw Mismatch(json, "Timestamp"));
            case ShapeKind.Blob:
                Expect(json, JsonValueKind.String, shape);
                return json.TryGetBytesFromBase64(out var bytes) ? Values.Of(bytes) : throw Unreadable("A blob is not base64.");
            default:
                return JsonNode.Parse(json.GetRawText());
        }
    }

    private static long ReadWhole(Shape shape, JsonElement json)
    {
        var name = shape.Kind == ShapeKind.Integer ? "Integer" : "Long";
        if (json.ValueKind != JsonValueKind.Number) throw Mismatch(json, name);
        // 1.0 and 1e3 are whole numbers too.
        if (!json.TryGetInt64(out var whole) && !(json.TryGetDecimal(out var exact) && decimal.IsInteger(exact) && exact is >= long.MinValue and <= long.MaxValue && (whole = (long)exact) == exact))
            throw Mismatch(json, name);
        return shape.Kind == ShapeKind.Long || whole is >= int.MinValue and <= int.MaxValue ? whole : throw Mismatch(json, name);
    }

    private static void Expect(JsonElement json, JsonValueKind kind, Shape shape)
    {
        if (json.ValueKind != kind) throw Mismatch(json, shape.Kind switch { ShapeKind.Text => "String", ShapeKind.Blob => "Blob", ShapeKind.List => "List", _ => shape.Kind.ToString() });
    }

    private static AwsException Mismatch(JsonElement json, string wanted) => Unreadable(json.ValueKind switch
    {
        JsonValueKind.Object => $"Unrecognized collection type: a structure can not be converted to {wanted}",
        JsonValueKind.Array => $"Unexpected list: it can not be converted to {wanted}",
        JsonValueKind.Number => $"NUMBER_VALUE can not be converted to {wanted}",
        JsonValueKind.True => $"TRUE_VALUE can not be converted to {wanted}",
        JsonValueKind.False => $"FALSE_VALUE can not be converted to {wanted}",
        _ => $"STRING_VALUE can not be converted to {wanted}",
    });

    /// <summary>A structure's members that travel in the body.</summary>
    public static ReadOnlyMemory<byte> WriteBody(Shape? shape, JsonObject members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            if (shape is null)
            {
                writer.WriteStartObject();
                writer.WriteEndObject();
            }
            else
            {
                Write(writer, shape, null, members);
            }
        }
        return buffer.WrittenMemory;
    }

    /// <summary>Anything written by hand, such as an error.</summary>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Writing)) write(writer);
        return buffer.WrittenMemory;
    }

    public static void Write(Utf8JsonWriter writer, Shape shape, string? timestampFormat, JsonNode? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                writer.WriteStartObject();
                foreach (var (name, inner) in value.AsObject())
                {
                    if (inner is null || !shape.Members.TryGetValue(name, out var member) || member.Place != Place.Body) continue;
                    writer.WritePropertyName(member.WireName);
                    Write(writer, member.Shape, member.TimestampFormat, inner);
                }
                writer.WriteEndObject();
                break;
            case ShapeKind.Map:
                writer.WriteStartObject();
                foreach (var (name, inner) in value.AsObject())
                {
                    writer.WritePropertyName(name);
                    Write(writer, shape.Value!.Shape, shape.Value.TimestampFormat, inner);
                }
                writer.WriteEndObject();
                break;
            case ShapeKind.List:
                writer.WriteStartArray();
                foreach (var inner in value.AsArray()) Write(writer, shape.Element!.Shape, shape.Element.TimestampFormat, inner);
                writer.WriteEndArray();
                break;
            case ShapeKind.Text:
                writer.WriteStringValue(Values.Text(value));
                break;
            case ShapeKind.Integer or ShapeKind.Long:
                writer.WriteNumberValue(Values.Whole(value));
                break;
            case ShapeKind.Real:
                var real = Values.Real(value);
                if (double.IsFinite(real)) writer.WriteNumberValue(real);
                else writer.WriteStringValue(Values.Text(real));
                break;
            case ShapeKind.Flag:
                writer.WriteBooleanValue(Values.Flag(value));
                break;
            case ShapeKind.Time:
                if (timestampFormat is "iso8601" or "rfc822") writer.WriteStringValue(Values.Text(Values.Time(value), timestampFormat));
                else writer.WriteNumberValue(Values.Seconds(Values.Time(value)));
                break;
            case ShapeKind.Blob:
                writer.WriteBase64StringValue(Values.Bytes(value));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}

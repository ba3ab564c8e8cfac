using System.Formats.Cbor;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>Values of a model as CBOR (RFC 8949) and back, as Smithy's RPC protocol uses it.</summary>
internal static class CborCodec
{
    private const int Deepest = 64;

    /// <summary>The members of a structure from a body; none from an empty one.</summary>
    public static JsonObject ReadBody(Shape? shape, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty || shape is null) return [];
        try
        {
            var left = JsonCodec.MostValues;
            return Read(new(body, CborConformanceMode.Lax), shape, 0, ref left) as JsonObject ?? throw Broken();
        }
        catch (Exception broken) when (broken is CborContentException or InvalidOperationException or OverflowException)
        {
            throw Broken();
        }
    }

    private static AwsException Broken() => new("SerializationException", "The request's body is not CBOR that can be read.");

    // What the model does not know is read over: its shape is null.
    private static JsonNode? Read(CborReader reader, Shape? shape, int depth, ref int left)
    {
        if (--left < 0) throw JsonCodec.TooMany();
        if (depth > Deepest) throw Broken();
        switch (reader.PeekState())
        {
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger: return Whole(shape, reader.ReadInt64());
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat: return Real(shape, reader.ReadDouble());
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                var bytes = reader.ReadByteString();
                return shape is null ? null : shape.Kind == ShapeKind.Blob ? Values.Of(bytes) : throw Broken();
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                var text = reader.ReadTextString();
                return shape is null ? null : shape.Kind == ShapeKind.Text ? JsonValue.Create(text) : throw Broken();
            case CborReaderState.Boolean:
                var flag = reader.ReadBoolean();
                return shape is null ? null : shape.Kind == ShapeKind.Flag ? JsonValue.Create(flag) : throw Broken();
            case CborReaderState.StartArray: return List(reader, shape, depth, ref left);
            case CborReaderState.StartMap: return Map(reader, shape, depth, ref left);
            case CborReaderState.Tag:
                reader.ReadTag();
                return Read(reader, shape, depth + 1, ref left);
            case CborReaderState.Null or CborReaderState.SimpleValue:
                return reader.ReadSimpleValue() is CborSimpleValue.Null or CborSimpleValue.Undefined ? null : throw Broken();
            default: throw Broken();
        }
    }

    private static JsonNode? Whole(Shape? shape, long value) => shape?.Kind switch
    {
        null => null,
        ShapeKind.Integer => value is >= int.MinValue and <= int.MaxValue ? JsonValue.Create(value) : throw Broken(),
        ShapeKind.Long => JsonValue.Create(value),
        ShapeKind.Real => JsonValue.Create((double)value),
        ShapeKind.Time => Values.Of(Values.FromSeconds(value) ?? throw Broken()),
        _ => throw Broken(),
    };

    private static JsonNode? Real(Shape? shape, double real) => shape?.Kind switch
    {
        null => null,
        ShapeKind.Real => JsonValue.Create(real),
        ShapeKind.Time => Values.Of(Values.FromSeconds(real) ?? throw Broken()),
        ShapeKind.Integer or ShapeKind.Long when double.IsInteger(real) && Math.Abs(real) < 9e15 => Whole(shape, (long)real),
        _ => throw Broken(),
    };

    private static JsonArray? List(CborReader reader, Shape? shape, int depth, ref int left)
    {
        if (shape is not null && shape.Kind != ShapeKind.List) throw Broken();
        JsonArray? list = shape is null ? null : [];
        for (reader.ReadStartArray(); reader.PeekState() != CborReaderState.EndArray;)
        {
            var value = Read(reader, shape?.Element!.Shape, depth + 1, ref left);
            list?.Add(value);
        }
        reader.ReadEndArray();
        return list;
    }

    private static JsonObject? Map(CborReader reader, Shape? shape, int depth, ref int left)
    {
        if (shape is not null && shape.Kind is not (ShapeKind.Structure or ShapeKind.Map)) throw Broken();
        JsonObject? map = shape is null ? null : [];
        for (reader.ReadStartMap(); reader.PeekState() != CborReaderState.EndMap;)
        {
            var name = reader.ReadTextString();
            var member = shape?.Kind == ShapeKind.Structure ? shape.Members.GetValueOrDefault(name) : null;
            var value = Read(reader, shape?.Kind == ShapeKind.Map ? shape.Value!.Shape : member?.Shape, depth + 1, ref left);
            if (shape?.Kind == ShapeKind.Map || member is not null && value is not null) map![name] = value;
        }
        reader.ReadEndMap();
        return map;
    }

    /// <summary>A structure's members.</summary>
    public static ReadOnlyMemory<byte> WriteBody(Shape? shape, JsonObject members)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        if (shape is not null) Write(writer, shape, members);
        else WriteMap<int>(writer, [], static (_, _) => { });
        return writer.Encode();
    }

    /// <summary>A map of texts.</summary>
    public static ReadOnlyMemory<byte> WriteTexts(params IReadOnlyList<(string Name, string Value)> texts)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        WriteMap(writer, texts, static (writer, text) =>
        {
            writer.WriteTextString(text.Name);
            writer.WriteTextString(text.Value);
        });
        return writer.Encode();
    }

    private static void WriteMap<T>(CborWriter writer, IReadOnlyCollection<T> entries, Action<CborWriter, T> write)
    {
        writer.WriteStartMap(entries.Count);
        foreach (var entry in entries) write(writer, entry);
        writer.WriteEndMap();
    }

    private static void Write(CborWriter writer, Shape shape, JsonNode? value)
    {
        if (value is null)
        {
            writer.WriteNull();
            return;
        }
        switch (shape.Kind)
        {
            case ShapeKind.Structure or ShapeKind.Map:
                Shape? Of(string name) => shape.Kind == ShapeKind.Map ? shape.Value!.Shape : shape.Members.GetValueOrDefault(name)?.Shape;
                WriteMap(writer, [.. value.AsObject().Where(member => shape.Kind == ShapeKind.Map || member.Value is not null && shape.Members.ContainsKey(member.Key))], (to, member) =>
                {
                    to.WriteTextString(member.Key);
                    Write(to, Of(member.Key)!, member.Value);
                });
                break;
            case ShapeKind.List:
                writer.WriteStartArray(value.AsArray().Count);
                foreach (var inner in value.AsArray()) Write(writer, shape.Element!.Shape, inner);
                writer.WriteEndArray();
                break;
            case ShapeKind.Integer or ShapeKind.Long: writer.WriteInt64(Values.Whole(value)); break;
            case ShapeKind.Real: writer.WriteDouble(Values.Real(value)); break;
            case ShapeKind.Flag: writer.WriteBoolean(Values.Flag(value)); break;
            case ShapeKind.Time:
                writer.WriteTag(CborTag.UnixTimeSeconds);
                writer.WriteDouble((double)Values.Seconds(Values.Time(value)));
                break;
            case ShapeKind.Blob: writer.WriteByteString(Values.Bytes(value)); break;
            default: writer.WriteTextString(Values.Text(value)); break;
        }
    }
}

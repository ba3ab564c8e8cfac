using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>Values of a model as CBOR (RFC 8949) and back, as much of it as Smithy's RPC protocol uses.</summary>
internal static class CborCodec
{
    private const int Deepest = 64;

    /// <summary>The members of a structure from a body; none from an empty one.</summary>
    public static JsonObject ReadBody(Shape? shape, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || shape is null) return [];
        var reader = new Reader(body);
        return reader.Read(shape, 0) as JsonObject ?? throw Broken();
    }

    private static AwsException Broken() => new("SerializationException", "The request's body is not CBOR that can be read.");

    private ref struct Reader(ReadOnlySpan<byte> rest)
    {
        private static readonly UTF8Encoding Strict = new(false, true);

        private ReadOnlySpan<byte> _rest = rest;

        public JsonNode? Read(Shape? shape, int depth)
        {
            if (depth > Deepest) throw Broken();
            var (major, argument, indefinite) = Head();
            switch (major)
            {
                case 0: return Whole(shape, argument <= long.MaxValue ? (long)argument : throw Broken());
                case 1: return Whole(shape, argument <= long.MaxValue ? -1 - (long)argument : throw Broken());
                case 2:
                    var bytes = Bytes(argument, indefinite, 2);
                    return shape is null ? null : shape.Kind == ShapeKind.Blob ? Values.Of(bytes) : throw Broken();
                case 3:
                    var text = Text(Bytes(argument, indefinite, 3));
                    return shape is null ? null : shape.Kind == ShapeKind.Text ? JsonValue.Create(text) : throw Broken();
                case 4: return List(shape, argument, indefinite, depth);
                case 5: return Map(shape, argument, indefinite, depth);
                case 6: return Read(shape, depth + 1);
                case 7: return Simple(shape, argument);
                default: return Real(shape, BitConverter.UInt64BitsToDouble(argument));
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

        private static JsonValue? Simple(Shape? shape, ulong argument) => argument switch
        {
            22 or 23 => null,
            20 or 21 when shape is null => null,
            20 or 21 when shape.Kind == ShapeKind.Flag => JsonValue.Create(argument == 21),
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

        private JsonArray? List(Shape? shape, ulong count, bool indefinite, int depth)
        {
            if (shape is not null && shape.Kind != ShapeKind.List) throw Broken();
            if (!indefinite && count > (ulong)_rest.Length) throw Broken();
            JsonArray? list = shape is null ? null : [];
            for (ulong i = 0; indefinite ? !Break() : i < count; i++)
            {
                var value = Read(shape?.Element!.Shape, depth + 1);
                list?.Add(value);
            }
            return list;
        }

        private JsonObject? Map(Shape? shape, ulong count, bool indefinite, int depth)
        {
            if (shape is not null && shape.Kind is not (ShapeKind.Structure or ShapeKind.Map)) throw Broken();
            if (!indefinite && count > (ulong)_rest.Length) throw Broken();
            JsonObject? map = shape is null ? null : [];
            for (ulong i = 0; indefinite ? !Break() : i < count; i++)
            {
                var (major, length, open) = Head();
                if (major != 3) throw Broken();
                var name = Text(Bytes(length, open, 3));
                var member = shape?.Kind == ShapeKind.Structure ? shape.Members.GetValueOrDefault(name) : null;
                var value = Read(shape?.Kind == ShapeKind.Map ? shape.Value!.Shape : member?.Shape, depth + 1);
                if (shape?.Kind == ShapeKind.Map || member is not null && value is not null) map![name] = value;
            }
            return map;
        }

        private bool Break()
        {
            if (_rest.IsEmpty) throw Broken();
            if (_rest[0] != 0xFF) return false;
            _rest = _rest[1..];
            return true;
        }

        private static string Text(byte[] bytes)
        {
            try
            {
                return Strict.GetString(bytes);
            }
            catch (DecoderFallbackException)
            {
                throw Broken();
            }
        }

        private byte[] Bytes(ulong length, bool indefinite, int major)
        {
            if (!indefinite) return Take(length).ToArray();
            var all = new ArrayBufferWriter<byte>();
            while (!Break())
            {
                var (inner, chunk, open) = Head();
                if (inner != major || open) throw Broken();
                all.Write(Take(chunk));
            }
            return all.WrittenSpan.ToArray();
        }

        private ReadOnlySpan<byte> Take(ulong length)
        {
            if (length > (ulong)_rest.Length) throw Broken();
            var taken = _rest[..(int)length];
            _rest = _rest[(int)length..];
            return taken;
        }

        // Floats are given a kind of their own, 8, with the bits of a double.
        private (int Major, ulong Argument, bool Indefinite) Head()
        {
            var first = Take(1)[0];
            var (major, low) = (first >> 5, first & 31);
            switch (low)
            {
                case < 24: return (major, (ulong)low, false);
                case 24: return (major, Take(1)[0], false);
                case 25:
                    var two = BinaryPrimitives.ReadUInt16BigEndian(Take(2));
                    return major == 7 ? (8, BitConverter.DoubleToUInt64Bits((double)BitConverter.UInt16BitsToHalf(two)), false) : (major, two, false);
                case 26:
                    var four = BinaryPrimitives.ReadUInt32BigEndian(Take(4));
                    return major == 7 ? (8, BitConverter.DoubleToUInt64Bits(BitConverter.UInt32BitsToSingle(four)), false) : (major, four, false);
                case 27:
                    var eight = BinaryPrimitives.ReadUInt64BigEndian(Take(8));
                    return (major == 7 ? 8 : major, eight, false);
                case 31 when major is 2 or 3 or 4 or 5: return (major, 0, true);
                default: throw Broken();
            }
        }
    }

    /// <summary>A structure's members.</summary>
    public static ReadOnlyMemory<byte> WriteBody(Shape? shape, JsonObject members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        if (shape is null) Head(buffer, 5, 0);
        else Write(buffer, shape, members);
        return buffer.WrittenMemory;
    }

    /// <summary>A map of texts.</summary>
    public static ReadOnlyMemory<byte> WriteTexts(params ReadOnlySpan<(string Name, string Value)> texts)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Head(buffer, 5, (ulong)texts.Length);
        foreach (var (name, value) in texts)
        {
            Text(buffer, name);
            Text(buffer, value);
        }
        return buffer.WrittenMemory;
    }

    private static void Write(ArrayBufferWriter<byte> to, Shape shape, JsonNode? value)
    {
        if (value is null)
        {
            to.Write<byte>([0xF6]);
            return;
        }
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                var known = value.AsObject().Where(member => member.Value is not null && shape.Members.ContainsKey(member.Key)).ToArray();
                Head(to, 5, (ulong)known.Length);
                foreach (var (name, inner) in known)
                {
                    Text(to, name);
                    Write(to, shape.Members[name].Shape, inner);
                }
                break;
            case ShapeKind.Map:
                Head(to, 5, (ulong)value.AsObject().Count);
                foreach (var (name, inner) in value.AsObject())
                {
                    Text(to, name);
                    Write(to, shape.Value!.Shape, inner);
                }
                break;
            case ShapeKind.List:
                Head(to, 4, (ulong)value.AsArray().Count);
                foreach (var inner in value.AsArray()) Write(to, shape.Element!.Shape, inner);
                break;
            case ShapeKind.Integer or ShapeKind.Long:
                var whole = Values.Whole(value);
                Head(to, whole < 0 ? 1 : 0, (ulong)(whole < 0 ? -1 - whole : whole));
                break;
            case ShapeKind.Real:
                Real(to, Values.Real(value));
                break;
            case ShapeKind.Flag:
                to.Write<byte>([Values.Flag(value) ? (byte)0xF5 : (byte)0xF4]);
                break;
            case ShapeKind.Time:
                Head(to, 6, 1);
                Real(to, (double)Values.Seconds(Values.Time(value)));
                break;
            case ShapeKind.Blob:
                var bytes = Values.Bytes(value);
                Head(to, 2, (ulong)bytes.Length);
                to.Write(bytes);
                break;
            default:
                Text(to, Values.Text(value));
                break;
        }
    }

    private static void Text(ArrayBufferWriter<byte> to, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Head(to, 3, (ulong)bytes.Length);
        to.Write(bytes);
    }

    private static void Real(ArrayBufferWriter<byte> to, double value)
    {
        var span = to.GetSpan(9);
        span[0] = 0xFB;
        BinaryPrimitives.WriteDoubleBigEndian(span[1..], value);
        to.Advance(9);
    }

    private static void Head(ArrayBufferWriter<byte> to, int major, ulong argument)
    {
        var span = to.GetSpan(9);
        switch (argument)
        {
            case < 24:
                span[0] = (byte)(major << 5 | (int)argument);
                to.Advance(1);
                break;
            case <= byte.MaxValue:
                span[0] = (byte)(major << 5 | 24);
                span[1] = (byte)argument;
                to.Advance(2);
                break;
            case <= uint.MaxValue:
                span[0] = (byte)(major << 5 | 26);
                BinaryPrimitives.WriteUInt32BigEndian(span[1..], (uint)argument);
                to.Advance(5);
                break;
            default:
                span[0] = (byte)(major << 5 | 27);
                BinaryPrimitives.WriteUInt64BigEndian(span[1..], argument);
                to.Advance(9);
                break;
        }
    }
}

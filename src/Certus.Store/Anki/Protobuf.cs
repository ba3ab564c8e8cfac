using System.Text;

namespace Certus.Store.Anki;

/// <summary>Takes messages in Protocol Buffers apart, as far as packages need it.</summary>
internal static class Protobuf
{
    /// <summary>The fields of a message in their order: number, value of a varint, bytes of anything with a length.</summary>
    /// <exception cref="FormatException">The bytes are no such message.</exception>
    public static IEnumerable<(int Field, ulong Value, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0: yield return (field, Varint(message.Span, ref at), default); break;
                case 1: Skip(message, ref at, 8); break;
                case 2:
                    var length = Varint(message.Span, ref at);
                    if (length > (ulong)(message.Length - at)) throw new FormatException("a field is longer than its message");
                    yield return (field, 0, message.Slice(at, (int)length));
                    at += (int)length;
                    break;
                case 5: Skip(message, ref at, 4); break;
                default: throw new FormatException("a field of a kind that is not known");
            }
        }
    }

    /// <summary>The last field of a number as text; empty where there is none.</summary>
    public static string Text(ReadOnlyMemory<byte> message, int field) => Encoding.UTF8.GetString(Fields(message).LastOrDefault(entry => entry.Field == field).Bytes.Span);

    /// <summary>The last field of a number; 0 where there is none.</summary>
    public static ulong Number(ReadOnlyMemory<byte> message, int field) => Fields(message).LastOrDefault(entry => entry.Field == field).Value;

    private static void Skip(ReadOnlyMemory<byte> message, ref int at, int bytes)
    {
        if (bytes > message.Length - at) throw new FormatException("a field is longer than its message");
        at += bytes;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (at >= bytes.Length) throw new FormatException("a number is cut off");
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw new FormatException("a number is too long");
    }
}

using System.Buffers.Binary;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Inputs;

/// <summary>MXNet's RecordIO framing: a magic number, a length, the bytes, filled up to four.</summary>
/// <remarks>The three upper bits of the length say that a record goes on in the next frame (1 begins, 2 goes on, 3 ends): it was split where its own bytes are the magic number.</remarks>
internal static class RecordIo
{
    private const uint Magic = 0xced7230a;

    /// <summary>The next record; null at the end.</summary>
    /// <exception cref="ClientErrorException">The bytes are not of this framing.</exception>
    public static byte[]? Read(Stream stream, int number)
    {
        byte[]? begun = null;
        Span<byte> head = stackalloc byte[8];
        while (true)
        {
            var read = stream.ReadAtLeast(head, 8, throwOnEndOfStream: false);
            if (read == 0 && begun is null) return null;
            if (read < 8) throw Broken("ends in the middle of a record");
            if (BinaryPrimitives.ReadUInt32LittleEndian(head) != Magic) throw Broken("is not RecordIO: a record does not begin with its magic number");
            var field = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            var (part, length) = (field >> 29, (int)(field & 0x1fffffff));
            if (part is 0 or 1 != begun is null || part > 3) throw Broken("has parts of a record out of order");
            var bytes = new byte[(begun?.Length + 4 ?? 0) + (long)length <= 1 << 29 ? Math.Min(length, 1 << 16) : throw Broken("is longer than 512 MB")];
            // The length is not believed before its bytes are there.
            var filled = 0;
            while (filled < length)
            {
                if (filled == bytes.Length) Array.Resize(ref bytes, Math.Min(length, 2 * bytes.Length));
                var got = stream.Read(bytes, filled, bytes.Length - filled);
                if (got == 0) throw Broken("ends in the middle of a record");
                filled += got;
            }
            var fill = (4 - length % 4) % 4;
            if (stream.ReadAtLeast(head[..fill], fill, throwOnEndOfStream: false) < fill) throw Broken("ends in the middle of a record");
            if (part is 2 or 3)
            {
                var whole = new byte[begun!.Length + 4 + bytes.Length];
                begun.CopyTo(whole, 0);
                BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(begun.Length), Magic);
                bytes.CopyTo(whole, begun.Length + 4);
                bytes = whole;
            }
            if (part is 0 or 3) return bytes;
            begun = bytes;
        }

        ClientErrorException Broken(string why) => new($"record {number} {why}.");
    }

    /// <summary>Writes one record in one frame.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> record)
    {
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], (uint)record.Length);
        stream.Write(head);
        stream.Write(record);
        stream.Write([0, 0, 0], 0, (4 - record.Length % 4) % 4);
    }
}

using System.Buffers.Binary;
using Certus.Lab.SageMaker.Jobs;

namespace Certus.Lab.SageMaker.Transform;

/// <summary>Cuts an object into its records: lines, frames of RecordIO, or the whole.</summary>
internal static class RecordSplitter
{
    private const uint Magic = 0xced7230a;

    /// <summary>The records one by one; a line comes without its end, a frame with its head and its padding.</summary>
    /// <param name="name">The object, for the refusal.</param>
    /// <param name="most">The most bytes of a record.</param>
    /// <exception cref="JobFailedException">A record is larger, or a frame is none.</exception>
    public static IEnumerable<byte[]> Split(Stream stream, string type, string name, long most) => type switch
    {
        "Line" => Lines(stream, name, most),
        "RecordIO" => Frames(stream, name, most),
        _ => Whole(stream, name, most),
    };

    private static IEnumerable<byte[]> Lines(Stream stream, string name, long most)
    {
        var buffer = new byte[1 << 16];
        using var line = new MemoryStream();
        var number = 1;
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
        {
            for (var from = 0; from < read;)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', from, read - from);
                line.Write(buffer, from, (end < 0 ? read : end) - from);
                if (line.Length > most) throw TooLarge($"{name}, line {number}", line.Length, most);
                if (end < 0) break;
                if (Take(line) is { } record) yield return record;
                number++;
                from = end + 1;
            }
        }
        if (Take(line) is { } last) yield return last;

        static byte[]? Take(MemoryStream line)
        {
            var bytes = line.GetBuffer().AsSpan(0, (int)line.Length);
            if (bytes.EndsWith("\r"u8)) bytes = bytes[..^1];
            var record = bytes.Trim(" \t"u8).IsEmpty ? null : bytes.ToArray();
            line.SetLength(0);
            return record;
        }
    }

    private static IEnumerable<byte[]> Frames(Stream stream, string name, long most)
    {
        var head = new byte[8];
        for (long at = 0; stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) is > 0 and var read;)
        {
            var length = read == head.Length && BinaryPrimitives.ReadUInt32LittleEndian(head) == Magic
                ? (int)(BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)) & 0x1fffffff)
                : throw new JobFailedException($"ClientError: {name}: there is no RecordIO record at byte {at}.");
            if (length > most) throw TooLarge($"{name}, byte {at}", length, most);
            var frame = new byte[8 + (length + 3) / 4 * 4];
            head.CopyTo(frame, 0);
            if (stream.ReadAtLeast(frame.AsSpan(8), frame.Length - 8, throwOnEndOfStream: false) < frame.Length - 8)
                throw new JobFailedException($"ClientError: {name}: the RecordIO record at byte {at} is cut off.");
            at += frame.Length;
            yield return frame;
        }
    }

    private static IEnumerable<byte[]> Whole(Stream stream, string name, long most)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > most) throw TooLarge(name, bytes.Length, most);
        }
        yield return bytes.ToArray();
    }

    private static JobFailedException TooLarge(string what, long length, long most) =>
        new($"ClientError: {what}: {length} bytes and more, where MaxPayloadInMB allows {most} bytes in one request. Set SplitType to Line or RecordIO, or MaxPayloadInMB higher.");
}

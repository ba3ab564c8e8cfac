using System.Buffers.Binary;

namespace Certus.Store.Anki;

/// <summary>Counts the entries of an archive before anything is made of them.</summary>
internal static class ZipDirectory
{
    private const int EndBytes = 22, MostComment = 65_535, HeaderBytes = 46;
    private const uint End = 0x06054B50, Header = 0x02014B50;

    /// <summary>Entries, counted one by one: what the archive says of itself may be wrong. Ends past the most that are asked for.</summary>
    /// <exception cref="PackageFault">There is no such directory.</exception>
    public static int Count(Stream archive, int most)
    {
        var tail = new byte[Math.Min(archive.Length, EndBytes + MostComment)];
        archive.Position = archive.Length - tail.Length;
        archive.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || at + EndBytes > tail.Length || BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) != End) throw new PackageFault("it is no package: no zip archive, or its end is cut off.");
        long from = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
        if (from == uint.MaxValue) throw new PackageFault("it is an archive of more than 4 GiB.");
        Span<byte> header = stackalloc byte[HeaderBytes];
        var count = 0;
        for (; count <= most && from + HeaderBytes <= archive.Length; count++)
        {
            archive.Position = from;
            archive.ReadExactly(header);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Header) break;
            from += HeaderBytes + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        }
        archive.Position = 0;
        return count;
    }
}

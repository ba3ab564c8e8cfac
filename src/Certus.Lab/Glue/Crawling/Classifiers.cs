using System.IO.Compression;
using System.Text;
using Certus.Lab.S3;

namespace Certus.Lab.Glue.Crawling;

/// <summary>Tells what a file is from its first megabyte.</summary>
/// <param name="objects">S3.</param>
/// <param name="custom">The learner's own CSV classifiers, asked first.</param>
internal sealed class Classifiers(ObjectStore objects, IReadOnlyList<CsvClassifier> custom)
{
    private const int Sample = 1 << 20;

    /// <summary>The shape of a file; null where nothing recognizes it.</summary>
    public async Task<FileShape?> FindAsync(ObjectInfo info, CancellationToken cancel)
    {
        if (info.Size >= 12 && await HeadAsync(objects.Open(info, 0, 4), 4, cancel) is var magic && magic.AsSpan().SequenceEqual("PAR1"u8))
        {
            await using var file = new ObjectReader(objects, info);
            return await ParquetShape.FindAsync(file, cancel);
        }
        var zipped = magicIsGzip(await HeadAsync(objects.Open(info), 2, cancel));
        byte[] bytes;
        try
        {
            // One byte more than is looked at says whether that is all.
            bytes = await HeadAsync(zipped ? new GZipStream(objects.Open(info), CompressionMode.Decompress) : objects.Open(info), Sample + 1, cancel);
        }
        catch (InvalidDataException)
        {
            return null;
        }
        var whole = bytes.Length <= Sample;
        var text = Text(whole ? bytes : bytes[..Sample], whole);
        if (text is null) return null;
        var compression = zipped ? "gzip" : "none";
        foreach (var classifier in custom)
            if (CsvShape.Find(text, whole, compression, classifier) is { } shape) return shape;
        return JsonShape.Find(text, whole, compression) ?? CsvShape.Find(text, whole, compression, null);

        static bool magicIsGzip(byte[] head) => head is [0x1f, 0x8b];
    }

    private static async Task<byte[]> HeadAsync(Stream stream, int most, CancellationToken cancel)
    {
        await using (stream)
        {
            var bytes = new byte[most];
            var read = await stream.ReadAtLeastAsync(bytes, most, throwOnEndOfStream: false, cancel);
            return bytes[..read];
        }
    }

    /// <summary>The bytes as text; null where they are none. A letter that the sample's end cuts through is left out.</summary>
    private static string? Text(byte[] bytes, bool whole)
    {
        try
        {
            var from = bytes is [0xef, 0xbb, 0xbf, ..] ? 3 : 0;
            var to = bytes.Length;
            if (!whole) to = Array.LastIndexOf(bytes, (byte)'\n') is var end and >= 0 ? end + 1 : to;
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, from, to - from);
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

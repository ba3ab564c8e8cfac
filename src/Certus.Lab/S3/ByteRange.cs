using System.Globalization;
using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>A part of an object's bytes.</summary>
/// <param name="From">The first byte, from 0.</param>
/// <param name="Length">How many.</param>
internal readonly record struct ByteRange(long From, long Length)
{
    /// <summary>As the answer's Content-Range has it.</summary>
    public string Header(long size) => string.Create(CultureInfo.InvariantCulture, $"bytes {From}-{From + Length - 1}/{size}");

    /// <summary>The range a header asks for; null where it is none that S3 serves (another unit, several ranges, bad figures): then all is served.</summary>
    /// <exception cref="AwsException">No byte of the object lies in it.</exception>
    public static ByteRange? Parse(string? header, long size)
    {
        if (header is null || !header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase)) return null;
        var text = header.AsSpan(6).Trim();
        var dash = text.IndexOf('-');
        if (dash < 0) return null;
        var (hasFrom, hasTo) = (Number(text[..dash], out var from), Number(text[(dash + 1)..], out var to));
        if (!hasFrom && (dash > 0 || !hasTo)) return null;
        if (hasFrom && !hasTo && dash < text.Length - 1) return null;
        if (hasFrom && hasTo && to < from) return null;
        if (!hasFrom) (from, to) = (Math.Max(0, size - to), to == 0 ? -1 : size - 1);
        else if (!hasTo || to >= size) to = size - 1;
        return from < size && to >= from
            ? new(from, to - from + 1)
            : throw new AwsException("InvalidRange", "The requested range is not satisfiable", 416)
            {
                Members = { ["RangeRequested"] = header, ["ActualObjectSize"] = size },
                Headers = new Dictionary<string, string> { ["Content-Range"] = $"bytes */{size}" },
            };
    }

    private static bool Number(ReadOnlySpan<char> text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

namespace Certus.Content.Anki;

/// <summary>Says what kind of picture some bytes are, and whether it is safe to show.</summary>
internal static class CardPicture
{
    /// <summary>The largest picture of pixels, in bytes; a drawing is as small as a figure.</summary>
    public const int MostBytes = 2 << 20;

    private const int MostSvgBytes = 64 << 10;

    /// <summary>The extension that fits the bytes; null with the reason where they are not to be kept.</summary>
    public static (string? Extension, string? Fault) Check(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.Length > MostBytes) return (null, "A picture of more than 2 MiB is left out.");
        if (span.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return ("png", null);
        if (span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return ("jpg", null);
        if (span.StartsWith("GIF87a"u8) || span.StartsWith("GIF89a"u8)) return ("gif", null);
        if (span.Length >= 12 && span.StartsWith("RIFF"u8) && span[8..12].SequenceEqual("WEBP"u8)) return ("webp", null);
        if (!LooksLikeXml(span)) return (null, "A picture that is neither PNG, JPEG, GIF, WebP nor SVG is left out.");
        if (span.Length > MostSvgBytes) return (null, "An SVG drawing of more than 64 KiB is left out.");
        return FigureReader.SvgFault(bytes) is null ? ("svg", null) : (null, "An SVG drawing that is not well-formed, holds scripts or loads something from elsewhere is left out.");
    }

    private static bool LooksLikeXml(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        return bytes.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }
}

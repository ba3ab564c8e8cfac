using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Certus.Catalog;

namespace Certus.Content;

/// <summary>Finds the figures that Markdown refers to and checks that they are safe to show.</summary>
internal static partial class FigureReader
{
    private const int MostBytes = 64 * 1024;
    private static readonly HashSet<string> SafeElements = new(StringComparer.Ordinal)
    {
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc", "defs", "marker", "linearGradient",
        "radialGradient", "stop", "clipPath", "pattern", "style", "symbol",
    };

    public static IReadOnlyList<Figure> Read(IEnumerable<(string? Text, int Line)> texts, IReadOnlyDictionary<string, ContentFile> neighbors, Complaints complaints)
    {
        List<Figure> figures = [];
        var links = texts.SelectMany(text => Markdown.Images(text.Text ?? "").Select(image => (image.Alt, image.Name, text.Line)));
        HashSet<string> seen = [];
        foreach (var (alt, name, line) in links)
        {
            if (alt.Trim().Length == 0) complaints.Error(line, $"the figure '{name}' has no description for those who can't see it.");
            if (!seen.Add(name)) continue;
            if (!neighbors.TryGetValue(name, out var file)) { complaints.Error(line, $"the figure '{name}' is not beside the question."); continue; }
            if (file.Bytes.Length > MostBytes) { complaints.Error(line, $"the figure '{name}' is larger than 64 KiB."); continue; }
            var fault = !FigureName().IsMatch(name) ? "must be an .svg or .png file, named in lower-case words with hyphens"
                : IsSvg(name) ? SvgFault(file.Bytes)
                : IsPng(file.Bytes.Span) ? null : "is not a PNG file";
            if (fault is null) figures.Add(new(name, IsSvg(name) ? "image/svg+xml" : "image/png", file.Bytes.ToArray()));
            else complaints.Error(line, $"the figure '{name}' {fault}.");
        }
        return figures;
    }

    private static bool IsSvg(string name) => name.EndsWith(".svg", StringComparison.Ordinal);

    private static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

    /// <summary>What makes an SVG unsafe or unreadable; null where nothing does.</summary>
    internal static string? SvgFault(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes.ToArray()), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostBytes });
            var root = true;
            var css = new StringBuilder();      // all of it at once: a comment inside a word splits it for XML, but not for CSS
            int? styleDepth = null;
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.ProcessingInstruction) return "holds a processing instruction";
                if (reader.Depth <= styleDepth) styleDepth = null;
                if (styleDepth is not null && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) css.Append(reader.Value);
                if (reader.NodeType != XmlNodeType.Element) continue;
                if (root && reader.LocalName != "svg") return "is not an SVG";
                root = false;
                if (reader.LocalName == "style") styleDepth ??= reader.Depth;
                if (!SafeElements.Contains(reader.LocalName)) return $"holds <{reader.LocalName}>, which figures may not";
                while (reader.MoveToNextAttribute())
                {
                    if (reader.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)) return $"holds the script attribute '{reader.LocalName}'";
                    if (reader.LocalName == "href" || (reader.LocalName == "style" ? UnsafeCss() : UnsafeValue()).IsMatch(reader.Value)) return "links to something else";
                }
            }
            return UnsafeCss().IsMatch(css.ToString()) ? "loads something from elsewhere" : null;
        }
        catch (XmlException broken) { return $"is not well-formed: {broken.Message.TrimEnd('.')}"; }
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\.(svg|png)$")]
    private static partial Regex FigureName();

    // A backslash can spell any other word of CSS; url(#…) points into the figure itself.
    [GeneratedRegex(@"\\|url\s*\((?>\s*['""]?)(?!#)", RegexOptions.IgnoreCase)]
    private static partial Regex UnsafeValue();

    [GeneratedRegex(@"\\|@import|(image|image-set|cross-fade|src)\s*\(|url\s*\((?>\s*['""]?)(?!#)", RegexOptions.IgnoreCase)]
    private static partial Regex UnsafeCss();
}

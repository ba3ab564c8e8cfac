using System.Text.RegularExpressions;
using System.Xml;
using Certus.Practice;

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
        var links = texts.SelectMany(text => ImageLink().Matches(text.Text ?? "").Select(match => (Alt: match.Groups[1].Value, Name: match.Groups[2].Value, text.Line)));
        foreach (var (alt, name, line) in links.DistinctBy(link => (link.Alt, link.Name)))
        {
            if (alt.Trim().Length == 0) complaints.Error(line, $"the figure '{name}' has no description for those who can't see it.");
            if (!neighbors.TryGetValue(name, out var file)) { complaints.Error(line, $"the figure '{name}' is not beside the question."); continue; }
            if (file.Bytes.Length > MostBytes) { complaints.Error(line, $"the figure '{name}' is larger than 64 KiB."); continue; }
            if (name.EndsWith(".png", StringComparison.Ordinal) && !IsPng(file.Bytes.Span)) complaints.Error(line, $"the figure '{name}' is not a PNG file.");
            else if (name.EndsWith(".svg", StringComparison.Ordinal) && SvgFault(file.Bytes) is { } fault) complaints.Error(line, $"the figure '{name}' {fault}.");
            else if (name.EndsWith(".png", StringComparison.Ordinal) || name.EndsWith(".svg", StringComparison.Ordinal))
                figures.Add(new(name, name.EndsWith(".svg", StringComparison.Ordinal) ? "image/svg+xml" : "image/png", file.Bytes.ToArray()));
            else complaints.Error(line, $"the figure '{name}' must be an .svg or .png file.");
        }
        return figures;
    }

    private static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

    /// <summary>What makes an SVG unsafe or unreadable; null where nothing does.</summary>
    internal static string? SvgFault(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes.ToArray()), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostBytes });
            var root = true;
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.ProcessingInstruction) return "holds a processing instruction";
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && UnsafeStyle().IsMatch(reader.Value)) return "loads something from elsewhere";
                if (reader.NodeType != XmlNodeType.Element) continue;
                if (root && reader.LocalName != "svg") return "is not an SVG";
                root = false;
                if (!SafeElements.Contains(reader.LocalName)) return $"holds <{reader.LocalName}>, which figures may not";
                while (reader.MoveToNextAttribute())
                {
                    if (reader.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)) return $"holds the script attribute '{reader.LocalName}'";
                    if (reader.LocalName == "href" || UnsafeStyle().IsMatch(reader.Value)) return "links to something else";
                }
            }
            return root ? "is empty" : null;
        }
        catch (XmlException broken) { return $"is not well-formed: {broken.Message.TrimEnd('.')}"; }
    }

    [GeneratedRegex(@"!\[([^\]]*)\]\(([^)\s]+)\)")]
    private static partial Regex ImageLink();

    [GeneratedRegex(@"@import|javascript:|data:|url\(\s*['""]?(?!#)", RegexOptions.IgnoreCase)]
    private static partial Regex UnsafeStyle();
}

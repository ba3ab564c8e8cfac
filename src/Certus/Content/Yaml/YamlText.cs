using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Certus.Content.Yaml;

/// <summary>Reads YAML text into nodes; what cannot be read becomes a complaint.</summary>
/// <remarks>Anchors, aliases and tags are refused: content has no use for them, and an alias can blow up a small file.</remarks>
internal static class YamlText
{
    private const int MostBytes = 256 * 1024;
    private const int Deepest = 12;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public static YamlNode? Read(ReadOnlyMemory<byte> bytes, Complaints complaints)
    {
        if (bytes.Length > MostBytes) { complaints.Error(1, "The file is larger than 256 KiB."); return null; }
        string text;
        try { text = Utf8.GetString(bytes.Span); }
        catch (DecoderFallbackException) { complaints.Error(1, "The file is not UTF-8 text."); return null; }
        var parser = new Parser(new StringReader(text.TrimStart('\uFEFF')));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) { complaints.Error(1, "The file is empty."); return null; }
            parser.Consume<DocumentStart>();
            var node = ReadNode(parser, 0);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second)) complaints.Error((int)second.Start.Line, "The file holds a second document.");
            return node;
        }
        catch (YamlException broken)
        {
            complaints.Error(Math.Max(1, (int)broken.Start.Line), "Not valid YAML: " + OneLine(broken.Message));
            return null;
        }
        catch (InvalidOperationException)       // how the parser ends on some texts, an open bracket among them
        {
            complaints.Error(Math.Max(1, (int)(parser.Current?.End.Line ?? 1)), "Not valid YAML: the text can't be read from here on.");
            return null;
        }
    }

    private static YamlNode ReadNode(Parser parser, int depth)
    {
        if (depth > Deepest) throw new YamlException(parser.Current!.Start, parser.Current.End, "nested too deeply");
        RefuseIndirection(parser);
        if (parser.TryConsume<Scalar>(out var scalar)) return new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, (int)scalar.Start.Line);
        if (parser.TryConsume<SequenceStart>(out var list))
        {
            List<YamlNode> items = [];
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode(parser, depth + 1));
            return new YamlList(items, (int)list.Start.Line);
        }
        var map = parser.Consume<MappingStart>();
        List<YamlEntry> entries = [];
        HashSet<string> keys = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            RefuseIndirection(parser);
            if (!parser.TryConsume<Scalar>(out var key)) throw new YamlException(parser.Current!.Start, parser.Current.End, "a key must be a plain word");
            if (!keys.Add(key.Value)) throw new YamlException(key.Start, key.End, $"the key '{key.Value}' stands twice");
            entries.Add(new(key.Value, (int)key.Start.Line, ReadNode(parser, depth + 1)));
        }
        return new YamlMap(entries, (int)map.Start.Line);
    }

    private static void RefuseIndirection(Parser parser)
    {
        if (parser.Current is AnchorAlias alias) throw new YamlException(alias.Start, alias.End, "aliases are not allowed");
        if (parser.Current is NodeEvent node && (!node.Anchor.IsEmpty || (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)))
            throw new YamlException(node.Start, node.End, "anchors and tags are not allowed");
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim().TrimEnd('.') + ".";
}

using System.Text;
using System.Xml;

namespace Certus.Lab.Protocols;

/// <summary>An element of a request's XML: local names, attributes, text; namespaces don't matter to the protocols.</summary>
internal sealed class XmlTree(string name)
{
    private const int Deepest = 64;
    private const int MostNodes = 200_000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false, IgnoreComments = true, IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = 64 << 20,
    };

    public string Name { get; } = name;

    public List<XmlTree> Children => field ??= [];

    public List<KeyValuePair<string, string>> Attributes => field ??= [];

    public string Text { get; private set; } = "";

    // A reference can name half of a surrogate pair, which no answer could say again.
    private static string Whole(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar && !text.Contains('\uFFFD', StringComparison.Ordinal)) throw new XmlException("Half of a surrogate pair.");
        return text;
    }

    /// <summary>Reads a document, without DTDs and without reaching for anything outside of it.</summary>
    /// <exception cref="XmlException">It is not well-formed, nested too deep, or of too many elements and attributes.</exception>
    public static XmlTree Parse(ReadOnlyMemory<byte> body)
    {
        using var reader = XmlReader.Create(new MemoryStream(body.ToArray(), writable: false), Settings);
        var root = new XmlTree("");
        var nodes = 0;
        var open = new Stack<(XmlTree Element, StringBuilder Text)>([(root, new())]);
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    nodes += 1 + reader.AttributeCount;
                    if (nodes > MostNodes) throw new XmlException($"More than {MostNodes} elements and attributes.");
                    var element = new XmlTree(reader.LocalName);
                    open.Peek().Element.Children.Add(element);
                    var empty = reader.IsEmptyElement;
                    while (reader.MoveToNextAttribute()) element.Attributes.Add(new(reader.LocalName, Whole(reader.Value)));
                    if (empty) break;
                    if (open.Count > Deepest) throw new XmlException($"More than {Deepest} elements in each other.");
                    open.Push((element, new()));
                    break;
                case XmlNodeType.EndElement:
                    var (closed, text) = open.Pop();
                    closed.Text = Whole(text.ToString());
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    open.Peek().Text.Append(reader.Value);
                    break;
            }
        }
        return root.Children.Count == 1 ? root.Children[0] : throw new XmlException("There is no root element.");
    }
}

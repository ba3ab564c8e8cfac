using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Certus.Content.Anki;

/// <summary>Turns the HTML of others' cards into the Markdown that Certus shows; what Markdown can't say is reported and left out.</summary>
/// <param name="picture">The name under which a picture is kept, by its address; null where it is not.</param>
/// <param name="losses">Takes what is left out.</param>
internal sealed partial class HtmlMarkdown(Func<string, string?> picture, Losses losses)
{
    private const int Deepest = 60;
    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "address", "article", "aside", "center", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "form", "header", "main", "nav", "p", "section", "summary",
    };

    private readonly HtmlParser _parser = new();
    private readonly List<string> _done = [];
    private IElement? _body;
    private MarkdownLine _line = new();
    private int _depth;
    private bool _plain;

    /// <summary>A field or a filled template as Markdown, with no space around it.</summary>
    public string Convert(string html)
    {
        html = Sound().Replace(html, _ =>
        {
            losses.Add("Sounds and videos are left out.");
            return "";
        });
        if (Formula().IsMatch(html)) losses.Add("Formulas stand as their LaTeX source.");
        _body ??= _parser.ParseDocument("").Body!;
        _done.Clear();
        _line = new();
        foreach (var node in _parser.ParseFragment(html, _body)) Add(node);
        EndLine();
        return string.Join("\n\n", _done);
    }

    private void Add(INode node)
    {
        if (node is IText text)
        {
            _line.Text(text.Data);
            return;
        }
        if (node is not IElement element) return;
        if (++_depth > Deepest) _line.Text(TextOf(element));
        else Add(element);
        _depth--;
    }

    private void Add(IElement element)
    {
        if (element.HasAttribute("style") || element.HasAttribute("color") || element.HasAttribute("face")) losses.Add("Colors, fonts, underlines and other styles are not shown.");
        switch (element.LocalName)
        {
            case "b" or "strong": Emphasize("**", element); break;
            case "i" or "em": Emphasize("*", element); break;
            case "u" or "ins" or "s" or "strike" or "del" or "mark" or "small" or "big" or "font":
                losses.Add("Colors, fonts, underlines and other styles are not shown.");
                AddAll(element);
                break;
            case "sup": Script(element, '^', "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ"); break;
            case "sub": Script(element, '_', "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙᵢ"); break;
            case "br": _line.Break(); break;
            case "code" or "kbd" or "samp" or "tt": Code(element); break;
            case "img": Picture(element); break;
            case "a": Link(element); break;
            case "script" or "style" or "link" or "meta" or "title" or "head" or "template" or "noscript":
                if (element.LocalName is "script") losses.Add("Scripts are left out.");
                break;
            case "iframe" or "object" or "embed" or "applet" or "canvas" or "svg" or "math" or "form" or "input" or "button" or "select" or "textarea":
                losses.Add("Embedded pages, drawings and input fields are left out.");
                break;
            case "audio" or "video" or "source" or "track": losses.Add("Sounds and videos are left out."); break;
            case var block when _plain && (Blocks.Contains(block) || block is "ul" or "ol" or "li" or "table" or "tr" or "td" or "th" or "pre" or "blockquote" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "hr"):
                _line.Text(" ");
                AddAll(element);
                _line.Text(" ");
                break;
            case "ul" or "ol" or "menu": Block(List(element)); break;
            case "table": Block(Table(element)); break;
            case "pre": Block(Preformatted(element)); break;
            case "blockquote": Block(Prefixed(Inner(element), "> ", "> ")); break;
            case "hr": Block("---"); break;
            case ['h', >= '1' and <= '6' and var level]: Heading(element, level); break;
            case var block when Blocks.Contains(block):
                EndLine();
                AddAll(element);
                EndLine();
                break;
            default: AddAll(element); break;
        }
    }

    private void AddAll(INode parent)
    {
        foreach (var child in parent.ChildNodes) Add(child);
    }

    private void Emphasize(string marker, IElement element)
    {
        _line.Open(marker);
        AddAll(element);
        _line.Close(marker);
    }

    private void Script(IElement element, char mark, string known)
    {
        const string Plain = "0123456789+-=()ni";
        var text = TextOf(element).Trim();
        if (text.Length == 0) return;
        if (text.All(letter => Plain.Contains(letter, StringComparison.Ordinal))) _line.Text(string.Concat(text.Select(letter => known[Plain.IndexOf(letter, StringComparison.Ordinal)])));
        else
        {
            losses.Add("Raised and lowered text stands behind ^ and _.");
            _line.Text($"{mark}({text})");
        }
    }

    private void Code(IElement element)
    {
        var text = Space().Replace(TextOf(element), " ");
        if (text.Contains("{{c", StringComparison.Ordinal)) AddAll(element);        // a deletion inside code would show its marks
        else if (text.Trim().Length > 0) _line.Raw(Fenced(text, "`"));
    }

    private static string Fenced(string text, string least)
    {
        var fence = least;
        while (text.Contains(fence, StringComparison.Ordinal)) fence += "`";
        var apart = text[0] == '`' || text[^1] == '`' || (text[0] == ' ' && text[^1] == ' ') ? " " : "";
        return $"{fence}{apart}{text}{apart}{fence}";
    }

    private void Picture(IElement element)
    {
        var address = element.GetAttribute("src") ?? "";
        var alt = Space().Replace(element.GetAttribute("alt") ?? "", " ").Trim();
        if (picture(address) is not { } name)
        {
            if (alt.Length > 0) _line.Text($"[{alt}]");
            return;
        }
        if (alt.Length == 0) alt = "picture";
        _line.Raw($"![{MarkdownLine.Escape(alt)}]({name})");
    }

    private void Link(IElement element)
    {
        var address = element.GetAttribute("href") ?? "";
        if (_line.IsInLink || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
        {
            if (address.Length > 0) losses.Add("A link that does not begin with https is not kept, its text is.");
            AddAll(element);
            return;
        }
        var target = uri.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal).Replace("\\", "%5C", StringComparison.Ordinal);
        _line.OpenLink();
        AddAll(element);
        _line.CloseLink(target);
    }

    private void Heading(IElement element, char level)
    {
        EndLine();
        var before = _done.Count;
        var plain = _plain;
        _plain = true;
        AddAll(element);
        _plain = plain;
        EndLine();
        if (_done.Count > before) _done[before] = (level <= '3' ? "# " : "## ") + _done[before].Replace("\\\n", " ", StringComparison.Ordinal);
    }

    /// <summary>Everything inside an element as Markdown of its own.</summary>
    private string Inner(INode parent, bool plain = false)
    {
        var (line, done, wasPlain) = (_line, _done.ToArray(), _plain);
        (_line, _plain) = (new(), plain);
        _done.Clear();
        AddAll(parent);
        EndLine();
        var inner = string.Join("\n\n", _done);
        _done.Clear();
        _done.AddRange(done);
        (_line, _plain) = (line, wasPlain);
        return inner;
    }

    private void Block(string block)
    {
        EndLine();
        if (block.Trim().Length > 0) _done.Add(block);
    }

    private void EndLine()
    {
        _done.AddRange(_line.Paragraphs());
        if (_line.DroppedEmphasis) losses.Add("Bold or italics that Markdown can't show are left out.");
        _line = new();
    }

    private static string Prefixed(string text, string first, string others) =>
        string.Join('\n', text.Split('\n').Select((line, i) => (i == 0 ? first : line.Length == 0 ? others.TrimEnd() : others) + line));

    private string List(IElement list)
    {
        var ordered = list.LocalName == "ol";
        var number = ordered && int.TryParse(list.GetAttribute("start"), NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? Math.Min(start, 99_999_999) : 1;
        // A list right behind another of its kind would be taken for its end.
        var other = _line.IsEmpty && _done.Count > 0 && (ordered ? OrderedItem().IsMatch(_done[^1]) : _done[^1].StartsWith("- ", StringComparison.Ordinal));
        List<string> items = [];
        var loose = false;
        foreach (var child in list.Children)
        {
            var inner = Inner(child);
            if (inner.Length == 0) continue;
            var mark = ordered ? string.Create(CultureInfo.InvariantCulture, $"{number++}{(other ? ')' : '.')} ") : other ? "* " : "- ";
            loose |= inner.Contains("\n\n", StringComparison.Ordinal);
            items.Add(Prefixed(inner, mark, new(' ', mark.Length)));
        }
        return string.Join(loose ? "\n\n" : "\n", items);
    }

    private string Table(IElement table)
    {
        if (table.QuerySelector("table") is not null) losses.Add("A table inside a table stands as text.");
        if (table.QuerySelector("[colspan],[rowspan]") is not null) losses.Add("Cells over several columns or rows are single cells.");
        var rows = table.QuerySelectorAll("tr").Where(row => row.Closest("table") == table)
            .Select(row => row.Children.Where(cell => cell.LocalName is "td" or "th").Select(cell => Inner(cell, plain: true).Replace("\\\n", " ", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal)).ToList())
            .Where(row => row.Count > 0).ToList();
        if (rows.Count == 0) return "";
        var columns = Math.Min(rows.Max(row => row.Count), 50);
        var text = new StringBuilder();
        for (var i = 0; i < rows.Count; i++)
        {
            for (var column = 0; column < columns; column++) text.Append("| ").Append(column < rows[i].Count ? rows[i][column] : "").Append(' ');
            text.Append("|\n");
            if (i == 0) text.Insert(text.Length, string.Concat(Enumerable.Repeat("| --- ", columns)) + "|\n");
        }
        return text.ToString().TrimEnd('\n');
    }

    private static string Preformatted(IElement element)
    {
        var text = TextOf(element).Trim('\n').TrimEnd();
        if (text.Trim().Length == 0) return "";
        if (text.Contains("{{c", StringComparison.Ordinal))
        {
            var lines = new MarkdownLine();
            foreach (var line in text.Split('\n'))
            {
                lines.Text(line);
                lines.Break();
            }
            return string.Join("\n\n", lines.Paragraphs());
        }
        var fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal)) fence += "`";
        return $"{fence}\n{text}\n{fence}";
    }

    /// <summary>The text of an element without going down the stack: nesting may be deep.</summary>
    private static string TextOf(IElement element)
    {
        var text = new StringBuilder();
        for (INode? node = element; node is not null;)
        {
            if (node is IText part) text.Append(part.Data);
            else if (node is IElement { LocalName: "br" }) text.Append('\n');
            if (node.FirstChild is { } child && node is not IElement { LocalName: "script" or "style" })
            {
                node = child;
                continue;
            }
            while (node is not null && node != element && node.NextSibling is null) node = node.Parent;
            node = node is null || node == element ? null : node.NextSibling;
        }
        return text.ToString();
    }

    [GeneratedRegex(@"\[sound:[^\]]*\]|\[anki:(tts|play)[^\]]*\]", RegexOptions.IgnoreCase)]
    private static partial Regex Sound();

    [GeneratedRegex(@"\\\(|\\\[|\[latex\]|\[\$\$?\]|<anki-mathjax", RegexOptions.IgnoreCase)]
    private static partial Regex Formula();

    [GeneratedRegex(@"[ \t\r\n\f\u00A0]+")]
    private static partial Regex Space();

    [GeneratedRegex(@"^[0-9]+\. ")]
    private static partial Regex OrderedItem();
}

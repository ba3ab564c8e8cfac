using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Certus.Content.Anki;

/// <summary>Running text on its way to Markdown: what its letters would mean to Markdown is escaped, and emphasis stands only where Markdown would see it.</summary>
internal sealed partial class MarkdownLine
{
    private enum Kind { Text, Raw, Open, Close, Break }

    private static readonly SearchValues<char> Marks = SearchValues.Create("\\`*_[]<|&");
    private readonly List<(Kind Kind, string Value)> _parts = [];
    private readonly List<string> _open = [];
    private int _link = -1;

    /// <summary>Nothing is in it yet.</summary>
    public bool IsEmpty => _parts.TrueForAll(part => part.Kind is Kind.Break or Kind.Open or Kind.Close || string.IsNullOrWhiteSpace(part.Value));

    /// <summary>Some emphasis could not be written.</summary>
    public bool DroppedEmphasis { get; private set; }

    public bool IsInLink => _link >= 0;

    public void Text(string text) => _parts.Add((Kind.Text, text));

    public void Raw(string markdown) => _parts.Add((Kind.Raw, markdown));

    public void Break() => _parts.Add((Kind.Break, ""));

    public void Open(string marker)
    {
        // Inside its own kind emphasis changes nothing; an empty marker keeps its closing apart from the outer one's.
        _parts.Add((Kind.Open, _open.Contains(marker) ? "" : marker));
        _open.Add(_open.Contains(marker) ? "" : marker);
    }

    public void Close(string marker)
    {
        if (_open.Count == 0) return;       // it was opened before a block began
        _parts.Add((Kind.Close, _open[^1]));
        _open.RemoveAt(_open.Count - 1);
    }

    public void OpenLink()
    {
        _link = _parts.Count;
        _parts.Add((Kind.Raw, "["));
    }

    public void CloseLink(string target)
    {
        if (_link < 0 || _link >= _parts.Count) return;
        if (_parts.Skip(_link + 1).All(part => part.Kind is Kind.Break || string.IsNullOrWhiteSpace(part.Value))) _parts.RemoveRange(_link, _parts.Count - _link);
        else _parts.Add((Kind.Raw, $"]({target})"));
        _link = -1;
    }

    /// <summary>What it came to: paragraphs, with a backslash where a line ends inside one.</summary>
    public IEnumerable<string> Paragraphs()
    {
        // A link or emphasis that a block cut in two ends here.
        if (_link >= 0) _parts[_link] = (Kind.Raw, "");
        while (_open.Count > 0) Close(_open[^1]);
        List<string> lines = [];
        foreach (var line in Lines())
        {
            if (line.Length > 0) lines.Add(line);
            else if (lines.Count > 0)
            {
                yield return string.Join("\\\n", lines);
                lines.Clear();
            }
        }
        if (lines.Count > 0) yield return string.Join("\\\n", lines);
    }

    private IEnumerable<string> Lines()
    {
        List<(Kind Kind, string Value)> line = [];
        List<string> open = [];
        foreach (var part in _parts)
        {
            if (part.Kind != Kind.Break)
            {
                if (part.Kind == Kind.Open) open.Add(part.Value);
                if (part.Kind == Kind.Close) open.RemoveAt(open.Count - 1);
                line.Add(part);
                continue;
            }
            for (var i = open.Count - 1; i >= 0; i--) line.Add((Kind.Close, open[i]));
            yield return Line(line);
            line.Clear();
            line.AddRange(open.Select(marker => (Kind.Open, marker)));
        }
        yield return Line(line);
    }

    private string Line(List<(Kind Kind, string Value)> line)
    {
        var parts = Tidied(line);
        var text = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
            text.Append(parts[i].Kind == Kind.Text ? Escape(parts[i].Value, Before(parts, i), After(parts, i)) : parts[i].Value);
        return AtStart(text.ToString().Trim());
    }

    /// <summary>One space for many, none inside emphasis at its edges, and only emphasis that can be read again.</summary>
    private List<(Kind Kind, string Value)> Tidied(List<(Kind Kind, string Value)> line)
    {
        List<(Kind Kind, string Value)> parts = [];
        foreach (var (kind, value) in line)
        {
            if (kind != Kind.Text)
            {
                parts.Add((kind, value));
                continue;
            }
            var text = Space().Replace(value, " ");
            if (text.Length > 0) parts.Add((kind, text));
        }
        MoveSpaces(parts);
        for (var pass = 0; pass < 8; pass++)
        {
            if (Unreadable(parts) is not { } pair) break;
            DroppedEmphasis |= pair.Matters;
            parts.RemoveAt(pair.Close);
            parts.RemoveAt(pair.Open);
            if (pass < 7) continue;
            DroppedEmphasis |= parts.RemoveAll(part => part.Kind is Kind.Open or Kind.Close) > 0;
        }
        // Neighboring texts become one, so that escaping sees what stands side by side.
        for (var i = parts.Count - 1; i > 0; i--)
            if (parts[i].Kind == Kind.Text && parts[i - 1].Kind == Kind.Text)
            {
                parts[i - 1] = (Kind.Text, Space().Replace(parts[i - 1].Value + parts[i].Value, " "));
                parts.RemoveAt(i);
            }
            else if (parts[i] is { Kind: Kind.Raw, Value: ['`', ..] } && parts[i - 1] is { Kind: Kind.Raw, Value: [.., '`'] }) parts.Insert(i, (Kind.Text, " "));     // side by side they would be one
        return parts;
    }

    private static void MoveSpaces(List<(Kind Kind, string Value)> parts)
    {
        for (var i = 0; i + 1 < parts.Count; i++)
            if (parts[i].Kind == Kind.Open && parts[i + 1] is { Kind: Kind.Text, Value: [' ', ..] } after)
            {
                parts[i + 1] = (Kind.Text, after.Value[1..]);
                parts.Insert(i, (Kind.Text, " "));
                i++;
            }
        for (var i = parts.Count - 1; i > 0; i--)
            if (parts[i].Kind == Kind.Close && parts[i - 1] is { Kind: Kind.Text, Value: [.., ' '] } before)
            {
                parts[i - 1] = (Kind.Text, before.Value[..^1]);
                parts.Insert(i + 1, (Kind.Text, " "));
            }
        parts.RemoveAll(part => part is { Kind: Kind.Text, Value: "" });
    }

    /// <summary>The first pair of marks that Markdown would not take for emphasis: nothing inside, marks of different kinds side by side, or punctuation where a word goes on.</summary>
    private static (int Open, int Close, bool Matters)? Unreadable(List<(Kind Kind, string Value)> parts)
    {
        Stack<int> open = [];
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Kind == Kind.Open) open.Push(i);
            if (parts[i].Kind != Kind.Close) continue;
            var from = open.Pop();
            if (parts[from].Value.Length == 0) return (from, i, false);
            if (parts.Skip(from + 1).Take(i - from - 1).All(part => part.Kind is Kind.Open or Kind.Close || string.IsNullOrWhiteSpace(part.Value))) return (from, i, false);
            // Side by side with another mark: **a***b* is read in more than one way.
            if (i + 1 < parts.Count && parts[i + 1].Kind == Kind.Open) return (from, i, true);
            var (before, first, last, after) = (Before(parts, from), After(parts, from), Before(parts, i), After(parts, i));
            var opens = !IsSpace(first) && (!IsPunctuation(first) || IsSpace(before) || IsPunctuation(before));
            var closes = !IsSpace(last) && (!IsPunctuation(last) || IsSpace(after) || IsPunctuation(after));
            if (!opens || !closes) return (from, i, true);
        }
        return null;
    }

    // The letter beside a place, marks passed over; a space at the ends.
    private static char Before(List<(Kind Kind, string Value)> parts, int i)
    {
        while (--i >= 0)
            if (parts[i].Kind is Kind.Text or Kind.Raw && parts[i].Value.Length > 0) return parts[i].Value[^1];
        return ' ';
    }

    private static char After(List<(Kind Kind, string Value)> parts, int i)
    {
        while (++i < parts.Count)
            if (parts[i].Kind is Kind.Text or Kind.Raw && parts[i].Value.Length > 0) return parts[i].Value[0];
        return ' ';
    }

    private static bool IsSpace(char c) => char.IsWhiteSpace(c);

    private static bool IsPunctuation(char c) => char.IsPunctuation(c) || char.IsSymbol(c);

    /// <summary>Text as Markdown that means just that text.</summary>
    public static string Escape(string text, char before = ' ', char after = ' ')
    {
        if (text.AsSpan().IndexOfAny(Marks) < 0) return text;
        var escaped = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var (previous, next) = (i > 0 ? text[i - 1] : before, i + 1 < text.Length ? text[i + 1] : after);
            if (text[i] is '\\' or '`' or '*' or '[' or ']' or '<' or '|'
                || (text[i] == '_' && !(char.IsLetterOrDigit(previous) && char.IsLetterOrDigit(next)))
                || (text[i] == '&' && (char.IsAsciiLetterOrDigit(next) || next == '#')))
                escaped.Append('\\');
            escaped.Append(text[i]);
        }
        return escaped.ToString();
    }

    /// <summary>A line that begins as a heading, a list, a rule or a quotation does.</summary>
    private static string AtStart(string line)
    {
        var match = Start().Match(line);
        return match.Success ? line.Insert(match.Groups["mark"].Index, "\\") : line;
    }

    [GeneratedRegex(@"[ \t\r\n\f\u00A0]+")]
    private static partial Regex Space();

    [GeneratedRegex(@"^((?<mark>#)#{0,5}(\s|$)|(?<mark>[-+])(\s|$)|[0-9]{1,9}(?<mark>[.)])(\s|$)|(?<mark>>)|(?<mark>=)=*\s*$|(?<mark>-)[-\s:]*$|(?<mark>~)~~|(?<mark>:)?-+:?\s*$)")]
    private static partial Regex Start();
}

using System.Text;

namespace Certus.Content.Anki;

/// <summary>Fills a template of Anki: HTML with <c>{{Field}}</c>, <c>{{filter:Field}}</c> and sections <c>{{#Field}}…{{/Field}}</c>.</summary>
internal static class TemplateText
{
    private const int MostLetters = 256 << 10, Deepest = 20;
    private static readonly HashSet<string> Special = new(StringComparer.Ordinal) { "FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID" };

    /// <summary>The template with its fields; null where it grows beyond all measure.</summary>
    /// <param name="template">The template.</param>
    /// <param name="value">A field's HTML by its name, which decides whether its sections are shown; null where the note has no such field.</param>
    /// <param name="output">What stands in a field's place, by the field's name and the filters before it; asked for what is shown only.</param>
    public static string? Fill(string template, Func<string, string?> value, Func<string, string, string?> output)
    {
        var (filled, at) = (new StringBuilder(), 0);
        Stack<(string Name, bool Shown)> sections = [];
        while (at < template.Length)
        {
            var open = template.IndexOf("{{", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : template.IndexOf("}}", open, StringComparison.Ordinal);
            var shown = sections.All(section => section.Shown);
            if (shown) filled.Append(template, at, (close < 0 ? template.Length : open) - at);
            if (filled.Length > MostLetters) return null;
            if (close < 0) break;
            var tag = template[(open + 2)..close].Trim();
            at = close + 2;
            switch (tag)
            {
                case ['#' or '^', ..]:
                    if (sections.Count == Deepest) return null;
                    sections.Push((tag[1..].Trim(), IsBlank(value(tag[1..].Trim())) == (tag[0] == '^')));
                    break;
                case ['/', ..]:
                    if (sections.Count > 0) sections.Pop();
                    break;
                default:
                    var (name, filters) = tag.LastIndexOf(':') is var colon and >= 0 ? (tag[(colon + 1)..].Trim(), tag[..colon]) : (tag, "");
                    if (shown && !Special.Contains(name)) filled.Append(output(name, filters) ?? "");
                    break;
            }
        }
        return filled.Length > MostLetters ? null : filled.ToString();
    }

    private static bool IsBlank(string? html) => string.IsNullOrWhiteSpace(html) || (html.Length < 64 && string.IsNullOrWhiteSpace(html.Replace("<br>", "", StringComparison.OrdinalIgnoreCase).Replace("&nbsp;", "", StringComparison.Ordinal)));
}

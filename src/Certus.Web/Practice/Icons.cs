using Microsoft.AspNetCore.Components;

namespace Certus.Web.Practice;

/// <summary>The exam screen's small drawings; the word for each stands beside it or in the control's name.</summary>
public static class Icons
{
    private const string Open = """<svg class="{0}" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">""";

    /// <summary>An open eye and a shut one; the style sheet shows the one that fits.</summary>
    public static readonly MarkupString Eye = Draw(
        ("eye-open", """<path d="M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10Z"/><circle cx="10" cy="10" r="2.25"/>"""),
        ("eye-shut", """<path d="M2 8.5s3 4.5 8 4.5 8-4.5 8-4.5M5 11.5 3.5 14M10 13v3M15 11.5l1.5 2.5"/>"""));

    /// <summary>A flag in outline and a full one; the style sheet shows the one that fits.</summary>
    public static readonly MarkupString Flag = Draw(
        ("flag-line", """<path d="M5 17.5V3.5h9.5l-2 3.5 2 3.5H5"/>"""),
        ("flag-full", """<path d="M5 17.5V3.5h9.5l-2 3.5 2 3.5H5" fill="currentColor"/>"""));

    /// <summary>The flag in a cell of the grid.</summary>
    public static readonly MarkupString FlagMark = Draw(("mark-flag", """<path d="M5 17.5V3.5h9.5l-2 3.5 2 3.5H5" fill="currentColor"/>"""));

    /// <summary>To the question before.</summary>
    public static readonly MarkupString Previous = Draw(("", """<path d="M12.5 4.5 7 10l5.5 5.5"/>"""));

    /// <summary>To the next question.</summary>
    public static readonly MarkupString Next = Draw(("", """<path d="M7.5 4.5 13 10l-5.5 5.5"/>"""));

    /// <summary>Checks an answer.</summary>
    public static readonly MarkupString Check = Draw(("", """<path d="M4 10.5 8 14.5 16 5.5"/>"""));

    /// <summary>The end before its time.</summary>
    public static readonly MarkupString End = Draw(("", """<path d="M5 5h10v10H5z"/>"""));

    /// <summary>The review grid.</summary>
    public static readonly MarkupString Grid = Draw(("", """<path d="M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z"/>"""));

    /// <summary>Text with a line through it.</summary>
    public static readonly MarkupString Strike = Draw(("", """<path d="M3 10h14M14 6.5C13.5 5 12 4 10 4 7.8 4 6 5 6 6.8c0 .8.3 1.4.9 1.9M6 13.5C6.5 15 8 16 10 16c2.2 0 4-1 4-2.8 0-.4-.1-.8-.2-1.2"/>"""));

    private static MarkupString Draw(params (string Class, string Paths)[] drawings) =>
        new(string.Concat(drawings.Select(drawing => Open.Replace("{0}", drawing.Class, StringComparison.Ordinal).Replace(" class=\"\"", "", StringComparison.Ordinal) + drawing.Paths + "</svg>")));
}

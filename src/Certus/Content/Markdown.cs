using AngleSharp.Dom;
using Ganss.Xss;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Certus.Content;

/// <summary>Turns the Markdown of questions into HTML that is safe to show.</summary>
/// <remarks>
/// CommonMark with pipe tables and fenced code. Raw HTML is shown as the text that it is, and the result passes a sanitizer with a short list of allowed
/// tags. Headings start at the third level, below those of the page.
/// </remarks>
public static class Markdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    /// <summary>The Markdown as a block of HTML.</summary>
    /// <param name="text">Markdown.</param>
    /// <param name="figureAddress">The address to show for a figure's name; null drops the figure.</param>
    public static string ToHtml(string text, Func<string, string?>? figureAddress = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Parse(text) is not { } document) return $"<p>{System.Net.WebUtility.HtmlEncode(text)}</p>";
        foreach (var heading in document.Descendants<HeadingBlock>()) heading.Level = Math.Min(heading.Level + 2, 4);
        return Sanitizer(figureAddress).Sanitize(document.ToHtml(Pipeline)).Trim();
    }

    /// <summary>Markdown of one line, without the paragraph around it: for options and principles.</summary>
    public static string ToInlineHtml(string text, Func<string, string?>? figureAddress = null)
    {
        var html = ToHtml(text, figureAddress);
        var onlyParagraph = html.StartsWith("<p>", StringComparison.Ordinal) && html.EndsWith("</p>", StringComparison.Ordinal) && html.IndexOf("<p>", 3, StringComparison.Ordinal) < 0;
        return onlyParagraph ? html[3..^4] : html;
    }

    /// <summary>The Markdown as plain text, for terminals and comparisons.</summary>
    public static string ToPlainText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text) is null ? text.Trim() : Markdig.Markdown.ToPlainText(text, Pipeline).Trim();
    }

    /// <summary>The images that the Markdown shows, with what it says for those who can't see them.</summary>
    internal static IEnumerable<(string Alt, string Name)> Images(string text) =>
        (Parse(text)?.Descendants<LinkInline>() ?? []).Where(link => link.IsImage)
            .Select(link => (string.Concat(link.Descendants<LiteralInline>().Select(literal => literal.Content.ToString())), link.Url ?? ""));

    /// <summary>The Markdown, taken apart; null where it is nested more deeply than anybody writes, which the parser refuses. Such text is shown as it stands.</summary>
    private static MarkdownDocument? Parse(string text)
    {
        try { return Markdig.Markdown.Parse(text, Pipeline); }
        catch (ArgumentException) { return null; }
    }

    private static HtmlSanitizer Sanitizer(Func<string, string?>? figureAddress)
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>
            {
                "p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "img", "a", "h3", "h4", "hr",
            },
            AllowedAttributes = new HashSet<string> { "href", "src", "alt", "start" },
            AllowedSchemes = new HashSet<string> { "https" },
            UriAttributes = new HashSet<string> { "href", "src" },
            AllowedCssProperties = new HashSet<string>(),
        });
        sanitizer.PostProcessNode += (_, step) =>
        {
            if (step.Node is not IElement element) return;
            switch (element.LocalName)
            {
                case "img":
                    // An image is a figure of the question and nothing else: a foreign address would tell another host what is being read.
                    if (element.GetAttribute("src") is { } name && !name.Contains('/', StringComparison.Ordinal) && figureAddress?.Invoke(name) is { } address) element.SetAttribute("src", address);
                    else element.Remove();
                    break;
                case "a": element.SetAttribute("rel", "noopener noreferrer"); break;
                case "table" or "pre": element.SetAttribute("tabindex", "0"); break;   // what is too wide scrolls, also by keyboard
            }
        };
        return sanitizer;
    }
}

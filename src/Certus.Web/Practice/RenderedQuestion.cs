using Certus.Content;
using Certus.Practice;

namespace Certus.Web.Practice;

/// <summary>A question version as HTML, made once: Markdown is parsed and sanitized on first use.</summary>
/// <param name="Question">The question.</param>
/// <param name="Version">Its content hash.</param>
/// <param name="Stem">A block.</param>
/// <param name="Scenario">A block; null where the question is not part of a case.</param>
/// <param name="Options">Inline, as the question lists them.</param>
/// <param name="Whys">Blocks, as the question lists them; empty text where an option has none.</param>
/// <param name="Prompts">Inline, for matching.</param>
/// <param name="PromptWhys">Blocks, for matching.</param>
/// <param name="Principle">Inline.</param>
public sealed record RenderedQuestion(
    Question Question, string Version, string Stem, string? Scenario, IReadOnlyList<string> Options, IReadOnlyList<string> Whys,
    IReadOnlyList<string> Prompts, IReadOnlyList<string> PromptWhys, string Principle)
{
    /// <summary>Renders a question.</summary>
    public static RenderedQuestion Of(Question question, string version)
    {
        ArgumentNullException.ThrowIfNull(question);
        string? Figure(string name) => question.Figures.Any(figure => figure.Name == name) ? $"/figures/{version}/{Uri.EscapeDataString(name)}" : null;
        string Block(string text) => Markdown.ToHtml(text, Figure);
        string Inline(string text) => Markdown.ToInlineHtml(text, Figure);
        return new(
            question, version, Block(question.Stem), question.Case is { } part ? Block(part.Scenario) : null,
            [.. question.Options.Select(option => Inline(option.Text))], [.. question.Options.Select(option => Block(option.Why))],
            [.. question.Prompts.Select(prompt => Inline(prompt.Text))], [.. question.Prompts.Select(prompt => Block(prompt.Why))], Inline(question.Principle));
    }
}

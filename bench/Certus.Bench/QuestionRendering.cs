using BenchmarkDotNet.Attributes;
using Certus.Content;
using Certus.Practice;

namespace Certus.Bench;

/// <summary>The first showing of a question version; later ones come from memory.</summary>
[MemoryDiagnoser]
public class QuestionRendering
{
    private Question _question = null!;

    /// <summary>The longest stem of the bank.</summary>
    [GlobalSetup]
    public void Setup() => _question = Repository.Library.Bank.Items.MaxBy(item => item.Question.Stem.Length)!.Question;

    /// <summary>Stem, options and reasons from Markdown to sanitized HTML.</summary>
    [Benchmark]
    public int Render() => Markdown.ToHtml(_question.Stem).Length + _question.Options.Sum(option => Markdown.ToInlineHtml(option.Text).Length + Markdown.ToHtml(option.Why).Length);
}

using Certus.Catalog;
using Certus.Practice;

namespace Certus.Cli;

/// <summary>A question as the JSON of <c>questions</c> and <c>generate</c> shows it.</summary>
/// <param name="Key">Options from 0 as listed: the right ones, the steps in order, or one choice per prompt.</param>
internal sealed record QuestionView(
    string Id, QuestionType Type, IReadOnlyList<string> Exams, IReadOnlyList<string> Skills, double Difficulty, string? Scenario, string Stem,
    IReadOnlyList<QuestionView.OptionView> Options, IReadOnlyList<QuestionView.PromptView>? Prompts, IReadOnlyList<int> Key, string Principle,
    IReadOnlyList<Reference> References, DateOnly Checked, GeneratedFrom? GeneratedFrom)
{
    /// <param name="Correct">Null for a step or a choice, which is right or wrong only in its place.</param>
    internal sealed record OptionView(string Text, bool? Correct, string Why, string? Misconception);

    internal sealed record PromptView(string Text, string Answer, string Why);

    public static QuestionView Of(Question question)
    {
        var chosen = question.Type is QuestionType.Single or QuestionType.Multiple;
        return new(
            question.Id, question.Type, question.Tasks, question.Skills, question.Difficulty, question.Case?.Scenario, question.Stem,
            [.. question.Options.Select((option, i) => new OptionView(option.Text, chosen ? question.Key.Contains(i) : null, option.Why, option.Misconception))],
            question.Type == QuestionType.Matching ? [.. question.Prompts.Select((prompt, i) => new PromptView(prompt.Text, question.Options[question.Key.Values[i]].Text, prompt.Why))] : null,
            question.Key.Values, question.Principle, question.References, question.Checked, question.GeneratedFrom);
    }
}

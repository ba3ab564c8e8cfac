using System.Text;
using System.Text.RegularExpressions;
using Certus.Catalog;
using Certus.Practice;
using Spectre.Console;

namespace Certus.Cli;

/// <summary>A question on a terminal.</summary>
internal static partial class QuestionText
{
    private static readonly Style Right = new(Color.Green), Wrong = new(Color.Red), Dim = new(decoration: Decoration.Dim), Bold = new(decoration: Decoration.Bold);

    /// <summary>The letter of a place on the screen.</summary>
    public static char Letter(int place) => (char)('A' + place);

    /// <summary>Stem and options, without a hint at the key.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="question">The question.</param>
    /// <param name="order">Which option stands in which place.</param>
    /// <param name="title">The line above it.</param>
    public static void Ask(IAnsiConsole screen, Question question, IReadOnlyList<int> order, string title)
    {
        screen.WriteLine();
        screen.Write(new Text(title + "\n\n", Bold));
        if (question.Case is { } shared) screen.Write(new Text(Reflow(shared.Scenario) + "\n\n"));
        screen.Write(new Text(Reflow(question.Stem) + "\n\n"));
        for (var i = 0; i < question.Prompts.Count; i++) Row(screen, $"{i + 1}.", question.Prompts[i].Text);
        if (question.Prompts.Count > 0) screen.WriteLine();
        for (var place = 0; place < order.Count; place++) Row(screen, $"{Letter(place)}.", question.Options[order[place]].Text);
        screen.WriteLine();
    }

    /// <summary>Why each option is right or wrong, the belief behind a wrong pick, and where to read on.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="question">The question.</param>
    /// <param name="order">Which option stood in which place.</param>
    /// <param name="picks">The answer; null where there was none to give.</param>
    /// <param name="register">Knows the misconceptions; null to leave them out.</param>
    public static void Explain(IAnsiConsole screen, Question question, IReadOnlyList<int> order, Picks? picks, Register? register)
    {
        if (picks is not null)
        {
            var right = question.IsRight(picks);
            screen.Write(new Text(right ? "Right." : picks.IsBlank ? "Not answered." : "Wrong.", right ? Right : Wrong));
            screen.Write(new Text($" Your answer: {Letters(question, order, picks)}; right: {Letters(question, order, question.Key)}.\n\n"));
        }
        switch (question.Type)
        {
            case QuestionType.Ordering:
                foreach (var step in question.Key.Values) Row(screen, $"{Letter(PlaceOf(order, step))}.", $"{question.Options[step].Text} {question.Options[step].Why}");
                break;
            case QuestionType.Matching:
                for (var i = 0; i < question.Prompts.Count; i++) Row(screen, $"{i + 1}.", $"{question.Options[question.Key.Values[i]].Text}: {question.Prompts[i].Why}");
                break;
            default:
                for (var place = 0; place < order.Count; place++)
                {
                    var option = question.Options[order[place]];
                    var isKey = question.Key.Contains(order[place]);
                    Row(screen, $"{Letter(place)}.", $"{(isKey ? "Right" : "Wrong")}: {Reflow(option.Why)}", isKey ? Right : picks?.Contains(order[place]) == true ? Wrong : Style.Plain);
                    if (picks?.Contains(order[place]) == true && option.Misconception is { } id && register?.Misconceptions.GetValueOrDefault(id) is { } belief)
                        Row(screen, "", $"Behind it: {belief.Belief} In truth: {belief.Correction}");
                }
                break;
        }
        screen.WriteLine();
        screen.Write(new Text(Reflow(question.Principle) + "\n", Bold));
        foreach (var reference in question.References) screen.Write(new Text($"{reference.Title}: {reference.Url}\n", Dim));
    }

    private static string Letters(Question question, IReadOnlyList<int> order, Picks picks)
    {
        if (picks.IsBlank) return "none";
        string At(int option) => option < 0 ? "-" : Letter(PlaceOf(order, option)).ToString();
        return question.Type switch
        {
            QuestionType.Matching => string.Join(' ', picks.Values.Select((option, i) => $"{i + 1}{At(option)}")),
            QuestionType.Ordering => string.Join(' ', picks.Values.Select(At)),
            _ => string.Join(' ', picks.Values.Select(At).Order(StringComparer.Ordinal)),
        };
    }

    private static int PlaceOf(IReadOnlyList<int> order, int option) => Enumerable.Range(0, order.Count).First(place => order[place] == option);

    private static void Row(IAnsiConsole screen, string mark, string text, Style? style = null) =>
        screen.Write(new Grid().AddColumn(new GridColumn().NoWrap().Width(3)).AddColumn().AddRow(new Text(mark, style ?? Bold), new Text(Reflow(text), style ?? Style.Plain)));

    /// <summary>Markdown for a terminal: full lines are joined so that the window wraps them; tables, lists and code stay as they are.</summary>
    internal static string Reflow(string markdown)
    {
        var text = new StringBuilder();
        var fenced = false;
        var join = false;       // whether the line before can take this one
        foreach (var raw in FigureLink().Replace(markdown, "[figure: $1]").Split('\n'))
        {
            var line = raw.TrimEnd();
            var fence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            var prose = !fenced && !fence && line.Length > 0 && !Structured().IsMatch(line);
            if (text.Length > 0) text.Append(join && prose ? ' ' : '\n');
            text.Append(join && prose ? line.TrimStart() : line);
            if (fence) fenced = !fenced;
            join = prose;
        }
        return text.ToString().Trim('\n');
    }

    [GeneratedRegex(@"!\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex FigureLink();

    [GeneratedRegex(@"^(\s{4}|\s*(\||[-*>#]\s|\d+\.\s))")]
    private static partial Regex Structured();
}

using Certus.Catalog;
using Certus.Practice;

namespace Certus.Cli;

/// <summary>Reads an answer that was typed.</summary>
internal static class AnswerText
{
    /// <summary>What to type.</summary>
    public static string Hint(AnswerShape shape)
    {
        var last = QuestionText.Letter(shape.Options - 1);
        return shape.Type switch
        {
            QuestionType.Single => $"A-{last}",
            QuestionType.Multiple => $"{shape.Required} of A-{last}, as 'A C'",
            QuestionType.Ordering => $"all of A-{last} in order, as 'C A B'",
            _ => $"a letter for each of 1-{shape.Prompts} in turn, as 'B A A'",
        };
    }

    /// <summary>The picks of a line such as <c>b</c>, <c>A C</c> or <c>bac</c>, or a sentence that says what is wrong with it.</summary>
    /// <param name="line">What was typed.</param>
    /// <param name="shape">What an answer looks like.</param>
    /// <param name="order">Which option stands in which place.</param>
    public static (Picks? Picks, string? Fault) Read(string line, AnswerShape shape, IReadOnlyList<int> order)
    {
        List<int> options = [];
        foreach (var c in line.Where(c => c is not (' ' or ',' or '\t')).Select(char.ToUpperInvariant))
        {
            var place = char.IsAsciiDigit(c) ? c - '1' : c - 'A';
            if (place < 0 || place >= order.Count) return (null, $"'{c}' is not among the options.");
            options.Add(order[place]);
        }
        var picks = shape.Type is QuestionType.Single or QuestionType.Multiple ? Picks.Of(options) : Picks.InOrder(options);
        if (shape.Fault(picks) is { } fault) return (null, fault);
        return shape.IsComplete(picks) ? (picks, null) : (null, $"That answer is not complete: type {Hint(shape)}.");
    }
}

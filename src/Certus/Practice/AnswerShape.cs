using Certus.Catalog;

namespace Certus.Practice;

/// <summary>What an answer to a question looks like, without its text or key.</summary>
/// <param name="Type">The kind of question.</param>
/// <param name="Options">How many options, steps or choices.</param>
/// <param name="Prompts">How many prompts to match; 0 but for matching.</param>
/// <param name="Required">How many options to choose: 1 for single, the stem's number for multiple.</param>
public sealed record AnswerShape(QuestionType Type, int Options, int Prompts, int Required)
{
    /// <summary>Whether the picks could have been made on the screen, complete or not; else one sentence that says what is off.</summary>
    public string? Fault(Picks picks)
    {
        ArgumentNullException.ThrowIfNull(picks);
        var values = picks.Values;
        var lowest = Type is QuestionType.Ordering or QuestionType.Matching ? -1 : 0;
        foreach (var value in values)
            if (value < lowest || value >= Options) return $"Option {value + 1} does not exist; the question has {Options}.";
        return Type switch
        {
            QuestionType.Ordering when values.Count > Options => $"{values.Count} steps were given; the question has {Options}.",
            QuestionType.Ordering when values.Where(value => value >= 0).Distinct().Count() != values.Count(value => value >= 0) => "A step was given two places.",
            QuestionType.Matching when values.Count > Prompts => $"{values.Count} matches were given; the question has {Prompts} prompts.",
            QuestionType.Single or QuestionType.Multiple when values.Count > Required => $"{values.Count} options were chosen; the question asks for {Required}.",
            _ => null,
        };
    }

    /// <summary>The picks in the one form in which equal answers are equal: chosen options once each and ascending, steps and matches as they are.</summary>
    public Picks Canonical(Picks picks)
    {
        ArgumentNullException.ThrowIfNull(picks);
        return Type is QuestionType.Ordering or QuestionType.Matching ? picks : Picks.Of(picks.Values);
    }

    /// <summary>How many picks make a complete answer.</summary>
    public int Needed => Type switch { QuestionType.Ordering => Options, QuestionType.Matching => Prompts, _ => Required };

    /// <summary>The chance of a complete answer made blindly to be the right one.</summary>
    public double BlindChance => Type switch
    {
        QuestionType.Ordering => 1 / Enumerable.Range(1, Options).Aggregate(1.0, (product, step) => product * step),
        QuestionType.Matching => Math.Pow(Options, -Prompts),
        _ => Enumerable.Range(0, Required).Aggregate(1.0, (product, taken) => product * (Required - taken) / (Options - taken)),
    };

    /// <summary>Whether nothing is missing from the answer.</summary>
    public bool IsComplete(Picks picks)
    {
        ArgumentNullException.ThrowIfNull(picks);
        return picks.Values.Count == Needed && picks.Values.All(value => value >= 0);
    }
}

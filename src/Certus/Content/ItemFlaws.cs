using System.Text.RegularExpressions;
using Certus.Catalog;

namespace Certus.Content;

/// <summary>Item-writing flaws: what lets a guesser score, or trips a candidate who knows.</summary>
/// <remarks>A selection of the rules of Haladyna, Downing and Rodriguez (2002) that a program can see.</remarks>
internal static partial class ItemFlaws
{
    public static void Report(QuestionDraft draft)
    {
        var (question, complaints) = (draft.Question, draft.Complaints);
        if (NegativeAsk().IsMatch(LastSentence(question.Stem))) complaints.Warning(draft.StemLine, "the stem asks for what is not so; ask for what is.");
        if (question.Type == QuestionType.Single && !EndsAsQuestion().IsMatch(question.Stem)) complaints.Warning(draft.StemLine, "the stem of a single choice should end with a question mark.");
        if (question.Type != QuestionType.Matching) Repeats(draft);
        if (question.Type is not (QuestionType.Single or QuestionType.Multiple)) return;

        for (var i = 0; i < question.Options.Count; i++)
            if (AllOrNone().IsMatch(question.Options[i].Text)) complaints.Warning(draft.OptionLines[i], "'all of the above' and its kin test nothing.");

        var keyIsAbsolute = question.Key.Values.Any(option => Absolute().IsMatch(question.Options[option].Text));
        for (var i = 0; i < question.Options.Count && !keyIsAbsolute; i++)
            if (!question.Key.Contains(i) && !AllOrNone().IsMatch(question.Options[i].Text) && Absolute().Match(question.Options[i].Text) is { Success: true, Value: var word })
                complaints.Warning(draft.OptionLines[i], $"the absolute word '{word}' stands in wrong options only, which gives them away.");
    }

    /// <summary>Options, or steps to order, that say the same, and options that contain another.</summary>
    private static void Repeats(QuestionDraft draft)
    {
        var (question, complaints) = (draft.Question, draft.Complaints);
        var what = question.Type == QuestionType.Ordering ? "step" : "option";
        var inFile = question.Type == QuestionType.Ordering ? question.Key.Values : [.. Enumerable.Range(0, question.Options.Count)];
        var lines = inFile.Select(option => draft.OptionLines[option]).ToList();
        var plain = inFile.Select(option => " " + string.Join(' ', Words().Matches(question.Options[option].Text.ToLowerInvariant()).Select(match => match.Value)) + " ").ToList();
        for (var i = 0; i < plain.Count; i++)
            for (var j = 0; j < i; j++)
                if (plain[i] == plain[j] && plain[i].Trim().Length > 0) complaints.Error(lines[i], $"{what} {Letter(i)} says the same as {what} {Letter(j)}.");
                else if (question.Type != QuestionType.Ordering && (Contains(plain[i], plain[j]) || Contains(plain[j], plain[i]))) complaints.Warning(lines[i], $"options {Letter(j)} and {Letter(i)} overlap: one contains the other.");
    }

    private static char Letter(int option) => (char)('A' + option);

    private static bool Contains(string longer, string shorter) => shorter.Trim().Contains(' ', StringComparison.Ordinal) && longer.Contains(shorter, StringComparison.Ordinal);

    /// <summary>Whether the right option of a single choice is longer than every other.</summary>
    public static bool KeyIsLongest(QuestionDraft draft)
    {
        var key = draft.Question.Key.Values[0];
        var length = draft.Question.Options[key].Text.Length;
        return draft.Question.Options.Where((_, i) => i != key).All(option => option.Text.Length < length);
    }

    private static string LastSentence(string stem) => SentenceEnd().Split(SelectCount().Replace(stem, "").TrimEnd())[^1];

    [GeneratedRegex(@"\(Select [A-Z]+\.?\)\s*$")]
    private static partial Regex SelectCount();

    [GeneratedRegex(@"(?<=[.?!])\s+|\n\s*\n")]      // a single line break is only where the author's line was full
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\b(NOT|EXCEPT)\b|\b(?i:least) (likely|suitable|appropriate|effective)\b|\b(is|are|does|do|should|would|can|could|will)(n't| not)\b|\b[Ww]hich [^?]*\b(is|are) (incorrect|false|wrong)\b|\b(incorrect|false|wrong) (statement|claim|answer)", RegexOptions.CultureInvariant)]
    private static partial Regex NegativeAsk();

    [GeneratedRegex(@"\?\s*(\(Select [A-Z]+\.?\)\s*)?$")]
    private static partial Regex EndsAsQuestion();

    [GeneratedRegex(@"\b(all|none|both|any|neither) of the (above|options|answers|following)\b|\bnone of these\b|^\s*(both )?[A-F] and [A-F]\b", RegexOptions.IgnoreCase)]
    private static partial Regex AllOrNone();

    [GeneratedRegex(@"\b(always|never|only|completely|entirely|impossible|guarantees?d?|must|every|all|none)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Absolute();

    // Signs and symbols count: -0.03 is not 0.03, x > 1 is not x < 1, and an alpha is not a beta.
    [GeneratedRegex(@"(?:[^\s\p{P}]|[%&@#]|(?<=\w)[*/\\](?=\w)|[-−](?=\d)|(?<=\d)[.,:](?=\d))+")]
    private static partial Regex Words();
}

using Certus.Practice;

namespace Certus.Web.Practice;

/// <summary>What became of a question, in words and as a badge.</summary>
public static class OutcomeWords
{
    /// <summary>The word inside a sentence, which is the class of a card too.</summary>
    public static string Word(this Outcome outcome) => outcome.ToString().ToLowerInvariant();

    /// <summary>The badge's class: a blank is neither good nor bad, it is missing.</summary>
    public static string Tone(this Outcome outcome) => outcome switch { Outcome.Right => "good", Outcome.Wrong => "bad", _ => "" };
}

using Certus.Practice;

namespace Certus.Web.Practice;

/// <summary>Degrees of sureness as forms and scripts write them; empty for none.</summary>
public static class SureWords
{
    /// <summary>All of them with what people read.</summary>
    public static readonly IReadOnlyList<(string Word, string Label)> All = [("", "Not said"), ("guess", "A guess"), ("unsure", "Unsure"), ("sure", "Sure")];

    /// <summary>The word for a level.</summary>
    public static string Of(Sureness? level) => level?.ToString().ToLowerInvariant() ?? "";

    /// <summary>Reads a word; false where it is none of them.</summary>
    public static bool TryRead(string? word, out Sureness? level)
    {
        level = word switch { "guess" => Sureness.Guess, "unsure" => Sureness.Unsure, "sure" => Sureness.Sure, _ => null };
        return level is not null || word is "";
    }
}

using Certus.Catalog;
using Certus.Remember.Cards;

namespace Certus.Content;

/// <summary>A card made from a misconception that the learner showed.</summary>
public static class BeliefNote
{
    /// <summary>The deck of such cards.</summary>
    public const string Deck = "Misconceptions";

    /// <summary>The wrong belief in front, what is right instead on the back; its id is the same whenever it is made.</summary>
    /// <param name="belief">The misconception.</param>
    /// <param name="references">Pages that the missed question rests on.</param>
    /// <param name="check">The day on which they were read.</param>
    public static Note Of(Misconception belief, IReadOnlyList<Reference> references, DateOnly check)
    {
        ArgumentNullException.ThrowIfNull(belief);
        ArgumentNullException.ThrowIfNull(references);
        return new($"belief-{belief.Id}", $"What is wrong with this, and what is right instead?\n\n> {belief.Belief.Trim().ReplaceLineEndings(" ")}", belief.Correction.Trim(), null, Deck, belief.Skills.Count > 0 ? belief.Skills[0] : null, belief.Id, references, check);
    }
}

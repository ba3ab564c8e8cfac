using Certus.Catalog;

namespace Certus.Remember.Cards;

/// <summary>The notes of one skill.</summary>
/// <param name="Skill">The skill's id.</param>
/// <param name="Confusable">Skills that learners mix up with this one; their cards are best reviewed among one another.</param>
/// <param name="References">Official pages that state what the cards say.</param>
/// <param name="Checked">The day on which they were read.</param>
/// <param name="Review">The blind review; null where none has taken place.</param>
/// <param name="Notes">In the order of the file.</param>
public sealed record Deck(string Skill, IReadOnlyList<string> Confusable, IReadOnlyList<Reference> References, DateOnly Checked, DeckReview? Review, IReadOnlyList<Note> Notes)
{
    /// <summary>With the notes that a content pack adds for the same skill.</summary>
    public Deck With(Deck other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Confusable = [.. Confusable.Union(other.Confusable, StringComparer.Ordinal)], References = [.. References.Union(other.References)], Notes = [.. Notes, .. other.Notes] };
    }
}

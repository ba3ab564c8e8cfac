using Certus.Remember.Cards;

namespace Certus.Content.Anki;

/// <summary>Cards on their way out of Certus.</summary>
/// <param name="Collection">What a package holds of them.</param>
/// <param name="Pictures">Its pictures: the name of each in the package, and the content hash of its bytes.</param>
public sealed record CardExport(AnkiContents Collection, IReadOnlyDictionary<string, string> Pictures)
{
    /// <summary>The notes that are worth taking along: the learner's own, and those of the built-in decks to which something has happened.</summary>
    /// <param name="own">The learner's own notes.</param>
    /// <param name="builtIn">The notes that come with Certus.</param>
    /// <param name="cards">What has happened.</param>
    public static IReadOnlyList<(Note Note, bool IsBuiltIn)> Select(IEnumerable<Note> own, IEnumerable<Note> builtIn, LearnerCards cards)
    {
        ArgumentNullException.ThrowIfNull(cards);
        var touched = cards.Cards.Where(card => card.Value != CardRecord.Untouched).Select(card => Note.IdOf(card.Key)).ToHashSet(StringComparer.Ordinal);
        return [.. own.Select(note => (note, false)), .. builtIn.Where(note => touched.Contains(note.Id)).Select(note => (note, true))];
    }
}

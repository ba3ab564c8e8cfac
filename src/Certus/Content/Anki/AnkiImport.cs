using Certus.Remember.Cards;

namespace Certus.Content.Anki;

/// <summary>Turns a collection of Anki into notes and events of Certus.</summary>
/// <remarks>
/// Ids follow from the package: a note's from its guid, a review's from its card and instant. The same package brings nothing twice, a later version of a note takes the place of the one before. A review
/// that the log has within a second, with the same grade, is the same review.
/// </remarks>
public static class AnkiImport
{
    /// <summary>Reads a collection.</summary>
    /// <param name="collection">What the package holds.</param>
    /// <param name="media">The bytes of a file of the package by its name; null where there is none.</param>
    /// <param name="into">What it comes into.</param>
    /// <param name="cancel">Ends the reading early.</param>
    public static CardImport Of(AnkiContents collection, Func<string, ReadOnlyMemory<byte>?> media, ImportContext into, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(collection);
        ArgumentNullException.ThrowIfNull(media);
        ArgumentNullException.ThrowIfNull(into);
        var plan = new ImportPlan(into);
        var cards = collection.Cards.ToLookup(card => card.Note);
        var reviews = collection.Reviews.ToLookup(review => review.Card);
        var reader = new AnkiNoteReader(collection, media, into, plan.Losses, cancel);
        var history = new AnkiHistory(collection, into, plan);
        foreach (var note in collection.Notes.OrderBy(note => note.Id))
        {
            cancel.ThrowIfCancellationRequested();
            var own = cards[note.Id].OrderBy(card => card.Ordinal).ToList();
            foreach (var (read, pictures, ofCard) in reader.Read(note, own))
            {
                if (!plan.Add(read, pictures, AnkiInstants.UpTo(into.At, note.Modified)))
                {
                    plan.Losses.Add("A note with the guid of another one is left out.");
                    continue;
                }
                foreach (var (card, id) in ofCard)
                {
                    cancel.ThrowIfCancellationRequested();
                    plan.Cards++;
                    history.Add(card, id, reviews[card.Id]);
                }
            }
        }
        plan.Losses.Note = null;
        var orphans = collection.Reviews.Count(review => !history.Saw(review.Card));
        if (orphans > 0) plan.Losses.Add("A review of a card that is not in the file, or was left out, is left out.", orphans);
        return plan.Made();
    }
}

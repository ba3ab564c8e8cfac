namespace Certus.Content.Anki;

/// <summary>What an Anki collection holds, as its tables have it.</summary>
/// <param name="Created">Seconds since 1970 of the day from which due days are counted (<c>col.crt</c>).</param>
/// <param name="HasFirstScheduler">Reviews were graded under Anki's first scheduler, whose learning cards had three buttons.</param>
/// <param name="NoteTypes">By id.</param>
/// <param name="Decks">Names by id, levels separated by <c>::</c>.</param>
/// <param name="Notes">In any order.</param>
/// <param name="Cards">In any order.</param>
/// <param name="Reviews">In any order.</param>
public sealed record AnkiContents(
    long Created, bool HasFirstScheduler, IReadOnlyDictionary<long, AnkiNoteType> NoteTypes, IReadOnlyDictionary<long, string> Decks, IReadOnlyList<AnkiNote> Notes, IReadOnlyList<AnkiCard> Cards,
    IReadOnlyList<AnkiReview> Reviews);

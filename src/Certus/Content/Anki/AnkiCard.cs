namespace Certus.Content.Anki;

/// <summary>A row of Anki's <c>cards</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Note">The note's id.</param>
/// <param name="Deck">The deck's id.</param>
/// <param name="Ordinal">Which template, or which deletion less 1.</param>
/// <param name="Modified">Seconds since 1970.</param>
/// <param name="Type">0 new, 1 learning, 2 review, 3 relearning.</param>
/// <param name="Queue">−1 suspended, −2 and −3 buried, 0 new, 1 learning, 2 review, 3 learning in days, 4 preview.</param>
/// <param name="Due">A new card's place; a review card's day since the collection's creation; a learning card's second since 1970.</param>
/// <param name="Interval">Days.</param>
/// <param name="Factor">The ease in thousandths.</param>
/// <param name="Repetitions">Reviews so far.</param>
/// <param name="Lapses">How often it was forgotten.</param>
/// <param name="Left">Steps left, in its last three digits.</param>
/// <param name="OriginalDue">What <paramref name="Due"/> was before the card went into a filtered deck; else 0.</param>
/// <param name="OriginalDeck">The deck it came from, where it is in a filtered one; else 0.</param>
/// <param name="Flags">A flag's number in the lowest three bits.</param>
/// <param name="Data">JSON: <c>s</c> and <c>d</c> are stability and difficulty, <c>lrt</c> the second of the last review, where the collection is scheduled by FSRS.</param>
public sealed record AnkiCard(
    long Id, long Note, long Deck, int Ordinal, long Modified, int Type, int Queue, long Due, int Interval, int Factor, int Repetitions, int Lapses, int Left, long OriginalDue, long OriginalDeck, int Flags,
    string Data);

namespace Certus.Content.Anki;

/// <summary>A row of Anki's <c>revlog</c>.</summary>
/// <param name="Id">The instant in milliseconds since 1970.</param>
/// <param name="Card">The card's id.</param>
/// <param name="Ease">The button, 1 to 4; 0 where no button was pressed.</param>
/// <param name="Interval">The interval after it: days, or below 0 seconds.</param>
/// <param name="LastInterval">The interval before it.</param>
/// <param name="Factor">The ease after it in thousandths; under FSRS 100 to 1100 for difficulties from 1 to 10; 0 where the card was reset or only crammed.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Kind">0 learning, 1 review, 2 relearning, 3 in a filtered deck, 4 set by hand, 5 rescheduled.</param>
public readonly record struct AnkiReview(long Id, long Card, int Ease, int Interval, int LastInterval, int Factor, int Milliseconds, int Kind);

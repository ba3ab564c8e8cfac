using Certus.Remember;
using Certus.Remember.Cards;

namespace Certus.Web.Remember;

/// <summary>A deck in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">What its address ends with.</param>
/// <param name="Cards">Its cards.</param>
/// <param name="New">Those never reviewed.</param>
/// <param name="Due">Those due today.</param>
/// <param name="Suspended">Those taken out of the reviews.</param>
/// <param name="Recall">The mean chance of recall now over those reviewed; null where none was.</param>
public sealed record DeckRow(string Name, string Key, int Cards, int New, int Due, int Suspended, double? Recall)
{
    /// <summary>Counts a deck.</summary>
    public static DeckRow Of(string name, string key, IReadOnlyList<Note> notes, Memory.State state)
    {
        ArgumentNullException.ThrowIfNull(notes);
        ArgumentNullException.ThrowIfNull(state);
        var today = state.Days.Of(state.Now);
        var cards = notes.SelectMany(note => note.Cards).Select(card => (Record: state.Cards.Of(card.Id), Schedule: state.ScheduleOf(card))).ToList();
        var chances = cards.Select(card => state.RetrievabilityOf(card.Schedule)).OfType<double>().ToList();
        return new(
            name, key, cards.Count, cards.Count(card => card.Schedule.State == CardState.New), cards.Count(card => !card.Record.IsSuspended && card.Schedule.State != CardState.New && card.Schedule.DueDay(state.Days) <= today),
            cards.Count(card => card.Record.IsSuspended), chances.Count == 0 ? null : chances.Average());
    }
}

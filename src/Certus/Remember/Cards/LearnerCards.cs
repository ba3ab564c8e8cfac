using System.Collections.Immutable;

namespace Certus.Remember.Cards;

/// <summary>A learner's cards as all events up to now left them.</summary>
public sealed class LearnerCards
{
    /// <summary>Nothing has happened yet.</summary>
    public static readonly LearnerCards Empty = new([], [], [], [], []);

    private readonly ImmutableList<MemoryEvent> _log;
    private readonly ImmutableDictionary<Guid, int> _places;
    private readonly ImmutableHashSet<Guid> _undone;

    private LearnerCards(
        ImmutableList<MemoryEvent> log, ImmutableDictionary<Guid, int> places, ImmutableHashSet<Guid> undone, ImmutableDictionary<string, CardRecord> cards, ImmutableDictionary<string, string> notes) =>
        (_log, _places, _undone, Cards, Notes) = (log, places, undone, cards, notes);

    /// <summary>All events, in the order in which they came.</summary>
    public IReadOnlyList<MemoryEvent> Log => _log;

    /// <summary>The cards to which something has happened, by id.</summary>
    public ImmutableDictionary<string, CardRecord> Cards { get; }

    /// <summary>The learner's own notes: id and version.</summary>
    public ImmutableDictionary<string, string> Notes { get; }

    /// <summary>What has happened to a card.</summary>
    public CardRecord Of(string card) => Cards.GetValueOrDefault(card, CardRecord.Untouched);

    /// <summary>Whether an event has been undone, by itself or with its batch.</summary>
    public bool IsUndone(MemoryEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return _undone.Contains(happened.Id) || (happened.Batch is { } batch && _undone.Contains(batch));
    }

    /// <summary>The event that a press of undo would undo: the latest that counts and is no undoing itself; null where nothing is left.</summary>
    public MemoryEvent? Last => Latest(happened => happened is not MemoryEvent.Undone && !IsUndone(happened));

    /// <summary>The undoing that a press of redo would take back: the latest, where nothing else has happened since.</summary>
    public MemoryEvent.Undone? LastUndoing => Latest(happened => !_undone.Contains(happened.Id) && (happened is not MemoryEvent.Undone || IsOfAct(happened))) as MemoryEvent.Undone;

    /// <summary>Whether an undoing undid something other than an undoing.</summary>
    private bool IsOfAct(MemoryEvent happened) => happened is MemoryEvent.Undone undone && !(_places.TryGetValue(undone.Of, out var place) && _log[place] is MemoryEvent.Undone);

    private MemoryEvent? Latest(Func<MemoryEvent, bool> which)
    {
        for (var i = _log.Count - 1; i >= 0; i--)
            if (which(_log[i])) return _log[i];
        return null;
    }

    /// <summary>What stands in the way of an event; null where it may happen.</summary>
    public string? Refuses(MemoryEvent happened) => happened switch
    {
        null => throw new ArgumentNullException(nameof(happened)),
        MemoryEvent.Reviewed { Repetition: var repetition, Card: var card } when repetition != Of(card).Reviews.Count() + 1 => "This card has been reviewed elsewhere in the meantime.",
        MemoryEvent.Reviewed { Grade: < Grade.Again or > Grade.Easy } => "A grade is 1 to 4.",
        MemoryEvent.Undone { Of: var of } when !Knows(of) => "There is nothing to undo by that name.",
        MemoryEvent.Undone { Of: var of } when _undone.Contains(of) => "That has been undone already.",
        MemoryEvent.NoteRemoved { Note: var note } when !Notes.ContainsKey(note) => "There is no such note of your own.",
        _ => null,
    };

    /// <summary>The event of an id; null where none has happened.</summary>
    public MemoryEvent? Find(Guid id) => _places.TryGetValue(id, out var place) && _log[place].Id == id ? _log[place] : null;

    /// <summary>Whether an event of this id, or a batch, has happened.</summary>
    public bool Knows(Guid id) => _places.ContainsKey(id);

    /// <summary>The collection after further events; one whose id is known already changes nothing.</summary>
    public LearnerCards After(IEnumerable<MemoryEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var (log, places, fresh, undoes) = (_log.ToBuilder(), _places.ToBuilder(), new List<MemoryEvent>(), false);
        foreach (var happened in events)
        {
            if (!places.TryAdd(happened.Id, log.Count)) continue;
            if (happened.Batch is { } batch) places.TryAdd(batch, log.Count);
            log.Add(happened);
            fresh.Add(happened);
            undoes |= happened is MemoryEvent.Undone;
        }
        if (fresh.Count == 0) return this;
        var all = log.ToImmutable();
        // An undone event leaves no trace: what came after it is played again without it.
        return undoes
            ? Play(all, places.ToImmutable(), UndoneBy(all), [], [], all)
            : Play(all, places.ToImmutable(), _undone, Cards, Notes, fresh);
    }

    private static ImmutableHashSet<Guid> UndoneBy(ImmutableList<MemoryEvent> log)
    {
        var undone = ImmutableHashSet.CreateBuilder<Guid>();
        // From the latest back: an undoing that is itself undone undoes nothing.
        foreach (var happened in log.Reverse())
            if (happened is MemoryEvent.Undone undoing && !undone.Contains(undoing.Id)) undone.Add(undoing.Of);
        return undone.ToImmutable();
    }

    private static LearnerCards Play(
        ImmutableList<MemoryEvent> log, ImmutableDictionary<Guid, int> places, ImmutableHashSet<Guid> undone, ImmutableDictionary<string, CardRecord> cards, ImmutableDictionary<string, string> notes,
        IEnumerable<MemoryEvent> events)
    {
        var (nextCards, nextNotes) = (cards.ToBuilder(), notes.ToBuilder());
        foreach (var happened in events)
        {
            if (undone.Contains(happened.Id) || (happened.Batch is { } batch && undone.Contains(batch))) continue;
            switch (happened)
            {
                case MemoryEvent.OfCard of: nextCards[of.Card] = nextCards.GetValueOrDefault(of.Card, CardRecord.Untouched).After(of); break;
                case MemoryEvent.NoteAdded added: nextNotes[added.Note] = added.Version; break;
                case MemoryEvent.NoteRemoved removed: nextNotes.Remove(removed.Note); break;
            }
        }
        return new(log, places, undone, nextCards.ToImmutable(), nextNotes.ToImmutable());
    }
}

namespace Certus.Remember.Cards;

/// <summary>The cards that may come today, sorted by what they wait for.</summary>
internal sealed class WaitingCards
{
    /// <summary>In steps, their minutes over.</summary>
    public List<QueuedCard> Steps { get; } = [];

    /// <summary>In steps, to come back later.</summary>
    public List<QueuedCard> Later { get; } = [];

    /// <summary>To be reviewed.</summary>
    public List<QueuedCard> Due { get; private set; } = [];

    /// <summary>Never reviewed.</summary>
    public List<QueuedCard> Fresh { get; private set; } = [];

    /// <summary>Sorts the cards of notes; those put away or put off are left out.</summary>
    public static WaitingCards Of(
        IEnumerable<Note> notes, LearnerCards cards, Func<Card, CardSchedule> standing, IMemoryModel model, ReviewSettings settings, LearnerDays days, DateTimeOffset now, DaySoFar soFar, AimedDay? aimed)
    {
        WaitingCards waiting = new();
        var today = days.Of(now);
        foreach (var card in notes.SelectMany(note => note.Cards))
        {
            var record = cards.Of(card.Id);
            if (record.IsSuspended || record.BuriedUntil > today) continue;
            var schedule = standing(card);
            var reviewedToday = schedule.LastReview is { } last && days.Of(last) == today;
            var chance = schedule is { Memory: { } memory, LastReview: { } since } ? model.Retrievability(memory, Math.Max(0, (now - since).TotalDays)) : 0;
            QueuedCard queued = new(card, schedule, chance, record.IsMarked);
            if (schedule.State is CardState.Learning or CardState.Relearning) (schedule.Due <= now ? waiting.Steps : waiting.Later).Add(queued);
            else if (!reviewedToday && settings.BurySiblings && soFar.Notes.Contains(card.Note.Id)) continue;       // another card of its note was seen today
            else if (aimed is not null && (reviewedToday || !aimed.Ranks.ContainsKey(card.Id))) continue;
            else if (queued.IsNew) waiting.Fresh.Add(queued);
            else if (aimed is not null || schedule.DueDay(days) <= today) waiting.Due.Add(queued);
        }
        return waiting;
    }

    /// <summary>Of a note with several cards, the one most at risk stays.</summary>
    public void KeepOneOfEachNote()
    {
        HashSet<string> notes = [.. Steps.Concat(Later).Select(queued => queued.Card.Note.Id)];
        Due = [.. Due.OrderBy(queued => queued.Retrievability).ThenBy(queued => queued.Card.Id, StringComparer.Ordinal).Where(queued => notes.Add(queued.Card.Note.Id))];
        Fresh = [.. Fresh.Where(queued => notes.Add(queued.Card.Note.Id))];
    }
}

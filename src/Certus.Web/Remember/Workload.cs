using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Remember.Workload;

namespace Certus.Web.Remember;

/// <summary>What reviews will cost, and how a backlog can be spread.</summary>
/// <param name="Curve">What each desired retention costs, the lowest first.</param>
/// <param name="Known">Cards met so far.</param>
/// <param name="New">New cards that are still to come.</param>
/// <param name="Minutes">The minutes of a usual day.</param>
/// <param name="Due">Cards that are due today.</param>
/// <param name="DueSeconds">What they are expected to take, in seconds.</param>
/// <param name="Plan">How the backlog is spread; null where there is none: what is due fits into a usual day, or the way to an exam decides what comes.</param>
public sealed record Workload(IReadOnlyList<WorkloadPoint> Curve, int Known, int New, int Minutes, IReadOnlyList<Card> Due, double DueSeconds, BacklogPlan? Plan)
{
    /// <summary>Days that the curve looks ahead.</summary>
    public const int DaysAhead = 180;

    /// <summary>Computes it.</summary>
    /// <param name="state">The learner's cards.</param>
    /// <param name="notes">The notes in scope.</param>
    /// <param name="aimed">Whether the way to an exam decides what comes, so that a backlog is not spread otherwise.</param>
    /// <param name="progress">Told how far it is, from 0 to 1.</param>
    /// <param name="cancel">Breaks off.</param>
    public static Workload Of(Memory.State state, IEnumerable<Note> notes, bool aimed, Action<double>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(notes);
        var today = state.Days.Of(state.Now);
        List<(Card Card, KnownCard Known)> due = [];
        List<KnownCard> known = [], later = [];
        var fresh = 0;
        foreach (var card in notes.SelectMany(note => note.Cards))
        {
            var record = state.Cards.Of(card.Id);
            if (record.IsSuspended) continue;
            var schedule = state.ScheduleOf(card);
            if (schedule is not { Memory: { } memory, LastReview: { } last }) { fresh++; continue; }
            var one = new KnownCard(known.Count, memory, Earlier(state.Days.Of(last), today), schedule.DueDay(state.Days));
            known.Add(one);
            if (schedule.State == CardState.Review && one.Due <= today && !(record.BuriedUntil > today)) due.Add((card, one with { Card = due.Count }));
            else later.Add(record.BuriedUntil > one.Due ? one with { Due = record.BuriedUntil.Value } : one);
        }

        var settings = state.Settings;
        var minutes = settings.MinutesPerDay ?? AimedDay.UsualMinutes;
        var habits = new ReviewHabits();
        var seconds = due.Sum(entry => habits.ExpectedSeconds(state.Model.Retrievability(entry.Known.Memory, today.DayNumber - entry.Known.LastReview.DayNumber)));
        var curve = WorkloadCurve.Of(state.Model, known, today, DaysAhead, settings.NewPerDay, fresh, habits, done => progress?.Invoke((double)done / (WorkloadCurve.Retentions.Count + 1)), cancel);
        BacklogPlan? plan = null;
        if (seconds > minutes * 60 && !aimed)
        {
            var regular = new ReviewForecast(state.Model, settings.DesiredRetention, habits).Ahead(later, today, DaysAhead);       // while something is left over, new cards wait, as they do in the day's queue
            plan = BacklogPlan.Of(state.Model, [.. due.Select(entry => entry.Known)], settings.TimeOf(minutes), today, day => regular[Math.Min(day.DayNumber - today.DayNumber, DaysAhead - 1)].Seconds, habits, cancel);
        }
        return new(curve, known.Count, fresh, minutes, [.. due.Select(entry => entry.Card)], seconds, plan);
    }

    /// <summary>The events that take the plan up: each card that is not today's is put off until its day, all under one batch. Cards without a day come as before.</summary>
    /// <param name="at">The present.</param>
    /// <param name="today">The learner's day.</param>
    /// <param name="batch">What takes them back together.</param>
    public IReadOnlyList<MemoryEvent> TakenUp(DateTimeOffset at, DateOnly today, Guid batch) => Plan is null ? [] :
        [.. Plan.Days.SelectMany((cards, day) => day == 0 ? [] : cards.Select(card => new MemoryEvent.Buried(Guid.NewGuid(), at, Due[(int)card].Id, today.AddDays(day)) { Batch = batch, Planned = true }))];

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;      // a clock that was set back
}

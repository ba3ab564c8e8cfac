using System.Globalization;
using System.Text.Json;
using Certus.Remember;
using Certus.Remember.Cards;

namespace Certus.Content.Anki;

/// <summary>Turns the reviews and the schedule of Anki's cards into events.</summary>
/// <remarks>
/// Reviews come over as they were; when the card is due follows from them. A card without reviews but with an interval is placed: its memory from FSRS's own figures in <c>data</c>, else stability = the
/// interval and difficulty from the ease, as FSRS takes over cards of Anki's older scheduler (memory_state_from_sm2 of fsrs-rs, at a retention of 0.9). A history that begins in the middle is preceded by
/// such a placement.
/// </remarks>
internal sealed class AnkiHistory(AnkiContents collection, ImportContext into, ImportPlan plan)
{
    private const int UsualEase = 2500;
    private const double SecondsOfSame = 1;
    private readonly HashSet<long> _seen = [];

    public bool Saw(long card) => _seen.Contains(card);

    public void Add(AnkiCard card, string id, IEnumerable<AnkiReview> reviews)
    {
        _seen.Add(card.Id);
        var known = into.Cards.Of(id);
        var mine = known.Reviews.ToList();
        var (repetition, any) = (mine.Count, false);
        foreach (var review in reviews.OrderBy(review => review.Id))
        {
            if (AnkiInstants.OfMilliseconds(review.Id) is not { } at || review.Ease is < 0 or > 4)
            {
                plan.Losses.Add("A review with an impossible date or grade is left out.");
                continue;
            }
            // A day, as clocks of two machines differ.
            if (at > into.At.AddDays(1))
            {
                plan.Losses.Add("A review dated more than a day after the import is left out.");
                continue;
            }
            if (review.Kind == 4 && review.Factor == 0)
            {
                Place(id, known, new(Id("reset", id, review.Id), at, id, CardSchedule.New(at)));
                continue;
            }
            if (review.Ease == 0 || review.Kind is 4 or 5)
            {
                plan.Losses.Add("A due date that was set by hand is not kept: the card comes when its reviews say.");
                continue;
            }
            if (review is { Kind: 3, Factor: 0 })
            {
                plan.Losses.Add("A review for practice only, in a filtered deck, is left out.");
                continue;
            }
            if (!any && review is { Kind: 1, LastInterval: > 0 and < 36_500 })
                Place(id, known, new(Id("before", id, review.Id), at.AddDays(-review.LastInterval), id, BeforeFirst(review, at, card)));
            any = true;
            var grade = (Grade)(collection.HasFirstScheduler && review is { Kind: 0 or 2, Ease: 2 or 3 } ? review.Ease + 1 : review.Ease);
            if (mine.Exists(other => other.Grade == grade && Math.Abs((other.At - at).TotalSeconds) < SecondsOfSame))
            {
                plan.KnownReviews++;
                continue;
            }
            plan.Add(new MemoryEvent.Reviewed(
                Id("review", id, review.Id), at, id, null, grade, TimeSpan.FromMilliseconds(Math.Clamp(review.Milliseconds, 0, 3_600_000)), ++repetition) { Batch = into.Batch });
        }
        if (!any && Placement(card) is { } schedule) Place(id, known, new(Id("placed", id, schedule.LastReview!.Value.Ticks), schedule.LastReview.Value, id, schedule));
        State(card, id, known);
    }

    private void State(AnkiCard card, string id, CardRecord known)
    {
        var at = AnkiInstants.UpTo(into.At, card.Modified);
        if (card.Queue == -1 && !known.IsSuspended && Fresh("suspended", id, card.Modified) is { } suspended) plan.Add(new MemoryEvent.Suspended(suspended, at, id, true) { Batch = into.Batch });
        // Anki lets buried cards come again on the next day.
        if (card.Queue is -2 or -3 && into.Days.Of(at).AddDays(1) is var until && (known.BuriedUntil is null || known.BuriedUntil < until) && Fresh("buried", id, card.Modified) is { } buried)
            plan.Add(new MemoryEvent.Buried(buried, at, id, until) { Batch = into.Batch });
        if ((card.Flags & 7) != 0)
        {
            if ((card.Flags & 7) != 1) plan.Losses.Add("A flag keeps no color.");
            if (!known.IsMarked && Fresh("marked", id, card.Modified) is { } marked) plan.Add(new MemoryEvent.Marked(marked, at, id, true) { Batch = into.Batch });
        }
    }

    private void Place(string id, CardRecord known, MemoryEvent.Placed placed)
    {
        // What was reviewed here since is not overwritten, and the same placement is made once, though its last review may be set to an import's instant.
        var reset = placed.Schedule.Memory is null;
        if (known.Events.Exists(other => other is MemoryEvent.Placed same && same.Schedule with { LastReview = placed.Schedule.LastReview } == placed.Schedule) || (!reset && known.Reviews.Any())) return;
        plan.Add(placed with { Card = id, Batch = into.Batch });
    }

    private static CardSchedule BeforeFirst(AnkiReview review, DateTimeOffset at, AnkiCard card)
    {
        var since = at.AddDays(-review.LastInterval);
        var memory = review.Factor is >= 100 and <= 1100 ? new(review.LastInterval, Difficulty(review.Factor)) : OfEase(review.LastInterval, review.Factor);
        return new(CardState.Review, memory, at, 0, review.LastInterval, since, Math.Clamp(card.Repetitions, 1, 100_000), 0);
    }

    private static double Difficulty(int factor) => Math.Clamp((factor / 1000.0 - 0.1) * 9 + 1, 1, 10);

    private CardSchedule? Placement(AnkiCard card)
    {
        if (card.Type is not (2 or 3) || card.Interval is <= 0 or > 36_500) return null;
        var when = card is { OriginalDeck: not 0, OriginalDue: not 0 } ? card.OriginalDue : card.Due;
        var due = when > 10_000_000 ? AnkiInstants.OfSeconds(when)
            // The middle of Anki's day, so that a clock that was put forward or back does not make another day of it.
            : when is > -100_000 and < 200_000 && AnkiInstants.OfSeconds(collection.Created) is { } created ? created.AddDays(when + 0.5)
            : null;
        var (memory, last) = Memory(card);
        due ??= AnkiInstants.UpTo(into.At, card.Modified).AddDays(card.Interval);
        last ??= due.Value.AddDays(-card.Interval);
        // A due date that was put off, or a wrong clock.
        if (last > into.At) last = into.At;
        return new(CardState.Review, memory, due.Value, 0, card.Interval, last, Math.Clamp(card.Repetitions, 1, 100_000), Math.Clamp(card.Lapses, 0, 100_000));
    }

    private static (MemoryState Memory, DateTimeOffset? Last) Memory(AnkiCard card)
    {
        try
        {
            using var data = JsonDocument.Parse(card.Data);
            if (data.RootElement.ValueKind == JsonValueKind.Object)
            {
                var last = Number(data.RootElement, "lrt") is { } seconds and > 0 and < 1e10 ? AnkiInstants.OfSeconds((long)seconds) : null;
                if (Number(data.RootElement, "s") is { } s and >= Fsrs6.ShortestStability and <= Fsrs6.LongestStability && Number(data.RootElement, "d") is { } d and >= 1 and <= 10)
                    return (new(s, d), last);
                return (OfEase(card.Interval, card.Factor), last);
            }
        }
        catch (JsonException)
        {
            // The column is free text before FSRS.
        }
        return (OfEase(card.Interval, card.Factor), null);
    }

    private static double? Number(JsonElement data, string name) => data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

    /// <summary>What is believed of a memory of which only the interval and the ease are known.</summary>
    internal static MemoryState OfEase(int interval, int factor)
    {
        const double Retention = 0.9;
        var w = Fsrs6Parameters.Default;
        double stability = Math.Clamp(interval, Fsrs6.ShortestStability, Fsrs6.LongestStability), ease = (factor <= 0 ? UsualEase : factor) / 1000.0;
        var difficulty = 11 - (ease - 1) / (Math.Exp(w[8]) * Math.Pow(stability, -w[9]) * (Math.Exp((1 - Retention) * w[10]) - 1));
        return new(stability, Math.Clamp(difficulty, 1, 10));
    }

    /// <summary>The id of an event; null where it came in before and counts: what the learner did about it since is not undone by reading the same file again.</summary>
    private Guid? Fresh(string what, string card, long key)
    {
        for (var time = 0; ; time++)
        {
            var id = IdOf(what, card, key, time);
            if (into.Cards.Find(id) is not { } came) return id;
            if (!into.Cards.IsUndone(came)) return null;
        }
    }

    private static Guid IdOf(string what, string card, long key, int time) => NamedGuid.Of(string.Create(CultureInfo.InvariantCulture, $"{what}|{card}|{key}|{time}"));

    /// <summary>The id of an event; a further one where it was undone.</summary>
    private Guid Id(string what, string card, long key)
    {
        for (var time = 0; ; time++)
        {
            var id = IdOf(what, card, key, time);
            if (!into.Cards.Knows(id)) return id;
        }
    }
}

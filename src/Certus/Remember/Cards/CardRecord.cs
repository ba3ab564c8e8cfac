using System.Collections.Immutable;

namespace Certus.Remember.Cards;

/// <summary>What has happened to one card, undone events left out.</summary>
/// <param name="Events">Reviews and placements in the order of their instants; of one instant, in the order in which they came.</param>
/// <param name="IsSuspended">Out of the reviews.</param>
/// <param name="BuriedUntil">The learner's day on which it may come again; null where it was never put off.</param>
/// <param name="IsMarked">Flagged by the learner.</param>
public sealed record CardRecord(ImmutableList<MemoryEvent.OfCard> Events, bool IsSuspended, DateOnly? BuriedUntil, bool IsMarked)
{
    /// <summary>A card to which nothing has happened.</summary>
    public static readonly CardRecord Untouched = new([], false, null, false);

    /// <summary>Reviews so far.</summary>
    public IEnumerable<MemoryEvent.Reviewed> Reviews => Events.OfType<MemoryEvent.Reviewed>();

    /// <summary>When the card comes next: all that happened, scheduled anew with the settings of today.</summary>
    /// <param name="scheduler">The settings.</param>
    /// <param name="key">What tells the card from others: <see cref="Card.Key"/>.</param>
    /// <remarks>A review before the one that came before it (a clock was set back) counts as of that instant.</remarks>
    public CardSchedule ScheduleBy(Scheduler scheduler, ulong key)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        var schedule = CardSchedule.New(DateTimeOffset.MinValue);
        foreach (var happened in Events)
            schedule = happened switch
            {
                MemoryEvent.Placed placed => placed.Schedule,
                MemoryEvent.Reviewed review => After(schedule, review, scheduler, key),
                _ => schedule,
            };
        return schedule;
    }

    /// <summary>The schedule after one review.</summary>
    /// <param name="schedule">The schedule before it.</param>
    /// <param name="review">The review.</param>
    /// <param name="scheduler">The settings.</param>
    /// <param name="key">What tells the card from others: <see cref="Card.Key"/>.</param>
    public static CardSchedule After(CardSchedule schedule, MemoryEvent.Reviewed review, Scheduler scheduler, ulong key)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(review);
        ArgumentNullException.ThrowIfNull(scheduler);
        var after = scheduler.Review(schedule, review.Grade, schedule.LastReview > review.At ? schedule.LastReview.Value : review.At, key);
        return review.ChosenDays is { } days ? scheduler.OnChosenDay(schedule, after, days) : after;
    }

    internal CardRecord After(MemoryEvent.OfCard happened) => happened switch
    {
        MemoryEvent.Reviewed or MemoryEvent.Placed => this with { Events = Insert(happened) },
        MemoryEvent.Suspended suspended => this with { IsSuspended = suspended.On },
        MemoryEvent.Buried buried => this with { BuriedUntil = buried.Until },
        MemoryEvent.Marked marked => this with { IsMarked = marked.On },
        _ => this,
    };

    private ImmutableList<MemoryEvent.OfCard> Insert(MemoryEvent.OfCard happened)
    {
        var place = Events.Count;
        while (place > 0 && Events[place - 1].At > happened.At) place--;
        return Events.Insert(place, happened);
    }
}

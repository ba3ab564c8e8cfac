namespace Certus.Remember;

/// <summary>When a card is due and why.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Memory">What is believed of it; null before the first review.</param>
/// <param name="Due">When it is due; a card in review is due all through the learner's day of this instant.</param>
/// <param name="Step">The learning or relearning step it waits in, from 0.</param>
/// <param name="IntervalDays">The days from the last review to <paramref name="Due"/>; 0 in steps.</param>
/// <param name="LastReview">Null before the first.</param>
/// <param name="Repetitions">Reviews so far.</param>
/// <param name="Lapses">How often it was forgotten in review.</param>
public sealed record CardSchedule(CardState State, MemoryState? Memory, DateTimeOffset Due, int Step, int IntervalDays, DateTimeOffset? LastReview, int Repetitions, int Lapses)
{
    /// <summary>The learner's day on which the card is due. Days are counted on the calendar, so that a clock put forward or back between the reviews does not make another day of it.</summary>
    /// <param name="days">The learner's days.</param>
    public DateOnly DueDay(LearnerDays days)
    {
        ArgumentNullException.ThrowIfNull(days);
        return IntervalDays > 0 && LastReview is { } last && Due == last.AddDays(IntervalDays) ? days.Of(last).AddDays(IntervalDays) : days.Of(Due);
    }

    /// <summary>A card that was never reviewed.</summary>
    /// <param name="since">From when on it may be.</param>
    public static CardSchedule New(DateTimeOffset since) => new(CardState.New, null, since, 0, 0, null, 0, 0);
}

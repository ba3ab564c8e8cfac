using Certus.Numerics;

namespace Certus.Remember;

/// <summary>Says when a card comes next.</summary>
/// <param name="model">The memory model.</param>
/// <param name="options">What the learner wants.</param>
/// <remarks>
/// The steps and the order of intervals are those of the FSRS project's schedulers: Hard never later than Good, Good a day after Hard, Easy a day after Good. A replay of the same
/// reviews gives the same cards, to the minute: the spread of intervals hangs on the card's key and its repetition.
/// </remarks>
public sealed class Scheduler(IMemoryModel model, SchedulerOptions options)
{
    private const double SmallestFuzzed = 2.5;
    private static readonly Grade[] Grades = [Grade.Again, Grade.Hard, Grade.Good, Grade.Easy];
    private static readonly (double From, double To, double Share)[] FuzzRanges = [(2.5, 7, 0.15), (7, 20, 0.1), (20, double.PositiveInfinity, 0.05)];

    /// <summary>The card after a review.</summary>
    /// <param name="card">The card before it.</param>
    /// <param name="grade">How it went.</param>
    /// <param name="at">When; not before the last review.</param>
    /// <param name="key">What tells this card from others; used for the spread alone.</param>
    public CardSchedule Review(CardSchedule card, Grade grade, DateTimeOffset at, ulong key = 0)
    {
        ArgumentNullException.ThrowIfNull(card);
        if (at < card.LastReview) throw new ArgumentException("A review lies before the one before it.", nameof(at));
        var elapsed = card.LastReview is { } last ? options.Days.Between(last, at) : 0;
        var (memory, wait) = (Remembered(card, grade, elapsed), WaitOf(card, grade));
        var lapsed = card.State == CardState.Review && grade == Grade.Again;
        var (state, step, due, interval) = (CardState.Review, 0, at, 0);
        if (wait is var (after, waiting))
        {
            step = waiting;
            due = at + after;
            if (after >= TimeSpan.FromDays(1)) interval = (int)after.TotalDays;
            else state = card.State is CardState.Review or CardState.Relearning ? CardState.Relearning : CardState.Learning;
        }
        else
        {
            interval = Math.Min(Days(card, grade, memory, elapsed, key, at), options.MaximumInterval);
            due = at.AddDays(interval);
        }
        return new(state, memory, due, step, interval, at, card.Repetitions + 1, card.Lapses + (lapsed ? 1 : 0));
    }

    /// <summary>The card after each of the four grades, Again first.</summary>
    public IReadOnlyList<CardSchedule> Preview(CardSchedule card, DateTimeOffset at, ulong key = 0) => Array.ConvertAll(Grades, grade => Review(card, grade, at, key));

    private MemoryState Remembered(CardSchedule card, Grade grade, int elapsed) => card.Memory is { } memory ? model.Next(memory, grade, elapsed) : model.First(grade);

    /// <summary>The step that follows a grade; null where the card goes to days.</summary>
    private (TimeSpan After, int Step)? WaitOf(CardSchedule card, Grade grade)
    {
        if (!options.Steps) return null;
        var steps = card.State is CardState.Review or CardState.Relearning ? options.RelearningSteps : options.LearningSteps;
        var at = card.State is CardState.Learning or CardState.Relearning ? card.Step : 0;
        if (steps.Count == 0 || at >= steps.Count) return null;
        if (card.State == CardState.Review) return grade == Grade.Again ? (steps[0], 0) : null;
        return grade switch
        {
            Grade.Again => (steps[0], 0),
            Grade.Hard => (Minutes(steps.Count == 1 ? steps[0] * 1.5 : (steps[0] + steps[1]) / 2), at),
            Grade.Good when at + 1 < steps.Count => (steps[at + 1], at + 1),
            _ => null,
        };
    }

    private static TimeSpan Minutes(TimeSpan wait) => TimeSpan.FromMinutes(Math.Round(wait.TotalMinutes, MidpointRounding.AwayFromZero));

    /// <summary>The days to wait, in an order of grades that makes sense: so those of the grades below have a say.</summary>
    private int Days(CardSchedule card, Grade grade, MemoryState memory, int elapsed, ulong key, DateTimeOffset at)
    {
        var luck = options.Fuzz ? (new SeededRandom(key * 0x9E3779B97F4A7C15UL + (ulong)card.Repetitions, "fuzz").Next() >> 11) * (1.0 / (1UL << 53)) : 0;
        var today = options.Balance is null ? default : options.Days.Of(at);
        int Of(Grade other) => Interval(other == grade ? memory : Remembered(card, other, elapsed), elapsed, luck, today);

        if (options.Steps && (card.State != CardState.Review || grade == Grade.Again)) return Of(grade);
        int hard;
        if (options.Steps) hard = Math.Min(Of(Grade.Hard), Of(Grade.Good));
        else
        {
            hard = Of(Grade.Hard);
            var again = Math.Min(Of(Grade.Again), hard);
            if (grade == Grade.Again) return again;
            hard = Math.Max(hard, again + 1);
        }
        if (grade == Grade.Hard) return hard;
        var good = Math.Max(Of(Grade.Good), hard + 1);
        return grade == Grade.Good ? good : Math.Max(Of(Grade.Easy), good + 1);
    }

    private int Interval(MemoryState memory, int elapsed, double luck, DateOnly today)
    {
        var raw = model.Interval(memory, options.DesiredRetention);
        var rounded = (int)Math.Clamp(Math.Round(raw, MidpointRounding.AwayFromZero), 1, options.MaximumInterval);
        if (!options.Fuzz) return rounded;
        var (low, high) = FuzzRange(rounded, elapsed, options.MaximumInterval);
        return options.Balance?.Choose(today, low, high, rounded) ?? low + (int)(luck * (high - low + 1));
    }

    /// <summary>A card after a review, on the day that was chosen for it then, as long as that lies within its spread: other wishes or parameters since may have moved the spread away.</summary>
    /// <param name="before">The card before the review.</param>
    /// <param name="after">The card after it, as <see cref="Review"/> gives it.</param>
    /// <param name="days">The interval chosen.</param>
    public CardSchedule OnChosenDay(CardSchedule before, CardSchedule after, int days)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (!options.Fuzz || after is not { State: CardState.Review, Memory: { } memory, LastReview: { } at } || after.IntervalDays == days) return after;
        var rounded = (int)Math.Clamp(Math.Round(model.Interval(memory, options.DesiredRetention), MidpointRounding.AwayFromZero), 1, options.MaximumInterval);
        var (from, to) = FuzzRange(rounded, before.LastReview is { } last ? options.Days.Between(last, at) : 0, options.MaximumInterval);
        return days >= from && days <= to ? after with { IntervalDays = days, Due = at.AddDays(days) } : after;
    }

    /// <summary>The intervals among which a card's is spread: itself alone below 3 days, then a day or more to each side.</summary>
    /// <param name="interval">The interval wanted, in whole days from 1.</param>
    /// <param name="elapsed">Days since the review before; what went well does not come back sooner than it did.</param>
    /// <param name="maximum">The longest interval.</param>
    /// <returns>The shortest and the longest; the shortest is never above the longest.</returns>
    public static (int From, int To) FuzzRange(int interval, int elapsed, int maximum)
    {
        if (interval < SmallestFuzzed) return (interval, interval);
        var spread = 1.0;
        foreach (var (from, to, share) in FuzzRanges) spread += share * Math.Max(Math.Min(interval, to) - from, 0);
        var low = Math.Max(2, (int)Math.Round(interval - spread));
        var high = Math.Min((int)Math.Round(interval + spread), maximum);
        if (interval > elapsed) low = Math.Max(low, elapsed + 1);
        return (Math.Min(low, high), high);
    }
}

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
    public CardSchedule Review(CardSchedule card, Grade grade, DateTimeOffset at, ulong key = 0) => Preview(card, at, key)[(int)grade - 1];

    /// <summary>The card after each of the four grades, Again first.</summary>
    public IReadOnlyList<CardSchedule> Preview(CardSchedule card, DateTimeOffset at, ulong key = 0)
    {
        ArgumentNullException.ThrowIfNull(card);
        if (at < card.LastReview) throw new ArgumentException("A review lies before the one before it.", nameof(at));
        var elapsed = card.LastReview is { } last ? options.Days.Between(last, at) : 0;
        var memories = Array.ConvertAll(Grades, grade => card.Memory is { } memory ? model.Next(memory, grade, elapsed) : model.First(grade));
        var days = Days(card, memories, elapsed, key, options.Days.Of(at));
        return Array.ConvertAll(Grades, grade => After(card, grade, memories[(int)grade - 1], days[(int)grade - 1], at));
    }

    private CardSchedule After(CardSchedule card, Grade grade, MemoryState memory, int days, DateTimeOffset at)
    {
        var lapsed = card.State == CardState.Review && grade == Grade.Again;
        var reviewed = card with { Memory = memory, LastReview = at, Repetitions = card.Repetitions + 1, Lapses = card.Lapses + (lapsed ? 1 : 0) };
        if (WaitOf(card, grade) is { } wait)
        {
            var state = card.State is CardState.Review or CardState.Relearning ? CardState.Relearning : CardState.Learning;
            return wait.After < TimeSpan.FromDays(1)
                ? reviewed with { State = state, Step = wait.Step, Due = at + wait.After, IntervalDays = 0 }
                : reviewed with { State = CardState.Review, Step = wait.Step, Due = at + wait.After, IntervalDays = (int)wait.After.TotalDays };
        }
        return reviewed with { State = CardState.Review, Step = 0, Due = at.AddDays(days), IntervalDays = days };
    }

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

    /// <summary>The days to wait after each grade, in an order that makes sense.</summary>
    private int[] Days(CardSchedule card, MemoryState[] memories, int elapsed, ulong key, DateOnly today)
    {
        var fuzz = options.Fuzz ? new SeededRandom(key * 0x9E3779B97F4A7C15UL + (ulong)card.Repetitions, "fuzz") : null;
        var luck = fuzz is null ? 0 : (fuzz.Next() >> 11) * (1.0 / (1UL << 53));
        var days = Array.ConvertAll(memories, memory => Interval(memory, elapsed, luck, today));
        if (!options.Steps)
        {
            days[0] = Math.Min(days[0], days[1]);
            days[1] = Math.Max(days[1], days[0] + 1);
            days[2] = Math.Max(days[2], days[1] + 1);
            days[3] = Math.Max(days[3], days[2] + 1);
        }
        else if (card.State == CardState.Review)
        {
            days[1] = Math.Min(days[1], days[2]);
            days[2] = Math.Max(days[2], days[1] + 1);
            days[3] = Math.Max(days[3], days[2] + 1);
        }
        for (var i = 0; i < days.Length; i++) days[i] = Math.Min(days[i], options.MaximumInterval);
        return days;
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
        var spread = 1 + FuzzRanges.Sum(range => range.Share * Math.Max(Math.Min(interval, range.To) - range.From, 0));
        var low = Math.Max(2, (int)Math.Round(interval - spread));
        var high = Math.Min((int)Math.Round(interval + spread), maximum);
        if (interval > elapsed) low = Math.Max(low, elapsed + 1);
        return (Math.Min(low, high), high);
    }
}

using System.Collections.Immutable;

namespace Certus.Remember.Cards;

/// <summary>How a learner's memory stands, and how well it was foretold.</summary>
/// <param name="Due">Cards due on each of the coming days, today first with all that is overdue.</param>
/// <param name="Days">Reviews by the learner's day, the earliest first; days without reviews are left out.</param>
/// <param name="Retention">Reviews on a later day than the one before, and how many of them were recalled, by period and by how long the card had rested.</param>
/// <param name="Stability">Of each card reviewed: days after which the chance of recall has fallen to 0.9.</param>
/// <param name="Difficulty">Of each card reviewed, 1 to 10.</param>
/// <param name="Retrievability">Of each card reviewed: the chance of recall now.</param>
/// <param name="Reliability">What was foretold beside what happened, by tenths of the chance foretold.</param>
public sealed record MemoryStatistics(
    ImmutableArray<int> Due, ImmutableArray<MemoryStatistics.Day> Days, ImmutableArray<MemoryStatistics.RetentionRow> Retention, ImmutableArray<double> Stability, ImmutableArray<double> Difficulty,
    ImmutableArray<double> Retrievability, ImmutableArray<MemoryStatistics.Bin> Reliability)
{
    /// <summary>Days that <see cref="Due"/> looks ahead.</summary>
    public const int Ahead = 30;

    /// <summary>A card that has rested so many days or more is called mature.</summary>
    public const int MatureDays = 21;

    private const int Bins = 10;
    private const double LongestSeconds = 120;

    /// <summary>What happened on a day.</summary>
    /// <param name="On">The learner's day.</param>
    /// <param name="Reviews">Reviews.</param>
    /// <param name="Seconds">Time spent on them.</param>
    public readonly record struct Day(DateOnly On, int Reviews, double Seconds);

    /// <summary>True retention over a period.</summary>
    /// <param name="Days">The latest so many days; null for all.</param>
    /// <param name="Young">Reviews of cards that had rested fewer than <see cref="MatureDays"/> days.</param>
    /// <param name="YoungRecalled">Of them recalled.</param>
    /// <param name="Mature">Reviews of the others.</param>
    /// <param name="MatureRecalled">Of them recalled.</param>
    public readonly record struct RetentionRow(int? Days, int Young, int YoungRecalled, int Mature, int MatureRecalled);

    /// <summary>Reviews for which about the same was foretold.</summary>
    /// <param name="From">The least chance foretold, inclusive; the bin is a tenth wide.</param>
    /// <param name="Reviews">How many.</param>
    /// <param name="Recalled">How many of them were recalled.</param>
    /// <param name="Foretold">The mean chance foretold; 0 where there are none.</param>
    public readonly record struct Bin(double From, int Reviews, int Recalled, double Foretold);

    private readonly record struct Tested(DateOnly On, int Rested, double Foretold, bool Recalled);

    /// <summary>Reckons them from the log.</summary>
    /// <param name="cards">All cards there are.</param>
    /// <param name="learner">What has happened to them.</param>
    /// <param name="model">The memory model, which also foretells what lies in the past.</param>
    /// <param name="scheduler">The scheduler of the learner's wishes.</param>
    /// <param name="days">The learner's days.</param>
    /// <param name="now">The present.</param>
    public static MemoryStatistics Of(IEnumerable<Card> cards, LearnerCards learner, IMemoryModel model, Scheduler scheduler, LearnerDays days, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cards);
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(days);
        var today = days.Of(now);
        var due = new int[Ahead];
        List<double> stability = [], difficulty = [], retrievability = [];
        List<Tested> tested = [];
        foreach (var card in cards)
        {
            var record = learner.Of(card.Id);
            if (record.Events.IsEmpty) continue;
            var schedule = record.ScheduleBy(scheduler, card.Key);
            tested.AddRange(TestsOf(record, model, days));
            if (schedule is not { Memory: { } memory, LastReview: { } last }) continue;
            stability.Add(memory.Stability);
            difficulty.Add(memory.Difficulty);
            retrievability.Add(model.Retrievability(memory, Math.Max(0, (now - last).TotalDays)));
            var wait = Math.Max(0, schedule.DueDay(days).DayNumber - today.DayNumber);
            if (!record.IsSuspended && wait < Ahead) due[wait]++;
        }
        var byDay = learner.Cards.Values.SelectMany(card => card.Reviews).GroupBy(review => days.Of(review.At))
            .Select(group => new Day(group.Key, group.Count(), group.Sum(review => Math.Min(review.Elapsed.TotalSeconds, LongestSeconds)))).OrderBy(day => day.On);
        return new(
            [.. due], [.. byDay], [.. new int?[] { 1, 7, 30, 365, null }.Select(period => Row(period, tested, today))], [.. stability], [.. difficulty], [.. retrievability],
            [.. Enumerable.Range(0, Bins).Select(bin => BinOf(bin, tested))]);
    }

    /// <summary>The reviews of a card that tested memory: those on a later day than the one before, with what the model foretold.</summary>
    private static IEnumerable<Tested> TestsOf(CardRecord record, IMemoryModel model, LearnerDays days)
    {
        MemoryState? state = null;
        DateTimeOffset? last = null;
        foreach (var happened in record.Events)
            switch (happened)
            {
                case MemoryEvent.Placed { Schedule: var placed }:
                    (state, last) = (placed.Memory, placed.LastReview);
                    break;
                case MemoryEvent.Reviewed review:
                    var rested = last is { } before ? days.Between(before, review.At) : 0;
                    if (state is { } known && rested > 0) yield return new(days.Of(review.At), rested, model.Retrievability(known, rested), review.Grade != Grade.Again);
                    state = state is { } old ? model.Next(old, review.Grade, rested) : model.First(review.Grade);
                    last = review.At;
                    break;
            }
    }

    private static RetentionRow Row(int? period, List<Tested> tested, DateOnly today)
    {
        var row = new RetentionRow(period, 0, 0, 0, 0);
        foreach (var test in tested.Where(test => period is null || today.DayNumber - test.On.DayNumber < period))
            row = test.Rested < MatureDays
                ? row with { Young = row.Young + 1, YoungRecalled = row.YoungRecalled + (test.Recalled ? 1 : 0) }
                : row with { Mature = row.Mature + 1, MatureRecalled = row.MatureRecalled + (test.Recalled ? 1 : 0) };
        return row;
    }

    private static Bin BinOf(int bin, List<Tested> tested)
    {
        var inside = tested.Where(test => Math.Min((int)(test.Foretold * Bins), Bins - 1) == bin).ToList();
        return new((double)bin / Bins, inside.Count, inside.Count(test => test.Recalled), inside.Count == 0 ? 0 : inside.Average(test => test.Foretold));
    }
}

using Certus.Remember;
using Certus.Remember.Cards;

namespace Certus.Tests.Remember.Cards;

public sealed class MemoryStatisticsTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly LearnerDays Days = new(TimeZoneInfo.Utc, 4);
    private static readonly Fsrs6 Model = new(Fsrs6Parameters.Default);
    private static readonly Scheduler Plain = new(Model, new() { Days = Days, Fuzz = false });
    private static int _ids;

    private static readonly Card[] Two = [.. new[] { "a", "b" }.Select(id => new Note(id, "front", "back", null, "s", "s", null, [], null).Cards[0])];

    private static MemoryStatistics Of(params (string Card, double DaysAgo, Grade Grade)[] reviews)
    {
        var cards = LearnerCards.Empty;
        foreach (var (card, ago, grade) in reviews)
            cards = cards.After([new MemoryEvent.Reviewed(new(Interlocked.Increment(ref _ids), 2, 0, new byte[8]), Morning.AddDays(-ago), card, null, grade, TimeSpan.FromSeconds(6), cards.Of(card).Reviews.Count() + 1)]);
        return MemoryStatistics.Of(Two, cards, Model, Plain, Days, Morning);
    }

    [Fact]
    public void Nothing_reviewed_is_nothing_reckoned()
    {
        var none = Of();

        Assert.Equal((0, 0, 0), (none.Due.Sum(), none.Days.Length, none.Stability.Length));
        Assert.All(none.Reliability, bin => Assert.Equal(0, bin.Reviews));
    }

    [Fact]
    public void What_is_overdue_counts_for_today_and_the_rest_for_its_day()
    {
        var reckoned = Of(("a", 40, Grade.Easy), ("b", 0, Grade.Easy));
        var wait = Plain.Review(CardSchedule.New(Morning), Grade.Easy, Morning, Two[1].Key).IntervalDays;

        Assert.Equal(1, reckoned.Due[0]);
        Assert.Equal(1, reckoned.Due[wait]);
        Assert.Equal(2, reckoned.Due.Sum());
    }

    [Fact]
    public void Retention_counts_reviews_after_a_night_by_period_and_rest()
    {
        var reckoned = Of(("a", 40, Grade.Good), ("a", 39.999, Grade.Good), ("a", 37, Grade.Good), ("a", 3, Grade.Again), ("b", 5, Grade.Good), ("b", 0, Grade.Hard));

        Assert.Equal(
            [(1, 1, 1, 0, 0), (7, 1, 1, 1, 0), (30, 1, 1, 1, 0), (365, 2, 2, 1, 0), (0, 2, 2, 1, 0)],
            reckoned.Retention.Select(row => (row.Days ?? 0, row.Young, row.YoungRecalled, row.Mature, row.MatureRecalled)));
    }

    [Fact]
    public void Days_hold_reviews_and_time()
    {
        var reckoned = Of(("a", 2, Grade.Good), ("b", 2, Grade.Good), ("a", 0, Grade.Good));

        Assert.Equal([(new DateOnly(2026, 11, 21), 2, 12.0), (new DateOnly(2026, 11, 23), 1, 6.0)], reckoned.Days.Select(day => (day.On, day.Reviews, day.Seconds)));
    }

    [Fact]
    public void Reliability_sets_what_was_foretold_beside_what_happened()
    {
        var reckoned = Of(("a", 40, Grade.Good), ("a", 39, Grade.Good), ("b", 40, Grade.Good), ("b", 39, Grade.Again));
        var foretold = Model.Retrievability(Model.First(Grade.Good), 1);

        var bin = Assert.Single(reckoned.Reliability, bin => bin.Reviews > 0);
        Assert.Equal((2, 1), (bin.Reviews, bin.Recalled));
        Assert.Equal(foretold, bin.Foretold, 12);
        Assert.InRange(foretold, bin.From, bin.From + 0.1);
    }
}

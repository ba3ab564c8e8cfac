using Certus.Numerics;
using Certus.Remember;
using Certus.Remember.Workload;
using CsCheck;

namespace Certus.Tests.Remember;

public sealed class WorkloadTests
{
    private static readonly Fsrs6 Model = new(Fsrs6Parameters.Default);
    private static readonly DateOnly Today = new(2026, 11, 23);

    private static readonly Gen<KnownCard[]> Decks = Gen.Select(Gen.Double[0.3, 300], Gen.Double[1, 10], Gen.Int[1, 200]).Array[1, 80].Select(drawn => drawn
        .Select((card, i) => new KnownCard(i, new(card.Item1, card.Item2), Today.AddDays(-card.Item3), Today)).ToArray());

    private static readonly Gen<StudyTime> Times = Gen.Select(Gen.Double[0, 30].Array[7], Gen.Int[0, 40].Array[0, 10], Gen.Bool.Array[7])
        .Select((minutes, off, free) => new StudyTime { MinutesByWeekday = [.. minutes.Select((minute, i) => free[i] ? 0 : minute)], DaysOff = [.. off.Select(day => Today.AddDays(day))] });

    [Fact]
    public void Balancing_never_leaves_the_spread_of_a_card_and_takes_no_day_off_where_there_is_another() =>
        Gen.Select(Gen.Double[0.5, 400], Gen.Int[0, 60], Times, Gen.Int[0, 50].Array[800]).Sample((stability, elapsed, time, loads) =>
        {
            var wanted = (int)Math.Clamp(Math.Round(stability), 1, 365);
            var (from, to) = Scheduler.FuzzRange(wanted, elapsed, 365);

            var days = new LoadBalance(date => loads[date.DayNumber - Today.DayNumber], time).Choose(Today, from, to, wanted);

            Assert.InRange(days, from, to);
            if (time.SecondsOn(Today.AddDays(days)) <= 0) Assert.All(Enumerable.Range(from, to - from + 1), other => Assert.Equal(0, time.SecondsOn(Today.AddDays(other))));
            else Assert.All(
                Enumerable.Range(from, to - from + 1).Where(other => time.SecondsOn(Today.AddDays(other)) > 0),
                other => Assert.True((loads[days] + 1) / time.SecondsOn(Today.AddDays(days)) <= (loads[other] + 1) / time.SecondsOn(Today.AddDays(other))));
        });

    [Fact]
    public void A_balanced_schedule_is_flatter_than_chance_halves_an_easy_day_and_piles_nothing_up_before_days_off()
    {
        static int[] Spread(bool balanced)
        {
            var (loads, at) = (new int[60], new DateTimeOffset(Today, new(8, 0), TimeSpan.Zero));
            var time = new StudyTime { MinutesByWeekday = [0, 20, 20, 20, 20, 20, 10], DaysOff = [Today.AddDays(17)] };
            var scheduler = new Scheduler(Model, new() { Balance = balanced ? new(date => loads[date.DayNumber - Today.DayNumber], time) : null });
            for (var card = 0; card < 600; card++)
            {
                var before = new CardSchedule(CardState.Review, new(8 + card % 5, 5), at, 0, 10, at.AddDays(-8), 3, 0);
                loads[scheduler.Review(before, Grade.Good, at, (ulong)card).IntervalDays]++;
            }
            return loads;
        }

        var (plain, balanced) = (Spread(false), Spread(true));

        Assert.Equal(600, balanced.Sum());
        Assert.True(balanced.Max() < plain.Max());
        Assert.True(balanced.Where((_, day) => Today.AddDays(day).DayOfWeek == DayOfWeek.Saturday).Max() <= balanced.Max() / 2 + 1, string.Join(' ', balanced));
        Assert.True(balanced.Where((_, day) => Today.AddDays(day).DayOfWeek == DayOfWeek.Friday).Max() <= balanced.Where((_, day) => Today.AddDays(day).DayOfWeek == DayOfWeek.Wednesday).Max() * 1.3, string.Join(' ', balanced));
        Assert.All(Enumerable.Range(0, 60).Where(day => Today.AddDays(day).DayOfWeek == DayOfWeek.Sunday || day == 17), day => Assert.Equal(0, balanced[day]));
    }

    [Fact]
    public void A_forecast_is_what_drawn_futures_come_to_in_the_mean()
    {
        KnownCard[] cards = [.. Enumerable.Range(0, 300).Select(i => new KnownCard(i, new(2 + i % 20, 3 + i % 6), Today.AddDays(-(i % 7)), Today.AddDays(i % 11)))];
        const int days = 60;

        var ahead = new ReviewForecast(Model, 0.9).Ahead(cards, Today, days, newPerDay: 5, newInAll: 100);
        var (reviews, seconds, memorized) = Drawn(cards, days, 5, 100, 20);

        Assert.Equal(100, ahead.Sum(day => day.New), 1e-9);
        Assert.Equal(1, ahead.Sum(day => day.Reviews) / reviews, 0.03);
        Assert.Equal(1, ahead.Sum(day => day.Seconds) / seconds, 0.03);
        Assert.Equal(1, ahead[^1].Memorized / memorized, 0.01);
    }

    [Fact]
    public void More_retention_costs_more_time_and_keeps_more()
    {
        var curve = WorkloadCurve.Of(Model, [], Today, 200, 5, 500, cancel: TestContext.Current.CancellationToken);

        Assert.Equal((28, 0.7, 0.97), (curve.Count, curve[0].Retention, curve[^1].Retention));
        Assert.True(curve[^1].Memorized > curve[0].Memorized);
        Assert.True(curve[^1].MinutesPerDay > 1.5 * curve[20].MinutesPerDay);
        Assert.All(curve, point => Assert.InRange(point.Memorized, 500 * point.Retention - 25, 500));
    }

    [Fact]
    public void Spreading_never_loses_a_card_and_keeps_to_the_time() =>
        Gen.Select(Decks, Times, Gen.Double[0, 2000]).Sample((cards, time, regular) =>
        {
            var plan = BacklogPlan.Of(Model, cards, time, Today, _ => regular);

            Assert.Equal(cards.Select(card => card.Card).Order(), plan.Days.SelectMany(day => day).Concat(plan.Unplaced).Order());
            Assert.True(plan.Forgotten >= 0);
            Assert.Equal(plan.Unplaced.Count == 0, plan.CaughtUp is not null);
            for (var day = 0; day < plan.Days.Count; day++)
            {
                if (time.SecondsOn(Today.AddDays(day)) <= 0) Assert.Empty(plan.Days[day]);
                if (plan.Days[day].Count > 1)
                    Assert.True((plan.Days[day].Count - 1) * 7 <= Math.Max(time.SecondsOn(Today.AddDays(day)) - regular, BacklogPlan.LeastShare * time.SecondsOn(Today.AddDays(day))));       // no review is expected to take less than 7 s
            }
        }, iter: 200);

    [Fact]
    public void Of_a_backlog_those_come_first_that_lose_most_by_waiting_and_waiting_costs_less_with_more_time()
    {
        KnownCard[] cards = [.. Enumerable.Range(0, 300).Select(i => new KnownCard(i, new(1 + i % 60, 5), Today.AddDays(-30), Today.AddDays(-10)))];

        var (slow, quick) = (BacklogPlan.Of(Model, cards, StudyTime.Daily(5), Today, cancel: TestContext.Current.CancellationToken), BacklogPlan.Of(Model, cards, StudyTime.Daily(15), Today, cancel: TestContext.Current.CancellationToken));
        var (fewest, most) = (quick.Days[0].Min(card => Loss(cards[card])), quick.Days[^1].Max(card => Loss(cards[card])));

        Assert.True(slow.CaughtUp > quick.CaughtUp);
        Assert.True(slow.Forgotten > quick.Forgotten && quick.Forgotten > 0);
        Assert.True(fewest > most);
        Assert.Equal((Today, 0), (BacklogPlan.Of(Model, [], StudyTime.Daily(5), Today, cancel: TestContext.Current.CancellationToken).CaughtUp!.Value, BacklogPlan.Of(Model, cards, StudyTime.Daily(0), Today, cancel: TestContext.Current.CancellationToken).Days.Count));

        static double Loss(KnownCard card) => (Model.Retrievability(card.Memory, 30) - Model.Retrievability(card.Memory, 31)) / new ReviewHabits().ExpectedSeconds(Model.Retrievability(card.Memory, 30));
    }

    [Fact]
    public void A_leech_is_met_at_the_eighth_lapse_and_every_fourth_after()
    {
        Assert.Equal([8, 12, 16, 20, 24], Enumerable.Range(0, 26).Where(lapses => Leech.At(lapses)));
        Assert.Equal([5, 8, 11], Enumerable.Range(0, 12).Where(lapses => Leech.At(lapses, 5)));
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 4).Where(lapses => Leech.At(lapses, 1)));
    }

    private static (double Reviews, double Seconds, double Memorized) Drawn(KnownCard[] cards, int days, int newPerDay, int newInAll, int runs)
    {
        var (habits, random) = (new ReviewHabits(), new SeededRandom(3));
        double Uniform() => (random.Next() >> 11) * (1.0 / (1UL << 53));
        int Wait(MemoryState memory) => (int)Math.Max(1, Math.Round(Model.Interval(memory, 0.9)));
        var (reviews, seconds, memorized) = (0, 0.0, 0.0);
        void Follow(MemoryState memory, int last, int due)
        {
            while (due < days)
            {
                var grade = Uniform() < Model.Retrievability(memory, due - last) ? habits.RecallGrade(Uniform()) : Grade.Again;
                (reviews, seconds) = (reviews + 1, seconds + habits.ReviewSeconds[(int)grade - 1]);
                memory = Model.Next(memory, grade, due - last);
                (last, due) = (due, due + Wait(memory));
            }
            memorized += Model.Retrievability(memory, days - 1 - last);
        }
        for (var run = 0; run < runs; run++)
        {
            foreach (var card in cards) Follow(card.Memory, card.LastReview.DayNumber - Today.DayNumber, card.Due.DayNumber - Today.DayNumber);
            for (var i = 0; i < newInAll; i++)
            {
                var grade = habits.FirstGrade(Uniform());
                seconds += habits.FirstSeconds[(int)grade - 1];
                Follow(Model.First(grade), i / newPerDay, i / newPerDay + Wait(Model.First(grade)));
            }
        }
        return (reviews / (double)runs, seconds / runs, memorized / runs);
    }
}

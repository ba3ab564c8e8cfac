using Certus.Remember;
using Certus.Remember.ExamDate;
using CsCheck;

namespace Certus.Tests.Remember;

public sealed class ExamScheduleTests
{
    private static readonly Fsrs6 Model = new(Fsrs6Parameters.Default);
    private static readonly DateOnly Today = new(2026, 11, 23);

    private static readonly Gen<ExamCard[]> Decks = Gen.Select(Gen.Double[0.3, 300], Gen.Double[1, 10], Gen.Int[0, 60], Gen.Double[0.2, 5], Gen.Bool).Array[1, 60].Select(drawn => drawn
        .Select((card, i) => card.Item5 ? new ExamCard(i, card.Item4) : new ExamCard(i, card.Item4, new(card.Item1, card.Item2), Today.AddDays(-card.Item3))).ToArray());

    [Fact]
    public void A_plan_keeps_to_the_time_of_every_day_and_to_days_off() =>
        Gen.Select(Decks, Gen.Int[1, 40], Gen.Double[1, 30]).Sample((cards, days, minutes) =>
        {
            var time = StudyTime.Daily(minutes) with { DaysOff = [Today.AddDays(2), Today.AddDays(3)] };
            var plan = ExamPlan.Of(Model, new(Today.AddDays(days), time), cards, Today, TestContext.Current.CancellationToken);

            Assert.Equal(days, plan.Days.Count);
            Assert.All(plan.Days, day => Assert.True(day.Seconds <= day.Available + 34 && (day.Available > 0 || day.Reviews + day.New == 0)));      // the last review of a day may begin just before its end
            Assert.InRange(plan.ExpectedShare, 0, 1);
        }, iter: 6);

    [Fact]
    public void A_plan_is_the_same_each_time_and_no_card_comes_twice_on_a_day() =>
        Gen.Select(Decks, Gen.Int[1, 40]).Sample((cards, days) =>
        {
            var aim = new ExamAim(Today.AddDays(days), StudyTime.Daily(5));

            var (one, other) = (ExamPlan.Of(Model, aim, cards, Today), ExamPlan.Of(Model, aim, cards, Today));

            Assert.Equal(one.Today, other.Today);
            Assert.Equal(one.Days, other.Days);
            Assert.Equal(one.Today.Count, one.Today.Select(review => review.Card).Distinct().Count());
            Assert.DoesNotContain(one.Today, review => cards[review.Card].LastReview == Today);
        }, iter: 4);

    [Fact]
    public void On_the_last_day_whatever_a_review_helps_is_in_the_queue_and_the_most_helpful_comes_first()
    {
        ExamCard[] cards = [new(1, 1, new(3, 5), Today.AddDays(-20)), new(2, 1, new(400, 5), Today.AddDays(-20)), new(3, 1, new(20, 5), Today.AddDays(-20)), new(4, 1)];

        var queue = ExamSchedule.Find(Model, new(Today.AddDays(1), StudyTime.Daily(60)), cards, Today, cancel: TestContext.Current.CancellationToken).Queue(cards, Today);

        Assert.Equal([1, 2, 3, 4], queue.Select(review => review.Card).Order());
        Assert.Equal(2, queue[^1].Card);
        foreach (var review in queue.Where(review => !review.New))
        {
            // Nothing can follow it, so the gain is the plain one, but for the interpolation of stability.
            var (memory, elapsed) = (cards[review.Card - 1].Memory!.Value, 20);
            var habits = new ReviewHabits();
            double after = 0;
            for (var grade = Grade.Again; grade <= Grade.Easy; grade++)
                after += (grade == Grade.Again ? 1 - review.Retrievability : review.Retrievability * habits.RecallGrades[(int)grade - 2]) * Model.Retrievability(Model.Next(memory, grade, elapsed), 1);
            Assert.Equal(after - Model.Retrievability(memory, elapsed + 1), review.Gain, 0.002);
        }
    }

    [Fact]
    public void A_card_that_counts_more_comes_first()
    {
        ExamCard[] cards = [.. Enumerable.Range(0, 200).Select(i => new ExamCard(i, i % 2 == 0 ? 1 : 3, new(5, 5), Today.AddDays(-5)))];

        var plan = ExamPlan.Of(Model, new(Today.AddDays(10), StudyTime.Daily(5)), cards, Today, TestContext.Current.CancellationToken);

        Assert.NotEmpty(plan.Today);
        Assert.All(plan.Today, review => Assert.Equal(1, review.Card % 2));
    }

    [Fact]
    public void New_cards_stop_before_the_exam_and_the_last_days_pass_over_everything_when_time_allows()
    {
        ExamCard[] cards = [.. Enumerable.Range(0, 150).Select(i => new ExamCard(i, 1))];

        var plan = ExamPlan.Of(Model, new(Today.AddDays(40), StudyTime.Daily(20)), cards, Today, TestContext.Current.CancellationToken);

        Assert.Equal(150, plan.Days.Sum(day => day.New));
        Assert.True(plan.LastNew < Today.AddDays(20), $"{plan.LastNew}");
        Assert.True(plan.Days.TakeLast(3).Sum(day => day.Reviews) >= 150, string.Join(' ', plan.Days.Select(day => day.Reviews)));
        Assert.True(plan.ExpectedShare > 0.97, $"{plan.ExpectedShare}");
    }

    [Fact]
    public void Before_the_exam_every_card_is_seen_once_more_where_the_last_days_hold_it() =>
        Gen.Select(Decks, Gen.Int[12, 30], Gen.Double[3, 30]).Sample((cards, days, minutes) =>
        {
            var aim = new ExamAim(Today.AddDays(days), StudyTime.Daily(minutes));
            var (ahead, day) = (cards.ToArray(), Today);
            var schedule = ExamSchedule.Find(Model, aim, ahead, day, cancel: TestContext.Current.CancellationToken);
            for (; day < aim.Exam; day = day.AddDays(1))
            {
                var left = aim.Time.SecondsOn(day);
                foreach (var review in schedule.Queue(ahead, day))
                {
                    if (left <= 0) break;
                    left -= review.Seconds;
                    var card = ahead[review.Card];
                    ahead[review.Card] = card with { Memory = card.Memory is { } memory ? Model.Next(memory, Grade.Good, day.DayNumber - card.LastReview!.Value.DayNumber) : Model.First(Grade.Good), LastReview = day };
                }
            }

            var met = ahead.Where(card => card.Memory is not null).ToList();
            if (FinalPass.Start(aim, met.Count) is { } start) Assert.All(met, card => Assert.True(card.LastReview >= start, $"{card} is not seen from {start} on"));
        }, iter: 3);

    [Fact]
    public void The_final_pass_takes_the_last_ten_days_and_there_is_none_where_they_do_not_hold_it()
    {
        var aim = new ExamAim(Today.AddDays(30), StudyTime.Daily(10) with { DaysOff = [Today.AddDays(29)] });
        var most = (int)(9 * FinalPass.Share * 600 / aim.Habits.ExpectedSeconds(0.9));

        Assert.Equal(Today.AddDays(20), FinalPass.Start(aim, 1));
        Assert.Equal(Today.AddDays(20), FinalPass.Start(aim, most));
        Assert.Null(FinalPass.Start(aim, most + 1));
        Assert.Null(FinalPass.Start(aim, 0));
        Assert.Null(FinalPass.Start(aim with { PassDays = 0 }, 1));
    }

    [Fact]
    public void On_its_days_what_is_not_seen_yet_is_owed_time_and_comes_by_its_chance_of_recall()
    {
        var aim = new ExamAim(Today.AddDays(1), new() { MinutesByWeekday = [1, 1, 1, 1, 1, 1, 1] });
        PlannedReview[] byGain = [new(1, false, 3, 20, 0.5), new(2, true, 2, 20, 0), new(3, false, 1, 20, 0.6)];
        PlannedReview[] owed = [new(5, false, -0.1, 20, 0.7), new(4, false, 0, 10, 0.8), new(1, false, 3, 20, 0.5)];

        var order = FinalPass.Order(aim, Today, byGain, owed);

        Assert.Equal([1, 5, 4, 2, 3], order.Select(review => review.Card));                                                    // 60 s, 50 of them owed: no other fits beside
        Assert.Equal([1, 2, 5, 4, 3], FinalPass.Order(aim with { Exam = Today.AddDays(2) }, Today, [byGain[0], byGain[1] with { Seconds = 70 }, byGain[2]], owed).Select(review => review.Card));
    }

    [Fact]
    public void New_cards_of_a_day_keep_their_order_and_their_limit()
    {
        ExamCard[] cards = [.. Enumerable.Range(0, 50).Select(i => new ExamCard(50 - i, 1))];

        var plan = ExamPlan.Of(Model, new(Today.AddDays(30), StudyTime.Daily(20)) { NewPerDay = 7 }, cards, Today, TestContext.Current.CancellationToken);

        Assert.Equal([50L, 49, 48, 47, 46, 45, 44], plan.Today.Select(review => review.Card));
        Assert.All(plan.Days, day => Assert.True(day.New <= 7));
    }

    [Fact]
    public void More_time_is_never_expected_to_bring_clearly_less()
    {
        ExamCard[] cards = [.. Enumerable.Range(0, 300).Select(i => new ExamCard(i, 1))];

        var shares = new[] { 2, 5, 10, 20, 40 }.Select(minutes => ExamPlan.Of(Model, new(Today.AddDays(30), StudyTime.Daily(minutes)), cards, Today).ExpectedShare).ToArray();

        for (var i = 1; i < shares.Length; i++) Assert.True(shares[i] > shares[i - 1] - 0.005, string.Join(' ', shares));
    }

    [Fact]
    public void Without_any_time_or_card_there_is_an_empty_plan()
    {
        var none = ExamPlan.Of(Model, new(Today.AddDays(10), StudyTime.Daily(0)), [new(1, 1)], Today, TestContext.Current.CancellationToken);
        var empty = ExamPlan.Of(Model, new(Today.AddDays(10), StudyTime.Daily(10)), [], Today, TestContext.Current.CancellationToken);

        Assert.Empty(none.Today);
        Assert.Equal(0, none.ExpectedRecalled);
        Assert.Empty(empty.Today);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ExamPlan.Of(Model, new(Today, StudyTime.Daily(10)), [new(1, 1)], Today, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => ExamPlan.Of(Model, new(Today.AddDays(3), StudyTime.Daily(10)), [new(1, 0)], Today, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => ExamPlan.Of(Model, new(Today.AddDays(3), StudyTime.Daily(10)), [new(1, 1, new(3, 3))], Today, TestContext.Current.CancellationToken));
    }
}

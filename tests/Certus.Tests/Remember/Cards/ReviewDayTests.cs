using Certus.Remember;
using Certus.Remember.Cards;

namespace Certus.Tests.Remember.Cards;

public sealed class ReviewDayTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly LearnerDays Days = new(TimeZoneInfo.Utc, 4);
    private static readonly Fsrs6 Model = new(Fsrs6Parameters.Default);
    private static readonly HashSet<string> Nothing = [];
    private static int _ids;

    private static Guid NewId() => new(Interlocked.Increment(ref _ids), 1, 0, new byte[8]);

    private static Note Basic(string id, string skill) => new(id, "front " + id, "back", null, skill, skill, null, [], new(2026, 11, 23));

    private static Deck DeckOf(string skill, int notes, params string[] confusable) =>
        new(skill, confusable, [], new(2026, 11, 23), null, [.. Enumerable.Range(1, notes).Select(i => Basic($"{skill}-{i}", skill))]);

    private static ReviewDay Day(IReadOnlyList<Deck> decks, LearnerCards cards, ReviewSettings? settings = null, DateTimeOffset? now = null, Dictionary<string, IReadOnlyList<string>>? needed = null, HashSet<string>? weak = null,
        DueQuestions? questions = null) =>
        ReviewDay.Of(
            decks, [], cards, card => cards.Of(card.Id).ScheduleBy((settings ?? ReviewSettings.Default).SchedulerFor(Model, Days), card.Key), Model, settings ?? ReviewSettings.Default, Days, now ?? Morning, needed ?? [], weak ?? Nothing,
            questions ?? DueQuestions.None);

    private static LearnerCards Reviewed(LearnerCards cards, string card, DateTimeOffset at, Grade grade = Grade.Good, double seconds = 5) =>
        cards.After([new MemoryEvent.Reviewed(NewId(), at, card, null, grade, TimeSpan.FromSeconds(seconds), cards.Of(card).Reviews.Count() + 1)]);

    /// <summary>Cards that were learned some days ago and are due.</summary>
    private static LearnerCards Learned(params string[] cards) =>
        cards.Aggregate(LearnerCards.Empty, (all, card) => Reviewed(Reviewed(all, card, Morning.AddDays(-20)), card, Morning.AddDays(-19), Grade.Easy));

    private static IEnumerable<string> Ids(ReviewDay day) => day.Cards.Select(queued => queued.Card.Id);

    [Fact]
    public void A_first_day_holds_new_cards_up_to_the_limit_one_skill_after_the_other()
    {
        var day = Day([DeckOf("s", 4), DeckOf("t", 20)], LearnerCards.Empty, new(NewPerDay: 6));

        Assert.Equal(["s-1", "s-2", "s-3", "s-4", "t-1", "t-2"], Ids(day));
        Assert.Equal(18, day.NewLeft);
    }

    [Fact]
    public void New_cards_of_skills_missed_lately_come_first() =>
        Assert.Equal(["t-1", "t-2", "s-1"], Ids(Day([DeckOf("s", 4), DeckOf("t", 2)], LearnerCards.Empty, new(NewPerDay: 3), weak: ["t"])));

    [Fact]
    public void New_cards_seen_today_count_toward_the_limit()
    {
        var cards = Reviewed(LearnerCards.Empty, "s-1", Morning.AddHours(-1), Grade.Easy);

        Assert.Equal(["s-2"], Ids(Day([DeckOf("s", 4)], cards, new(NewPerDay: 2))));
        Assert.Equal(["s-2", "s-3"], Ids(Day([DeckOf("s", 4)], cards, new(NewPerDay: 2), Morning.AddDays(1))));
    }

    [Fact]
    public void A_card_in_steps_comes_back_when_its_minutes_are_over_and_then_first()
    {
        var cards = Reviewed(LearnerCards.Empty, "s-1", Morning, Grade.Again);

        var at = Day([DeckOf("s", 3)], cards, now: Morning.AddSeconds(30));
        var after = Day([DeckOf("s", 3)], cards, now: Morning.AddMinutes(2));

        Assert.Equal(["s-2", "s-3"], Ids(at));
        Assert.Equal("s-1", Assert.Single(at.Later).Card.Id);
        Assert.Equal(["s-1", "s-2", "s-3"], Ids(after));
    }

    [Fact]
    public void Where_nothing_else_is_left_a_card_in_steps_comes_minutes_early()
    {
        var cards = Reviewed(LearnerCards.Empty, "s-1", Morning, Grade.Again);

        Assert.Equal(["s-1"], Ids(Day([DeckOf("s", 1)], cards, now: Morning.AddSeconds(10))));
    }

    [Fact]
    public void A_due_card_comes_and_one_that_is_not_due_does_not()
    {
        var cards = Reviewed(Learned("s-1"), "s-2", Morning.AddDays(-1), Grade.Easy);

        Assert.Equal(["s-1"], Ids(Day([DeckOf("s", 2)], cards, new(NewPerDay: 0))));
    }

    [Fact]
    public void Suspended_and_buried_cards_stay_away_until_they_may_come()
    {
        var cards = Learned("s-1", "s-2").After([new MemoryEvent.Suspended(NewId(), Morning, "s-1", true), new MemoryEvent.Buried(NewId(), Morning, "s-2", new(2026, 11, 24))]);

        Assert.Empty(Ids(Day([DeckOf("s", 2)], cards)));
        Assert.Equal(["s-2"], Ids(Day([DeckOf("s", 2)], cards, now: Morning.AddDays(1))));
        Assert.Equal(["s-1"], Ids(Day([DeckOf("s", 1)], cards.After([new MemoryEvent.Suspended(NewId(), Morning, "s-1", false)]))));
    }

    [Fact]
    public void Cards_of_one_note_do_not_come_on_the_same_day_unless_wanted()
    {
        Deck deck = new("s", [], [], new(2026, 11, 23), null, [Basic("x", "s") with { Text = "{{c1::a}} and {{c2::b}}", Back = null }]);

        Assert.Equal(["x#c1"], Ids(Day([deck], LearnerCards.Empty)));
        Assert.Equal(["x#c1", "x#c2"], Ids(Day([deck], LearnerCards.Empty, new(BurySiblings: false))));
        Assert.Empty(Ids(Day([deck], Reviewed(LearnerCards.Empty, "x#c1", Morning, Grade.Easy), now: Morning.AddHours(1))));
        Assert.Equal(["x#c2"], Ids(Day([deck], Reviewed(LearnerCards.Empty, "x#c1", Morning, Grade.Easy), now: Morning.AddDays(1))));
    }

    [Fact]
    public void Skills_that_are_mixed_up_stand_among_one_another_and_others_apart()
    {
        var decks = new[] { DeckOf("a", 2, "c"), DeckOf("b", 2), DeckOf("c", 2) };
        var cards = Learned("a-1", "a-2", "b-1", "b-2", "c-1", "c-2");

        Assert.Equal(["a-1", "c-1", "a-2", "c-2", "b-1", "b-2"], Ids(Day(decks, cards)));
    }

    [Fact]
    public void Where_minutes_are_short_those_that_lose_most_by_waiting_come_and_the_rest_is_counted()
    {
        var cards = Enumerable.Range(1, 20).Aggregate(LearnerCards.Empty, (all, i) => Reviewed(Reviewed(all, $"s-{i}", Morning.AddDays(-20), seconds: 12), $"s-{i}", Morning.AddDays(-19), Grade.Easy, 12));
        cards = Enumerable.Range(21, 5).Aggregate(cards, (all, i) => Reviewed(Reviewed(all, $"s-{i}", Morning.AddDays(-300), seconds: 12), $"s-{i}", Morning.AddDays(-299), Grade.Easy, 12));       // forgotten long ago: they lose little more

        var tight = Day([DeckOf("s", 30)], cards, new(MinutesPerDay: 1));
        var wide = Day([DeckOf("s", 30)], cards, new(NewPerDay: 0));

        Assert.Equal(5, tight.Now.Count);
        Assert.DoesNotContain(tight.Cards, queued => queued.Card.Id is "s-21" or "s-25");
        Assert.Equal(wide.Now.Count - 5, tight.Left);
        double Loss(QueuedCard queued) => (queued.Retrievability - Model.Retrievability(queued.Schedule.Memory!.Value, (Morning - queued.Schedule.LastReview!.Value).TotalDays + 1)) / new ReviewHabits().ExpectedSeconds(queued.Retrievability);
        var reviews = tight.Cards.Where(queued => queued.Schedule.State == CardState.Review).ToList();
        Assert.True(reviews.Min(Loss) >= wide.Cards.Where(queued => queued.Schedule.State == CardState.Review).Except(reviews).Max(Loss) - 1e-12);
    }

    [Fact]
    public void An_easy_day_holds_less_and_a_day_off_nothing_but_what_was_begun()
    {
        var sunday = Morning.AddDays(6);
        var settings = new ReviewSettings(NewPerDay: 10) { WeekdayPercent = [50, 100, 100, 100, 100, 100, 100], DaysOff = [new(new(2026, 11, 23), new(2026, 11, 24))] };
        var cards = Reviewed(Learned("s-1"), "s-2", Morning.AddMinutes(-5), Grade.Again);

        Assert.Equal(["s-2"], Ids(Day([DeckOf("s", 30)], cards, settings)));
        Assert.Equal(1, Day([DeckOf("s", 30)], cards, settings).Left);
        Assert.Equal(5, Day([DeckOf("s", 30)], LearnerCards.Empty, settings, sunday).Now.Count);
        Assert.Equal(10, Day([DeckOf("s", 30)], LearnerCards.Empty, settings, sunday.AddDays(1)).Now.Count);
    }

    [Fact]
    public void What_builds_on_a_skill_and_was_recalled_since_gives_it_credit()
    {
        var needed = new Dictionary<string, IReadOnlyList<string>> { ["hard"] = ["base"] };
        var decks = new[] { DeckOf("base", 1), DeckOf("hard", 2) };
        var due = Day(decks, LearnerCards.Empty.After([]), new(NewPerDay: 0));
        var learned = Reviewed(LearnerCards.Empty, "base-1", Morning.AddDays(-12), Grade.Easy);
        var firstDue = Enumerable.Range(-11, 60).Select(day => Morning.AddDays(day)).First(at => Ids(Day(decks, learned, new(NewPerDay: 0), at)).Contains("base-1"));

        var builtOn = new[] { "hard-1", "hard-2" }.Aggregate(learned, (all, card) => Reviewed(Reviewed(all, card, firstDue.AddDays(-2)), card, firstDue.AddDays(-1)));
        var credited = Day(decks, builtOn, new(NewPerDay: 0), firstDue, needed);

        Assert.Empty(due.Now);
        Assert.DoesNotContain("base-1", Ids(credited));
        Assert.Equal(1, credited.Credited);
        Assert.Contains("base-1", Ids(Day(decks, builtOn, new(NewPerDay: 0), firstDue)));
        Assert.Contains("base-1", Ids(Day(decks, builtOn, new(NewPerDay: 0), firstDue.AddDays(300), needed)));
    }

    [Fact]
    public void A_card_forgotten_eight_times_is_a_leech()
    {
        var cards = LearnerCards.Empty;
        var at = Morning.AddDays(-400);
        for (var i = 0; i < 9; i++)
        {
            cards = Reviewed(cards, "s-1", at, Grade.Easy);
            cards = Reviewed(cards, "s-1", at.AddDays(20), Grade.Again);
            at = at.AddDays(21);
        }

        Assert.True(Assert.Single(Day([DeckOf("s", 1)], cards).Cards).IsLeech);
    }

    [Fact]
    public void The_pace_is_the_median_of_the_latest_reviews() =>
        Assert.Equal(9, ReviewDay.PaceOf(new[] { 3.0, 9, 50 }.Aggregate(LearnerCards.Empty, (all, seconds) => Reviewed(all, "s-1", Morning, seconds: seconds))));

    [Fact]
    public void A_card_reviewed_by_a_clock_that_was_ahead_is_no_trouble()
    {
        var cards = Reviewed(LearnerCards.Empty, "s-1", Morning.AddMinutes(3), Grade.Again);

        var day = Day([DeckOf("s", 1)], cards, new(MinutesPerDay: 10));

        Assert.Equal("s-1", Assert.Single(day.Cards.Concat(day.Later)).Card.Id);
    }

    [Fact]
    public void Cards_begun_anew_count_as_new_cards_of_the_day()
    {
        MemoryEvent.Placed Reset(string card) => new(NewId(), Morning.AddDays(-1), card, CardSchedule.New(Morning.AddDays(-1)));
        var cards = Learned("s-1", "s-2", "s-3").After([Reset("s-1"), Reset("s-2"), Reset("s-3")]);

        Assert.Equal(2, Day([DeckOf("s", 3)], cards, new(NewPerDay: 2)).Now.Count);
        Assert.Single(Day([DeckOf("s", 3)], Reviewed(cards, "s-1", Morning, Grade.Easy), new(NewPerDay: 2)).Now);
    }

    [Fact]
    public void One_card_recalled_twice_in_its_first_minutes_gives_no_credit()
    {
        var needed = new Dictionary<string, IReadOnlyList<string>> { ["hard"] = ["base"] };
        var decks = new[] { DeckOf("base", 1), DeckOf("hard", 2) };
        var learned = Reviewed(LearnerCards.Empty, "base-1", Morning.AddDays(-12), Grade.Easy);
        var due = Enumerable.Range(-11, 60).Select(day => Morning.AddDays(day)).First(at => Ids(Day(decks, learned, new(NewPerDay: 0), at)).Contains("base-1"));

        var minutes = Reviewed(Reviewed(Reviewed(learned, "hard-1", due.AddDays(-1)), "hard-1", due.AddDays(-1).AddMinutes(2)), "hard-1", due.AddDays(-1).AddMinutes(12));

        Assert.Contains("base-1", Ids(Day(decks, minutes, new(NewPerDay: 0), due, needed)));
    }

    [Fact]
    public void A_clock_put_back_between_reviews_does_not_make_another_day_of_it()
    {
        var berlin = new LearnerDays(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), 4);
        var at = new DateTimeOffset(2026, 10, 20, 2, 30, 0, TimeSpan.Zero);       // half past four in Berlin, summer time
        var schedule = new CardSchedule(CardState.Review, new(10, 5), at.AddDays(10), 0, 10, at, 3, 0);

        Assert.Equal(new DateOnly(2026, 10, 30), schedule.DueDay(berlin));
        Assert.Equal(new DateOnly(2026, 10, 29), berlin.Of(schedule.Due));
    }
}

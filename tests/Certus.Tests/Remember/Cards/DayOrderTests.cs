using Certus.Remember;
using Certus.Remember.Cards;

namespace Certus.Tests.Remember.Cards;

public sealed class DayOrderTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly LearnerDays Days = new(TimeZoneInfo.Utc, 4);
    private static readonly Fsrs6 Model = new(Fsrs6Parameters.Default);
    private static int _ids;

    private static Guid NewId() => new(Interlocked.Increment(ref _ids), 2, 0, new byte[8]);

    private static Deck DeckOf(string skill, int notes, params string[] confusable) =>
        new(skill, confusable, [], new(2026, 11, 23), null, [.. Enumerable.Range(1, notes).Select(i => new Note($"{skill}-{i:00}", "front", "back", null, skill, skill, null, [], new(2026, 11, 23)))]);

    private static LearnerCards Reviewed(LearnerCards cards, string card, DateTimeOffset at, Grade grade = Grade.Easy, double seconds = 12) =>
        cards.After([new MemoryEvent.Reviewed(NewId(), at, card, null, grade, TimeSpan.FromSeconds(seconds), cards.Of(card).Reviews.Count() + 1)]);

    private static LearnerCards Learned(params IEnumerable<string> cards) =>
        cards.Aggregate(LearnerCards.Empty, (all, card) => Reviewed(Reviewed(all, card, Morning.AddDays(-20), Grade.Good), card, Morning.AddDays(-19)));

    private static IEnumerable<string> Cards(string skill, int count) => Enumerable.Range(1, count).Select(i => $"{skill}-{i:00}");

    private static QueuedQuestion Question(string name, string skill, bool begun = false) => new(name, skill, Morning.AddDays(-1), begun);

    private static ReviewDay Day(IReadOnlyList<Deck> decks, LearnerCards cards, DueQuestions questions, ReviewSettings? settings = null, DateTimeOffset? now = null) => ReviewDay.Of(
        decks, [], cards, card => cards.Of(card.Id).ScheduleBy((settings ?? ReviewSettings.Default).SchedulerFor(Model, Days), card.Key), Model, settings ?? ReviewSettings.Default, Days, now ?? Morning,
        new Dictionary<string, IReadOnlyList<string>>(), new HashSet<string>(), questions);

    private static DueQuestions Asking(params QueuedQuestion[] due) => DueQuestions.None with { Due = due };

    private static string Name(Queued queued) => queued switch { QueuedCard card => card.Card.Id, QueuedQuestion question => question.Id, _ => "" };

    /// <summary>Does what comes first, again and again, until nothing is left.</summary>
    private static List<string> Played(IReadOnlyList<Deck> decks, LearnerCards cards, DueQuestions questions, ReviewSettings? settings = null)
    {
        List<string> came = [];
        for (var now = Morning; Day(decks, cards, questions, settings, now) is { Now: [var first, ..] } && came.Count < 500; now = now.AddSeconds(10))
        {
            came.Add(Name(first));
            if (first is QueuedCard card) cards = Reviewed(cards, card.Card.Id, now);
            else questions = questions with { Due = [.. questions.Due.Where(question => Name(question) != Name(first))], AnsweredToday = [.. questions.AnsweredToday, now] };
        }
        return came;
    }

    [Fact]
    public void What_the_morning_foretells_is_what_comes_card_by_card()
    {
        var decks = new[] { DeckOf("a", 12, "c"), DeckOf("b", 9), DeckOf("c", 12), DeckOf("d", 6) };
        QueuedQuestion[] questions = [Question("q1", "b"), Question("q2", "a"), Question("q3", "d"), Question("q4", "c"), Question("q5", "a")];

        foreach (var (learned, asked, fresh) in new[] { (7, 3, 10), (0, 5, 20), (5, 0, 7), (2, 5, 4), (9, 1, 0) })
        {
            var cards = Learned([.. Cards("a", learned), .. Cards("b", Math.Min(9, learned + 1)), .. Cards("c", learned)]);
            var morning = Day(decks, cards, Asking(questions[..asked]), new(NewPerDay: fresh)).Now.Select(Name).ToList();

            Assert.Equal((2 * learned) + Math.Min(9, learned + 1) + fresh + asked, morning.Count);
            Assert.Equal(morning, Played(decks, cards, Asking(questions[..asked]), new(NewPerDay: fresh)));
        }
    }

    [Fact]
    public void New_cards_come_in_blocks_of_three_of_one_skill_after_every_eight_reviews()
    {
        var decks = new[] { DeckOf("a", 16), DeckOf("n", 4), DeckOf("m", 2) };

        var came = Played(decks, Learned(Cards("a", 16)), DueQuestions.None);

        Assert.Equal(["n-01", "n-02", "n-03"], came[8..11]);
        Assert.Equal(["n-04", "m-01", "m-02"], came[19..]);
    }

    [Fact]
    public void Questions_come_evenly_among_the_cards()
    {
        var came = Played([DeckOf("a", 30)], Learned(Cards("a", 30)), Asking(Question("q1", "x"), Question("q2", "y")));

        Assert.Equal([10, 21], came.Index().Where(entry => entry.Item.StartsWith('q')).Select(entry => entry.Index));
    }

    [Fact]
    public void A_question_stands_beside_cards_that_its_skill_is_mixed_up_with_and_rather_not_beside_its_own()
    {
        var decks = new[] { DeckOf("a", 4, "x"), DeckOf("b", 4), DeckOf("x", 1) };
        var cards = Learned([.. Cards("a", 4), .. Cards("b", 4)]);
        var questions = Asking(Question("own", "a"), Question("mixed", "x"));

        var order = Day(decks, cards, questions, new(NewPerDay: 0)).Now.Select(Name).ToList();

        Assert.Equal("question:mixed", order[3]);
        Assert.Equal("question:own", order[6]);
    }

    [Fact]
    public void No_question_comes_into_a_block_of_new_cards_nor_before_a_card_whose_minutes_are_over()
    {
        var blocked = Played([DeckOf("n", 6)], LearnerCards.Empty, Asking(Question("q", "x"), Question("r", "y"), Question("s", "z")), new(NewPerDay: 6));
        var stepping = Reviewed(LearnerCards.Empty, "n-01", Morning.AddMinutes(-2), Grade.Again);

        Assert.Equal(["n-01", "n-02", "n-03"], blocked.Where(name => !name.StartsWith('q')).Take(3));
        var places = blocked.Index().Where(entry => entry.Item.StartsWith('q')).Select(entry => entry.Index).ToList();
        Assert.True(places.TrueForAll(place => blocked.Take(place).Count(name => name.StartsWith('n')) % 3 == 0), string.Join(", ", blocked));
        Assert.Equal(["n-01", "question:q"], Day([DeckOf("n", 1)], stepping, Asking(Question("q", "x"))).Now.Select(Name));
    }

    [Fact]
    public void Questions_take_a_third_of_the_minutes_at_most_but_one_a_day_comes_and_no_more_than_ten()
    {
        var cards = Learned(Cards("a", 30));
        var due = Asking([.. Enumerable.Range(0, 12).Select(i => Question($"q{i}", "x"))]);

        var free = Day([DeckOf("a", 30)], cards, due);
        var day = Day([DeckOf("a", 30)], cards, due, new(MinutesPerDay: 12));
        var tight = Day([DeckOf("a", 30)], cards, due, new(MinutesPerDay: 2));
        var done = Day([DeckOf("a", 30)], cards, due with { AnsweredToday = [Morning.AddMinutes(-3)], SecondsToday = 60 }, new(MinutesPerDay: 2));

        Assert.Equal((10, 2), (free.Now.OfType<QueuedQuestion>().Count(), free.QuestionsLeft));
        Assert.Equal((3, 9), (day.Now.OfType<QueuedQuestion>().Count(), day.QuestionsLeft));     // 240 of 720 s, 75 s each
        Assert.Equal((1, 4), (tight.Now.OfType<QueuedQuestion>().Count(), tight.Cards.Count()));     // 45 s are left for cards, 12 s each
        Assert.Empty(done.Now.OfType<QueuedQuestion>());
        Assert.Equal((1, 12), (done.ReviewedToday, done.QuestionsLeft));
        Assert.Equal(75 + (4 * 12), tight.Seconds);
    }

    [Fact]
    public void A_question_put_off_waits_and_on_a_day_off_only_one_comes_that_was_begun()
    {
        var questions = Asking(Question("q", "x"), Question("begun", "y", begun: true));
        var cards = LearnerCards.Empty.After([new MemoryEvent.Buried(NewId(), Morning, QueuedQuestion.IdOf("q"), new(2026, 11, 24))]);
        var off = new ReviewSettings { DaysOff = [new(new(2026, 11, 23), new(2026, 11, 23))] };

        Assert.Equal(["question:begun"], Day([], cards, questions).Now.Select(Name));
        Assert.Equal(["question:begun", "question:q"], Day([], cards, questions, now: Morning.AddDays(1)).Now.Select(Name));
        Assert.Equal(["question:begun"], Day([], LearnerCards.Empty, questions, off).Now.Select(Name));
        Assert.Equal("q", QueuedQuestion.NameOf("question:q"));
        Assert.Null(QueuedQuestion.NameOf("q-01"));
    }
}

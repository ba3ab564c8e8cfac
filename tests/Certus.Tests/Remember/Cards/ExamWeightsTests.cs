using Certus.Remember;
using Certus.Remember.Cards;

namespace Certus.Tests.Remember.Cards;

public sealed class ExamWeightsTests
{
    [Theory]
    [InlineData("MLS-C01")]
    [InlineData("MLA-C02")]
    [InlineData("AIP-C01")]
    public void The_cards_of_an_exam_weigh_as_much_as_its_domains_and_those_of_no_skill_of_it_nothing(string code)
    {
        var (register, decks) = (Repository.BuiltIn.Value.Library.Register, Repository.BuiltIn.Value.Library.Decks);
        var exam = register.ByCode[code];

        var weights = ExamWeights.Of(exam, register, decks.SelectMany(deck => deck.Notes));

        Assert.Equal(100, weights.Values.Sum(), 6);
        Assert.All(weights.Values, weight => Assert.True(weight > 0));
        Assert.All(decks, deck => Assert.Equal(
            register.Skills[deck.Skill].Tasks.Any(task => task.StartsWith(code + "/", StringComparison.Ordinal)), weights.ContainsKey(deck.Notes[0].Cards[0].Id)));
    }

    [Fact]
    public void A_day_is_planned_from_what_was_known_in_the_morning()
    {
        var (register, decks) = (Repository.BuiltIn.Value.Library.Register, Repository.BuiltIn.Value.Library.Decks);
        var notes = decks.SelectMany(deck => deck.Notes).ToList();
        var weights = ExamWeights.Of(register.ByCode["MLA-C02"], register, notes);
        var cards = notes.SelectMany(note => note.Cards).Where(card => weights.ContainsKey(card.Id)).Select(card => (card, weights[card.Id])).ToList();
        var (now, model) = (new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero), new Fsrs6(Fsrs6Parameters.Default));
        var settings = new ReviewSettings(MinutesPerDay: 15, NewPerDay: 20, Exam: "MLA-C02", ExamDay: new(2027, 1, 22));
        AimedDay Plan(LearnerCards learner) => AimedDay.Of(cards, learner, model, settings, new(TimeZoneInfo.Utc), now, TestContext.Current.CancellationToken);

        var morning = Plan(LearnerCards.Empty);
        var later = Plan(LearnerCards.Empty.After([new MemoryEvent.Reviewed(new(1, 0, 0, new byte[8]), now, cards[0].card.Id, null, Grade.Good, default, 1)]));

        Assert.NotEmpty(morning.Ranks);
        Assert.Equal(morning.Ranks, later.Ranks);
        Assert.InRange(morning.Plan.ExpectedShare, 0.2, 1);
        Assert.True(morning.Plan.Today.Sum(review => review.Seconds) < 16 * 60);
    }
}

using Certus.Practice;

namespace Certus.Tests.Practice;

public sealed class BeliefRecordTests
{
    private static readonly Guid First = Guid.Parse("00000000-0000-0000-0000-0000000000a1"), Second = Guid.Parse("00000000-0000-0000-0000-0000000000a2"), Third = Guid.Parse("00000000-0000-0000-0000-0000000000a3");

    // Every sample question has key 0 and the misconceptions belief-1, belief-2 and belief-3 behind the other options.
    private static (Guid, DateTimeOffset, ItemResult) Answer(Guid sitting, int day, int? pick, string question = "q")
    {
        var asked = Samples.Single(question);
        return (sitting, Samples.Noon.AddDays(day), new(Samples.Place(asked, day), asked, Place.Untouched with { Picks = pick is { } option ? Picks.Of([option]) : Picks.None }, pick == 0, pick is not null));
    }

    [Fact]
    public void The_same_wrong_belief_in_two_sittings_is_said_and_in_one_it_is_not()
    {
        Assert.True(Assert.Single(BeliefRecord.Of([Answer(First, 1, 2), Answer(Second, 2, 2, "other")])).Again);
        Assert.False(Assert.Single(BeliefRecord.Of([Answer(First, 1, 2), Answer(First, 1, 2, "other")])).Again);
        Assert.DoesNotContain(BeliefRecord.Of([Answer(First, 1, 2), Answer(Second, 2, 3)]), record => record.Again);
    }

    [Fact]
    public void A_right_answer_in_a_later_sitting_overcomes_it_until_it_is_shown_again()
    {
        var overcome = Assert.Single(BeliefRecord.Of([Answer(First, 1, 2), Answer(Second, 2, 2), Answer(Third, 3, 0)]));
        var shownAgain = Assert.Single(BeliefRecord.Of([Answer(First, 1, 2), Answer(Second, 2, 0), Answer(Third, 3, 2)]));
        var sameSitting = Assert.Single(BeliefRecord.Of([Answer(First, 1, 2), Answer(First, 1, 0, "other")]));

        Assert.Equal((false, 2, Samples.Noon.AddDays(3)), (overcome.Again, overcome.MetAgain, overcome.OvercomeAt));
        Assert.Equal((true, 2, null), (shownAgain.Again, shownAgain.MetAgain, shownAgain.OvercomeAt));
        Assert.Equal((0, null), (sameSitting.MetAgain, sameSitting.OvercomeAt));
    }

    [Fact]
    public void What_was_left_blank_shows_and_overcomes_nothing() => Assert.Empty(BeliefRecord.Of([Answer(First, 1, null), Answer(Second, 2, 0)]));
}

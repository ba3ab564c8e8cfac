using Certus.Practice;

namespace Certus.Tests.Practice;

public sealed class SurenessCalibrationTests
{
    private static ItemResult Result(Sureness? level, bool right, bool answered = true) =>
        new(Samples.Place(Samples.Single("q"), 1), Samples.Single("q"), Place.Untouched with { Level = level }, right, answered);

    [Fact]
    public void Answers_are_counted_by_what_was_said_and_the_rest_is_passed_over()
    {
        var calibration = SurenessCalibration.Of([Result(Sureness.Sure, true), Result(Sureness.Sure, false), Result(Sureness.Guess, true), Result(null, true), Result(Sureness.Sure, false, answered: false)]);

        Assert.Equal([(Sureness.Guess, 1, 1), (Sureness.Unsure, 0, 0), (Sureness.Sure, 2, 1)], calibration.Levels.Select(level => (level.Level, level.Answers, level.Right)));
        Assert.Equal((0.65 * 0.65 + 0.1 * 0.1 + 0.9 * 0.9) / 3, calibration.Brier!.Value, 1e-12);
        Assert.Equal(2.0 / 9, calibration.BrierOfShare!.Value, 1e-12);
    }

    [Theory]
    [InlineData(10, 20, true, false)]
    [InlineData(18, 20, false, false)]
    [InlineData(2, 3, false, false)]        // too few to say
    [InlineData(80, 80, false, true)]
    public void Too_sure_is_said_only_where_chance_does_not_explain_it(int right, int answers, bool over, bool under)
    {
        SurenessLevel level = new(Sureness.Sure, answers, right);

        Assert.Equal((over, under), (level.Over, level.Under));
    }

    [Fact]
    public void Without_answers_nothing_is_said()
    {
        var nothing = SurenessCalibration.Of([]);

        Assert.Null(nothing.Brier);
        Assert.Null(nothing.BrierOfShare);
        Assert.DoesNotContain(nothing.Levels, level => level.Over || level.Under);
    }
}

using Certus.Practice;

namespace Certus.Tests.Practice;

public sealed class QuestionRecordTests
{
    [Fact]
    public void Answers_are_counted_by_question_and_a_blank_is_no_answer()
    {
        var record = Assert.Single(QuestionRecord.Of([Met(Samples.Single("q"), 0), Met(Samples.Single("q"), 1), Met(Samples.Single("q"), null), Met(Samples.Single("q"), 0)]));

        Assert.Equal(("q", 3, 2, 1), (record.Id, record.Answers.Count, record.Right, record.Blank));
        Assert.Equal(2.0 / 3, record.Share!.Value, 1e-12);
        Assert.Equal(Certus.Numerics.Interval.OfShare(2, 3), record.Range);
    }

    [Fact]
    public void All_draws_of_a_generator_are_one_record_whose_options_are_its_misconceptions()
    {
        var generator = new SampleBank.Generator("gen-a", SampleBank.TaskId(0, 1));
        Question Draw(ulong seed) => generator.Generate(seed) is var question ? question with { Options = [.. question.Options.Select((option, i) => option with { Misconception = i switch { 1 => "low", 2 => "high", _ => null } })] } : null!;

        var record = Assert.Single(QuestionRecord.Of([Met(Draw(1), 0), Met(Draw(2), 1), Met(Draw(3), 1), Met(Draw(4), 3)]));

        Assert.Equal("gen-a", record.Id);
        Assert.Equal([new(null, null, true, 1), new(null, "low", false, 2), new(null, null, false, 1), new OptionPick(null, "high", false, 0)], record.Options());
    }

    [Fact]
    public void The_options_are_those_of_the_latest_version_and_those_chosen_before_that_are_gone()
    {
        var before = Samples.Single("q");
        var after = before with { Options = [before.Options[0], before.Options[1] with { Text = "Mended" }, .. before.Options.Skip(2)] };

        var options = QuestionRecord.Of([Met(before, 1), Met(before, 2), Met(after, 1), Met(after, 0)]).Single().Options();

        Assert.Equal(["Option 0 of q", "Mended", "Option 1 of q", "Option 2 of q", "Option 3 of q"], [options[0].Text!, .. options.Skip(1).Select(option => option.Text!).Order(StringComparer.Ordinal)]);
        Assert.Equal([1, 1, 1, 1, 0], options.Select(option => option.Chosen));
    }

    [Fact]
    public void Where_nothing_is_chosen_there_are_no_options() => Assert.Empty(QuestionRecord.Of([Met(Samples.Ordering("o", 3), null)]).Single().Options());

    [Fact]
    public void The_time_is_the_mean_of_those_measured_and_a_change_away_from_right_is_told()
    {
        var (question, quick, slow) = (Samples.Single("q"), Place.Untouched with { Elapsed = TimeSpan.FromSeconds(20) }, Place.Untouched with { Elapsed = TimeSpan.FromSeconds(40) });

        var record = QuestionRecord.Of(
        [
            Met(question, 0, quick), Met(question, 1, slow with { FirstPicks = Picks.Of([0]), Changes = 1 }), Met(question, 0, Place.Untouched with { FirstPicks = Picks.Of([2]), Changes = 2 }),
        ]).Single();

        Assert.Equal((TimeSpan.FromSeconds(30), 2, 1), (record.MeanTime, record.Changed, record.ChangedAway));
        Assert.Null(QuestionRecord.Of([Met(question, 0)]).Single().MeanTime);
    }

    [Fact]
    public void Reading_takes_a_minute_for_238_words_of_scenario_stem_options_and_prompts()
    {
        var words = string.Join(' ', Enumerable.Repeat("word", 119));
        var question = Samples.Matching("m", 2, 0, 1) with { Stem = words + " | --- |", Options = [new("one two", "", null), new(words, "", null)], Prompts = [], Case = null };

        Assert.Equal(TimeSpan.FromMinutes(240 / 238.0), ReadingTime.Of(question));
        Assert.Equal(TimeSpan.FromMinutes(242 / 238.0), ReadingTime.Of(question with { Case = new("c", "A - scenario", 1, 1) }));
    }

    private static ItemResult Met(Question question, int? choice, Place? place = null)
    {
        var picks = choice is { } option ? Picks.Of([option]) : Picks.None;
        return new(Samples.Place(question, 1), question, (place ?? Place.Untouched) with { Picks = picks }, question.IsRight(picks), choice is not null);
    }
}

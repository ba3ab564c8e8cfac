using Certus.Catalog;
using Certus.Practice;
using static Certus.Practice.SittingEvent;

namespace Certus.Tests.Practice;

/// <summary>A sitting that grows, and what may be put into it.</summary>
public sealed class DiagnosticTests
{
    private static DateTimeOffset At(double minutes) => Samples.Noon.AddMinutes(minutes);
    private static Guid New => Guid.NewGuid();

    private static Sitting Begun() => Samples.Begin(SittingMode.Diagnostic, questions: [Samples.Single("q1")]);

    private static Added Add(int position, string? id = null) => new(New, At(1), Samples.Place(Samples.Single(id ?? $"q{position}"), position));

    private static Sitting Of(int questions)
    {
        var sitting = Begun();
        for (var position = 2; position <= questions; position++) sitting = sitting.After(Samples.Answer(position - 1, Picks.Of([0])), Add(position));
        return sitting;
    }

    [Fact]
    public void A_question_that_is_added_is_the_last_one_and_stands_where_it_was_put()
    {
        var sitting = Of(3);

        Assert.Equal(["q1", "q2", "q3"], sitting.Form.Items.Select(item => item.QuestionId));
        Assert.Equal((3, 1, 1), (sitting.Places.Count, sitting.Unanswered, sitting.Start.Form.Items.Count));
        Assert.Equal(Diagnostic.MostQuestions, sitting.MostQuestions);
        Assert.Equal(At(60), sitting.Deadline);
    }

    [Fact]
    public void The_same_events_give_the_same_sitting()
    {
        SittingEvent[] events = [new Shown(New, At(0), 1), Samples.Answer(1, Picks.Of([2])), Add(2), new Shown(New, At(2), 2), Samples.Answer(2, Picks.Of([1]))];

        var begun = Begun();
        var stepwise = begun.After(events);
        var replayed = begun.Replay(events);

        Assert.Equal(stepwise.Places, replayed.Places);
        Assert.Equal(stepwise.Form.Items, replayed.Form.Items);
    }

    [Fact]
    public void A_question_is_added_once_in_its_turn_and_after_an_answer()
    {
        var open = Begun();
        var answered = open.After(Samples.Answer(1, Picks.Of([0])));

        Assert.Equal("Answer question 1 first.", open.Submit(Add(2)).Reason());
        Assert.Equal("Question 2 comes before question 3.", answered.Submit(Add(3)).Reason());
        Assert.Equal("The question was asked before.", answered.Submit(Add(2, "q1")).Reason());
        var grown = answered.After(Add(2));
        Assert.Equal("Question 2 is there already.", grown.Submit(Add(2, "another")).Reason());
        Assert.IsType<Submission.TooLate>(answered.Submit(Add(2) with { At = At(61) }));
    }

    [Fact]
    public void It_grows_to_its_most_questions_and_no_further()
    {
        var full = Of(Diagnostic.MostQuestions).After(Samples.Answer(Diagnostic.MostQuestions, Picks.Of([0])));

        Assert.Equal("A diagnostic has at most 25 questions.", full.Submit(Add(Diagnostic.MostQuestions + 1)).Reason());
    }

    [Fact]
    public void An_earlier_answer_stands_but_the_time_and_the_note_of_a_page_that_was_left_still_count()
    {
        var sitting = Of(2);

        Assert.Equal("A diagnostic does not go back: the answer to question 1 stands.", sitting.Submit(Samples.Answer(1, Picks.Of([3]))).Reason());
        Assert.Equal("A diagnostic does not go back: the answer to question 1 stands.", sitting.Submit(new Rated(New, At(1), 1, Sureness.Sure)).Reason());
        var late = sitting.After(new Dwelt(New, At(1), 1, TimeSpan.FromSeconds(20)), new Commented(New, At(1), 1, "Look it up."));
        Assert.Equal((TimeSpan.FromSeconds(20), "Look it up."), (late.At(1).Elapsed, late.At(1).Comment));
    }

    [Theory]
    [InlineData(SittingMode.Exam)]
    [InlineData(SittingMode.Study)]
    [InlineData(SittingMode.Custom)]
    [InlineData(SittingMode.Quick)]
    public void No_other_sitting_grows(SittingMode mode) =>
        Assert.Equal("The questions of this sitting were settled when it began.", Samples.Begin(mode).Submit(Add(5)).Reason());

    [Fact]
    public void A_diagnostic_cannot_be_paused_and_shows_no_explanation()
    {
        var sitting = Begun().After(Samples.Answer(1, Picks.Of([0])));

        Assert.Equal("A diagnostic can't be paused.", sitting.Submit(new Paused(New, At(1))).Reason());
        Assert.Equal("Explanations come after the end.", sitting.Submit(new Revealed(New, At(1), 1)).Reason());
    }

    [Fact]
    public void The_pace_of_its_report_is_that_of_its_most_questions()
    {
        var report = Report.Of(Of(2), [Samples.Single("q1"), Samples.Single("q2")], 750);

        Assert.Equal(TimeSpan.FromMinutes(60.0 / Diagnostic.MostQuestions), report.Pace);
        Assert.Null(report.Scaled);
    }

    [Fact]
    public void Only_what_was_never_shown_nor_asked_in_it_may_come_next_one_draw_of_each_generator_and_no_case()
    {
        var exam = SampleBank.Exam([60, 40]);
        var bank = new Bank(
            [.. SampleBank.Questions(0, 4), .. SampleBank.Questions(1, 2), .. SampleBank.Case("case", 0, 2), Samples.Ordering("ordering", 3) with { Tasks = [SampleBank.TaskId(0, 1)] }, Samples.Single("elsewhere", 0, "OTH-C01/1.1")],
            [new SampleBank.Generator("gen-a", SampleBank.TaskId(1, 1)), new SampleBank.Generator("gen-b", SampleBank.TaskId(0, 1)), new SampleBank.Generator("gen-c", "OTH-C01/1.1")]);
        var exposure = new Exposure(new Dictionary<string, DateTimeOffset> { ["d1-q00"] = Samples.Noon });
        var asked = Samples.Single("gen-b@7") with { GeneratedFrom = new("gen-b", 1, 7) };
        var form = new Form(exam.Code, 3, 30, [Samples.Place(Samples.Single("d2-q01"), 1), Samples.Place(asked, 2)]);

        var candidates = Diagnostic.Candidates(exam, bank, exposure, form);

        Assert.Equal(["d1-q01", "d1-q02", "d1-q03", "d2-q00"], candidates.Where(candidate => candidate.Item.Question.GeneratedFrom is null).Select(candidate => candidate.Item.Question.Id));
        Assert.Equal(["gen-a"], candidates.Select(candidate => candidate.Item.Question.GeneratedFrom?.Generator).OfType<string>());
        Assert.All(candidates, candidate => Assert.Equal(exam.DomainOf(candidate.Task)!.Id, candidate.Domain));
        Assert.Equal(candidates.Select(candidate => candidate.Item.Question.Id), Diagnostic.Candidates(exam, bank, exposure, form).Select(candidate => candidate.Item.Question.Id));
    }

    [Theory]
    [InlineData(65, 130, 50, 12)]
    [InlineData(65, 170, 66, 12)]
    [InlineData(75, 170, 57, 10)]
    public void Its_time_is_that_of_the_exam_in_proportion_and_so_is_the_accommodation(int questions, int minutes, int expected, int extra)
    {
        var format = SampleBank.Exam([1]).Format with { Questions = questions, Minutes = minutes };

        Assert.Equal((expected, extra), (Diagnostic.Minutes(format), Diagnostic.ExtraMinutes(format)));
        Assert.Equal((null, 0), (Diagnostic.Minutes(format with { Questions = null }), Diagnostic.ExtraMinutes(format with { Questions = null })));
    }

    [Fact]
    public void A_question_is_laid_at_the_end_with_all_of_its_options_in_an_order_of_its_place()
    {
        var form = new Form(Samples.ExamCode, 11, 30, [Samples.Place(Samples.Single("q1"), 1)]);
        var candidate = new DiagnosticCandidate(BankItem.Of(Samples.Multiple("m", 5, 1, 3)), Samples.ExamCode + "/1", Samples.ExamCode + "/1.1");

        var item = Diagnostic.Lay(candidate, form);

        Assert.Equal((2, "m", candidate.Item.Version, true), (item.Position, item.QuestionId, item.Version, item is { Scored: true, Fresh: true }));
        Assert.Equal([0, 1, 2, 3, 4], item.OptionOrder.Order());
        Assert.Equal(item.OptionOrder, Diagnostic.Lay(candidate, form).OptionOrder);
    }
}

using Certus.Catalog;
using Certus.Practice;

namespace Certus.Tests.Practice;

public sealed class ReportTests
{
    private static readonly Question[] Five = [.. Enumerable.Range(1, 5).Select(i => Samples.Single($"q{i}", 0))];

    /// <summary>Positions 1 to 3 in domain 1, 4 and 5 in domain 2; the third is unscored.</summary>
    private static Sitting Begin(SittingMode mode = SittingMode.Exam) => Sitting.Begin(new(
        Guid.NewGuid(), mode,
        new(Samples.ExamCode, 7, 60, [.. Five.Select((question, i) => Samples.Place(question, i + 1, scored: i != 2, domain: i < 3 ? "TST-C01/1" : "TST-C01/2"))]), Samples.Noon, 0));

    [Fact]
    public void Only_scored_questions_count()
    {
        var sitting = Begin().After(Samples.Answer(1, Picks.Of([0])), Samples.Answer(2, Picks.Of([1])), Samples.Answer(3, Picks.Of([0])), Samples.Answer(4, Picks.Of([0])));

        var report = Report.Of(sitting, Five, 750);

        Assert.Equal((2, 4), (report.Right, report.Scored));
        Assert.Equal([new DomainResult("TST-C01/1", 1, 2), new("TST-C01/2", 1, 2)], report.Domains);
        Assert.Equal(ScaledScore.Estimate(2, 4, 750), report.Scaled);
    }

    [Fact]
    public void A_blank_is_blank_and_earns_nothing()
    {
        var blank = Report.Of(Begin(), Five, 750);

        Assert.Equal(0, blank.Right);
        Assert.All(blank.Items, result => Assert.Equal(Outcome.Blank, result.Outcome));
        Assert.All(blank.Items, result => Assert.False(result.Right || result.Answered));
        Assert.Equal(100, blank.Scaled!.Value);
    }

    [Theory]
    [InlineData(SittingMode.Quick)]
    [InlineData(SittingMode.Study)]
    [InlineData(SittingMode.Custom)]
    public void Only_a_full_exam_has_a_scaled_score(SittingMode mode) => Assert.Null(Report.Of(Begin(mode), Five, 750).Scaled);

    [Fact]
    public void Without_a_known_pass_mark_there_is_no_scaled_score() => Assert.Null(Report.Of(Begin(), Five, null).Scaled);

    [Fact]
    public void Questions_that_do_not_fit_the_form_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Report.Of(Begin(), [Five[0]], 750));

    [Fact]
    public void A_domain_meets_at_the_central_cut()
    {
        Assert.True(new DomainResult("d", 18, 25).Meets);      // 0.72
        Assert.False(new DomainResult("d", 17, 25).Meets);
        Assert.Equal(0, new DomainResult("d", 0, 0).Share);
    }

    [Theory]
    [InlineData(60, null, 1080)]       // the sitting's clock: 12 minutes for each of five
    [InlineData(60, 100, 1080)]
    [InlineData(null, 100, 150)]       // without one, the pace of the exam
    [InlineData(null, null, 60)]       // without either, twice the median of 30
    public void Slow_is_one_and_a_half_times_what_there_is_for_a_question_else_twice_the_median(int? minutes, int? examPace, int limit)
    {
        SittingEvent Dwell(int position, int seconds) => new SittingEvent.Dwelt(Guid.NewGuid(), Samples.Noon.AddMinutes(30), position, TimeSpan.FromSeconds(seconds));
        var start = Begin(SittingMode.Custom).Start;
        var sitting = Sitting.Begin(start with { Form = start.Form with { Minutes = minutes } }).After(Dwell(1, 10), Dwell(2, 20), Dwell(3, 30), Dwell(4, limit), Dwell(5, limit), Dwell(5, 1));

        var report = Report.Of(sitting, Five, 750, examPace is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

        Assert.Equal(TimeSpan.FromSeconds(limit), report.SlowAfter);
        Assert.Equal([5], report.Slow.Select(result => result.Item.Position));
    }

    [Fact]
    public void With_neither_a_pace_nor_three_times_nothing_is_slow()
    {
        var start = Begin(SittingMode.Custom).Start;
        var sitting = Sitting.Begin(start with { Form = start.Form with { Minutes = null } }).After(
            new SittingEvent.Dwelt(Guid.NewGuid(), Samples.Noon.AddMinutes(30), 1, TimeSpan.FromSeconds(1)), new SittingEvent.Dwelt(Guid.NewGuid(), Samples.Noon.AddMinutes(30), 2, TimeSpan.FromMinutes(9)));

        Assert.Null(Report.Of(sitting, Five, 750).SlowAfter);
        Assert.Empty(Report.Of(sitting, Five, 750).Slow);
    }

    [Fact]
    public void Sure_and_wrong_differs_from_lucky()
    {
        SittingEvent Rate(int position, Sureness level) => new SittingEvent.Rated(Guid.NewGuid(), Samples.Noon.AddMinutes(2), position, level);
        var sitting = Begin().After(
            Samples.Answer(1, Picks.Of([1])), Rate(1, Sureness.Sure), Samples.Answer(2, Picks.Of([0])), Rate(2, Sureness.Guess),
            Samples.Answer(4, Picks.Of([0])), Rate(4, Sureness.Sure), Samples.Answer(5, Picks.Of([1])), Rate(5, Sureness.Guess), Rate(3, Sureness.Sure));

        var report = Report.Of(sitting, Five, 750);

        Assert.Equal([1], report.SureAndWrong.Select(result => result.Item.Position));
        Assert.Equal([2], report.Lucky.Select(result => result.Item.Position));
    }

    [Fact]
    public void A_wrong_answer_names_its_misconceptions_and_a_right_one_none()
    {
        var sitting = Samples.Begin().After(Samples.Answer(1, Picks.Of([3])), Samples.Answer(2, Picks.Of([1, 4])), Samples.Answer(3, Picks.InOrder([2, 1, 0])));

        var items = Report.Of(sitting, Samples.OneOfEach, null).Items;

        Assert.Equal(["belief-3"], items[0].Misconceptions);
        Assert.Equal(["belief-4"], items[1].Misconceptions);        // option 1 is right
        Assert.Empty(items[2].Misconceptions);
        Assert.Empty(items[3].Misconceptions);
    }

    [Theory]
    [InlineData("1,4", "1 of the 2 right options chosen; credit is all or nothing.")]
    [InlineData("3", "1 of the 2 right options chosen; credit is all or nothing.")]
    [InlineData("0,4", "0 of the 2 right options chosen; credit is all or nothing.")]
    [InlineData("1,3", null)]
    [InlineData("", null)]
    public void A_wrong_multiple_response_is_told_how_near_it_was(string picks, string? expected)
    {
        var sitting = Samples.Begin().After(Samples.Answer(2, Picks.Parse(picks)));

        Assert.Equal(expected, Report.Of(sitting, Samples.OneOfEach, null).Items[1].PartCredit);
    }

    [Fact]
    public void A_wrong_single_choice_has_no_part_credit()
    {
        var sitting = Samples.Begin().After(Samples.Answer(1, Picks.Of([3])));

        Assert.Null(Report.Of(sitting, Samples.OneOfEach, null).Items[0].PartCredit);
    }

    [Fact]
    public void A_question_without_a_domain_makes_no_domain_result()
    {
        var start = new SittingStart(Guid.NewGuid(), SittingMode.Custom, new(null, 7, null, [Samples.Place(Five[0], 1, domain: null)]), Samples.Noon, 0);

        Assert.Empty(Report.Of(Sitting.Begin(start), [Five[0]], null).Domains);
    }
}

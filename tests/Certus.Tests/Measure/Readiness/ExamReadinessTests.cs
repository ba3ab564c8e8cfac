using Certus.Measure.Readiness;
using CsCheck;

namespace Certus.Tests.Measure.Readiness;

public sealed class ExamReadinessTests
{
    private static readonly ExamForm Form = ExamForm.Of([("1", 28), ("2", 24), ("3", 24), ("4", 24)], 50, new(0.68, 0.72, 0.77));

    [Fact]
    public void With_nothing_unknown_the_chance_is_the_exact_one()
    {
        var form = Form with { OffsetSd = 0, Cut = new(0.719999, 0.72, 0.720001) };
        var sure = new AbilityPrior(Mean: 1.3, Sd: 0, DomainSd: 1e-9, MovingSd: 0);
        var distribution = new double[51];
        LordWingersky.Fill([.. form.Domains.SelectMany(domain => form.Difficulties(domain.Scored)).Select(b => 0.2 + 0.8 / (1 + Math.Exp(-(1.3 - b))))], distribution);

        var readiness = ExamReadiness.Of([], form, 7, sure);

        Assert.Equal(LordWingersky.AtLeast(distribution, 36), readiness.ByCut[1].Chance, 1e-4);
        Assert.InRange(readiness.ShareRange.High - readiness.ShareRange.Low, 0, 1e-3);
    }

    [Fact]
    public void One_more_right_answer_never_lowers_the_chance() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[0, 59]).Sample((count, place) =>
        {
            var answers = AbilityPosteriorTests.Answers("2", count, place % count, 3);
            var better = AbilityPosteriorTests.Answers("2", count, place % count + 1, 3);
            Assert.True(ExamReadiness.Of(better, Form, 7).Chance >= ExamReadiness.Of(answers, Form, 7).Chance - 1e-9);
        }, iter: 60);

    [Fact]
    public void Only_timed_first_exposures_count()
    {
        var answers = AbilityPosteriorTests.Answers("1", 40, 20, 3);
        PracticeAnswer[] others = [.. AbilityPosteriorTests.Answers("1", 60, 60, 1).Select((answer, i) => i % 2 == 0 ? answer with { Timed = false } : answer with { FirstExposure = false })];

        var alone = ExamReadiness.Of(answers, Form, 7);
        var together = ExamReadiness.Of([.. answers, .. others], Form, 7);

        Assert.Equal(alone.Chance, together.Chance);
        Assert.Equal((40, 60), (together.Answers, together.LeftOut));
    }

    [Fact]
    public void More_answers_of_the_same_kind_narrow_the_interval()
    {
        var few = ExamReadiness.Of(Everywhere(20, 16), Form, 7);
        var many = ExamReadiness.Of(Everywhere(200, 160), Form, 7);

        Assert.True(many.ShareRange.High - many.ShareRange.Low < few.ShareRange.High - few.ShareRange.Low);
    }

    [Fact]
    public void The_chance_lies_in_its_interval_and_falls_with_the_cut() =>
        Gen.Select(Gen.Int[0, 60], Gen.Double[0, 30]).Sample((right, days) =>
        {
            var readiness = ExamReadiness.Of(Everywhere(60, right), Form, days);
            Assert.InRange(readiness.Chance, readiness.Range.Low - 0.01, readiness.Range.High + 0.01);     // a mean may lie outside a very skewed interval, by next to nothing
            Assert.True(readiness.ByCut[0].Chance >= readiness.ByCut[1].Chance && readiness.ByCut[1].Chance >= readiness.ByCut[2].Chance);
            Assert.InRange(readiness.Share, 0, 1);
        }, iter: 60);

    [Fact]
    public void A_weak_domain_shows_as_the_weakest()
    {
        PracticeAnswer[] answers = [.. AbilityPosteriorTests.Answers("1", 20, 18, 2), .. AbilityPosteriorTests.Answers("2", 20, 17, 2), .. AbilityPosteriorTests.Answers("3", 20, 8, 2)];

        var readiness = ExamReadiness.Of(answers, Form, 7);

        Assert.Equal("3", readiness.Domains.MinBy(domain => domain.Share)!.Id);
        Assert.Equal([20, 20, 20, 0], readiness.Domains.Select(domain => domain.Answers));
    }

    [Fact]
    public void The_same_answers_give_the_same_figures_to_the_last_bit()
    {
        var first = ExamReadiness.Of(Everywhere(90, 61), Form, 12);
        var second = ExamReadiness.Of(Everywhere(90, 61), Form, 12);

        Assert.Equal(first.Chance, second.Chance);
        Assert.Equal(first.Range, second.Range);
    }

    [Fact]
    public void The_gates_of_the_article_are_no_sure_pass_and_four_chances_in_five_ask_for_more()
    {
        var gates = GateWorth.Of(Form, 65);
        var needed = GateWorth.Needed(Form, 65, 0.8)!;

        Assert.Equal((43, 98), (gates.First, gates.Later));
        Assert.InRange(gates.Readiness.Chance, 0.3, 0.8);
        Assert.True(needed.Later > gates.Later);
        Assert.True(needed.Readiness.Chance >= 0.8);
        Assert.Null(GateWorth.Needed(Form, 65, 1));
    }

    private static PracticeAnswer[] Everywhere(int count, int right) =>
        [.. Enumerable.Range(0, count).Select(i => new PracticeAnswer(Form.Domains[i % 4].Id, (long)i * right % count < right, 3, new(0.5)))];
}

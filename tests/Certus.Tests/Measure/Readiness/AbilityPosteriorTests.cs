using Certus.Measure.Readiness;
using CsCheck;

namespace Certus.Tests.Measure.Readiness;

public sealed class AbilityPosteriorTests
{
    private static readonly AbilityPrior Still = new(Mean: 0.2, Sd: 1.1, DomainSd: 0, MovingSd: 0);

    [Fact]
    public void Without_answers_it_is_the_prior()
    {
        var posterior = AbilityPosterior.Of([], ["1", "2"], new(Mean: 0.3, Sd: 1, DomainSd: 0.4));

        Assert.Equal([0.3, 0.3], posterior.Mean);
        Assert.Equal(1.16, posterior.Covariance[0][0], 1e-12);
        Assert.Equal(1.0, posterior.Covariance[0][1], 1e-12);
    }

    [Fact]
    public void With_one_ability_that_stands_still_it_is_the_mode_and_the_curvature_of_the_textbook() =>
        Gen.Select(Gen.Double[-2, 2], Gen.Double[0.4, 2], Gen.Bool).Array[5, 40].Sample(drawn =>
        {
            PracticeAnswer[] answers = [.. drawn.Select(item => new PracticeAnswer("1", item.Item3, 3, new(item.Item1, 0, item.Item2, 0)))];

            var posterior = AbilityPosterior.Of(answers, ["1"], Still);

            // Without guessing the posterior has one maximum, where its slope is 0; the variance is one over what it bends.
            double slope = -(posterior.Mean[0] - 0.2) / 1.21, bend = 1 / 1.21;
            foreach (var (b, a, right) in drawn)
            {
                var p = 1 / (1 + Math.Exp(-a * (posterior.Mean[0] - b)));
                slope += a * ((right ? 1 : 0) - p);
                bend += a * a * p * (1 - p);
            }
            Assert.Equal(0, slope, 1e-6);
            Assert.Equal(1 / Math.Sqrt(bend), posterior.Sd(0), 1e-6);
        }, iter: 200);

    [Fact]
    public void A_domain_without_answers_borrows_from_the_others_and_is_less_sure()
    {
        var posterior = AbilityPosterior.Of(Answers("1", 30, 27, 2), ["1", "2"], new());

        Assert.True(posterior.Mean[1] > 0.5);
        Assert.True(posterior.Mean[1] < posterior.Mean[0]);
        Assert.True(posterior.Sd(1) > posterior.Sd(0));
        Assert.True(posterior.Sd(1) < Math.Sqrt(new AbilityPrior().Covariance(0, true)));
    }

    [Fact]
    public void Domains_that_share_nothing_do_not_borrow()
    {
        var posterior = AbilityPosterior.Of(Answers("1", 30, 27, 2), ["1", "2"], new(Sd: 0, DomainSd: 1, MovingSd: 0));

        Assert.Equal(0, posterior.Mean[1], 1e-9);
        Assert.Equal(1, posterior.Sd(1), 1e-9);
    }

    [Fact]
    public void Answers_of_long_ago_say_less()
    {
        var fresh = AbilityPosterior.Of(Answers("1", 30, 25, 1), ["1"], new());
        var old = AbilityPosterior.Of(Answers("1", 30, 25, 200), ["1"], new());

        Assert.True(old.Sd(0) > fresh.Sd(0));
        Assert.True(Math.Abs(old.Mean[0]) < Math.Abs(fresh.Mean[0]));
    }

    [Fact]
    public void The_further_the_day_that_is_asked_for_the_less_is_known()
    {
        var answers = Answers("1", 40, 30, 0);

        var sds = new[] { 0.0, 7, 30, 90 }.Select(days => AbilityPosterior.Of(answers, ["1"], new(), days).Sd(0)).ToArray();

        Assert.Equal(sds.Order(), sds);
        Assert.True(sds[3] > sds[0] + 0.03);
    }

    [Fact]
    public void The_order_of_answers_does_not_matter() =>
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 20], Gen.Bool, Gen.Double[-1, 2]).Array[2, 40].Sample(drawn =>
        {
            PracticeAnswer[] answers = [.. drawn.Select(item => new PracticeAnswer(item.Item1 == 0 ? "1" : "2", item.Item3, item.Item2, new(item.Item4)))];
            var forward = AbilityPosterior.Of(answers, ["1", "2"], new());
            var backward = AbilityPosterior.Of([.. answers.Reverse()], ["1", "2"], new());
            Assert.Equal(forward.Mean[0], backward.Mean[0], 1e-6);
            Assert.Equal(forward.Sd(1), backward.Sd(1), 1e-6);
        }, iter: 100);

    [Theory]
    [InlineData(0)]
    [InlineData(400)]
    public void Everything_right_or_wrong_stays_finite(int right)
    {
        var posterior = AbilityPosterior.Of(Answers("1", 400, right, 1), ["1", "2"], new());

        Assert.All(posterior.Mean, mean => Assert.InRange(mean, -6, 6));
        Assert.InRange(posterior.Sd(0), 0.01, 1.2);
    }

    [Fact]
    public void Answers_on_hundreds_of_days_are_put_together_and_still_all_count()
    {
        PracticeAnswer[] answers = [.. Enumerable.Range(0, 1200).Select(i => new PracticeAnswer(i % 3 == 0 ? "1" : "2", i % 4 != 0, i % 300, new(0.5)))];

        var posterior = AbilityPosterior.Of(answers, ["1", "2"], new());

        Assert.Equal(1200, posterior.Answers);
        Assert.InRange(posterior.Mean[0], 0.8, 2);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        PracticeAnswer fine = new("1", true, 1, new(0));

        Assert.Contains("'9'", Assert.Throws<ArgumentException>(() => AbilityPosterior.Of([fine with { Domain = "9" }], ["1"], new())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => AbilityPosterior.Of([fine with { DaysAgo = -1 }], ["1"], new()));
        Assert.Throws<ArgumentException>(() => AbilityPosterior.Of([fine with { DaysAgo = double.NaN }], ["1"], new()));
        Assert.Throws<ArgumentException>(() => AbilityPosterior.Of([fine with { Item = new(double.NaN) }], ["1"], new()));
        Assert.Throws<ArgumentException>(() => AbilityPosterior.Of([fine with { Item = new(0, Discrimination: 0) }], ["1"], new()));
        Assert.Throws<ArgumentException>(() => AbilityPosterior.Of([fine with { Item = new(0, LowerAsymptote: 1) }], ["1"], new()));
        Assert.Throws<ArgumentException>(() => AbilityPosterior.Of([fine], ["1"], new(), -1));
    }

    internal static PracticeAnswer[] Answers(string domain, int count, int right, double daysAgo) =>
        [.. Enumerable.Range(0, count).Select(i => new PracticeAnswer(domain, i < right, daysAgo, new(0.5)))];
}

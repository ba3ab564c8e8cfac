using Certus.Measure.Readiness;
using CsCheck;

namespace Certus.Tests.Measure.Readiness;

public sealed class DomainGainTests
{
    private static readonly ExamForm Form = ExamForm.Of([("1", 40), ("2", 20), ("3", 20), ("4", 20)], 50, new(0.68, 0.72, 0.77));

    [Fact]
    public void Without_answers_the_gains_follow_the_weights()
    {
        var gains = DomainGain.Of(Form, ExamReadiness.Of([], Form, 0));

        Assert.Equal(2, gains[0].Points / gains[1].Points, 0.05);
        Assert.Equal(1, gains[2].Points / gains[3].Points, 0.05);
    }

    [Fact]
    public void The_weakest_of_equally_weighty_domains_gains_most()
    {
        PracticeAnswer[] answers = [.. AbilityPosteriorTests.Answers("2", 30, 27, 1), .. AbilityPosteriorTests.Answers("3", 30, 12, 1), .. AbilityPosteriorTests.Answers("4", 30, 24, 1)];

        var gains = DomainGain.Of(Form, ExamReadiness.Of(answers, Form, 0)).ToDictionary(gain => gain.Id, gain => gain.Points);

        Assert.True(gains["3"] > gains["4"] && gains["4"] > gains["2"]);
    }

    [Fact]
    public void No_gain_is_below_nothing_or_above_what_the_domain_holds() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40]).Sample((one, other) =>
        {
            PracticeAnswer[] answers = [.. AbilityPosteriorTests.Answers("1", 40, one, 1), .. AbilityPosteriorTests.Answers("2", 40, other, 1)];
            foreach (var (gain, domain) in DomainGain.Of(Form, ExamReadiness.Of(answers, Form, 0)).Zip(Form.Domains)) Assert.InRange(gain.Points, 0, domain.Scored * DomainGain.Goal);
        }, iter: 40);
}

using Certus.Measure;
using Certus.Measure.Readiness;
using CsCheck;

namespace Certus.Tests.Measure.Readiness;

/// <summary>
/// <see cref="AbilityPosterior"/> puts together what <see cref="DriftingAbility"/> and <see cref="DomainAbilities"/> each do alone, by Laplace's normal instead of their quadrature. Where only
/// one of the two is at work, it must come out near them: a mode lies a little off a mean, by less than a fifth of the standard deviation with so many answers.
/// </summary>
public sealed class ExactAgreementTests
{
    private const double OfMean = 0.2, OfSd = 0.1;

    private static readonly Gen<(double Difficulty, double Slope, bool Right, double DaysAgo, int Domain)[]> Answers =
        Gen.Select(Gen.Double[-1.5, 1.5], Gen.Double[0.6, 1.8], Gen.Bool, Gen.Double[0, 120], Gen.Int[0, 2]).Array[60, 120];

    [Fact]
    public void One_ability_that_moves_is_that_of_the_exact_filter() =>
        Answers.Sample(drawn =>
        {
            var prior = new AbilityPrior(Mean: 0.2, Sd: 0.9, DomainSd: 0, MovingSd: 0.9, MovingDays: 60);
            // On whole days: the posterior takes those of one day together.
            PracticeAnswer[] answers = [.. drawn.Select(answer => new PracticeAnswer("1", answer.Right, Math.Floor(answer.DaysAgo), new(answer.Difficulty, 0, answer.Slope, 0)))];

            var near = AbilityPosterior.Of(answers, ["1"], prior);
            var exact = new DriftingAbility(new(0.2, 0.9), 60).Estimate(answers.Select(answer =>
                new DatedResponse(new ItemModel.Logistic(answer.Item.Discrimination, answer.Item.Difficulty), (sbyte)(answer.Right ? 1 : 0), answer.DaysAgo)));

            Assert.Equal(exact.Theta, near.Mean[0], OfMean * exact.StandardError);
            Assert.Equal(exact.StandardError, near.Sd(0), OfSd * exact.StandardError);
        }, iter: 40);

    [Fact]
    public void Domains_that_share_a_general_ability_are_those_of_the_exact_integral() =>
        Answers.Sample(drawn =>
        {
            var prior = new AbilityPrior(Mean: 0, Sd: 0.9, DomainSd: 0.5, MovingSd: 0);
            var whole = Math.Sqrt(0.9 * 0.9 + 0.5 * 0.5);
            string[] ids = ["1", "2", "3"];
            PracticeAnswer[] answers = [.. drawn.Select(answer => new PracticeAnswer(ids[answer.Domain], answer.Right, answer.DaysAgo, new(answer.Difficulty, 0, answer.Slope, 0)))];

            var near = AbilityPosterior.Of(answers, ids, prior);
            var exact = DomainAbilities.Estimate(
                new(3, 0.9 * 0.9 / (whole * whole), new(0, whole)), [.. drawn.Select(answer => new ItemModel.Logistic(answer.Slope, answer.Difficulty))],
                [.. drawn.Select(answer => answer.Domain)], [.. drawn.Select(answer => (sbyte)(answer.Right ? 1 : 0))]);

            for (var domain = 0; domain < 3; domain++)
            {
                Assert.Equal(exact.Theta[domain], near.Mean[domain], OfMean * exact.StandardError(domain));
                Assert.Equal(exact.StandardError(domain), near.Sd(domain), OfSd * exact.StandardError(domain));
            }
        }, iter: 40);
}

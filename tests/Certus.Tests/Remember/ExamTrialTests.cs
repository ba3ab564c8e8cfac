using Certus.Remember.TrackRecord;

namespace Certus.Tests.Remember;

/// <summary>A small part of the published comparison (docs/reports/exam-date.md), so that a change that spoils it does not pass.</summary>
public sealed class ExamTrialTests
{
    private const int Learners = 2;

    public static TheoryData<string> Names => [.. ExamScenario.All.Where(scenario => scenario.Cards < 1000 && scenario.Days <= 30).Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void At_the_same_minutes_a_day_it_is_never_behind_the_best_fixed_retention(string name)
    {
        var scenario = ExamScenario.All.Single(scenario => scenario.Name == name);
        ExamArm[] arms = [ExamArm.ExamDate, .. new[] { 0.8, 0.85, 0.9, 0.95 }.SelectMany(retention => new[] { ExamArm.Fixed(retention, false, false), ExamArm.Fixed(retention, true, false) })];

        var outcomes = ExamTrial.Run(scenario, arms, Learners, seed: 2, TestContext.Current.CancellationToken);

        var best = outcomes.Skip(1).MaxBy(of => of.Average(outcome => outcome.Weighted))!;
        var differences = outcomes[0].Zip(best, (one, other) => one.Weighted - other.Weighted).ToArray();
        Assert.True(differences.Average() > 0, string.Join(' ', differences));
        Assert.All(outcomes[0], outcome => Assert.True(outcome.Minutes <= scenario.Days * (scenario.Minutes + 34.0 / 60)));      // the last review of a day may begin just before its end
    }

    [Fact]
    public void The_same_seed_gives_the_same_outcome()
    {
        var scenario = ExamScenario.All[0];

        Assert.Equal(ExamTrial.Play(scenario, ExamArm.ExamDate, 5), ExamTrial.Play(scenario, ExamArm.ExamDate, 5));
        Assert.NotEqual(ExamTrial.Play(scenario, ExamArm.ExamDate, 5), ExamTrial.Play(scenario, ExamArm.ExamDate, 6));
    }

    [Fact]
    public void Learners_differ_from_what_schedulers_believe()
    {
        var scenario = ExamScenario.All[0];

        var parameters = Enumerable.Range(0, 20).Select(seed => ExamLearner.Draw(scenario, (ulong)seed).Truth.Parameters[2]).ToArray();

        Assert.True(parameters.Max() > 2 * parameters.Min());
        Assert.DoesNotContain(ExamArm.Believed.Parameters[2], parameters);
    }
}

using Certus.Measure.TrackRecord;

namespace Certus.Tests.Measure.TrackRecord;

/// <summary>A small part of the published track record (docs/reports), so that a change to the model that spoils it does not pass.</summary>
public sealed class TrialTests
{
    [Fact]
    public void Where_its_assumptions_hold_the_interval_holds_the_true_chance_nine_times_in_ten()
    {
        var scores = Trial.Run(Scenario.All[0], 2_000, seed: 11, cancel: TestContext.Current.CancellationToken);

        Assert.InRange(scores.Coverage!.Value, 0.88, 0.92);
        Assert.True(scores.CalibrationError < 0.03, $"{scores.CalibrationError}");
        Assert.True(scores.Brier < scores.Passed * (1 - scores.Passed), "worse than always saying the base rate");
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Where_they_are_broken_it_stays_within_what_is_promised(string name)
    {
        var scores = Trial.Run(Scenario.All.Single(scenario => scenario.Name == name), 1_000, seed: 12, cancel: TestContext.Current.CancellationToken);

        Assert.True(scores.Coverage >= 0.85 - 0.02, $"coverage {scores.Coverage}");         // 0.85 less what a thousand learners may miss by chance; the report has ten thousand
        Assert.True(scores.CalibrationError <= 0.06, $"calibration error {scores.CalibrationError}");
    }

    public static TheoryData<string> Others => [.. Scenario.All.Skip(1).Select(scenario => scenario.Name)];

    [Fact]
    public void The_same_seed_gives_the_same_learners()
    {
        var first = SimulatedLearner.Draw(Scenario.All[0], Trial.Form, 5);
        var second = SimulatedLearner.Draw(Scenario.All[0], Trial.Form, 5);

        Assert.Equal(first.Answers, second.Answers);
        Assert.Equal(first.TrueChance, second.TrueChance);
    }

    [Fact]
    public void Scores_of_known_predictions_are_known()
    {
        var scores = Scores.Of([new(0.9, true, new(0.8, 1), 0.9), new(0.95, false, new(0.9, 1), 0.5), new(0.1, false), new(0.15, true)]);

        Assert.Equal((0.01 + 0.9025 + 0.01 + 0.7225) / 4, scores.Brier, 1e-12);
        Assert.Equal(0.5, scores.Coverage);
        // Bins: 0.9–1 holds the first two, 0.1–0.2 the others.
        Assert.Equal(0.5 * Math.Abs(0.925 - 0.5) + 0.5 * Math.Abs(0.125 - 0.5), scores.CalibrationError, 1e-12);
        Assert.Throws<ArgumentException>(() => Scores.Of([]));
    }
}

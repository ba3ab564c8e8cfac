using System.Text.Json;
using System.Text.RegularExpressions;
using Certus.Measure.TrackRecord;

namespace Certus.Tests.Measure.TrackRecord;

/// <summary>One run, one file: the report's tables and the pages' figures are those of docs/reports/readiness.json, and the model still gives what it holds.</summary>
public sealed class PublishedTrialTests
{
    private static readonly PublishedTrial Published = PublishedTrial.Current;

    private static string Report => File.ReadAllText(Path.Combine(Repository.Root, "docs", "reports", "readiness.md"));

    [Fact]
    public void The_report_holds_the_tables_of_the_file()
    {
        Assert.Contains(TrialTables.Summary(Published), Report, StringComparison.Ordinal);
        Assert.All(Published.Scenarios, scenario => Assert.Contains(TrialTables.Reliability(scenario), Report, StringComparison.Ordinal));
        Assert.Contains(TrialTables.Gates(Published), Report, StringComparison.Ordinal);
        Assert.Contains($"{Published.Date:yyyy-MM-dd}. `{Published.Command}`", Report, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_holds_no_other_table()
    {
        var rows = Report.Split('\n').Count(line => line.StartsWith("| ", StringComparison.Ordinal));

        var known = TrialTables.Summary(Published) + string.Concat(Published.Scenarios.Select(TrialTables.Reliability)) + TrialTables.Gates(Published);
        Assert.Equal(known.Split('\n').Count(line => line.StartsWith("| ", StringComparison.Ordinal)), rows);
    }

    [Fact]
    public void The_file_is_as_the_command_writes_it() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "docs", "reports", "readiness.json")), Published.ToJson());

    [Fact]
    public void Every_scenario_was_run_for_all_learners_and_its_bins_hold_them()
    {
        Assert.Equal(Scenario.All.Select(scenario => (scenario.Name, scenario.Says)), Published.Scenarios.Select(scenario => (scenario.Name, scenario.Says)));
        Assert.All(Published.Scenarios, scenario =>
        {
            var scores = scenario.Scores;
            Assert.Equal(Published.Learners, scores.Count);
            Assert.Equal(scores.Count, scores.Bins.Sum(bin => bin.Count));
            Assert.Equal(scores.Passed, scores.Bins.Sum(bin => bin.Count * bin.Happened) / scores.Count, 1e-9);
            Assert.Equal(scores.CalibrationError, scores.Bins.Sum(bin => bin.Count * Math.Abs(bin.Predicted - bin.Happened)) / scores.Count, 1e-9);
        });
    }

    [Fact]
    public void The_model_still_says_of_the_gates_what_was_published()
    {
        var now = PublishedGate.All();

        Assert.Equal(Published.Gates.Select(gate => (gate.Goal, gate.First, gate.Later, gate.Questions)), now.Select(gate => (gate.Goal, gate.First, gate.Later, gate.Questions)));
        Assert.All(Published.Gates.Zip(now), pair =>
        {
            Assert.Equal(pair.First.Chance, pair.Second.Chance, 1e-6);
            Assert.Equal(pair.First.Range.Low, pair.Second.Range.Low, 1e-6);
            Assert.Equal(pair.First.Range.High, pair.Second.Range.High, 1e-6);
            Assert.Equal(pair.First.ByCut.Select(by => Math.Round(by.Chance, 5)), pair.Second.ByCut.Select(by => Math.Round(by.Chance, 5)));
        });
    }

    [Fact]
    public void The_published_figures_keep_what_is_promised()
    {
        Assert.All(Published.Scenarios, scenario =>
        {
            var assumed = scenario.Name == Scenario.All[0].Name;
            Assert.InRange(scenario.Scores.Coverage!.Value, assumed ? 0.88 : 0.85, assumed ? 0.92 : 1);
            Assert.InRange(scenario.Scores.CalibrationError, 0, assumed ? 0.03 : 0.06);
        });
        Assert.Matches(new Regex("readiness [0-9]+$"), Published.Command);
    }

    [Fact]
    public void A_file_without_a_figure_is_refused_rather_than_read_as_nothing()
    {
        var torn = Published.ToJson().Replace("\"learners\"", "\"learner\"", StringComparison.Ordinal);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(torn, TrialJson.Default.PublishedTrial));
    }
}

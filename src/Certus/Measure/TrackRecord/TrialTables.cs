using System.Globalization;
using System.Text;

namespace Certus.Measure.TrackRecord;

/// <summary>The tables of docs/reports/readiness.md.</summary>
public static class TrialTables
{
    /// <summary>A row a scenario.</summary>
    public static string Summary(PublishedTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var text = new StringBuilder(
            """
            | scenario | passed | Brier score | of the base rate alone | log score | calibration error | true chance inside the 90 % interval | mean width |
            |---|---|---|---|---|---|---|---|

            """);
        foreach (var (name, _, scores) in trial.Scenarios)
            Line(text, $"| {name} | {Percent(scores.Passed)} | {scores.Brier:0.0000} | {scores.Passed * (1 - scores.Passed):0.0000} | {scores.LogScore:0.000} | {scores.CalibrationError:0.000} | {Percent(scores.Coverage)} | {scores.MeanWidth:0.00} |");
        Line(text, $"");
        Line(text, $"{trial.Learners:#,0} learners each, seed {trial.Seed}.");
        return text.ToString();
    }

    /// <summary>What was predicted and what happened, by tenths of the chance.</summary>
    public static string Reliability(PublishedScenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var text = new StringBuilder();
        Line(text, $"### {Capital(scenario.Name)}");
        Line(text, $"");
        Line(text, $"{Capital(scenario.Says)}.");
        Line(text, $"");
        Line(text, $"| predicted | learners | mean prediction | passed |");
        Line(text, $"|---|---|---|---|");
        foreach (var bin in scenario.Scores.Bins) Line(text, $"| {Whole(bin.From)} to {Whole(bin.To)} | {bin.Count:#,0} | {Percent(bin.Predicted)} | {Percent(bin.Happened)} |");
        return text.ToString();
    }

    /// <summary>What the article's gates are worth.</summary>
    public static string Gates(PublishedTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var text = new StringBuilder();
        Line(text, $"| shown in practice | chance to pass | 90 % interval | cut at {string.Join(" | at ", trial.Gates[0].ByCut.Select(by => Whole(by.Cut)))} |");
        Line(text, $"|---|---|---|{string.Concat(trial.Gates[0].ByCut.Select(_ => "---|"))}");
        foreach (var gate in trial.Gates)
            Line(text, $"| {gate.First} of {gate.Questions}, then {gate.Later} of {2 * gate.Questions}: {(gate.Goal is { } goal ? $"the fewest for {Whole(goal)}" : "the gates")} | {Whole(gate.Chance)} | {Whole(gate.Range.Low)} to {Whole(gate.Range.High)} | {string.Join(" | ", gate.ByCut.Select(by => Whole(by.Chance)))} |");
        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Percent(double? share) => share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{100 * known:0.0} %") : "–";

    private static string Whole(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}

using System.Diagnostics;
using System.Globalization;
using Certus.Remember.TrackRecord;

namespace Certus.Bench;

/// <summary>Exam-date scheduling against plain scheduling at equal minutes: the tables of docs/reports/exam-date.md are what this prints.</summary>
internal static class ExamDateTrial
{
    private sealed record Row(ExamScenario Scenario, IReadOnlyList<ExamOutcome> Exam, (string Name, IReadOnlyList<ExamOutcome> Of) Plain, (string Name, IReadOnlyList<ExamOutcome> Of) Ahead, IReadOnlyList<ExamOutcome> Greedy, IReadOnlyList<ExamOutcome> Cramming);

    public static int Run(int learners, string? only)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        ExamArm[] arms = [ExamArm.ExamDate, ExamArm.Greedy, ExamArm.Cramming, .. ExamArm.Plain];
        var clock = Stopwatch.StartNew();
        List<Row> rows = [];
        foreach (var scenario in ExamScenario.All.Where(scenario => only is null || scenario.Name.Contains(only, StringComparison.Ordinal)))
        {
            var outcomes = ExamTrial.Run(scenario, arms, learners, seed: 1);
            (string Name, IReadOnlyList<ExamOutcome> Of) Best(bool ahead) =>
                arms.Select(arm => arm.Name).Zip(outcomes).Skip(3).Where(arm => arm.First.EndsWith("rest ahead", StringComparison.Ordinal) == ahead).MaxBy(arm => arm.Second.Average(outcome => outcome.Weighted));
            rows.Add(new(scenario, outcomes[0], Best(false), Best(true), outcomes[1], outcomes[2]));
            Console.Error.WriteLine($"{clock.Elapsed.TotalSeconds:0} s: {scenario.Name}");
        }
        Console.WriteLine("| setting | exam date | best fixed retention in hindsight | | exam date ahead by | best with spare minutes spent ahead | | exam date ahead by | greedy | all minutes in the last week |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var row in rows)
            Console.WriteLine(
                $"| {row.Scenario.Name} | {Mean(row.Exam, Weighted):0.0} | {Mean(row.Plain.Of, Weighted):0.0} | {row.Plain.Name} | {Ahead(row.Exam, row.Plain.Of, Weighted)} | {Mean(row.Ahead.Of, Weighted):0.0} | {row.Ahead.Name} | "
                + $"{Ahead(row.Exam, row.Ahead.Of, Weighted)} | {Mean(row.Greedy, Weighted):0.0} | {Mean(row.Cramming, Weighted):0.0} |");
        Console.WriteLine();
        Console.WriteLine("| setting | exam date, each card counted once | ahead of fixed | ahead of it with spare minutes | thirty days later: exam date | fixed | with spare minutes | last week | minutes used: exam date | fixed | with spare minutes |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var row in rows)
            Console.WriteLine(
                $"| {row.Scenario.Name} | {Mean(row.Exam, Plain):0.0} | {Ahead(row.Exam, row.Plain.Of, Plain)} | {Ahead(row.Exam, row.Ahead.Of, Plain)} | {Mean(row.Exam, Later):0.0} | {Mean(row.Plain.Of, Later):0.0} | {Mean(row.Ahead.Of, Later):0.0} | "
                + $"{Mean(row.Cramming, Later):0.0} | {Mean(row.Exam, Minutes):0} | {Mean(row.Plain.Of, Minutes):0} | {Mean(row.Ahead.Of, Minutes):0} |");
        Console.WriteLine();
        Console.WriteLine($"{learners} learners a setting, seed 1; {rows.Count(row => Mean(row.Exam, Weighted) > Mean(row.Plain.Of, Weighted))} of {rows.Count} settings ahead of the best fixed retention, "
            + $"{rows.Count(row => Mean(row.Exam, Weighted) > Mean(row.Ahead.Of, Weighted))} ahead of the best with spare minutes; {clock.Elapsed.TotalSeconds:0} s.");
        return 0;
    }

    /// <summary>What the pass over everything costs or brings.</summary>
    public static int Pass(int learners, string? only)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var clock = Stopwatch.StartNew();
        var (exams, passes, forced) = (0.0, 0.0, 0.0);
        Console.WriteLine("| setting | recalled without the pass | with it | | forced | seen in the last ten days: without | with | forced | minutes: without | with | forced |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var scenario in ExamScenario.All.Where(scenario => only is null || scenario.Name.Contains(only, StringComparison.Ordinal)))
        {
            var outcomes = ExamTrial.Run(scenario, [ExamArm.WithoutPass, ExamArm.ExamDate, ExamArm.ForcedPass], learners, seed: 1);
            string Each(Func<ExamOutcome, double> of, string format) => string.Join(" | ", outcomes.Select(arm => Mean(arm, of).ToString(format, CultureInfo.InvariantCulture)));
            Console.WriteLine(
                $"| {scenario.Name} | {Mean(outcomes[0], Weighted):0.0} | {Mean(outcomes[1], Weighted):0.0} | {Ahead(outcomes[1], outcomes[0], Weighted)} | {Ahead(outcomes[2], outcomes[0], Weighted)} | {Each(outcome => 100 * outcome.SeenLate, "0.0' %'")} | "
                + $"{Each(Minutes, "0")} |");
            (exams, passes, forced) = (exams + Mean(outcomes[0], Weighted), passes + Mean(outcomes[1], Weighted), forced + Mean(outcomes[2], Weighted));
        }
        Console.WriteLine();
        Console.WriteLine($"{learners} learners a setting, seed 1; over all settings {passes - exams:+0.00;−0.00} cards with the pass and {forced - exams:+0.0;−0.0} with it forced, of {exams:0}; {clock.Elapsed.TotalSeconds:0} s.");
        return 0;
    }

    private static double Weighted(ExamOutcome outcome) => outcome.Weighted;

    private static double Plain(ExamOutcome outcome) => outcome.Recalled;

    private static double Later(ExamOutcome outcome) => outcome.Later;

    private static double Minutes(ExamOutcome outcome) => outcome.Minutes;

    private static double Mean(IReadOnlyList<ExamOutcome> outcomes, Func<ExamOutcome, double> of) => outcomes.Average(of);

    /// <summary>The mean difference and its standard error: the same learners went both ways.</summary>
    private static string Ahead(IReadOnlyList<ExamOutcome> one, IReadOnlyList<ExamOutcome> other, Func<ExamOutcome, double> of)
    {
        var differences = one.Zip(other, (a, b) => of(a) - of(b)).ToArray();
        var mean = differences.Average();
        return $"{mean:+0.0;−0.0;0.0} ± {Math.Sqrt(differences.Sum(difference => (difference - mean) * (difference - mean)) / (differences.Length - 1) / differences.Length):0.0}";
    }
}

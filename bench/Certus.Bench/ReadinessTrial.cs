using System.Diagnostics;
using System.Globalization;
using Certus.Measure.Readiness;
using Certus.Measure.TrackRecord;

namespace Certus.Bench;

/// <summary>The track record of readiness: docs/reports/readiness.md is what this prints.</summary>
internal static class ReadinessTrial
{
    public static int Run(int learners)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.WriteLine("| scenario | passed | Brier score | of the base rate alone | calibration error | true chance inside the 90 % interval | mean width |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        List<(Scenario Scenario, Scores Scores)> all = [];
        var clock = Stopwatch.StartNew();
        foreach (var scenario in Scenario.All)
        {
            var scores = Trial.Run(scenario, learners, seed: 1);
            all.Add((scenario, scores));
            Console.WriteLine($"| {scenario.Name} | {scores.Passed:P1} | {scores.Brier:0.0000} | {scores.Passed * (1 - scores.Passed):0.0000} | {scores.CalibrationError:0.000} | {scores.Coverage:P1} | {scores.MeanWidth:0.00} |");
        }
        Console.WriteLine();
        Console.WriteLine($"{learners:N0} learners each, seed 1, {clock.Elapsed.TotalSeconds:0} s on {Environment.ProcessorCount} cores.");
        foreach (var (scenario, scores) in all)
        {
            Console.WriteLine();
            Console.WriteLine($"### {char.ToUpperInvariant(scenario.Name[0])}{scenario.Name[1..]}");
            Console.WriteLine();
            Console.WriteLine($"{char.ToUpperInvariant(scenario.Says[0])}{scenario.Says[1..]}.");
            Console.WriteLine();
            Console.WriteLine("| predicted | learners | mean prediction | passed |");
            Console.WriteLine("|---|---|---|---|");
            foreach (var bin in scores.Bins) Console.WriteLine($"| {bin.From:P0} to {bin.To:P0} | {bin.Count:N0} | {bin.Predicted:P1} | {bin.Happened:P1} |");
        }
        Console.WriteLine();
        Console.WriteLine("## The gates");
        Console.WriteLine();
        Console.WriteLine("| shown in practice | chance to pass | 90 % interval | cut at 68 % | at 72 % | at 77 % |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var gates = GateWorth.Of(Trial.Form, 65);
        Row($"{gates.First} of 65, then {gates.Later} of 130: the gates", gates);
        foreach (var chance in new[] { 0.7, 0.8, 0.9, 0.95 })
            if (GateWorth.Needed(Trial.Form, 65, chance) is { } needed) Row($"{needed.First} of 65, then {needed.Later} of 130: the fewest for {chance:P0}", needed);
            else Console.WriteLine($"| {chance:P0} | not to be had by two tests | | | | |");
        return 0;

        static void Row(string what, GateWorth worth) =>
            Console.WriteLine($"| {what} | {worth.Readiness.Chance:P0} | {worth.Readiness.Range.Low:P0} to {worth.Readiness.Range.High:P0} | {string.Join(" | ", worth.Readiness.ByCut.Select(cut => $"{cut.Chance:P0}"))} |");
    }
}

using System.Diagnostics;
using System.Globalization;
using Certus.Remember.TrackRecord;

namespace Certus.Bench;

/// <summary>Exam-date scheduling against plain scheduling at equal minutes: docs/reports/exam-date.md is what this prints.</summary>
internal static class ExamDateTrial
{
    public static int Run(int learners, string? only)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        ExamArm[] arms = [.. ExamArm.Plain, ExamArm.Cramming];
        var clock = Stopwatch.StartNew();
        foreach (var scenario in ExamScenario.All.Where(scenario => only is null || scenario.Name.Contains(only, StringComparison.Ordinal)))
        {
            var outcomes = ExamTrial.Run(scenario, arms, learners, seed: 1);
            foreach (var (arm, of) in arms.Zip(outcomes).OrderByDescending(arm => arm.Second.Average(outcome => outcome.Weighted)))
                Console.WriteLine($"{scenario.Name} | {arm.Name} | {of.Average(o => o.Weighted):0.0} | {of.Average(o => o.Recalled):0.0} | {of.Average(o => o.Later):0.0} | {of.Average(o => o.Minutes):0} | {of.Average(o => o.Introduced):0}");
        }
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:0} s");
        return 0;
    }
}

using System.Diagnostics;
using System.Globalization;
using Certus.Measure.TrackRecord;

namespace Certus.Bench;

/// <summary>The track record of readiness: prints the tables of docs/reports/readiness.md and writes the figures behind them to docs/reports/readiness.json, which pages and tests read.</summary>
internal static class ReadinessTrial
{
    private const int Published = 10_000;

    public static int Run(int learners)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        const ulong Seed = 1;
        var clock = Stopwatch.StartNew();
        List<PublishedScenario> scenarios = [];
        foreach (var scenario in Scenario.All)
        {
            scenarios.Add(new(scenario.Name, scenario.Says, Trial.Run(scenario, learners, Seed)));
            Console.Error.WriteLine($"{scenario.Name}, {clock.Elapsed.TotalSeconds:0} s");
        }
        var trial = new PublishedTrial($"dotnet run -c Release --project bench/Certus.Bench -- readiness {learners}", DateOnly.FromDateTime(DateTime.UtcNow), learners, Seed, scenarios, PublishedGate.All());
        Console.WriteLine(TrialTables.Summary(trial));
        foreach (var scenario in trial.Scenarios) Console.WriteLine(TrialTables.Reliability(scenario));
        Console.WriteLine("## The gates\n");
        Console.WriteLine(TrialTables.Gates(trial));
        Console.Error.WriteLine($"{clock.Elapsed.TotalSeconds:0} s on {Environment.ProcessorCount} cores.");
        if (learners != Published) { Console.Error.WriteLine($"Nothing written: the published run has {Published:N0} learners."); return 0; }
        var path = Path.Combine(Repository.Root, "docs", "reports", "readiness.json");
        File.WriteAllText(path, trial.ToJson());
        Console.Error.WriteLine($"Written: {path}");
        return 0;
    }
}

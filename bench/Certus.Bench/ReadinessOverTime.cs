using System.Diagnostics;
using System.Globalization;
using Certus.Measure.Readiness;
using Certus.Measure.TrackRecord;
using Certus.Numerics;

namespace Certus.Bench;

/// <summary>What the page "Over time" of Measure computes: a reading at the end of each of 60 days, from the answers up to then.</summary>
internal static class ReadinessOverTime
{
    private const int Days = 60, Rounds = 5;

    public static int Run(int count)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var random = new SeededRandom(1, "over-time");
        PracticeAnswer[] answers =
        [
            .. Enumerable.Range(0, count).Select(i => new PracticeAnswer(
                Trial.Form.Domains[random.Below(Trial.Form.Domains.Count)].Id, random.Below(100) < 65, Days - 1 - i * Days / count + 0.5, new(0.5 + (random.Below(1000) - 500) / 500.0))),
        ];
        List<(double Wall, double Processor)> times = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var (clock, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
            for (var back = 0; back < Days; back++)
                ExamReadiness.Of([.. answers.Where(answer => answer.DaysAgo > back).Select(answer => answer with { DaysAgo = answer.DaysAgo - back })], Trial.Form, 1);
            if (round > 0) times.Add((clock.Elapsed.TotalMilliseconds, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds));      // the first one compiles
        }
        Console.WriteLine($"{Days} readings from {answers.Length:N0} answers: {Median(time => time.Wall):0} ms, {Median(time => time.Processor):0} ms of one processor (medians of {Rounds}).");
        return 0;

        double Median(Func<(double Wall, double Processor), double> of) => times.Select(of).Order().ElementAt(Rounds / 2);
    }
}

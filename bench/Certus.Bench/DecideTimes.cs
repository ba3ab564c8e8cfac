using System.Diagnostics;

namespace Certus.Bench;

/// <summary>The benchmarks of Decide as best and median of some runs, with the processor time beside them: on a machine that others use, only that says what the work costs.</summary>
internal static class DecideTimes
{
    public static int Run(int runs)
    {
        var bench = new Decide();
        bench.Setup();
        Report("draw: 100,000 futures x all options", bench.Draw);
        Report("rank: the same with percentiles, courses and reasons", bench.Rank);
        Report("drivers and questions", bench.DriversAndQuestions);
        Report("whole answer, both sets of assumptions", bench.Whole);
        return 0;

        void Report(string what, Func<object> work)
        {
            for (var i = 0; i < runs / 2; i++) work();      // compiled and optimized
            List<double> wall = [], processor = [];
            for (var i = 0; i < runs; i++)
            {
                var (start, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
                work();
                wall.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                processor.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            }
            wall.Sort();
            processor.Sort();
            Console.WriteLine($"{what}: best {wall[0]:0.0} ms, median {wall[runs / 2]:0.0} ms; processor time best {processor[0]:0.0} ms, median {processor[runs / 2]:0.0} ms");
        }
    }
}

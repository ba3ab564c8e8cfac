using System.Diagnostics;
using Certus.Measure;
using Certus.Measure.Adaptive;
using Certus.Numerics;

namespace Certus.Bench;

/// <summary>How many steps of adaptive tests a second one core simulates: choosing an item, drawing the answer, and the new estimate with its error.</summary>
internal static class MeasureTimes
{
    private const ulong Seed = 20261123;
    private const int Length = 25;

    public static int Run(int examinees)
    {
        Report("500 items, 3PL", Bank(500), new(Length), examinees);
        Report("200 items, 3PL", Bank(200), new(Length), examinees);
        Report("500 items, one of the best 5", Bank(500), new(Length) { Exposure = new ExposureControl.Randomesque(5) }, examinees);
        Report("500 items, five content areas in balance", Bank(500), new(Length) { Blueprint = [.. Enumerable.Range(0, 5).Select(area => new ContentShare($"area {area}", area + 1))] }, examinees);
        Report("500 items, graded with four categories", Bank(500, graded: true), new(Length), examinees / 4);
        Report("500 items, Kullback-Leibler", Bank(500), new(Length) { Selection = ItemSelection.KullbackLeibler }, Math.Max(1, examinees / 20));
        foreach (var method in Enum.GetValues<AbilityMethod>()) Scores(method, Math.Max(1, examinees / 2));
        return 0;
    }

    private static void Report(string what, AdaptiveBank bank, AdaptiveSettings settings, int examinees)
    {
        var test = new AdaptiveTest(bank, settings, Seed);
        var thetas = AdaptiveSimulation.Population(bank.Prior, examinees, Seed);
        long steps = 0;
        void All()
        {
            steps = 0;
            for (var i = 0; i < thetas.Length; i++) steps += AdaptiveSimulation.One(test, bank, thetas[i], (ulong)i, Seed).Items;
        }

        var (before, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        All();
        var (first, firstProcessor) = (Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        var (wall, processor) = Fastest(All);
        Console.WriteLine($"{what}: {steps / wall:N0} steps/s on the clock, {steps / processor:N0} by processor time; {examinees / wall:N0} tests of {Length} a second; the first time, tables and compilation included, {steps / first:N0} and {steps / firstProcessor:N0}");
    }

    private static void Scores(AbilityMethod method, int persons)
    {
        var bank = Bank(100);
        var estimator = new AbilityEstimator(method, [.. bank.Items.Select(item => item.Model)]);
        var chance = new CounterRandom(Seed, "responses");
        var responses = new sbyte[persons][];
        var draw = 0UL;
        var thetas = AdaptiveSimulation.Population(bank.Prior, persons, Seed);
        for (var i = 0; i < persons; i++)
            responses[i] = [.. bank.Items.Select(item => (sbyte)(chance.At(draw++) < item.Model.Probability(thetas[i], 1) ? 1 : 0))];

        var (wall, processor) = Fastest(() => { foreach (var row in responses) estimator.Estimate(row); });
        Console.WriteLine($"{method}, {persons} persons x 100 items, 3PL: {wall:0.000} s on the clock, {processor:0.000} s of processor time");
    }

    /// <summary>The best of five, after one that compiles; seconds.</summary>
    private static (double Wall, double Processor) Fastest(Action work)
    {
        work();
        var (wall, processor) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var run = 0; run < 5; run++)
        {
            var (start, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            work();
            wall = Math.Min(wall, Stopwatch.GetElapsedTime(start).TotalSeconds);
            processor = Math.Min(processor, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
        return (wall, processor);
    }

    /// <summary>A bank as they come out of calibration: ln a normal (0.1, 0.3), b standard normal, c about 0.2.</summary>
    private static AdaptiveBank Bank(int items, bool graded = false)
    {
        var chance = new CounterRandom(Seed, "bank");
        var draw = 0UL;
        double Uniform() => chance.At(draw++);
        double Normal() => NormalQuantile.At(Uniform());
        return new([.. Enumerable.Range(0, items).Select(i =>
        {
            var (a, b, c) = (Math.Exp(0.1 + 0.3 * Normal()), Normal(), 0.1 + 0.2 * Uniform());
            return new CalibratedItem($"i{i}", graded ? new ItemModel.Graded(a, [b - 1, b, b + 1]) : new ItemModel.Logistic(a, b, c), $"area {i % 5}");
        })]);
    }
}

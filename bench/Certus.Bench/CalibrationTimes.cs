using System.Diagnostics;
using System.Globalization;
using Certus.Measure;
using Certus.Measure.Calibration;
using Certus.Numerics;

namespace Certus.Bench;

/// <summary>How fast items are calibrated, on answers of the size and kind that the peer's times are known for.</summary>
internal static class CalibrationTimes
{
    public static int Run(int persons)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        foreach (var guessing in new[] { false, true })
        {
            var responses = Simulate(persons, 100, guessing);
            foreach (var errors in new[] { false, true })
            {
                var family = guessing ? ItemFamily.ThreeParameter : ItemFamily.TwoParameter;
                var times = new List<double>();
                CalibrationReport? report = null;
                for (var run = 0; run < 3; run++)
                {
                    var clock = Stopwatch.StartNew();
                    report = ((CalibrationResult.Calibrated)Calibrator.Calibrate(responses, new(family) { StandardErrors = errors })).Report;
                    times.Add(clock.Elapsed.TotalSeconds);
                }
                Console.WriteLine($"{family}, {persons:N0} x 100{(errors ? ", standard errors" : "")}: {string.Join(" / ", times.Select(time => $"{time:0.00}"))} s, {report!.Iterations} steps, log likelihood {report.LogLikelihood:0.00}");
            }
        }
        Console.WriteLine($"memory of the process at its highest: {Process.GetCurrentProcess().PeakWorkingSet64 / (1 << 20):N0} MiB");
        return 0;
    }

    private static Responses Simulate(int persons, int items, bool guessing)
    {
        var random = new SeededRandom(5);
        double Uniform() => ((random.Next() >> 12) + 0.5) / (1UL << 52);
        double Normal() => NormalQuantile.At(Uniform());
        var models = Enumerable.Range(0, items).Select(_ => (A: Math.Exp(0.1 + 0.3 * Normal()), B: Math.Clamp(Normal(), -2.8, 2.8), C: guessing ? 0.1 + 0.25 * Uniform() : 0)).ToArray();
        var builder = new ResponsesBuilder([.. Enumerable.Range(1, items).Select(item => $"i{item}")]);
        var row = new sbyte[items];
        for (var person = 0; person < persons; person++)
        {
            var theta = Normal();
            for (var i = 0; i < items; i++) row[i] = (sbyte)(Uniform() < models[i].C + (1 - models[i].C) * Sigmoid.At(models[i].A * (theta - models[i].B)) ? 1 : 0);
            builder.Add(row);
        }
        return builder.Build();
    }
}

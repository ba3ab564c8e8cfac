using Certus.Numerics;

namespace Certus.Measure.Adaptive;

/// <summary>Adaptive tests of simulated examinees, who answer as the items' models say.</summary>
public static class AdaptiveSimulation
{
    private const int BatchSize = 256;

    /// <summary>Tests examinees drawn from the bank's prior.</summary>
    /// <param name="bank">The items.</param>
    /// <param name="settings">How the tests go.</param>
    /// <param name="examinees">How many; at least 1.</param>
    /// <param name="seed">Equal seeds give equal reports, on one core or many.</param>
    /// <param name="progress">Told how many examinees are done, from time to time, from any thread.</param>
    /// <param name="cancel">Ends the simulation early.</param>
    public static AdaptiveReport Run(AdaptiveBank bank, AdaptiveSettings settings, int examinees, ulong seed, IProgress<int>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentOutOfRangeException.ThrowIfLessThan(examinees, 1);
        return Run(bank, settings, Population(bank.Prior, examinees, seed), seed, progress, cancel);
    }

    /// <summary>Tests examinees of given abilities.</summary>
    /// <param name="bank">The items.</param>
    /// <param name="settings">How the tests go.</param>
    /// <param name="thetas">True abilities in logits, finite; at least one.</param>
    /// <param name="seed">Equal seeds give equal reports, on one core or many.</param>
    /// <param name="progress">Told how many examinees are done, from time to time, from any thread.</param>
    /// <param name="cancel">Ends the simulation early.</param>
    /// <exception cref="ArgumentException">There are no examinees, or the settings are impossible for the bank.</exception>
    public static AdaptiveReport Run(AdaptiveBank bank, AdaptiveSettings settings, IReadOnlyList<double> thetas, ulong seed, IProgress<int>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(thetas);
        if (thetas.Count == 0) throw new ArgumentException("There are no examinees.", nameof(thetas));
        _ = new AdaptiveTest(bank, settings, seed);     // refuses impossible settings here rather than in a batch
        var results = new SimulatedExaminee[thetas.Count];
        var asked = new long[bank.Models.Length];
        var done = 0;
        Parallel.For(0, (thetas.Count + BatchSize - 1) / BatchSize, new ParallelOptions { CancellationToken = cancel }, batch =>
        {
            var test = new AdaptiveTest(bank, settings, seed);
            var count = new int[bank.Models.Length];
            var (from, to) = (batch * BatchSize, Math.Min((batch + 1) * BatchSize, thetas.Count));
            for (var examinee = from; examinee < to; examinee++)
            {
                cancel.ThrowIfCancellationRequested();
                results[examinee] = One(test, bank, thetas[examinee], (ulong)examinee, seed);
                foreach (var item in test.Items) count[item]++;
            }
            for (var i = 0; i < count.Length; i++) Interlocked.Add(ref asked[i], count[i]);
            progress?.Report(Interlocked.Add(ref done, to - from));
        });
        return new(results, [.. asked.Select(times => (double)times / thetas.Count)]);
    }

    /// <summary>Abilities drawn from a prior.</summary>
    internal static double[] Population(NormalPrior prior, int examinees, ulong seed)
    {
        var chance = new CounterRandom(seed, "adaptive ability");
        var thetas = new double[examinees];
        for (var i = 0; i < thetas.Length; i++) thetas[i] = prior.Mean + prior.StandardDeviation * NormalQuantile.At(chance.At((ulong)i));
        return thetas;
    }

    /// <summary>Tests one examinee; nothing is allocated.</summary>
    internal static SimulatedExaminee One(AdaptiveTest test, AdaptiveBank bank, double theta, ulong examinee, ulong seed)
    {
        var answers = new CounterRandom(seed, "adaptive answers");
        var draw = examinee << 24;
        Span<double> p = stackalloc double[ItemModel.MostCategories];
        test.Start(examinee);
        while (test.Next() is { } item)
        {
            var model = bank.Models[item];
            model.Probabilities(theta, p);
            var left = answers.At(draw++);
            var category = 0;
            while (category < model.Categories - 1 && left >= p[category]) left -= p[category++];
            test.Answer(category);
        }
        return new(theta, test.Theta, test.StandardError, test.Count, test.Stopped!.Value, test.Passed);
    }
}

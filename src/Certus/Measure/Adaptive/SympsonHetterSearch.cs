namespace Certus.Measure.Adaptive;

/// <summary>Finds the exposure parameters of Sympson and Hetter by simulating tests until no item is asked too often.</summary>
public static class SympsonHetterSearch
{
    /// <summary>Searches.</summary>
    /// <param name="bank">The items.</param>
    /// <param name="settings">How the tests go; their own exposure control is not used.</param>
    /// <param name="limit">The share of examinees that may be asked the same item; above 0, at most 1, and at least the tests' length beside the bank's size.</param>
    /// <param name="seed">Equal seeds give equal parameters.</param>
    /// <param name="examinees">How many tests a round simulates; at least 1.</param>
    /// <param name="rounds">How many rounds; at least 1. Ten to twenty settle.</param>
    /// <param name="cancel">Ends the search early.</param>
    /// <returns>The control, to be used with the same bank, settings and population.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit can't be kept by any parameters, or a count is not above 0.</exception>
    /// <remarks>
    /// Sympson and Hetter (1985): an item chosen by a share S of examinees gets the parameter min(1, limit / S); as many items keep the parameter 1 as a test is long, those chosen least,
    /// so that no test runs out of items.
    /// </remarks>
    public static ExposureControl.SympsonHetter Find(
        AdaptiveBank bank, AdaptiveSettings settings, double limit, ulong seed, int examinees = 2000, int rounds = 20, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(examinees, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        var items = bank.Models.Length;
        if (!(limit <= 1 && limit * items >= settings.MaximumItems))
            throw new ArgumentOutOfRangeException(nameof(limit), limit, $"must be at most 1 and at least {(double)settings.MaximumItems / items}, the share of the bank that a test asks");
        var parameters = new double[items];
        Array.Fill(parameters, 1);
        for (var round = 0; round < rounds; round++)
        {
            var chosen = new int[items];
            var test = new AdaptiveTest(bank, settings with { Exposure = new ExposureControl.SympsonHetter([.. parameters]) }, seed + (ulong)round) { OnChosen = item => chosen[item]++ };
            var thetas = AdaptiveSimulation.Population(bank.Prior, examinees, seed + (ulong)round);
            for (var i = 0; i < thetas.Length; i++)
            {
                cancel.ThrowIfCancellationRequested();
                AdaptiveSimulation.One(test, bank, thetas[i], (ulong)i, seed + (ulong)round);
            }
            for (var i = 0; i < items; i++) parameters[i] = chosen[i] <= limit * examinees ? 1 : limit * examinees / chosen[i];
            var free = parameters.Count(parameter => parameter == 1);
            if (free < settings.MaximumItems)
                foreach (var item in Enumerable.Range(0, items).Where(item => parameters[item] < 1).OrderByDescending(item => parameters[item]).Take(settings.MaximumItems - free)) parameters[item] = 1;
        }
        return new(parameters);
    }
}

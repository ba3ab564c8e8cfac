using Certus.Numerics;

namespace Certus.Lab.SageMaker.Tuning;

/// <summary>What is tried next.</summary>
internal static class Proposals
{
    private const int Candidates = 400;
    private const int Beginning = 4;
    private const double Length = 0.3;
    private const double Noise = 0.01;
    private const double Curiosity = 1.5;

    /// <summary>The next values, the same for the same search at the same point.</summary>
    /// <param name="strategy">Random, Grid or Bayesian.</param>
    /// <param name="space">What is searched.</param>
    /// <param name="tried">What was tried or is being tried; NaN where it has no result yet.</param>
    /// <param name="maximize">Whether a greater result is better.</param>
    /// <param name="seed">Of the search.</param>
    /// <returns>Null where a grid is used up.</returns>
    public static Dictionary<string, string>? Next(string strategy, IReadOnlyList<TunedParameter> space, IReadOnlyList<(IReadOnlyDictionary<string, string> Values, double Result)> tried, bool maximize, ulong seed)
    {
        if (strategy == "Grid") return Grid(space, tried.Count);
        var random = new SeededRandom(seed, $"tuning {tried.Count}");
        var known = tried.Where(one => double.IsFinite(one.Result)).ToList();
        if (strategy == "Random" || known.Count < Math.Min(Beginning, 2 + space.Count)) return Values(space, Draw(random, space.Count));
        return Values(space, Best(random, space, [.. tried.Select(one => Places(space, one.Values))], known, maximize));
    }

    /// <summary>How many points a grid has: every combination of the choices.</summary>
    public static long GridSize(IReadOnlyList<TunedParameter> space) => space.Aggregate(1L, (size, parameter) => Math.Min(1_000_000, size * parameter.Values.Count));

    private static Dictionary<string, string>? Grid(IReadOnlyList<TunedParameter> space, int number)
    {
        if (number >= GridSize(space)) return null;
        Dictionary<string, string> values = [];
        foreach (var parameter in space)
        {
            values[parameter.Name] = parameter.Values[number % parameter.Values.Count];
            number /= parameter.Values.Count;
        }
        return values;
    }

    /// <summary>Where a Gaussian process through the results so far hopes for most: its mean plus some of its standard deviation.</summary>
    /// <remarks>Rasmussen and Williams (2006), algorithm 2.1, with a squared exponential kernel of fixed length; what runs still counts as its own mean.</remarks>
    private static double[] Best(SeededRandom random, IReadOnlyList<TunedParameter> space, List<double[]> all, List<(IReadOnlyDictionary<string, string> Values, double Result)> known, bool maximize)
    {
        var n = known.Count;
        double[][] points = [.. known.Select(one => Places(space, one.Values))];
        var mean = known.Average(one => one.Result);
        var spread = Math.Sqrt(known.Average(one => (one.Result - mean) * (one.Result - mean)));
        double[] weights = [.. known.Select(one => (maximize ? 1 : -1) * (one.Result - mean) / (spread > 0 ? spread : 1))];
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) matrix[i * n + j] = Kernel(space, points[i], points[j]) + (i == j ? Noise : 0);
        if (Cholesky.Of(matrix, n) is not { } factor) return Draw(random, space.Count);
        factor.Solve(weights);
        var top = points[Enumerable.Range(0, n).MaxBy(i => (maximize ? 1 : -1) * known[i].Result)];
        double[]? best = null;
        var hope = double.NegativeInfinity;
        for (var candidate = 0; candidate < Candidates; candidate++)
        {
            // Half of them near the best so far.
            var point = Draw(random, space.Count);
            if (candidate % 2 == 1)
                for (var i = 0; i < point.Length; i++) point[i] = space[i].Values.Count > 0 ? (point[i] < 0.3 ? point[i] / 0.3 : top[i]) : Math.Clamp(top[i] + (point[i] - 0.5) * 0.3, 0, 1);
            double[] near = [.. points.Select(other => Kernel(space, point, other))];
            double[] solved = [.. near];
            factor.Solve(solved);
            var expected = near.Zip(weights, (a, b) => a * b).Sum();
            var doubt = Math.Sqrt(Math.Max(0, 1 - near.Zip(solved, (a, b) => a * b).Sum()));
            // What runs or ran already is not worth another run.
            if (all.Any(other => Kernel(space, point, other) > 0.9999)) doubt = 0;
            var value = expected + Curiosity * doubt - all.Count(other => Kernel(space, point, other) > 0.98);
            if (value <= hope) continue;
            (best, hope) = (point, value);
        }
        return best!;
    }

    private static double Kernel(IReadOnlyList<TunedParameter> space, double[] a, double[] b)
    {
        double distance = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var choices = space[i].Values.Count;
            var step = choices == 0 ? (a[i] - b[i]) / Length : (int)(a[i] * choices) == (int)(b[i] * choices) ? 0 : 1;
            distance += step * step;
        }
        return Math.Exp(-distance / 2);
    }

    private static double[] Draw(SeededRandom random, int count)
    {
        var point = new double[count];
        for (var i = 0; i < count; i++) point[i] = (random.Next() >> 11) * (1.0 / (1UL << 53));
        return point;
    }

    private static double[] Places(IReadOnlyList<TunedParameter> space, IReadOnlyDictionary<string, string> values) => [.. space.Select(parameter => parameter.Place(values[parameter.Name]))];

    private static Dictionary<string, string> Values(IReadOnlyList<TunedParameter> space, double[] point) => space.Zip(point).ToDictionary(pair => pair.First.Name, pair => pair.First.At(pair.Second));
}

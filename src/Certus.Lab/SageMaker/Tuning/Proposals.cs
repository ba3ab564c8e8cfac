using Certus.Numerics;

namespace Certus.Lab.SageMaker.Tuning;

/// <summary>What is tried next. docs/models/tuning.md has the whole of it.</summary>
internal static class Proposals
{
    private const int Candidates = 400;
    private const int Beginning = 4;
    private const int Redraws = 200;
    private const double Length = 0.3;
    private const double Noise = 0.01;
    private const double OthersNoise = 0.1;
    private const double Curiosity = 1.5;

    /// <summary>The next values, the same for the same search at the same point.</summary>
    /// <param name="strategy">Random, Grid, Bayesian or Hyperband, which draws as Random does.</param>
    /// <param name="space">What is searched.</param>
    /// <param name="tried">What this search has tried or tries.</param>
    /// <param name="maximize">Whether a greater result is better.</param>
    /// <param name="seed">Of the search.</param>
    /// <param name="warm">What earlier searches have shown; nothing where it is left out.</param>
    /// <returns>Null where a grid is used up.</returns>
    public static Dictionary<string, string>? Next(string strategy, IReadOnlyList<TunedParameter> space, IReadOnlyList<Trial> tried, bool maximize, ulong seed, WarmStart? warm = null)
    {
        if (strategy == "Grid") return Grid(space, tried.Count);
        warm ??= WarmStart.None;
        var random = new SeededRandom(seed, $"tuning {tried.Count}");
        // A result on the same data would come out the same again; on other data it is worth another run.
        List<Trial> same = [.. tried, .. warm.SameData ? warm.Parents.SelectMany(parent => parent) : []];
        if (strategy != "Bayesian") return Fresh(random, space, same);
        List<List<Known>> inherited = [.. warm.Parents.Select(parent => Known.Of(parent, space, warm.Pinned))];
        var own = Known.Of(tried, space, warm.Pinned);
        if (own.Count + inherited.Sum(parent => parent.Count) < Math.Min(Beginning, 2 + space.Count)) return Fresh(random, space, same);
        var evidence = warm.SameData ? Evidence.Same([.. own, .. inherited.SelectMany(parent => parent)], maximize) : Evidence.Other(own, inherited, maximize, Kernel);
        double[][] taken = [.. same.Select(trial => Known.Place(trial, space, warm.Pinned)).OfType<double[]>()];
        return Best(random, space, warm.Pinned, evidence, taken) is { } point ? Values(space, point) : Fresh(random, space, same);

        double Kernel(double[] a, double[] b) => Alike(space, warm.Pinned, a, b);
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

    /// <summary>A draw that was not tried, unless hardly anything else is left.</summary>
    private static Dictionary<string, string> Fresh(SeededRandom random, IReadOnlyList<TunedParameter> space, List<Trial> same)
    {
        var values = Values(space, Draw(random, space.Count));
        for (var redraw = 0; redraw < Redraws && same.Exists(trial => values.All(pair => trial.Values.TryGetValue(pair.Key, out var value) && value == pair.Value)); redraw++)
            values = Values(space, Draw(random, space.Count));
        return values;
    }

    /// <summary>The candidate for which a Gaussian process through the results hopes for most: its mean plus some of its standard deviation.</summary>
    private static double[]? Best(SeededRandom random, IReadOnlyList<TunedParameter> space, IReadOnlyList<(TunedParameter Parameter, string Value)> pinned, Evidence evidence, double[][] taken)
    {
        if (GaussianProcess.Of(Kernel, evidence.Points, evidence.Targets, evidence.Noises) is not { } process) return null;
        var top = evidence.Points[Enumerable.Range(0, evidence.Targets.Length).MaxBy(i => evidence.Targets[i])];
        double[] fixedPlaces = [.. pinned.Select(pin => pin.Parameter.Place(pin.Value))];
        double[]? best = null;
        var hope = double.NegativeInfinity;
        for (var candidate = 0; candidate < Candidates; candidate++)
        {
            // Half of them near the best so far.
            var point = Draw(random, space.Count);
            if (candidate % 2 == 1)
                for (var i = 0; i < point.Length; i++) point[i] = space[i].Values.Count > 0 ? (point[i] < 0.3 ? point[i] / 0.3 : top[i]) : Math.Clamp(top[i] + (point[i] - 0.5) * 0.3, 0, 1);
            // Where the values lie that would run: a whole number, or a choice, has a place of its own.
            for (var i = 0; i < point.Length; i++) point[i] = space[i].Place(space[i].At(point[i]));
            point = [.. point, .. fixedPlaces];
            var (expected, doubt) = process.At(point);
            // What runs or ran already is not worth another run.
            double closest = 0, crowd = 0;
            foreach (var other in taken)
            {
                var alike = Kernel(point, other);
                closest = Math.Max(closest, alike);
                if (alike > 0.98) crowd++;
            }
            if (closest > 0.9999) doubt = 0;
            var value = expected + Curiosity * doubt - crowd;
            if (value <= hope) continue;
            (best, hope) = (point, value);
        }
        return best;

        double Kernel(double[] a, double[] b) => Alike(space, pinned, a, b);
    }

    /// <summary>A squared exponential of fixed length; two choices are either the same or a length apart.</summary>
    private static double Alike(IReadOnlyList<TunedParameter> space, IReadOnlyList<(TunedParameter Parameter, string Value)> pinned, double[] a, double[] b)
    {
        double distance = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var choices = (i < space.Count ? space[i] : pinned[i - space.Count].Parameter).Values.Count;
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

    private static Dictionary<string, string> Values(IReadOnlyList<TunedParameter> space, double[] point) => space.Zip(point).ToDictionary(pair => pair.First.Name, pair => pair.First.At(pair.Second));

    /// <summary>A trial with a result, at its place.</summary>
    private sealed record Known(double[] At, double Result)
    {
        public static List<Known> Of(IEnumerable<Trial> trials, IReadOnlyList<TunedParameter> space, IReadOnlyList<(TunedParameter Parameter, string Value)> pinned) =>
            [.. trials.Where(trial => double.IsFinite(trial.Result)).Select(trial => (At: Place(trial, space, pinned), trial.Result)).Where(one => one.At is not null).Select(one => new Known(one.At!, one.Result))];

        /// <summary>Where a trial lies; null where it lacks a hyperparameter or has a choice that is none here. A number may lie outside of the range.</summary>
        public static double[]? Place(Trial trial, IReadOnlyList<TunedParameter> space, IReadOnlyList<(TunedParameter Parameter, string Value)> pinned)
        {
            var place = new double[space.Count + pinned.Count];
            for (var i = 0; i < place.Length; i++)
            {
                var (parameter, now) = i < space.Count ? (space[i], null) : pinned[i - space.Count];
                if ((trial.Values.GetValueOrDefault(parameter.Name) ?? now) is not { } value) return null;
                if (!double.IsFinite(place[i] = parameter.Place(value))) return null;
            }
            return place;
        }
    }

    /// <summary>What the process is fitted to: greater is better, around 0.</summary>
    private sealed record Evidence(double[][] Points, double[] Targets, double[] Noises)
    {
        public static Evidence Same(List<Known> known, bool maximize)
        {
            var (mean, spread) = Spread(known);
            return new([.. known.Select(one => one.At)], [.. known.Select(one => (maximize ? 1 : -1) * (one.Result - mean) / spread)], [.. known.Select(_ => Noise)]);
        }

        /// <summary>Each parent in units of its own spread; this search's own results lifted by as much as they are off from what the parents let expect. The more there are of these, the less the parents count.</summary>
        public static Evidence Other(List<Known> own, List<List<Known>> parents, bool maximize, Func<double[], double[], double> kernel)
        {
            List<double[]> points = [];
            List<double> targets = [];
            foreach (var parent in parents.Where(parent => parent.Count > 0))
            {
                var part = Same(parent, maximize);
                points.AddRange(part.Points);
                targets.AddRange(part.Targets);
            }
            List<double> noises = [.. points.Select(_ => OthersNoise * (1 + own.Count) * (1 + own.Count))];
            if (own.Count > 0)
            {
                double[] results = [.. Same(own, maximize).Targets];
                var before = points.Count == 0 ? null : GaussianProcess.Of(kernel, [.. points], [.. targets], [.. noises]);
                var lift = before is null ? 0 : own.Zip(results, (one, result) => before.At(one.At).Mean - result).Average();
                points.AddRange(own.Select(one => one.At));
                targets.AddRange(results.Select(result => result + lift));
                noises.AddRange(own.Select(_ => Noise));
            }
            return new([.. points], [.. targets], [.. noises]);
        }

        private static (double Mean, double Spread) Spread(List<Known> known)
        {
            var mean = known.Average(one => one.Result);
            var spread = Math.Sqrt(known.Average(one => (one.Result - mean) * (one.Result - mean)));
            return (mean, spread > 0 ? spread : 1);
        }
    }
}

using Certus.Numerics;

namespace Certus.Remember;

/// <summary>Fits the parameters of FSRS-6 to a learner's reviews.</summary>
/// <remarks>
/// The most plausible parameters: the log loss of the items (recent ones counting more) and a prior around the defaults, so that fifty reviews already give something sane. Fisher scoring
/// with damping (Levenberg 1944, Marquardt 1963) inside the box of legal values: a parameter that the slope presses against its bound stays there for the step. Cards are summed in a number of
/// parts that hangs on their reviews alone and the parts in a fixed order, so that the result does not hang on how many cores there are.
/// </remarks>
public static class FsrsOptimizer
{
    private const int MostParts = 64, ReviewsOfAPart = 500;
    private const double SmallGain = 1e-5, RoughGain = 5e-4, FirstDamping = 1e-3, MostDamping = 1e12;

    /// <summary>How far a learner's parameters are expected to lie from the defaults; those of the initial stabilities (w0 to w3) as a factor's logarithm.</summary>
    internal static readonly double[] Spread =
        [0.7, 0.7, 0.7, 0.7, 0.42, 0.25, 0.5, 0.07, 0.32, 0.11, 0.25, 0.28, 0.04, 0.09, 0.39, 0.18, 0.5, 0.21, 0.21, 0.085, 0.105];

    /// <summary>Fits.</summary>
    /// <param name="history">The reviews.</param>
    /// <param name="options">How; the default where null.</param>
    /// <param name="progress">Told the steps taken, after each.</param>
    /// <param name="cancel">Breaks off.</param>
    public static FsrsFit Fit(ReviewHistory history, FitOptions? options = null, Action<int>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        options ??= new();
        var (offset, items) = options.Items.GetOffsetAndLength(history.ItemCount);
        if (items == 0) return new(Fsrs6Parameters.Default, 0, 0, 0, 0, true, double.PositiveInfinity);

        var (w, steps, guard) = (Fsrs6Parameters.Default.Values.ToArray(), 0, options.Guarded && items <= FitGuard.MostItems ? new FitGuard() : null);
        void Stepped()
        {
            steps++;
            progress?.Invoke(steps);
        }
        int Cut(double at) => offset + (int)(at * items);
        for (var block = 0; guard is not null && block < FitGuard.Cuts.Count - 1; block++)
        {
            var (from, to) = (Cut(FitGuard.Cuts[block]), Cut(FitGuard.Cuts[block + 1]));
            if (from == offset || from == to) continue;
            (w, _) = Search(history, Weights(history.ItemCount, offset, from - offset, options), w, RoughGain, options, Stepped, cancel);     // each search begins where the one before it ended
            guard.Add(from, to, new(w));
        }
        var weights = Weights(history.ItemCount, offset, items, options);
        (w, var converged) = Search(history, weights, w, SmallGain, options, Stepped, cancel);

        var equal = new float[history.ItemCount];
        Array.Fill(equal, 1, offset, items);
        var (loss, usual, prior) = (MeanLoss(history, equal, w, options, cancel), MeanLoss(history, equal, [.. Fsrs6Parameters.Default.Values], options, cancel), options.Prior);
        if (guard is not null && !guard.BornOut(history, options, cancel))
        {
            // Back towards the defaults, along the fits with an ever stronger pull to them, as far as these items hardly tell the difference.
            var most = loss + FitGuard.MostLost / items;
            if (usual <= most) return new(Fsrs6Parameters.Default, items, usual, usual, steps, converged, double.PositiveInfinity);
            for (var stronger = Math.Max(1, 2 * prior); stronger <= FitGuard.MostPrior; stronger *= 2)
            {
                var (held, _) = Search(history, weights, w, RoughGain, options with { Prior = stronger }, Stepped, cancel);
                var heldLoss = MeanLoss(history, equal, held, options, cancel);
                if (heldLoss > most) break;
                (w, loss, prior) = (held, heldLoss, stronger);
            }
        }
        return new(new(w), items, loss, usual, steps, converged, prior);
    }

    /// <summary>The most plausible parameters.</summary>
    private static (double[] W, bool Converged) Search(ReviewHistory history, float[] weights, double[] start, double smallGain, FitOptions options, Action stepped, CancellationToken cancel)
    {
        var w = (double[])start.Clone();
        var (value, slope, curvature) = Evaluate(history, weights, w, options, cancel);
        var (damping, steps, converged) = (FirstDamping, 0, false);
        while (steps < options.MostSteps && !converged)
        {
            var free = Enumerable.Range(0, w.Length).Where(i => !(w[i] <= Fsrs6Parameters.Lowest[i] && slope[i] > 0 || w[i] >= Fsrs6Parameters.Highest[i] && slope[i] < 0)).ToArray();
            if (free.Length == 0) break;
            while (true)
            {
                if (Step(free, slope, curvature, damping) is not { } step)
                {
                    if (damping > MostDamping) return (w, false);
                    damping *= 6;
                    continue;
                }
                var promised = Promised(step, free, slope, curvature);
                var next = (double[])w.Clone();
                for (var i = 0; i < free.Length; i++) next[free[i]] = Math.Clamp(w[free[i]] + step[i], Fsrs6Parameters.Lowest[free[i]], Fsrs6Parameters.Highest[free[i]]);
                var tried = Evaluate(history, weights, next, options, cancel);
                steps++;
                stepped();
                if (tried.Value < value)
                {
                    converged = value - tried.Value < smallGain * Math.Max(1, value);
                    (w, value, slope, curvature) = (next, tried.Value, tried.Slope, tried.Curvature);
                    damping = Math.Max(damping / 8, 1e-9);
                    break;
                }
                // Stability has corners (a lapse's cap, the first day's floor); at one, a step that promises next to nothing may bring nothing.
                converged = promised < smallGain * Math.Max(1, value) || damping > MostDamping;
                if (converged || steps >= options.MostSteps) break;
                damping *= 6;
            }
        }
        return (w, converged);
    }

    /// <summary>The damped step of the free parameters; null where the curvature says nothing about some of them.</summary>
    private static double[]? Step(int[] free, double[] slope, double[] curvature, double damping)
    {
        var system = new double[free.Length * free.Length];
        for (var i = 0; i < free.Length; i++)
        {
            for (var j = 0; j <= i; j++) system[i * free.Length + j] = curvature[free[i] * Fsrs6Parameters.Count + free[j]];
            system[i * free.Length + i] = system[i * free.Length + i] * (1 + damping) + 1e-9;
        }
        if (Cholesky.Of(system, free.Length) is not { } factor) return null;
        double[] step = [.. free.Select(i => -slope[i])];
        factor.Solve(step);
        return step;
    }

    /// <summary>By how much the value would fall if it were the parabola that slope and curvature say.</summary>
    private static double Promised(double[] step, int[] free, double[] slope, double[] curvature)
    {
        double linear = 0, square = 0;
        for (var i = 0; i < free.Length; i++)
        {
            linear += slope[free[i]] * step[i];
            for (var j = 0; j < free.Length; j++) square += step[i] * curvature[free[i] * Fsrs6Parameters.Count + free[j]] * step[j];
        }
        return -linear - square / 2;
    }

    private static float[] Weights(int count, int offset, int length, FitOptions options)
    {
        var weights = new float[count];
        for (var i = 0; i < length; i++)
        {
            var age = length == 1 ? 1 : (double)i / (length - 1);
            weights[offset + i] = options.Recency ? (float)(0.25 + 0.75 * age * age * age) : 1;
        }
        return weights;
    }

    private static (double Value, double[] Slope, double[] Curvature) Evaluate(ReviewHistory history, float[] weights, double[] w, FitOptions options, CancellationToken cancel)
    {
        var sums = Sum(history, weights, w, options, cancel);
        var count = Fsrs6Parameters.Count;
        var slope = sums.Slope[..count];
        var curvature = new double[count * count];
        for (var i = 0; i < count; i++)
            for (var j = i; j < count; j++) curvature[i * count + j] = curvature[j * count + i] = sums.Curvature[i * (sums.Curvature.Length / count) + j];
        var value = sums.Loss;
        for (var i = 0; i < count && options.Prior > 0; i++)
        {
            var precision = options.Prior / (Spread[i] * Spread[i]);
            var (distance, unit) = i < 4 ? (Math.Log(w[i] / Fsrs6Parameters.Default[i]), 1 / w[i]) : (w[i] - Fsrs6Parameters.Default[i], 1.0);
            value += precision * distance * distance / 2;
            slope[i] += precision * distance * unit;
            curvature[i * count + i] += precision * unit * unit;
        }
        return (value, slope, curvature);
    }

    private static double MeanLoss(ReviewHistory history, float[] weights, double[] w, FitOptions options, CancellationToken cancel)
    {
        var sums = Sum(history, weights, w, options, cancel);
        return sums.Loss / sums.Weight;
    }

    private static FsrsGradient.Sums Sum(ReviewHistory history, float[] weights, double[] w, FitOptions options, CancellationToken cancel)
    {
        var gradient = new FsrsGradient(w, options.ShortTerm);
        var end = Array.FindLastIndex(weights, weight => weight > 0) + 1;
        var parts = new FsrsGradient.Sums[Math.Clamp(history.Count / ReviewsOfAPart, 1, MostParts)];
        void Run(int part) => parts[part] = gradient.Run(history, CardAt(history, part, parts.Length), CardAt(history, part + 1, parts.Length), weights, end);
        if (options.MostThreads == 1 || parts.Length == 1)
        {
            cancel.ThrowIfCancellationRequested();
            for (var part = 0; part < parts.Length; part++) Run(part);
        }
        else Parallel.For(0, parts.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = options.MostThreads }, Run);
        for (var part = 1; part < parts.Length; part++) parts[0].Add(parts[part]);
        return parts[0];
    }

    /// <summary>The card at which a part begins: parts hold about as many reviews each.</summary>
    private static int CardAt(ReviewHistory history, int part, int parts)
    {
        if (part == 0) return 0;
        if (part == parts) return history.Cards;
        var place = Array.BinarySearch(history.CardStarts, (int)((long)history.Count * part / parts));
        return Math.Min(history.Cards, place < 0 ? ~place : place);
    }
}

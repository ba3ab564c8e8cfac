using System.Buffers;
using Certus.Numerics;

namespace Certus.Measure;

/// <summary>Estimates the abilities of many persons on the same items: what does not depend on the answers is tabulated once.</summary>
/// <remarks>
/// Every maximum of the likelihood shows as a change of sign of its slope on a grid that is fine beside the steepest item; each is polished by Brent's method and
/// the highest taken, the end of the scale included. Safe to use from several threads. docs/models/ability.md has formulas and limits.
/// </remarks>
public sealed class AbilityEstimator
{
    private const int QuadraturePoints = 121;
    private const double QuadratureReach = 6;       // standard deviations of the prior on either side
    private const double NarrowReach = 8;           // of the posterior, where it is narrow
    private const double LeastWidth = 1.1;          // of a posterior in grid steps, so that the trapezoid rule is exact to eight digits
    private const double LeastInformation = 1e-300; // keeps a standard error a number
    private const double DifferenceStep = 1e-4;

    private readonly ItemModel[] _items;
    private readonly int[] _rowOf;
    private readonly Lazy<Tables> _tables;
    private readonly double[] _nodes = [];
    private readonly double[] _logPrior = [], _logProbabilities = [];

    /// <summary>Prepares the items.</summary>
    /// <param name="method">How to estimate.</param>
    /// <param name="items">At least one.</param>
    /// <param name="prior">For EAP and MAP; not used by the others. Left out, standard normal.</param>
    /// <exception cref="ArgumentException">There are no items.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The prior is none.</exception>
    public AbilityEstimator(AbilityMethod method, IReadOnlyList<ItemModel> items, NormalPrior? prior = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0) throw new ArgumentException("There are no items.", nameof(items));
        Method = method;
        Prior = (prior ?? NormalPrior.Standard).Checked();
        _items = [.. items];
        _rowOf = new int[_items.Length + 1];
        for (var i = 0; i < _items.Length; i++) _rowOf[i + 1] = _rowOf[i] + _items[i].Categories;
        _tables = new(() => new(this));
        if (method != AbilityMethod.ExpectedAPosteriori) return;
        var reach = QuadratureReach * Prior.StandardDeviation;
        _nodes = ThetaGrid.Even(Prior.Mean - reach, Prior.Mean + reach, QuadraturePoints);
        _logPrior = [.. _nodes.Select((theta, q) => LogPrior(theta) + Math.Log(ThetaGrid.Weight(q, QuadraturePoints)))];
        _logProbabilities = new double[_rowOf[^1] * QuadraturePoints];
        for (var i = 0; i < _items.Length; i++)
            for (var k = 0; k < _items[i].Categories; k++)
                for (var q = 0; q < QuadraturePoints; q++)
                    _logProbabilities[(_rowOf[i] + k) * QuadraturePoints + q] = _items[i].LogLikelihood(_nodes[q], k).Value;
    }

    /// <summary>How abilities are estimated.</summary>
    public AbilityMethod Method { get; }

    /// <summary>What is believed before the first answer, where the method uses it.</summary>
    public NormalPrior Prior { get; }

    /// <summary>Estimates the ability of one person.</summary>
    /// <param name="responses">A category for each item, or <see cref="Response.Missing"/>.</param>
    /// <exception cref="ArgumentException">There are not as many responses as items.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response is no category of its item.</exception>
    public AbilityEstimate Estimate(ReadOnlySpan<sbyte> responses)
    {
        if (_items.Length != responses.Length) throw new ArgumentException($"There are {_items.Length} items and {responses.Length} responses.");
        var answered = 0;
        for (var i = 0; i < responses.Length; i++)
        {
            if (responses[i] == Response.Missing) continue;
            answered++;
            if (responses[i] < 0 || responses[i] >= _items[i].Categories)
                throw new ArgumentOutOfRangeException(nameof(responses), responses[i], $"The response to item {i + 1} must be from 0 to {_items[i].Categories - 1}, or missing.");
        }
        if (Method == AbilityMethod.ExpectedAPosteriori) return PosteriorMean(responses);
        if (answered == 0) return Method == AbilityMethod.MaximumAPosteriori ? new AbilityEstimate.Found(Prior.Mean, Prior.StandardDeviation, Prior.StandardDeviation) : new AbilityEstimate.NoAnswers();
        return Method switch
        {
            AbilityMethod.MaximumLikelihood => MostLikely(responses),
            AbilityMethod.MaximumAPosteriori when IsConcave(responses) => At(responses, ConcaveMaximum(responses)),
            AbilityMethod.MaximumAPosteriori => At(responses, HighestMaximum(responses) ?? ConcaveMaximum(responses)),
            _ => HighestMaximum(responses) is { } theta ? At(responses, theta) : new AbilityEstimate.NoFiniteMaximum(Score(responses).At(Prior.Mean) > 0),
        };
    }

    /// <summary>The item models, in order.</summary>
    internal ReadOnlySpan<ItemModel> Items => _items;

    private ScoreFunction Score(ReadOnlySpan<sbyte> responses) => new(Method, _items, responses, Prior);

    private double LogPrior(double theta) => -0.5 * (theta - Prior.Mean) * (theta - Prior.Mean) / (Prior.StandardDeviation * Prior.StandardDeviation);

    private bool IsConcave(ReadOnlySpan<sbyte> responses)
    {
        for (var i = 0; i < responses.Length; i++)
            if (responses[i] != Response.Missing && !_items[i].IsConcave(responses[i]))
                return false;
        return true;
    }

    private AbilityEstimate MostLikely(ReadOnlySpan<sbyte> responses)
    {
        double lower = 0, upper = 0, valueBelow = 0;
        for (var i = 0; i < responses.Length; i++)
        {
            if (responses[i] == Response.Missing) continue;
            lower += _items[i].SlopeAtEnd(responses[i], upper: false);
            upper += _items[i].SlopeAtEnd(responses[i], upper: true);
        }
        if (upper == 0) return new AbilityEstimate.NoFiniteMaximum(Upward: true);
        var concave = IsConcave(responses);
        if (lower == 0)
        {
            if (concave) return new AbilityEstimate.NoFiniteMaximum(Upward: false);
            // Nothing forbids the least able these answers: what was right may have been guessed.
            for (var i = 0; i < responses.Length; i++)
                if (responses[i] != Response.Missing)
                    valueBelow += _items[i].ValueAtLowerEnd(responses[i]);
        }
        if (concave) return At(responses, ConcaveMaximum(responses));
        if (HighestMaximum(responses) is not { } theta) return new AbilityEstimate.NoFiniteMaximum(Score(responses).At(Prior.Mean) > 0);
        return lower > 0 || Score(responses).Value(theta) > valueBelow ? At(responses, theta) : new AbilityEstimate.NoFiniteMaximum(Upward: false);
    }

    /// <summary>Where a slope that falls all the way crosses zero.</summary>
    private double ConcaveMaximum(ReadOnlySpan<sbyte> responses)
    {
        var score = Score(responses);
        double low = Prior.Mean, high = low, step = 1;
        if (score.At(low) > 0)
            do (low, high, step) = (high, high + step, step * 2);
            while (score.At(high) > 0 && double.IsFinite(high));
        else
            do (high, low, step) = (low, low - step, step * 2);
            while (score.At(low) < 0 && double.IsFinite(low));
        return RootFinding.Brent(score, low, high);
    }

    /// <summary>The highest of the maxima that the grid brackets; null where it brackets none.</summary>
    private double? HighestMaximum(ReadOnlySpan<sbyte> responses)
    {
        var tables = _tables.Value;
        var points = tables.Points;
        var rented = ArrayPool<double>.Shared.Rent(points.Length);
        try
        {
            var slopes = rented.AsSpan(0, points.Length);
            tables.Slopes(this, responses, slopes);
            var score = Score(responses);
            double? best = null, former = null;
            double bestHeight = 0, height = 0;      // Warm's objective has no formula: heights above its first maximum
            for (var i = 0; i + 1 < points.Length; i++)
            {
                if (slopes[i] <= 0 || slopes[i + 1] > 0) continue;
                var root = Crossing(score, points[i], points[i + 1]);
                if (Method != AbilityMethod.WeightedLikelihood) height = score.Value(root);
                else if (former is { } from) height += Rise(score, points, from, root);
                if (best is null || height > bestHeight) (best, bestHeight) = (root, height);
                former = root;
            }
            return best;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>How much higher the objective is at the end of a stretch than at its start: its slope added up by Simpson's rule from grid point to grid point.</summary>
    private static double Rise(scoped in ScoreFunction score, double[] points, double from, double to)
    {
        double rise = 0, at = from, slope = score.At(from);
        foreach (var point in points)
        {
            if (point <= from || at >= to) continue;
            var next = Math.Min(point, to);
            var slopeThere = score.At(next);
            rise += (next - at) / 6 * (slope + 4 * score.At((at + next) / 2) + slopeThere);
            (at, slope) = (next, slopeThere);
        }
        return rise;
    }

    /// <summary>The sums of a table may differ in their last digits from the function's, and then an end is the crossing.</summary>
    private static double Crossing(scoped in ScoreFunction score, double low, double high) =>
        score.At(low) <= 0 ? low : score.At(high) >= 0 ? high : RootFinding.Brent(score, low, high);

    private AbilityEstimate.Found At(ReadOnlySpan<sbyte> responses, double theta)
    {
        double information = 0, curvature = 0;
        for (var i = 0; i < responses.Length; i++)
        {
            if (responses[i] == Response.Missing) continue;
            information += _items[i].Information(theta);
            curvature -= _items[i].LogLikelihood(theta, responses[i]).Second;
        }
        if (Method == AbilityMethod.MaximumAPosteriori)
        {
            var certainty = 1 / (Prior.StandardDeviation * Prior.StandardDeviation);
            (information, curvature) = (information + certainty, curvature + certainty);
        }
        if (Method is AbilityMethod.WeightedLikelihood or AbilityMethod.JeffreysMode)
        {
            var score = Score(responses);
            curvature = (score.At(theta - DifferenceStep) - score.At(theta + DifferenceStep)) / (2 * DifferenceStep);
        }
        return new AbilityEstimate.Found(theta, 1 / Math.Sqrt(Math.Max(information, LeastInformation)), 1 / Math.Sqrt(Math.Max(curvature, LeastInformation)));
    }

    private AbilityEstimate.Found PosteriorMean(ReadOnlySpan<sbyte> responses)
    {
        Span<double> log = stackalloc double[QuadraturePoints];
        _logPrior.CopyTo(log);
        for (var i = 0; i < responses.Length; i++)
            if (responses[i] != Response.Missing)
                Rows.Add(log, _logProbabilities.AsSpan((_rowOf[i] + responses[i]) * QuadraturePoints, QuadraturePoints));
        var (mean, deviation) = Moments(_nodes, log);
        var step = _nodes[1] - _nodes[0];
        Span<double> nodes = stackalloc double[QuadraturePoints];
        while (deviation < LeastWidth * step)
        {
            // Too narrow for the grid: a finer one about the place.
            var reach = NarrowReach * Math.Max(deviation, step / 2);
            step = 2 * reach / (QuadraturePoints - 1);
            for (var q = 0; q < QuadraturePoints; q++)
            {
                nodes[q] = mean - reach + q * step;
                log[q] = LogPrior(nodes[q]);
                for (var i = 0; i < responses.Length; i++)
                    if (responses[i] != Response.Missing)
                        log[q] += _items[i].LogLikelihood(nodes[q], responses[i]).Value;
            }
            (mean, deviation) = Moments(nodes, log);
        }
        return new(mean, deviation, deviation);
    }

    /// <summary>Mean and standard deviation of a density known by its logarithm on equally spaced points.</summary>
    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> nodes, Span<double> log)
    {
        var largest = double.NegativeInfinity;
        foreach (var value in log) largest = Math.Max(largest, value);
        double weight = 0, mean = 0, square = 0;
        for (var q = 0; q < log.Length; q++)
        {
            var w = log[q] = Math.Exp(log[q] - largest);
            weight += w;
            mean += w * nodes[q];
        }
        mean /= weight;
        for (var q = 0; q < log.Length; q++) square += log[q] * (nodes[q] - mean) * (nodes[q] - mean);
        return (mean, Math.Sqrt(square / weight));
    }

    /// <summary>Slopes of every response on a grid, and for the weighted methods what their weight is made of.</summary>
    private sealed class Tables
    {
        private readonly double[] _slopes, _informations = [], _tilts = [];

        public Tables(AbilityEstimator of)
        {
            Points = ThetaGrid.Spanning(of._items, of.Prior.Mean);
            var n = Points.Length;
            _slopes = new double[of._rowOf[^1] * n];
            var weighted = of.Method is AbilityMethod.WeightedLikelihood or AbilityMethod.JeffreysMode;
            if (weighted) (_informations, _tilts) = (new double[of._items.Length * n], new double[of._items.Length * n]);
            for (var i = 0; i < of._items.Length; i++)
            {
                var item = of._items[i];
                for (var k = 0; k < item.Categories; k++)
                    for (var q = 0; q < n; q++) _slopes[(of._rowOf[i] + k) * n + q] = item.LogLikelihood(Points[q], k).First;
                for (var q = 0; weighted && q < n; q++)
                    (_informations[i * n + q], _tilts[i * n + q]) = (item.Information(Points[q]), ScoreFunction.Tilt(of.Method, item, Points[q]));
            }
        }

        public double[] Points { get; }

        public void Slopes(AbilityEstimator of, ReadOnlySpan<sbyte> responses, Span<double> slopes)
        {
            var n = Points.Length;
            slopes.Clear();
            for (var i = 0; i < responses.Length; i++)
                if (responses[i] != Response.Missing)
                    Rows.Add(slopes, _slopes.AsSpan((of._rowOf[i] + responses[i]) * n, n));
            if (of.Method == AbilityMethod.MaximumAPosteriori)
                for (var q = 0; q < n; q++) slopes[q] += ScoreFunction.PriorSlope(of.Prior, Points[q]);
            if (_tilts.Length == 0) return;
            var rented = ArrayPool<double>.Shared.Rent(2 * n);
            Span<double> informations = rented.AsSpan(0, n), tilts = rented.AsSpan(n, n);
            informations.Clear();
            tilts.Clear();
            for (var i = 0; i < responses.Length; i++)
            {
                if (responses[i] == Response.Missing) continue;
                Rows.Add(informations, _informations.AsSpan(i * n, n));
                Rows.Add(tilts, _tilts.AsSpan(i * n, n));
            }
            for (var q = 0; q < n; q++) slopes[q] += ScoreFunction.Weight(informations[q], tilts[q]);
            ArrayPool<double>.Shared.Return(rented);
        }
    }
}

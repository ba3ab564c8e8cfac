using System.Runtime.CompilerServices;

namespace Certus.Measure.Adaptive;

/// <summary>How well items tell an ability from those about it: the divergence of its responses from theirs, ∫ Σ P(theta0) ln(P(theta0) / P(theta)) dtheta within reach.</summary>
/// <remarks>
/// Chang and Ying (1996). What depends on theta is the integral of ln P alone, which is tabulated: between two points by the cubic that has ln P for its slope there, exact to
/// about 1e-7. Off the table the integral is computed anew. For every count of items asked and every interval of ability that a test comes to, the items are ordered once by what they can tell at most there.
/// </remarks>
internal sealed class KullbackLeibler
{
    /// <summary>The most that an interval reaches to either side, in logits: at the first item.</summary>
    public const double MostReach = 3;

    private const double Step = 0.05;
    private const int Steps = 200;      // even: Simpson's rule
    private const int Intervals = 60, MostCounts = 100, MostOrdered = 128;
    private const double Slack = 1e-6;      // what interpolation may take from a bound

    private readonly ItemModel[] _models;
    private readonly int[] _rowOf;
    private readonly int _points;
    private readonly double _low;
    private readonly double[] _logs, _integrals;
    private readonly Ordered?[] _near = new Ordered?[MostCounts * Intervals];

    /// <summary>The items that can tell most near an ability, in order.</summary>
    /// <param name="Items">Their places; at most <see cref="MostOrdered"/>.</param>
    /// <param name="Bounds">What each can tell at most; descending.</param>
    /// <param name="Rest">What none of the others exceeds; below 0 where there are none.</param>
    public sealed record Ordered(int[] Items, double[] Bounds, double Rest);

    /// <summary>Tabulates items between two abilities.</summary>
    public KullbackLeibler(ItemModel[] models, double low, double high)
    {
        (_models, _low, _points) = (models, low, (int)Math.Ceiling((high - low) / Step) + 1);
        _rowOf = new int[models.Length + 1];
        for (var i = 0; i < models.Length; i++) _rowOf[i + 1] = _rowOf[i] + models[i].Categories;
        (_logs, _integrals) = (new double[_rowOf[^1] * _points], new double[_rowOf[^1] * _points]);
        for (var i = 0; i < models.Length; i++)
            for (var k = 0; k < models[i].Categories; k++)
            {
                var row = (_rowOf[i] + k) * _points;
                var before = models[i].LogLikelihood(low, k);
                _logs[row] = before.Value;
                for (var q = 1; q < _points; q++)
                {
                    // Trapezoid with the slopes at both ends: exact for cubics.
                    var here = models[i].LogLikelihood(low + q * Step, k);
                    _logs[row + q] = here.Value;
                    _integrals[row + q] = _integrals[row + q - 1] + Step * (before.Value + here.Value) / 2 + Step * Step * (before.First - here.First) / 12;
                    before = here;
                }
            }
    }

    /// <summary>How far an interval reaches after so many items.</summary>
    public static double ReachAfter(int count) => MostReach / Math.Sqrt(Math.Max(count, 1));

    /// <summary>The items in the order of what they can tell at most near an ability after so many items; null off the scale and after very many.</summary>
    /// <remarks>Safe from several threads: whoever comes first makes the order, and two that come at once make the same.</remarks>
    public Ordered? Near(int count, double theta)
    {
        var (start, end) = (_low + MostReach, _low + (_points - 1) * Step - MostReach);
        var interval = (theta - start) / (end - start) * Intervals;
        if (!(interval >= 0 && interval < Intervals) || count >= MostCounts) return null;
        ref var near = ref _near[Math.Max(count, 1) * Intervals + (int)interval];
        if (Volatile.Read(ref near) is { } known) return known;
        var made = OrderedWithin(start + (int)interval * (end - start) / Intervals, (end - start) / Intervals / 2, ReachAfter(count));
        Volatile.Write(ref near, made);
        return made;
    }

    /// <remarks>
    /// The largest of the information at both ends and in the middle, and what a parabola and a cubic through them could exceed it by, several times over: derivatives of higher order are about the item's slope times those of the
    /// order before. Where an interval is wide for the slope there is no bound, and the item is always looked at.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Ordered OrderedWithin(double low, double half, double reach)
    {
        var (items, bounds) = (new int[_models.Length], new double[_models.Length]);
        for (var i = 0; i < items.Length; i++)
        {
            double first = Information(i, low, reach), middle = Information(i, low + half, reach), last = Information(i, low + 2 * half, reach);
            var (most, width) = (Math.Max(Math.Max(first, middle), last), _models[i].Reach.MostSlope * half);
            (items[i], bounds[i]) = (i, width > 0.5 ? double.NegativeInfinity : -(most * (1 + 4 * width * width * width) + Math.Abs(first - 2 * middle + last) / 2 + Slack));
        }
        bounds.AsSpan().Sort(items);
        var kept = Math.Min(MostOrdered, items.Length);
        var rest = items.Length > kept ? -bounds[kept] : double.NegativeInfinity;
        return new(items[..kept], [.. bounds.Take(kept).Select(bound => -bound)], rest);
    }

    /// <summary>An item's information.</summary>
    /// <param name="item">From 0.</param>
    /// <param name="theta">The ability, in logits.</param>
    /// <param name="reach">In logits, to either side; above 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Information(int item, double theta, double reach)
    {
        var model = _models[item];
        Span<double> p = stackalloc double[model.Categories];
        model.Probabilities(theta, p);
        var sum = 0.0;
        for (var k = 0; k < p.Length; k++)
            if (p[k] > 0) sum += p[k] * (2 * reach * Math.Log(p[k]) - Integral(item, k, theta - reach, theta + reach));
        return sum;
    }

    private double Integral(int item, int category, double from, double to)
    {
        var end = _low + (_points - 1) * Step;
        if (from >= _low && to <= end) return Until(item, category, to) - Until(item, category, from);
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++) sum += _models[item].LogLikelihood(from + (to - from) * i / Steps, category).Value * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2);
        return sum * (to - from) / Steps / 3;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Until(int item, int category, double theta)
    {
        var at = (theta - _low) / Step;
        var q = Math.Min((int)at, _points - 2);
        var row = (_rowOf[item] + category) * _points + q;
        var (t, change) = (at - q, _integrals[row + 1] - _integrals[row]);
        double first = _logs[row] * Step, last = _logs[row + 1] * Step;
        return _integrals[row] + t * (first + t * (3 * change - 2 * first - last + t * (first + last - 2 * change)));
    }
}

using System.Numerics;

namespace Certus.Measure.Adaptive;

/// <summary>The items that adaptive tests draw on, with what can be known of them before anybody answers.</summary>
/// <remarks>
/// Two tables make a step cheap without changing its result. The probability of every response at 121 points of ability makes the posterior a product of rows. And for every
/// tenth of a standard deviation of the prior the items are ordered by an upper bound of their information there: who looks for the most informative item at an estimate
/// computes the information of the first few only, until the next bound is below the best. Safe to use from several threads.
/// </remarks>
public sealed class AdaptiveBank
{
    internal const int Points = 121;
    private const int Intervals = 120;
    private const double Reach = 6;             // standard deviations of the prior on either side
    private const double Slack = 1 + 1e-12;     // what rounding may take from a bound

    private readonly double[] _probabilities;
    private readonly int[] _rowOf, _order;
    private readonly double[] _bounds;
    private readonly double _low, _perInterval;
    private readonly Lazy<KullbackLeibler> _divergence;

    /// <summary>Prepares the items.</summary>
    /// <param name="items">At least one; ids differ.</param>
    /// <param name="prior">Ability before the first answer. Left out, standard normal.</param>
    /// <exception cref="ArgumentException">There are no items, or two have the same id.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The prior is none.</exception>
    public AdaptiveBank(IReadOnlyList<CalibratedItem> items, NormalPrior? prior = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0) throw new ArgumentException("There are no items.", nameof(items));
        if (items.GroupBy(item => item.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The item '{twice.Key}' is there twice.", nameof(items));
        Prior = (prior ?? NormalPrior.Standard).Checked();
        Items = [.. items];
        Models = [.. items.Select(item => item.Model)];
        Areas = [.. items.Select(item => item.Content).Distinct(StringComparer.Ordinal)];
        AreaOf = [.. items.Select(item => Array.IndexOf(Areas, item.Content))];

        var reach = Reach * Prior.StandardDeviation;
        (_low, _perInterval) = (Prior.Mean - reach, Intervals / (2 * reach));
        _divergence = new(() => new(Models, Prior.Mean - reach - KullbackLeibler.MostReach, Prior.Mean + reach + KullbackLeibler.MostReach));
        var nodes = ThetaGrid.Even(Prior.Mean - reach, Prior.Mean + reach, Points);
        Width = (Points + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;      // rows end with a whole vector; what is beyond the points has no weight
        Nodes = new double[Width];
        nodes.CopyTo(Nodes, 0);
        PriorWeights = new double[Width];
        for (var q = 0; q < Points; q++)
            PriorWeights[q] = Math.Exp(-0.5 * Math.Pow((nodes[q] - Prior.Mean) / Prior.StandardDeviation, 2)) * ThetaGrid.Weight(q, Points);

        _rowOf = new int[items.Count + 1];
        for (var i = 0; i < Models.Length; i++) _rowOf[i + 1] = _rowOf[i] + Models[i].Categories;
        _probabilities = new double[_rowOf[^1] * Width];
        Span<double> p = stackalloc double[ItemModel.MostCategories];
        for (var i = 0; i < Models.Length; i++)
            for (var q = 0; q < Points; q++)
            {
                Models[i].Probabilities(nodes[q], p);
                for (var k = 0; k < Models[i].Categories; k++) _probabilities[(_rowOf[i] + k) * Width + q] = p[k];
            }
        (_order, _bounds) = (new int[Intervals * Models.Length], new double[Intervals * Models.Length]);
        for (var interval = 0; interval < Intervals; interval++)
        {
            var order = _order.AsSpan(interval * Models.Length, Models.Length);
            var bounds = _bounds.AsSpan(interval * Models.Length, Models.Length);
            for (var i = 0; i < Models.Length; i++)
                (order[i], bounds[i]) = (i, -Slack * Models[i].InformationBound(_low + interval / _perInterval, _low + (interval + 1) / _perInterval));
            bounds.Sort(order);
            for (var i = 0; i < bounds.Length; i++) bounds[i] = -bounds[i];
        }
    }

    /// <summary>The items.</summary>
    public IReadOnlyList<CalibratedItem> Items { get; }

    /// <summary>Ability before the first answer.</summary>
    public NormalPrior Prior { get; }

    /// <summary>The content areas, in the order in which items first name them.</summary>
    internal string[] Areas { get; }

    internal int[] AreaOf { get; }

    internal ItemModel[] Models { get; }

    /// <summary>Global information; tabulated when it is first wanted.</summary>
    internal KullbackLeibler Divergence => _divergence.Value;

    /// <summary>How long rows are.</summary>
    internal int Width { get; }

    internal double[] Nodes { get; }

    /// <summary>The prior's density times the weight of the quadrature, up to a factor.</summary>
    internal double[] PriorWeights { get; }

    /// <summary>The probability of a response at every point.</summary>
    internal ReadOnlySpan<double> Row(int item, int category) => _probabilities.AsSpan((_rowOf[item] + category) * Width, Width);

    /// <summary>The items in the order of what they can tell at most near an ability, with those bounds; nothing where the ability is off the scale.</summary>
    internal (ReadOnlyMemory<int> Order, ReadOnlyMemory<double> Bounds)? Near(double theta)
    {
        var interval = (theta - _low) * _perInterval;
        if (!(interval >= 0 && interval < Intervals)) return null;
        var start = (int)interval * Models.Length;
        return (_order.AsMemory(start, Models.Length), _bounds.AsMemory(start, Models.Length));
    }
}

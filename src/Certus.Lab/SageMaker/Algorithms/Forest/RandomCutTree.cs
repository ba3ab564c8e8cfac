using Certus.Numerics;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>One tree of random cuts over a sample of rows (Guha, Mishra, Roy and Schrijvers, 2016).</summary>
/// <remarks>A cut falls into a side of the bounding box with a chance that is proportional to its length, and evenly within it.</remarks>
internal sealed class RandomCutTree
{
    /// <summary>A cut (its children are nodes; a leaf is the complement of a leaf's number), in the order of <see cref="_low"/>.</summary>
    private readonly record struct Cut(int Feature, float At, int Left, int Right);

    private readonly int _dimension;
    private readonly Cut[] _cuts;
    private readonly float[] _low;
    private readonly float[] _high;
    private readonly (int Point, int Mass)[] _leaves;
    private readonly float[] _points;
    private readonly int _root;
    private readonly int _mass;
    private int _nodes;
    private int _ends;

    /// <param name="points">Row after row.</param>
    public RandomCutTree(float[] points, int dimension, ulong seed)
    {
        (_points, _dimension, _mass) = (points, dimension, points.Length / dimension);
        var order = new int[_mass];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        // A cut parts rows in two, so there is one fewer of them than there are leaves at most.
        (_cuts, _leaves) = (new Cut[_mass], new (int, int)[_mass]);
        (_low, _high) = (new float[points.Length], new float[points.Length]);
        _root = Build(order, new(seed, "random cuts"));
    }

    /// <summary>How much a row stands out: about 1 for an ordinary one, more where few cuts part it from the others.</summary>
    /// <remarks>
    /// The expected value over all trees that the row could be part of: at a node the row is cut off with the share that it adds to the box's sides,
    /// and counts 1 / (depth + 1); a row that is in the tree counts less, the more often it is there. Scaled by log2 of the sample's size.
    /// </remarks>
    public double Score(ReadOnlySpan<float> row)
    {
        double score = 0, reached = 1;
        var (node, depth) = (_root, 0);
        while (node >= 0)
        {
            double outside = 0, inside = 0;
            var low = _low.AsSpan(node * _dimension, _dimension);
            var high = _high.AsSpan(node * _dimension, _dimension);
            for (var i = 0; i < low.Length; i++)
            {
                outside += Math.Max(0, low[i] - row[i]) + Math.Max(0, row[i] - high[i]);
                inside += high[i] - low[i];
            }
            if (outside > 0)
            {
                var off = outside / (outside + inside);
                score += reached * off / (depth + 1);
                reached *= 1 - off;
                if (reached < 1e-6) return score * Scale;
            }
            var cut = _cuts[node];
            node = row[cut.Feature] <= cut.At ? cut.Left : cut.Right;
            depth++;
        }
        var (point, mass) = _leaves[~node];
        var seen = row.SequenceEqual(_points.AsSpan(point * _dimension, _dimension));
        score += reached * (seen ? (1 - mass / (2.0 * _mass)) / (depth + Math.Log2(mass + 1)) : 1.0 / (depth + 1));
        return score * Scale;
    }

    private double Scale => Math.Log2(_mass + 1);

    private int Build(Span<int> rows, SeededRandom random)
    {
        var (low, high) = (new float[_dimension], new float[_dimension]);
        Array.Fill(low, float.PositiveInfinity);
        Array.Fill(high, float.NegativeInfinity);
        foreach (var row in rows)
            for (var i = 0; i < _dimension; i++)
            {
                var value = _points[row * _dimension + i];
                low[i] = Math.Min(low[i], value);
                high[i] = Math.Max(high[i], value);
            }
        double sides = 0;
        for (var i = 0; i < _dimension; i++) sides += (double)high[i] - low[i];
        if (sides <= 0)
        {
            _leaves[_ends] = (rows[0], rows.Length);
            return ~_ends++;
        }
        var draw = random.Unit() * sides;
        var feature = -1;
        for (var i = 0; i < _dimension && draw >= 0; i++)
        {
            if (high[i] <= low[i]) continue;
            feature = i;
            draw -= (double)high[i] - low[i];
        }
        // The high end itself would cut nothing off.
        var at = Math.Min((float)(low[feature] + random.Unit() * ((double)high[feature] - low[feature])), MathF.BitDecrement(high[feature]));
        var left = 0;
        for (var i = 0; i < rows.Length; i++)
            if (_points[rows[i] * _dimension + feature] <= at)
            {
                (rows[left], rows[i]) = (rows[i], rows[left]);
                left++;
            }
        var node = _nodes++;
        low.CopyTo(_low, node * _dimension);
        high.CopyTo(_high, node * _dimension);
        var first = Build(rows[..left], random);
        var second = Build(rows[left..], random);
        _cuts[node] = new(feature, at, first, second);
        return node;
    }
}

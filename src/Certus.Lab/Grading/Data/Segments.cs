using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>Customers of three to seven kinds, measured in units of very different size.</summary>
/// <remarks>
/// The kinds' centers are the corners of a regular simplex, turned at random, so that all are equally far from each other. The column with the
/// largest unit tells nothing of the kind: who does not bring the columns to one scale clusters by it.
/// </remarks>
internal sealed class Segments
{
    private const int Told = 6;

    /// <summary>How far two centers are from each other, in standard deviations within a kind.</summary>
    private const double Distance = 7;

    /// <summary>The columns.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["visits_a_week", "basket_size", "share_on_offer", "minutes_a_visit", "returns_a_year", "days_since_last", "household_income"];

    private static readonly double[] _middle = [6, 48, 0.4, 31, 9, 75, 52_000], _scale = [0.5, 3, 0.03, 2.2, 0.8, 6, 14_000];

    private readonly double[][] _centers;
    private readonly double[] _reach;

    public Segments(ulong seed)
    {
        var random = new SeededRandom(seed, "segments law");
        var axes = Axes(random);
        _centers = [.. Enumerable.Range(0, random.Between(3, 7)).Select(corner => Turned(Corner(corner), axes))];
        double sum = 0;
        var sizes = _centers.Select(_ => 1 + random.Unit()).ToArray();
        _reach = [.. sizes.Select(size => sum += size / sizes.Sum())];
    }

    /// <summary>How many kinds there are, 3 to 7.</summary>
    public int Count => _centers.Length;

    /// <summary>Rows of a sample, each with its kind; equal names give equal rows.</summary>
    public IEnumerable<(double[] Features, int Kind)> Sample(ulong sampleSeed, string name, int count)
    {
        var random = new SeededRandom(sampleSeed, $"segments {name}");
        for (var i = 0; i < count; i++)
        {
            var draw = random.Unit();
            var kind = Array.FindIndex(_reach, reach => draw < reach);
            if (kind < 0) kind = Count - 1;     // the reaches' sum may miss 1 by a rounding
            yield return ([.. Columns.Select((_, column) => Math.Round(_middle[column] + _scale[column] * (random.Normal() + (column < Told ? _centers[kind][column] : 0)), 3))], kind);
        }
    }

    /// <summary>A corner of the regular simplex of seven corners in six dimensions, its middle at 0.</summary>
    private static double[] Corner(int corner)
    {
        var at = new double[Told];
        for (var axis = 0; axis < Told; axis++)
        {
            var height = Distance * Math.Sqrt((axis + 2.0) / (2 * (axis + 1)));
            // Corner axis + 1 stands above the middle of the corners before it; those lie below the new middle.
            if (corner == axis + 1) at[axis] = height * (axis + 1) / (axis + 2);
            else if (corner <= axis) at[axis] = -height / (axis + 2);
        }
        return at;
    }

    /// <summary>Six directions at right angles (Gram and Schmidt on normal draws).</summary>
    private static double[][] Axes(SeededRandom random)
    {
        var axes = new double[Told][];
        for (var i = 0; i < Told; i++)
        {
            var axis = Enumerable.Range(0, Told).Select(_ => random.Normal()).ToArray();
            for (var before = 0; before < i; before++)
            {
                var along = Dot(axis, axes[before]);
                for (var j = 0; j < Told; j++) axis[j] -= along * axes[before][j];
            }
            var length = Math.Sqrt(Dot(axis, axis));
            axes[i] = [.. axis.Select(value => value / length)];
        }
        return axes;
    }

    private static double[] Turned(double[] point, double[][] axes) => [.. axes.Select(axis => Dot(axis, point))];

    private static double Dot(double[] one, double[] other)
    {
        double sum = 0;
        for (var i = 0; i < one.Length; i++) sum += one[i] * other[i];
        return sum;
    }
}

using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>Measurements of turbines: 24 columns in units of very different size, moved by three to six causes that nobody measures.</summary>
/// <remarks>
/// In one scale each column has the variance 1, all but <see cref="Unique"/> of it from the causes; each cause is the main one of at least four columns. All
/// columns of large units have the same cause and no other: who does not bring the columns to one scale finds that one, and what these columns have of their own.
/// </remarks>
internal sealed class Turbines
{
    /// <summary>The columns.</summary>
    public const int Columns = 24;

    /// <summary>The share of a column's variance that is its own.</summary>
    private const double Unique = 0.03;

    private readonly double[][] _loadings;
    private readonly double[] _units, _middle;

    public Turbines(ulong seed)
    {
        var random = new SeededRandom(seed, "turbines law");
        Causes = random.Between(3, 6);
        bool IsLarge(int place) => place % Causes == 0;
        var order = random.Shuffle(Enumerable.Range(0, Columns));
        _loadings = [.. order.Select(place =>
        {
            double[] loading = [.. Enumerable.Range(0, Causes).Select(cause => (cause == place % Causes ? random.Sign() : 0) + (IsLarge(place) ? 0 : 0.3 * random.Normal()))];
            var length = Math.Sqrt(loading.Sum(value => value * value) / (1 - Unique));
            return loading.Select(value => value / length).ToArray();
        })];
        _units = [.. order.Select(place => Math.Exp(IsLarge(place) ? 6 + 4 * random.Unit() : -4 + 6 * random.Unit()))];
        _middle = [.. _units.Select(unit => unit * (5 + 10 * random.Unit()))];
    }

    /// <summary>How many causes there are, 3 to 6.</summary>
    public int Causes { get; }

    /// <summary>Rows of a sample in their units; equal names give equal rows.</summary>
    public IEnumerable<double[]> Sample(ulong sampleSeed, string name, int count)
    {
        var random = new SeededRandom(sampleSeed, $"turbines {name}");
        for (var i = 0; i < count; i++)
        {
            double[] causes = [.. Enumerable.Range(0, Causes).Select(_ => random.Normal())];
            yield return [.. _loadings.Select((loading, column) => _middle[column] + _units[column] * (loading.Zip(causes, (weight, cause) => weight * cause).Sum() + Math.Sqrt(Unique) * random.Normal()))];
        }
    }

    /// <summary>A row in one scale: each column's mean 0 and variance 1.</summary>
    public double[] Scaled(double[] row) => [.. row.Select((value, column) => (value - _middle[column]) / _units[column])];
}

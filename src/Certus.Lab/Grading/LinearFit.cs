using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>The best weighted sum for given rows, and how far it misses.</summary>
internal static class LinearFit
{
    /// <summary>The root mean squared error of the least-squares fit on the very rows it is fitted to: no weighted sum of the columns can be below it on them.</summary>
    /// <exception cref="ArgumentException">The columns depend on each other.</exception>
    public static double LeastError(IReadOnlyList<NumberRow> rows)
    {
        var n = rows[0].Features.Length + 1;
        double[] normal = new double[n * n], weights = new double[n], row = new double[n];
        foreach (var (features, _, value) in rows)
        {
            Fill(row, features);
            for (var i = 0; i < n; i++)
            {
                weights[i] += row[i] * value;
                for (var j = 0; j <= i; j++) normal[i * n + j] += row[i] * row[j];
            }
        }
        (Cholesky.Of(normal, n) ?? throw new ArgumentException("The columns depend on each other.", nameof(rows))).Solve(weights);
        return Error(rows.Select(one =>
        {
            Fill(row, one.Features);
            return (row.Zip(weights, (value, weight) => value * weight).Sum(), one.Value);
        }));
    }

    /// <summary>The root of the mean squared difference.</summary>
    public static double Error(IEnumerable<(double Said, double Is)> pairs) => Math.Sqrt(pairs.Average(pair => (pair.Said - pair.Is) * (pair.Said - pair.Is)));

    private static void Fill(double[] row, double[] features)
    {
        row[0] = 1;
        features.CopyTo(row, 1);
    }
}

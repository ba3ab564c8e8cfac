using Certus.Numerics;

namespace Certus.Lab.SageMaker.Tuning;

/// <summary>What the results so far say of a point that was not tried: a mean, and how far it may be off.</summary>
/// <remarks>Rasmussen and Williams (2006), algorithm 2.1, with mean 0 and a kernel that is 1 at distance 0.</remarks>
internal sealed class GaussianProcess
{
    private readonly Func<double[], double[], double> _kernel;
    private readonly double[][] _points;
    private readonly Cholesky _factor;
    private readonly double[] _weights;

    private GaussianProcess(Func<double[], double[], double> kernel, double[][] points, Cholesky factor, double[] weights) =>
        (_kernel, _points, _factor, _weights) = (kernel, points, factor, weights);

    /// <param name="kernel">How alike two points are, from 0 to 1.</param>
    /// <param name="points">Where there are results.</param>
    /// <param name="targets">The results, around 0 and of deviation 1 or so.</param>
    /// <param name="noises">The variance of each result around what it is of, above 0.</param>
    /// <returns>Null where the points lie so close that the matrix can't be solved.</returns>
    public static GaussianProcess? Of(Func<double[], double[], double> kernel, double[][] points, double[] targets, double[] noises)
    {
        var n = points.Length;
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) matrix[i * n + j] = kernel(points[i], points[j]) + (i == j ? noises[i] : 0);
        if (Cholesky.Of(matrix, n) is not { } factor) return null;
        double[] weights = [.. targets];
        factor.Solve(weights);
        return new(kernel, points, factor, weights);
    }

    public (double Mean, double Deviation) At(double[] point)
    {
        double[] near = [.. _points.Select(other => _kernel(point, other))];
        double[] solved = [.. near];
        _factor.Solve(solved);
        var (mean, explained) = (0.0, 0.0);
        for (var i = 0; i < near.Length; i++) (mean, explained) = (mean + near[i] * _weights[i], explained + near[i] * solved[i]);
        return (mean, Math.Sqrt(Math.Max(0, 1 - explained)));
    }
}

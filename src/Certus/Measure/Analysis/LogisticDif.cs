using Certus.Numerics;

namespace Certus.Measure.Analysis;

/// <summary>Whether an item's chances depend on the group beside the total, by logistic regression.</summary>
/// <param name="Uniform">The group makes a difference that is the same at every total.</param>
/// <param name="NonUniform">The difference depends on the total.</param>
/// <param name="Both">Either.</param>
/// <remarks>Swaminathan and Rogers (1990). The total includes the studied item.</remarks>
public sealed record LogisticDif(RatioTest Uniform, RatioTest NonUniform, RatioTest Both)
{
    private const int MostSteps = 100, MostHalvings = 30;
    private const double Tolerance = 1e-12, Separated = 15;

    /// <summary>Tests an item.</summary>
    /// <param name="strata">Of each total from 0: right and wrong in the reference group, right and wrong in the focal group.</param>
    /// <returns>null where one answer or one group is missing, or the group or the total separates the answers and the regression has no finite solution.</returns>
    internal static LogisticDif? Of(IReadOnlyList<(double Right, double Wrong, double FocalRight, double FocalWrong)> strata)
    {
        var scale = Math.Max(1, strata.Count - 1);
        List<(double Total, double Group, double Right, double Count)> cells = [];
        for (var total = 0; total < strata.Count; total++)
        {
            var (a, b, c, d) = strata[total];
            if (a + b > 0) cells.Add(((double)total / scale, 0, a, a + b));
            if (c + d > 0) cells.Add(((double)total / scale, 1, c, c + d));
        }
        var (right, count) = (cells.Sum(cell => cell.Right), cells.Sum(cell => cell.Count));
        if (right == 0 || right == count || cells.TrueForAll(cell => cell.Group == 0) || cells.TrueForAll(cell => cell.Group == 1)) return null;
        if (Fit(cells, 2) is not { } without || Fit(cells, 3) is not { } uniform || Fit(cells, 4) is not { } both) return null;
        return new(RatioTest.Of(without, uniform, 1), RatioTest.Of(uniform, both, 1), RatioTest.Of(without, both, 2));
    }

    /// <summary>The highest log likelihood with an intercept, the total, the group and their product, as many of these as wanted; null where there is none.</summary>
    private static double? Fit(List<(double Total, double Group, double Right, double Count)> cells, int terms)
    {
        double[] beta = new double[terms], gradient = new double[terms], information = new double[terms * terms], tried = new double[terms];
        var value = Likelihood(cells, beta);
        Span<double> x = stackalloc double[4];
        for (var step = 0; step < MostSteps; step++)
        {
            Array.Clear(gradient);
            Array.Clear(information);
            foreach (var (total, group, right, count) in cells)
            {
                (x[0], x[1], x[2], x[3]) = (1, total, group, total * group);
                var p = Sigmoid.At(Predictor(beta, total, group));
                for (var a = 0; a < terms; a++)
                {
                    gradient[a] += (right - count * p) * x[a];
                    for (var b = 0; b <= a; b++) information[a * terms + b] += count * p * (1 - p) * x[a] * x[b];
                }
            }
            if (Cholesky.Of(information, terms) is not { } factor) return null;
            var slope = (double[])gradient.Clone();
            factor.Solve(gradient);
            var promised = 0.0;
            for (var a = 0; a < terms; a++) promised += slope[a] * gradient[a];
            if (promised <= Tolerance * (1 + Math.Abs(value))) return cells.TrueForAll(cell => Math.Abs(Predictor(beta, cell.Total, cell.Group)) > Separated) ? null : value;
            var moved = false;
            for (var (scale, halving) = (1.0, 0); halving < MostHalvings && !moved; scale /= 2, halving++)
            {
                for (var a = 0; a < terms; a++) tried[a] = beta[a] + scale * gradient[a];
                var found = Likelihood(cells, tried);
                if (!(found > value)) continue;
                (value, moved) = (found, true);
                tried.CopyTo(beta, 0);
            }
            if (!moved) return value;
        }
        return null;
    }

    private static double Predictor(double[] beta, double total, double group) =>
        beta[0] + beta[1] * total + (beta.Length > 2 ? beta[2] * group : 0) + (beta.Length > 3 ? beta[3] * total * group : 0);

    private static double Likelihood(List<(double Total, double Group, double Right, double Count)> cells, double[] beta)
    {
        var sum = 0.0;
        foreach (var (total, group, right, count) in cells)
        {
            var z = Predictor(beta, total, group);
            sum += right * Sigmoid.LogAt(z) + (count - right) * Sigmoid.LogAt(-z);
        }
        return sum;
    }
}

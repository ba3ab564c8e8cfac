using Certus.Measure.Readiness;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Certus.Tests.Measure.Readiness;

/// <summary>The filter against the textbook's inverse of the whole covariance.</summary>
public sealed class AbilityFilterTests
{
    private static readonly Gen<AbilityPrior> Priors = Gen.Select(Gen.Double[0, 1.2], Gen.Double[0, 1], Gen.Double[5, 200], Gen.Double[0, 0.8], Gen.Bool)
        .Select((fixedSd, moving, days, own, still) => new AbilityPrior(0, Math.Sqrt(fixedSd * fixedSd + (still ? 0 : moving * moving)), own, still ? 0 : moving, days));

    [Fact]
    public void Means_and_what_is_known_of_a_later_day_are_those_of_the_joint_normal_distribution() =>
        Gen.Select(Priors, Gen.Select(Gen.Int[0, 2], Gen.Double[0, 90], Gen.Double[0, 20], Gen.Double[-2, 2]).Array[1, 30], Gen.Double[0, 40]).Sample((prior, drawn, ahead) =>
        {
            var cells = drawn.OrderByDescending(cell => cell.Item2).ToArray();
            var (information, aim) = (cells.Select(cell => cell.Item3).ToArray(), cells.Select(cell => cell.Item3 * cell.Item4).ToArray());
            var filter = new AbilityFilter([.. cells.Select(cell => (cell.Item1, cell.Item2))], 3, prior);
            var smoothed = new double[cells.Length];

            filter.Smooth(information, aim, smoothed);
            var (mean, covariance) = filter.Ahead(ahead);

            // K (K + W⁻¹)⁻¹ y without W⁻¹, which there is none of where nothing was seen: (I + K W)⁻¹ K (W y).
            var k = Matrix<double>.Build.Dense(cells.Length, cells.Length, (i, j) => prior.Covariance(Math.Abs(cells[i].Item2 - cells[j].Item2), cells[i].Item1 == cells[j].Item1));
            var cross = Matrix<double>.Build.Dense(cells.Length, 3, (i, j) => prior.Covariance(cells[i].Item2 + ahead, cells[i].Item1 == j));
            var w = Matrix<double>.Build.DenseDiagonal(cells.Length, cells.Length, i => information[i]);
            var one = Matrix<double>.Build.DenseIdentity(cells.Length);
            var expected = (one + k * w).Solve(k * Vector<double>.Build.Dense(aim));
            var expectedMean = cross.TransposeThisAndMultiply((one + w * k).Solve(Vector<double>.Build.Dense(aim)));
            var expectedCovariance = Matrix<double>.Build.Dense(3, 3, (i, j) => prior.Covariance(0, i == j)) - cross.TransposeThisAndMultiply((one + w * k).Solve(w * cross));
            Assert.All(smoothed.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-8));
            Assert.All(mean.Zip(expectedMean), pair => Assert.Equal(pair.Second, pair.First, 1e-8));
            for (var i = 0; i < 3; i++)
                for (var j = 0; j < 3; j++) Assert.Equal(expectedCovariance[i, j], covariance[i][j], 1e-8);
        }, iter: 500);

    [Fact]
    public void Asked_again_with_other_looks_it_forgets_the_first_ones()
    {
        AbilityPrior prior = new();
        (int, double)[] cells = [(0, 9), (1, 9), (0, 2)];
        var (again, fresh) = (new AbilityFilter(cells, 2, prior), new AbilityFilter(cells, 2, prior));
        var (first, second) = (new double[3], new double[3]);

        again.Smooth([5, 5, 5], [9, -9, 9], first);
        again.Ahead(3);
        again.Smooth([1, 0, 2], [1, 0, -1], first);
        fresh.Smooth([1, 0, 2], [1, 0, -1], second);

        Assert.Equal(second, first);
    }
}

using MathNet.Numerics.LinearAlgebra;

namespace Certus.Measure.Readiness;

/// <summary>What is believed of somebody's abilities on a day, after the answers: a normal distribution over the domains.</summary>
/// <param name="Mean">Theta of each domain, in logits.</param>
/// <param name="Covariance">Of those, a row for each domain.</param>
/// <param name="Answers">How many answers it rests on.</param>
/// <remarks>
/// The answers of one day in one domain share one ability; all those abilities are jointly normal before the answers (<see cref="AbilityPrior"/>), so that a domain with few
/// answers borrows from the others and an old answer says less than a new one. The posterior is Laplace's: Fisher scoring to its mode, as Rasmussen and Williams (2006),
/// <i>Gaussian Processes for Machine Learning</i>, algorithm 3.1, with the expected information instead of the observed one, which may be negative where guessing helps.
/// </remarks>
public sealed record AbilityPosterior(IReadOnlyList<double> Mean, IReadOnlyList<IReadOnlyList<double>> Covariance, int Answers)
{
    private const int MostCells = 240;
    private const double Converged = 1e-8;
    private static readonly double[] BinsOfDays = [1, 2, 4, 7, 14, 30, 60, 120, 365, 3650];

    /// <summary>Reads the answers.</summary>
    /// <param name="answers">All of them count here, whatever their flags; each of a domain of <paramref name="domains"/>.</param>
    /// <param name="domains">The domains, in the order of the result.</param>
    /// <param name="prior">What is believed without answers.</param>
    /// <param name="daysAhead">The day that is asked for, in days from today; 0 is today.</param>
    /// <exception cref="ArgumentException">An answer names an unknown domain, lies in the future, or has an impossible question.</exception>
    public static AbilityPosterior Of(IReadOnlyList<PracticeAnswer> answers, IReadOnlyList<string> domains, AbilityPrior prior, double daysAhead = 0)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(domains);
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentOutOfRangeException.ThrowIfZero(domains.Count, nameof(domains));
        if (!(daysAhead >= 0 && double.IsFinite(daysAhead))) throw new ArgumentException("The day asked for lies before today.", nameof(daysAhead));
        var cells = Cells(answers, domains);
        var atExam = Matrix<double>.Build.Dense(domains.Count, domains.Count, (i, j) => prior.Covariance(0, i == j));
        if (cells.Count == 0) return new([.. domains.Select(_ => prior.Mean)], Rows(atExam), 0);

        var covariance = Matrix<double>.Build.Dense(cells.Count, cells.Count, (i, j) => prior.Covariance(Math.Abs(cells[i].DaysAgo - cells[j].DaysAgo), cells[i].Domain == cells[j].Domain));
        var cross = Matrix<double>.Build.Dense(cells.Count, domains.Count, (i, j) => prior.Covariance(cells[i].DaysAgo + daysAhead, cells[i].Domain == j));
        var (weights, root, factor) = Mode(cells, covariance, prior.Mean);

        var mean = Vector<double>.Build.Dense(domains.Count, prior.Mean) + cross.TransposeThisAndMultiply(weights);
        var scaled = Matrix<double>.Build.Dense(cells.Count, domains.Count, (i, j) => root[i] * cross[i, j]);
        var posterior = atExam - scaled.TransposeThisAndMultiply(factor.Solve(scaled));
        return new([.. mean], Rows(posterior), answers.Count);
    }

    /// <summary>The standard deviation of a domain's theta.</summary>
    /// <param name="domain">Its place.</param>
    public double Sd(int domain) => Math.Sqrt(Math.Max(0, Covariance[domain][domain]));

    /// <summary>Finds the mode: K⁻¹ (mode − mean), the square root of the information of each cell there, and the factor of I + W½ K W½.</summary>
    private static (Vector<double> Weights, Vector<double> Root, MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double> Factor) Mode(IReadOnlyList<Cell> cells, Matrix<double> covariance, double priorMean)
    {
        var weights = Vector<double>.Build.Dense(cells.Count);
        var moved = Vector<double>.Build.Dense(cells.Count);         // theta − prior mean
        var value = LogLikelihood(cells, moved, priorMean);
        for (var round = 0; ; round++)
        {
            var (gradient, information) = Slopes(cells, moved, priorMean);
            var root = information.PointwiseSqrt();
            var factor = (Matrix<double>.Build.DenseIdentity(cells.Count) + Matrix<double>.Build.Dense(cells.Count, cells.Count, (i, j) => root[i] * covariance[i, j] * root[j])).Cholesky();
            var aim = information.PointwiseMultiply(moved) + gradient;
            var full = aim - root.PointwiseMultiply(factor.Solve(root.PointwiseMultiply(covariance * aim)));
            var (step, change) = (1.0, 0.0);
            while (true)
            {
                var nextWeights = weights + step * (full - weights);
                var next = covariance * nextWeights;
                var nextValue = LogLikelihood(cells, next, priorMean) - nextWeights * next / 2;
                if (nextValue >= value - 1e-12 || step < 1e-4)
                {
                    change = (next - moved).AbsoluteMaximum();
                    (weights, moved, value) = (nextWeights, next, nextValue);
                    break;
                }
                step /= 2;
            }
            if (change < Converged || round == 200) return (weights, root, factor);
        }
    }

    private static double LogLikelihood(IReadOnlyList<Cell> cells, Vector<double> moved, double priorMean)
    {
        double sum = 0;
        for (var i = 0; i < cells.Count; i++)
            foreach (var answer in cells[i].Answers)
            {
                var chance = answer.Item.Chance(priorMean + moved[i]);
                sum += Math.Log(Math.Max(1e-300, answer.Right ? chance : 1 - chance));
            }
        return sum;
    }

    private static (Vector<double> Gradient, Vector<double> Information) Slopes(IReadOnlyList<Cell> cells, Vector<double> moved, double priorMean)
    {
        var gradient = Vector<double>.Build.Dense(cells.Count);
        var information = Vector<double>.Build.Dense(cells.Count);
        for (var i = 0; i < cells.Count; i++)
            foreach (var answer in cells[i].Answers)
            {
                var (slope, floor) = (answer.Item.EffectiveSlope, answer.Item.LowerAsymptote);
                var logistic = 1 / (1 + Math.Exp(-slope * (priorMean + moved[i] - answer.Item.Difficulty)));
                var chance = floor + (1 - floor) * logistic;
                // (1 − c) a L (1 − L) over P (1 − P), where 1 − P = (1 − c) (1 − L) cancels.
                var score = slope * logistic / Math.Max(1e-300, chance);
                gradient[i] += score * ((answer.Right ? 1 : 0) - chance);
                information[i] += score * score * chance * (1 - chance);
            }
        return (gradient, information);
    }

    private static List<Cell> Cells(IReadOnlyList<PracticeAnswer> answers, IReadOnlyList<string> domains)
    {
        var places = domains.Select((id, place) => (id, place)).ToDictionary(entry => entry.id, entry => entry.place, StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            answer.Item.Require();
            if (!places.ContainsKey(answer.Domain)) throw new ArgumentException($"An answer belongs to domain '{answer.Domain}', which the exam does not have.", nameof(answers));
            if (!(answer.DaysAgo >= 0 && double.IsFinite(answer.DaysAgo))) throw new ArgumentException("An answer lies in the future.", nameof(answers));
        }
        foreach (var bin in BinsOfDays)     // days are put together only where there would be more cells than can be solved while somebody waits
        {
            var cells = answers.GroupBy(answer => (Domain: places[answer.Domain], Day: Math.Floor(answer.DaysAgo / bin)))
                .Select(group => new Cell(group.Key.Domain, group.Average(answer => answer.DaysAgo), [.. group])).ToList();
            if (cells.Count <= MostCells || bin == BinsOfDays[^1]) return cells;
        }
        throw new System.Diagnostics.UnreachableException();
    }

    private static IReadOnlyList<IReadOnlyList<double>> Rows(Matrix<double> matrix) => [.. matrix.ToRowArrays()];

    private sealed record Cell(int Domain, double DaysAgo, PracticeAnswer[] Answers);
}

namespace Certus.Measure.Readiness;

/// <summary>What is believed of somebody's abilities on a day, after the answers: a normal distribution over the domains.</summary>
/// <param name="Mean">Theta of each domain, in logits.</param>
/// <param name="Covariance">Of those, a row for each domain.</param>
/// <param name="Answers">How many answers it rests on.</param>
/// <remarks>
/// The answers of one day in one domain share one ability; all those abilities are jointly normal before the answers (<see cref="AbilityPrior"/>), so that a domain with few
/// answers borrows from the others and an old answer says less than a new one. The posterior is Laplace's: Fisher scoring to its mode, as Rasmussen and Williams (2006),
/// <i>Gaussian Processes for Machine Learning</i>, algorithm 3.1, with the expected information instead of the observed one, which may be negative where guessing helps; each step is
/// solved by <see cref="AbilityFilter"/>.
/// </remarks>
public sealed record AbilityPosterior(IReadOnlyList<double> Mean, IReadOnlyList<IReadOnlyList<double>> Covariance, int Answers)
{
    private const double Converged = 1e-8;

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
        if (cells.Count == 0)
            return new([.. domains.Select(_ => prior.Mean)], [.. domains.Select((_, i) => (IReadOnlyList<double>)[.. domains.Select((_, j) => prior.Covariance(0, i == j))])], 0);

        var filter = new AbilityFilter([.. cells.Select(cell => (cell.Domain, cell.DaysAgo))], domains.Count, prior);
        FindMode(cells, filter, prior.Mean);
        var (mean, covariance) = filter.Ahead(daysAhead);
        return new([.. mean.Select(distance => prior.Mean + distance)], covariance, answers.Count);
    }

    /// <summary>The standard deviation of a domain's theta.</summary>
    /// <param name="domain">Its place.</param>
    public double Sd(int domain) => Math.Sqrt(Math.Max(0, Covariance[domain][domain]));

    /// <summary>Finds the mode; the filter is left with what is known at it.</summary>
    private static void FindMode(IReadOnlyList<Cell> cells, AbilityFilter filter, double priorMean)
    {
        var moved = new double[cells.Count];         // theta − prior mean
        var weights = new double[cells.Count];       // the inverse of the prior's covariance times that
        var (gradient, information, aim, full, next, nextWeights) = (new double[cells.Count], new double[cells.Count], new double[cells.Count], new double[cells.Count], new double[cells.Count], new double[cells.Count]);
        var value = LogLikelihood(cells, moved, priorMean);
        for (var round = 0; ; round++)
        {
            Slopes(cells, moved, priorMean, gradient, information);
            for (var i = 0; i < aim.Length; i++) aim[i] = information[i] * moved[i] + gradient[i];
            filter.Smooth(information, aim, full);
            var (step, change) = (1.0, 0.0);
            while (true)
            {
                double bend = 0;
                for (var i = 0; i < full.Length; i++)
                {
                    next[i] = moved[i] + step * (full[i] - moved[i]);
                    nextWeights[i] = weights[i] + step * (aim[i] - information[i] * full[i] - weights[i]);
                    bend += nextWeights[i] * next[i] / 2;
                }
                var nextValue = LogLikelihood(cells, next, priorMean) - bend;
                if (nextValue >= value - 1e-12 || step < 1e-4)
                {
                    for (var i = 0; i < full.Length; i++) change = Math.Max(change, Math.Abs(next[i] - moved[i]));
                    (moved, next, weights, nextWeights, value) = (next, moved, nextWeights, weights, nextValue);
                    break;
                }
                step /= 2;
            }
            if (change < Converged || round == 200) return;
        }
    }

    private static double LogLikelihood(IReadOnlyList<Cell> cells, double[] moved, double priorMean)
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

    private static void Slopes(IReadOnlyList<Cell> cells, double[] moved, double priorMean, double[] gradient, double[] information)
    {
        Array.Clear(gradient);
        Array.Clear(information);
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
        return
        [
            .. answers.GroupBy(answer => (Domain: places[answer.Domain], Day: Math.Floor(answer.DaysAgo)))
                .Select(group => new Cell(group.Key.Domain, group.Average(answer => answer.DaysAgo), [.. group])).OrderByDescending(cell => cell.DaysAgo),
        ];
    }

    private sealed record Cell(int Domain, double DaysAgo, PracticeAnswer[] Answers);
}

namespace Certus.Measure;

/// <summary>Abilities in several domains, estimated together.</summary>
/// <param name="Theta">The posterior mean of each domain's ability, in logits.</param>
/// <param name="Covariance">The posterior covariance of every two domains, row by row, in squared logits.</param>
/// <param name="General">The posterior mean of the general ability, in its standard deviations.</param>
/// <param name="GeneralError">The standard deviation of that.</param>
public sealed record DomainAbilities(IReadOnlyList<double> Theta, IReadOnlyList<IReadOnlyList<double>> Covariance, double General, double GeneralError)
{
    /// <summary>The posterior standard deviation of a domain's ability, in logits.</summary>
    /// <param name="domain">From 0.</param>
    public double StandardError(int domain) => Math.Sqrt(Covariance[domain][domain]);

    /// <summary>Estimates the abilities of one person.</summary>
    /// <param name="prior">How the domains hang together.</param>
    /// <param name="items">The items.</param>
    /// <param name="domainOf">The domain of each item, from 0.</param>
    /// <param name="responses">A category for each item, or <see cref="Response.Missing"/>.</param>
    /// <returns>Posterior means with their covariance. A domain without answers takes what the others say of the general ability, and is less sure.</returns>
    /// <exception cref="ArgumentException">Items, domains and responses differ in number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response is no category of its item, or a domain is none of the prior's.</exception>
    /// <remarks>
    /// Given the general ability the domains are independent, so that integrals over many dimensions fall apart into integrals over two: exact up to the quadrature, 61 points of
    /// the general ability and 121 or more of each domain's. Gibbons and Hedeker (1992); for second-order factors Rijmen (2010).
    /// </remarks>
    public static DomainAbilities Estimate(GeneralFactorPrior prior, IReadOnlyList<ItemModel> items, IReadOnlyList<int> domainOf, ReadOnlySpan<sbyte> responses)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(domainOf);
        if (items.Count != responses.Length || items.Count != domainOf.Count) throw new ArgumentException($"There are {items.Count} items, {domainOf.Count} domains of items and {responses.Length} responses.");
        var domains = prior.Domains.Count;
        var answers = new List<(ItemModel Item, sbyte Response)>[domains];
        for (var d = 0; d < domains; d++) answers[d] = [];
        for (var i = 0; i < items.Count; i++)
        {
            if ((uint)domainOf[i] >= (uint)domains) throw new ArgumentOutOfRangeException(nameof(domainOf), domainOf[i], $"must be from 0 to {domains - 1}");
            if (responses[i] == Response.Missing) continue;
            if (responses[i] < 0 || responses[i] >= items[i].Categories) throw new ArgumentOutOfRangeException(nameof(responses), responses[i], $"The response to item {i + 1} must be from 0 to {items[i].Categories - 1}, or missing.");
            answers[domainOf[i]].Add((items[i], responses[i]));
        }

        DomainLikelihood[] likelihoods = [.. Enumerable.Range(0, domains).Select(d => new DomainLikelihood(prior.Domains[d], prior.Shares[d], answers[d]))];
        var (low, high) = (-Reach, Reach);
        while (true)
        {
            var found = Integrate(likelihoods, low, high);
            var step = (high - low) / (GeneralPoints - 1);
            if (found.GeneralError >= LeastWidth * step) return found;
            var reach = NarrowReach * Math.Max(found.GeneralError, step / 2);       // too narrow for the grid: a finer one about the place
            (low, high) = (found.General - reach, found.General + reach);
        }
    }

    private static DomainAbilities Integrate(DomainLikelihood[] likelihoods, double low, double high)
    {
        var general = ThetaGrid.Even(low, high, GeneralPoints);
        var logWeight = new double[GeneralPoints];
        for (var g = 0; g < GeneralPoints; g++) logWeight[g] = -general[g] * general[g] / 2 + Math.Log(ThetaGrid.Weight(g, GeneralPoints));
        var given = new (double Mean, double Variance)[likelihoods.Length, GeneralPoints];
        for (var d = 0; d < likelihoods.Length; d++)
            for (var g = 0; g < GeneralPoints; g++)
            {
                var (log, mean, variance) = likelihoods[d].Given(general[g]);
                logWeight[g] += log;
                given[d, g] = (mean, variance);
            }

        var largest = logWeight.Max();
        var weights = logWeight.Select(log => Math.Exp(log - largest)).ToArray();
        var total = weights.Sum();
        double Mean(Func<int, double> of)
        {
            var sum = 0.0;
            for (var g = 0; g < GeneralPoints; g++) sum += weights[g] * of(g);
            return sum / total;
        }

        double[] theta = [.. Enumerable.Range(0, likelihoods.Length).Select(d => Mean(g => given[d, g].Mean))];
        IReadOnlyList<double>[] covariance =
            [.. Enumerable.Range(0, theta.Length).Select(d => (IReadOnlyList<double>)[.. Enumerable.Range(0, theta.Length).Select(e =>
                Mean(g => (given[d, g].Mean - theta[d]) * (given[e, g].Mean - theta[e]) + (d == e ? given[d, g].Variance : 0)))])];
        var center = Mean(g => general[g]);
        return new(theta, covariance, center, Math.Sqrt(Mean(g => (general[g] - center) * (general[g] - center))));
    }

    private const double Reach = 6, NarrowReach = 8, LeastWidth = 1.1;
    private const int GeneralPoints = 61, FewPoints = 121, ManyPoints = 601, ManyAnswers = 150;

    /// <summary>What a domain's answers say of its ability at a general ability.</summary>
    private sealed class DomainLikelihood
    {
        private readonly List<(ItemModel Item, sbyte Response)> _answers;
        private readonly double _mean, _loading, _own;
        private readonly double[] _points, _log, _weights;
        private readonly bool _fixed;

        public DomainLikelihood(NormalPrior prior, double share, List<(ItemModel Item, sbyte Response)> answers)
        {
            _answers = answers;
            (_mean, _loading, _own) = (prior.Mean, prior.StandardDeviation * Math.Sqrt(share), prior.StandardDeviation * Math.Sqrt(1 - share));
            var count = answers.Count < ManyAnswers ? FewPoints : ManyPoints;
            // Points that do not depend on the general ability, so that the answers are looked at once, unless the domain's own part is too narrow for them.
            _fixed = _own >= LeastWidth * prior.StandardDeviation * 2 * Reach / (count - 1);
            var reach = Reach * (_fixed ? prior.StandardDeviation : _own);
            _points = ThetaGrid.Even(-reach, reach, count);
            _log = new double[count];
            _weights = new double[count];
            if (_fixed)
                for (var q = 0; q < count; q++) _log[q] = LogLikelihood(_mean + _points[q]) + Math.Log(ThetaGrid.Weight(q, count));
        }

        /// <summary>The logarithm of the answers' likelihood, and mean and variance of the domain's ability.</summary>
        public (double Log, double Mean, double Variance) Given(double general)
        {
            var center = _loading * general;
            if (_own == 0) return (LogLikelihood(_mean + center), _mean + center, 0);
            if (_answers.Count == 0) return (0, _mean + center, _own * _own);
            var start = _fixed ? 0 : center;
            var largest = double.NegativeInfinity;
            for (var q = 0; q < _points.Length; q++)
            {
                var z = (start + _points[q] - center) / _own;
                var log = _fixed ? _log[q] : LogLikelihood(_mean + center + _points[q]) + Math.Log(ThetaGrid.Weight(q, _points.Length));
                largest = Math.Max(largest, _weights[q] = log - z * z / 2);
            }
            double weight = 0, mean = 0, square = 0;
            for (var q = 0; q < _points.Length; q++)
            {
                var w = _weights[q] = Math.Exp(_weights[q] - largest);
                weight += w;
                mean += w * _points[q];
            }
            mean /= weight;
            for (var q = 0; q < _points.Length; q++) square += _weights[q] * (_points[q] - mean) * (_points[q] - mean);
            var step = _points[1] - _points[0];
            return (largest + Math.Log(weight * step / (_own * Math.Sqrt(2 * Math.PI))), _mean + start + mean, square / weight);
        }

        private double LogLikelihood(double theta)
        {
            var sum = 0.0;
            foreach (var (item, response) in _answers) sum += item.LogLikelihood(theta, response).Value;
            return sum;
        }
    }
}

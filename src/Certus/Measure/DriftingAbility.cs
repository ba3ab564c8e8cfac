namespace Certus.Measure;

/// <summary>Ability that moves with time, so that old answers say less of it than new ones.</summary>
/// <remarks>
/// Between answers theta follows an Ornstein–Uhlenbeck process about the prior: the abilities at two instants are normal with the prior's mean and standard deviation and
/// correlate as e^(−days / <see cref="Days"/>). Unlike a random walk it never becomes less sure than the prior, and unlike a discounted likelihood it is a model, whose days can be
/// fitted. Uhlenbeck and Ornstein (1930); as a prior on ability Wang, Berger and Burdick (2013) use its random-walk relative.
/// </remarks>
/// <param name="Prior">Ability at any one instant.</param>
/// <param name="Days">After so many days the correlation of ability with itself is down to 1/e; above 0, may be infinite: then nothing moves.</param>
public sealed record DriftingAbility(NormalPrior Prior, double Days)
{
    private const int Points = 241;
    private const double Reach = 6, LeastWidth = 1.1;

    /// <summary>How alike ability is to what it was.</summary>
    /// <param name="days">At least 0.</param>
    /// <returns>A correlation from 0 to 1.</returns>
    public double Correlation(double days) => Math.Exp(-days / Days);

    /// <summary>The ability now: mean and standard deviation of the posterior.</summary>
    /// <param name="answers">In any order; without one the prior is all there is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative or not finite, a response is no category of its item, or the process is none.</exception>
    /// <remarks>
    /// A forward filter on 241 points. Answers closer together than the grid can follow (0.15 % of <see cref="Days"/>, half a day of a year) count as given at one instant; no time is
    /// lost by that, only moved.
    /// </remarks>
    public AbilityEstimate.Found Estimate(IEnumerable<DatedResponse> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        Prior.Checked();
        if (!(Days > 0)) throw new ArgumentOutOfRangeException(nameof(answers), Days, "The days in which ability moves must be above 0.");
        var ordered = answers.OrderByDescending(answer => answer.DaysAgo).ToList();
        foreach (var answer in ordered)
        {
            if (!double.IsFinite(answer.DaysAgo) || answer.DaysAgo < 0) throw new ArgumentOutOfRangeException(nameof(answers), answer.DaysAgo, "Days ago must be finite and at least 0.");
            if (answer.Category < 0 || answer.Category >= answer.Item.Categories) throw new ArgumentOutOfRangeException(nameof(answers), answer.Category, $"A response must be from 0 to {answer.Item.Categories - 1}.");
        }

        // In the prior's standard deviations from here on.
        var nodes = ThetaGrid.Even(-Reach, Reach, Points);
        var density = nodes.Select((z, q) => Math.Exp(-z * z / 2) * ThetaGrid.Weight(q, Points)).ToArray();
        var log = new double[Points];
        Dictionary<double, double[]> kernels = [];
        var waiting = 0.0;
        for (var i = 0; i < ordered.Count;)
        {
            var now = ordered[i].DaysAgo;
            if (i > 0) waiting += ordered[i - 1].DaysAgo - now;
            if (Spread(waiting) >= LeastWidth * (nodes[1] - nodes[0]))
            {
                Move(density, nodes, Kernel(waiting, nodes, kernels));
                waiting = 0;
            }
            Array.Clear(log);
            for (; i < ordered.Count && ordered[i].DaysAgo == now; i++)
                for (var q = 0; q < Points; q++) log[q] += ordered[i].Item.LogLikelihood(Prior.Mean + Prior.StandardDeviation * nodes[q], ordered[i].Category).Value;
            var largest = log.Max();
            for (var q = 0; q < Points; q++) density[q] *= Math.Exp(log[q] - largest);
            var total = density.Sum();
            for (var q = 0; q < Points; q++) density[q] /= total;
        }

        var weight = density.Sum();
        var mean = density.Zip(nodes, (w, z) => w * z).Sum() / weight;
        var variance = density.Zip(nodes, (w, z) => w * (z - mean) * (z - mean)).Sum() / weight;
        if (ordered.Count > 0) waiting += ordered[^1].DaysAgo;
        var (correlation, spread) = (Correlation(waiting), Spread(waiting));
        var error = Prior.StandardDeviation * Math.Sqrt(correlation * correlation * variance + spread * spread);
        return new(Prior.Mean + Prior.StandardDeviation * correlation * mean, error, error);
    }

    /// <summary>How far ability may have moved, as a standard deviation in the prior's.</summary>
    private double Spread(double days) => Math.Sqrt(Math.Max(0, 1 - Math.Exp(-2 * days / Days)));

    /// <summary>The density of each point after some days, for each point before them.</summary>
    private double[] Kernel(double days, double[] nodes, Dictionary<double, double[]> known)
    {
        if (known.TryGetValue(days, out var kernel)) return kernel;
        kernel = new double[Points * Points];
        var (correlation, spread) = (Correlation(days), Spread(days));
        for (var to = 0; to < Points; to++)
            for (var from = 0; from < Points; from++)
            {
                var z = (nodes[to] - correlation * nodes[from]) / spread;
                kernel[to * Points + from] = Math.Exp(-z * z / 2);
            }
        return known[days] = kernel;
    }

    private static void Move(double[] density, double[] nodes, double[] kernel)
    {
        var moved = new double[nodes.Length];
        for (var to = 0; to < nodes.Length; to++)
        {
            var sum = 0.0;
            for (var from = 0; from < nodes.Length; from++) sum += kernel[to * nodes.Length + from] * density[from];
            moved[to] = sum * ThetaGrid.Weight(to, nodes.Length);
        }
        moved.CopyTo(density, 0);
    }
}

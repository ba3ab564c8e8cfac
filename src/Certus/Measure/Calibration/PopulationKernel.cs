namespace Certus.Measure.Calibration;

/// <summary>The normal distributions of ability in the groups, as a kernel whose categories are the groups: every person has answered it.</summary>
/// <remarks>Parameters of each group in turn: the mean, if it is free; the logarithm of the standard deviation, if it is free. Where neither is, N(0, 1).</remarks>
internal sealed class PopulationKernel : Kernel
{
    private const double MostMean = 5.5, MostLogDeviation = 1.8, LeastLogDeviation = -4;
    private readonly (int Mean, int Deviation)[] _at;

    /// <param name="groups">Of each group, whether its mean and its standard deviation are free.</param>
    public PopulationKernel(IReadOnlyList<(bool Mean, bool Deviation)> groups)
        : base(groups.Count, groups.Sum(group => (group.Mean ? 1 : 0) + (group.Deviation ? 1 : 0)))
    {
        _at = new (int, int)[groups.Count];
        var next = 0;
        for (var g = 0; g < _at.Length; g++) _at[g] = (groups[g].Mean ? next++ : -1, groups[g].Deviation ? next++ : -1);
    }

    public (int Mean, int Deviation) At(int group) => _at[group];

    public double Mean(ReadOnlySpan<double> beta, int group) => _at[group].Mean is >= 0 and var at ? beta[at] : 0;

    public double Deviation(ReadOnlySpan<double> beta, int group) => _at[group].Deviation is >= 0 and var at ? Math.Exp(beta[at]) : 1;

    public override (double Low, double High) Range(int parameter) =>
        _at.Any(at => at.Mean == parameter) ? (-MostMean, MostMean) : (LeastLogDeviation, MostLogDeviation);

    public override void Tabulate(ReadOnlySpan<double> beta, Span<double> logP, Span<double> scores)
    {
        scores.Clear();
        for (var g = 0; g < Categories; g++)
        {
            var row = logP.Slice(g * Grid.Padded, Grid.Padded);
            Grid.LogNormal(Mean(beta, g), Deviation(beta, g), row);
            if (scores.IsEmpty || _at[g] is (-1, -1)) continue;
            var (first, second, deviation) = (At(beta, g, row, 1), At(beta, g, row, 2), Deviation(beta, g));
            for (var q = 0; q < Grid.Real; q++)
            {
                var t = (Grid.Theta[q] - Mean(beta, g)) / deviation;
                if (_at[g].Mean >= 0) scores[(g * Parameters + _at[g].Mean) * Grid.Padded + q] = (t - first) / deviation;
                if (_at[g].Deviation >= 0) scores[(g * Parameters + _at[g].Deviation) * Grid.Padded + q] = t * t - second;
            }
        }
    }

    public override void AddInformation(ReadOnlySpan<double> beta, ReadOnlySpan<double> expected, ReadOnlySpan<double> logP, ReadOnlySpan<double> scores, Span<double> into)
    {
        Span<double> weight = stackalloc double[Grid.Padded];
        for (var g = 0; g < Categories; g++)
        {
            var persons = 0.0;
            for (var q = 0; q < Grid.Real; q++) persons += expected[g * Grid.Padded + q];
            for (var q = 0; q < Grid.Padded; q++) weight[q] = persons * Math.Exp(logP[g * Grid.Padded + q]);
            AddProducts(weight, scores.Slice(g * Parameters * Grid.Padded, Parameters * Grid.Padded), into);
        }
    }

    public override void AddCurvature(ReadOnlySpan<double> beta, ReadOnlySpan<double> expected, Span<double> into)
    {
        // ln P is u(theta) less ln of the sum of e^u; its second derivative is u″ − E[u″] − Cov[u′], E and Cov under the weights themselves.
        var logP = new double[Categories * Grid.Padded];
        var scores = new double[Categories * Parameters * Grid.Padded];
        Tabulate(beta, logP, scores);
        AddInformation(beta, expected, logP, scores, into);
        for (var g = 0; g < Categories; g++)
        {
            var (mean, deviation) = _at[g];
            if (deviation < 0) continue;
            var row = logP.AsSpan(g * Grid.Padded, Grid.Padded);
            var (first, second, sd) = (At(beta, g, row, 1), At(beta, g, row, 2), Deviation(beta, g));
            double cross = 0, square = 0;
            for (var q = 0; q < Grid.Real; q++)
            {
                var t = (Grid.Theta[q] - Mean(beta, g)) / sd;
                cross += expected[g * Grid.Padded + q] * 2 * (t - first) / sd;
                square += expected[g * Grid.Padded + q] * 2 * (t * t - second);
            }
            into[deviation * Parameters + deviation] += square;
            if (mean < 0) continue;
            into[mean * Parameters + deviation] += cross;
            into[deviation * Parameters + mean] += cross;
        }
    }

    /// <summary>The mean of a power of the standardized ability under a group's own weights.</summary>
    private double At(ReadOnlySpan<double> beta, int group, ReadOnlySpan<double> logP, int power)
    {
        var sum = 0.0;
        for (var q = 0; q < Grid.Real; q++)
        {
            var t = (Grid.Theta[q] - Mean(beta, group)) / Deviation(beta, group);
            sum += Math.Exp(logP[q]) * (power == 1 ? t : t * t);
        }
        return sum;
    }
}

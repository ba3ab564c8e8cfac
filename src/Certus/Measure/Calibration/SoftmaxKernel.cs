namespace Certus.Measure.Calibration;

/// <summary>Models whose P(k) is proportional to e^(z_k): generalized partial credit and nominal.</summary>
/// <remarks>
/// z_k is linear in the parameters. Partial credit: a, then d_1, d_2, …, with z_k = k·a·theta + d_k. Nominal: the slopes a_1, a_2, …, then the intercepts d_1, d_2, …,
/// with z_k = a_k·theta + d_k; category 0 has both 0. The first derivatives of ln P(k) are those of z_k less their mean, the second minus their covariance.
/// </remarks>
internal sealed class SoftmaxKernel(int categories, bool nominal) : Kernel(categories, nominal ? 2 * (categories - 1) : categories)
{
    public override void Tabulate(ReadOnlySpan<double> beta, Span<double> logP, Span<double> scores)
    {
        Span<double> p = stackalloc double[Categories];
        for (var q = 0; q < Grid.Padded; q++)
        {
            Probabilities(beta, q, p, logP[q..]);
            if (scores.IsEmpty) continue;
            for (var d = 0; d < Parameters; d++)
            {
                var mean = Mean(p, d, q);
                for (var k = 0; k < Categories; k++) scores[(k * Parameters + d) * Grid.Padded + q] = Design(k, d, q) - mean;
            }
        }
    }

    public override void AddCurvature(ReadOnlySpan<double> beta, ReadOnlySpan<double> expected, Span<double> into)
    {
        Span<double> p = stackalloc double[Categories];
        Span<double> logP = stackalloc double[Categories * Grid.Padded];
        for (var q = 0; q < Grid.Real; q++)
        {
            var count = 0.0;
            for (var k = 0; k < Categories; k++) count += expected[k * Grid.Padded + q];
            Probabilities(beta, q, p, logP);
            for (var a = 0; a < Parameters; a++)
                for (var b = 0; b < Parameters; b++)
                {
                    double both = 0, left = Mean(p, a, q), right = Mean(p, b, q);
                    for (var k = 0; k < Categories; k++) both += p[k] * (Design(k, a, q) - left) * (Design(k, b, q) - right);
                    into[a * Parameters + b] += count * both;
                }
        }
    }

    private void Probabilities(ReadOnlySpan<double> beta, int q, Span<double> p, Span<double> logP)
    {
        var (theta, largest) = (Grid.Theta[q], double.NegativeInfinity);
        for (var k = 0; k < Categories; k++)
        {
            p[k] = k == 0 ? 0 : nominal ? beta[k - 1] * theta + beta[Categories - 2 + k] : k * beta[0] * theta + beta[k];
            largest = Math.Max(largest, p[k]);
        }
        var sum = 0.0;
        for (var k = 0; k < Categories; k++) sum += Math.Exp(p[k] - largest);
        var log = largest + Math.Log(sum);
        for (var k = 0; k < Categories; k++) p[k] = Math.Exp(logP[k * Grid.Padded] = p[k] - log);
    }

    /// <summary>The derivative of z_k by a parameter.</summary>
    private double Design(int k, int d, int q) =>
        nominal ? d < Categories - 1 ? (k == d + 1 ? Grid.Theta[q] : 0) : (k == d - Categories + 2 ? 1 : 0)
        : d == 0 ? k * Grid.Theta[q] : k == d ? 1 : 0;

    private double Mean(ReadOnlySpan<double> p, int d, int q)
    {
        var mean = 0.0;
        for (var k = 0; k < Categories; k++) mean += p[k] * Design(k, d, q);
        return mean;
    }
}

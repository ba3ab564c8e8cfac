using Certus.Numerics;

namespace Certus.Measure.Calibration;

/// <summary>The graded model: a, then the intercepts d_1 &gt; d_2 &gt; … of P(at least k) = σ(a·theta + d_k).</summary>
/// <remarks>ln P(k) = ln σ(z_k) + ln σ(−z_(k+1)) + ln(1 − e^(d_(k+1) − d_k)): three terms that keep their digits, each with simple derivatives.</remarks>
internal sealed class GradedKernel(int categories) : Kernel(categories, categories)
{
    private const double MostSlope = 50, LeastGap = 1e-9;

    public override (double Low, double High) Range(int parameter) => parameter == 0 ? (-MostSlope, MostSlope) : base.Range(parameter);

    public override bool Allows(ReadOnlySpan<double> beta)
    {
        for (var k = 2; k < Categories; k++)
            if (!(beta[k - 1] - beta[k] >= LeastGap)) return false;
        return true;
    }

    public override void Tabulate(ReadOnlySpan<double> beta, Span<double> logP, Span<double> scores)
    {
        scores.Clear();
        for (var k = 0; k < Categories; k++)
        {
            var gap = Gap(beta, k);
            for (var q = 0; q < Grid.Padded; q++)
            {
                var (theta, value, slope) = (Grid.Theta[q], 0.0, 0.0);
                if (k > 0)
                {
                    var z = beta[0] * theta + beta[k];
                    value += Sigmoid.LogAt(z);
                    var missed = Sigmoid.At(-z);
                    slope += missed;
                    if (!scores.IsEmpty) scores[(k * Parameters + k) * Grid.Padded + q] += missed + gap.Slope;
                }
                if (k < Categories - 1)
                {
                    var z = beta[0] * theta + beta[k + 1];
                    value += Sigmoid.LogAt(-z);
                    var passed = Sigmoid.At(z);
                    slope -= passed;
                    if (!scores.IsEmpty) scores[(k * Parameters + k + 1) * Grid.Padded + q] -= passed + gap.Slope;
                }
                logP[k * Grid.Padded + q] = value + gap.Value;
                if (!scores.IsEmpty) scores[k * Parameters * Grid.Padded + q] = slope * theta;
            }
        }
    }

    public override void AddCurvature(ReadOnlySpan<double> beta, ReadOnlySpan<double> expected, Span<double> into)
    {
        for (var k = 0; k < Categories; k++)
        {
            var (gap, total) = (Gap(beta, k), 0.0);
            for (var q = 0; q < Grid.Real; q++)
            {
                var count = expected[k * Grid.Padded + q];
                total += count;
                if (k > 0) AddLogistic(beta, k, q, count, into);
                if (k < Categories - 1) AddLogistic(beta, k + 1, q, count, into);
            }
            if (k == 0 || k == Categories - 1) continue;
            into[k * Parameters + k] += total * gap.Bend;
            into[(k + 1) * Parameters + k + 1] += total * gap.Bend;
            into[k * Parameters + k + 1] -= total * gap.Bend;
            into[(k + 1) * Parameters + k] -= total * gap.Bend;
        }
    }

    private void AddLogistic(ReadOnlySpan<double> beta, int at, int q, double count, Span<double> into)
    {
        var (theta, z) = (Grid.Theta[q], beta[0] * Grid.Theta[q] + beta[at]);
        var w = count * Sigmoid.At(z) * Sigmoid.At(-z);
        into[0] += w * theta * theta;
        into[at] += w * theta;
        into[at * Parameters] += w * theta;
        into[at * Parameters + at] += w;
    }

    /// <summary>ln(1 − e^−δ) with δ = d_k − d_(k+1), its derivative by δ, and minus the second one; nothing for the first and the last category.</summary>
    private (double Value, double Slope, double Bend) Gap(ReadOnlySpan<double> beta, int k)
    {
        if (k == 0 || k == Categories - 1) return default;
        var delta = beta[k] - beta[k + 1];
        var slope = 1 / Math.Exp(delta) / (1 - Math.Exp(-delta));
        return (Sigmoid.LogOneMinusExp(delta), slope, slope * (1 + slope));
    }
}

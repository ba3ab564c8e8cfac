using Certus.Numerics;

namespace Certus.Measure.Calibration;

/// <summary>Right or wrong: P = c + (1 − c) σ(a·theta + d).</summary>
/// <remarks>Parameters: d alone with a = 1 and c = 0 (Rasch); a and d with c = 0; a, d and ln(c / (1 − c)). Priors are on a's logarithm, on b = −d / a and on the logit of c.</remarks>
internal sealed class LogisticKernel(int parameters, CalibrationPrior prior) : Kernel(2, parameters)
{
    private const double MostSlope = 50, LeastBelievedSlope = 0.01, LeastLogit = -12, MostLogit = 6;

    public override (double Low, double High) Range(int parameter) =>
        parameter == 0 && Parameters > 1 ? (prior is { LogDiscrimination: null, Difficulty: null } ? -MostSlope : LeastBelievedSlope, MostSlope)
        : parameter == 2 ? (LeastLogit, MostLogit) : base.Range(parameter);

    public override void Tabulate(ReadOnlySpan<double> beta, Span<double> logP, Span<double> scores)
    {
        var (a, d, logit) = Read(beta);
        var (c, notC, logNotC) = Parameters == 3 ? (Sigmoid.At(logit), Sigmoid.At(-logit), Sigmoid.LogAt(-logit)) : (0, 1, 0);
        var (first, row) = (Parameters == 1 ? -1 : 0, Parameters * Grid.Padded);
        for (var q = 0; q < Grid.Padded; q++)
        {
            var theta = Grid.Theta[q];
            var z = a * theta + d;
            var e = Math.Exp(-Math.Abs(z));
            var (large, small) = (1 / (1 + e), e / (1 + e));
            var (s, t) = z >= 0 ? (large, small) : (small, large);
            var logT = Math.Log(large) - Math.Max(z, 0);
            double right, wrong = -s, known = 0;
            logP[q] = logNotC + logT;
            if (c == 0)
            {
                logP[Grid.Padded + q] = logT + z;
                right = t;
            }
            else
            {
                var p = c + notC * s;
                logP[Grid.Padded + q] = Math.Log(p);
                right = notC * s * t / p;
                known = t * c * notC / p;
            }
            if (scores.IsEmpty) continue;
            if (first == 0) (scores[q], scores[row + q]) = (wrong * theta, right * theta);
            (scores[(first + 1) * Grid.Padded + q], scores[row + (first + 1) * Grid.Padded + q]) = (wrong, right);
            if (Parameters == 3) (scores[2 * Grid.Padded + q], scores[row + 2 * Grid.Padded + q]) = (-c, known);
        }
    }

    public override void AddCurvature(ReadOnlySpan<double> beta, ReadOnlySpan<double> expected, Span<double> into)
    {
        var (a, d, logit) = Read(beta);
        var (c, notC) = Parameters == 3 ? (Sigmoid.At(logit), Sigmoid.At(-logit)) : (0, 1);
        for (var q = 0; q < Grid.Real; q++)
        {
            var theta = Grid.Theta[q];
            double z = a * theta + d, s = Sigmoid.At(z), t = Sigmoid.At(-z), wrong = expected[q], right = expected[Grid.Padded + q], p = c + notC * s;
            double u = notC * s * t / p, v = t * c * notC / p;
            // Minus the second derivatives by z, by z and the logit of c, and by the logit of c.
            var zz = c == 0 ? (wrong + right) * s * t : wrong * s * t + right * (u * u - u * (t - s));
            if (Parameters == 1)
            {
                into[0] += zz;
                continue;
            }
            into[0] += zz * theta * theta;
            into[1] += zz * theta;
            into[Parameters] += zz * theta;
            into[Parameters + 1] += zz;
            if (Parameters < 3) continue;
            var zc = right * (s * v + u * v);
            var cc = wrong * c * notC + right * (v * v - v * (1 - 2 * c));
            into[2] += zc * theta;
            into[6] += zc * theta;
            into[5] += zc;
            into[7] += zc;
            into[8] += cc;
        }
    }

    public override double LogPrior(ReadOnlySpan<double> beta)
    {
        var (a, d, logit) = Read(beta);
        return (Parameters > 1 ? prior.LogDiscrimination?.LogDensity(Math.Log(a)) ?? 0 : 0) + (prior.Difficulty?.LogDensity(-d / a) ?? 0)
            + (Parameters == 3 ? prior.LogitLowerAsymptote?.LogDensity(logit) ?? 0 : 0);
    }

    public override void AddPrior(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> curvature)
    {
        var (a, d, logit) = Read(beta);
        var at = Parameters == 1 ? 0 : 1;
        if (prior.Difficulty is { } difficulty)
        {
            double b = -d / a, weight = 1 / (difficulty.StandardDeviation * difficulty.StandardDeviation), pull = (b - difficulty.Mean) * weight;
            gradient[at] += pull / a;
            if (!curvature.IsEmpty) curvature[at * Parameters + at] += weight / (a * a);
            if (Parameters > 1)
            {
                gradient[0] -= pull * d / (a * a);
                if (!curvature.IsEmpty)
                {
                    curvature[0] += weight * d * d / (a * a * a * a) - 2 * pull * d / (a * a * a);
                    var cross = -weight * d / (a * a * a) + pull / (a * a);
                    curvature[1] += cross;
                    curvature[Parameters] += cross;
                }
            }
        }
        if (Parameters > 1 && prior.LogDiscrimination is { } slope)
        {
            double weight = 1 / (slope.StandardDeviation * slope.StandardDeviation), pull = (Math.Log(a) - slope.Mean) * weight;
            gradient[0] -= pull / a;
            if (!curvature.IsEmpty) curvature[0] += (weight - pull) / (a * a);
        }
        if (Parameters == 3 && prior.LogitLowerAsymptote is { } guessing)
        {
            var weight = 1 / (guessing.StandardDeviation * guessing.StandardDeviation);
            gradient[2] -= (logit - guessing.Mean) * weight;
            if (!curvature.IsEmpty) curvature[8] += weight;
        }
    }

    private (double A, double D, double Logit) Read(ReadOnlySpan<double> beta) =>
        Parameters switch { 1 => (1, beta[0], double.NegativeInfinity), 2 => (beta[0], beta[1], double.NegativeInfinity), _ => (beta[0], beta[1], beta[2]) };
}

using Certus.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Certus.Measure.Readiness;

/// <summary>Would somebody pass a real form on a day, and how sure is that?</summary>
/// <param name="Chance">The chance to pass, averaged over what is not known: ability, how hard a real form is, and where the cut lies.</param>
/// <param name="Range">A 90 % interval of the true chance: what the chance would be if all that were known.</param>
/// <param name="Share">The expected share of right answers on a real form.</param>
/// <param name="ShareRange">A 90 % interval of that share, before the luck of the day.</param>
/// <param name="ByCut">The chance for the lowest, the central and the highest plausible cut.</param>
/// <param name="Domains">In the exam's order.</param>
/// <param name="Answers">Answers that count: timed, of questions never seen before.</param>
/// <param name="LeftOut">Answers that don't.</param>
public sealed record ExamReadiness(
    double Chance, Interval Range, double Share, Interval ShareRange, IReadOnlyList<ChanceByCut> ByCut, IReadOnlyList<DomainReadiness> Domains, int Answers, int LeftOut)
{
    private const int Futures = 512;

    /// <summary>Computes it.</summary>
    /// <param name="answers">All there are; those that are not timed first exposures are counted and left out.</param>
    /// <param name="form">What a real form is taken to be.</param>
    /// <param name="daysUntilExam">From today, 0 or more.</param>
    /// <param name="prior">What is believed without answers; the default where null.</param>
    /// <param name="gain">Logits that study until the exam is supposed to add.</param>
    /// <remarks>
    /// Each of 512 evenly spread futures (Roberts' additive sequence on the generalized golden ratio; no chance in it) takes abilities from <see cref="AbilityPosterior"/>, an offset of the form and a cut;
    /// the chance to pass in each is exact by <see cref="LordWingersky"/>. Their mean is the chance, their 5th and 95th hundredth the interval.
    /// </remarks>
    /// <exception cref="ArgumentException">As <see cref="AbilityPosterior.Of"/>.</exception>
    public static ExamReadiness Of(IReadOnlyList<PracticeAnswer> answers, ExamForm form, double daysUntilExam, AbilityPrior? prior = null, double gain = 0)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(form);
        var ids = form.Domains.Select(domain => domain.Id).ToArray();
        PracticeAnswer[] counting = [.. answers.Where(answer => answer.Counts)];
        var posterior = AbilityPosterior.Of(counting, ids, prior ?? new(), daysUntilExam);
        var root = Root(posterior);
        var difficulties = form.Domains.Select(domain => form.Difficulties(domain.Scored)).ToArray();

        var (chances, shares) = (new double[Futures], new double[Futures]);
        var domainShares = ids.Select(_ => new double[Futures]).ToArray();
        double[] cuts = [form.Cut.Low, form.Cut.Central, form.Cut.High];
        var byCut = new double[cuts.Length];
        var steps = GoldenSteps(ids.Length + 2);
        var normals = new double[ids.Length];
        var right = new double[form.Scored];
        var distribution = new double[form.Scored + 1];
        for (var future = 0; future < Futures; future++)
        {
            for (var i = 0; i < normals.Length; i++) normals[i] = NormalQuantile.At(At(steps[i], future));
            var offset = form.OffsetSd * NormalQuantile.At(At(steps[^2], future));
            var question = 0;
            for (var i = 0; i < ids.Length; i++)
            {
                var theta = posterior.Mean[i] + gain - offset;
                for (var j = 0; j <= i; j++) theta += root[i, j] * normals[j];
                double sum = 0;
                foreach (var difficulty in difficulties[i])
                    sum += right[question++] = form.LowerAsymptote + (1 - form.LowerAsymptote) / (1 + Math.Exp(-form.Discrimination * (theta - difficulty)));
                domainShares[i][future] = difficulties[i].Length == 0 ? 0 : sum / difficulties[i].Length;
                shares[future] += sum / form.Scored;
            }
            LordWingersky.Fill(right, distribution);
            chances[future] = LordWingersky.AtLeast(distribution, CutPrior.RawScore(form.Cut.At(At(steps[^1], future)), form.Scored));
            for (var i = 0; i < cuts.Length; i++) byCut[i] += LordWingersky.AtLeast(distribution, CutPrior.RawScore(cuts[i], form.Scored)) / Futures;
        }
        return new(
            chances.Average(), Range90(chances), shares.Average(), Range90(shares), [.. cuts.Select((cut, i) => new ChanceByCut(cut, byCut[i]))],
            [.. ids.Select((id, i) => new DomainReadiness(
                id, posterior.Mean[i] + gain, posterior.Sd(i), domainShares[i].Average(), Range90(domainShares[i]), counting.Count(answer => answer.Domain == id)))],
            counting.Length, answers.Count - counting.Length);
    }

    /// <summary>The lower triangle whose product with its transpose is the covariance.</summary>
    private static Matrix<double> Root(AbilityPosterior posterior) =>
        Matrix<double>.Build.Dense(posterior.Mean.Count, posterior.Mean.Count, (i, j) => posterior.Covariance[i][j] + (i == j ? 1e-10 : 0)).Cholesky().Factor;

    private static Interval Range90(double[] values)
    {
        var quantiles = Selection.Quantiles([.. values], [0.05, 0.95]);
        return new(quantiles[0], quantiles[1]);
    }

    private static double At(double step, int future)
    {
        var x = 0.5 + (future + 1) * step;
        return Math.Clamp(x - Math.Floor(x), 1e-9, 1 - 1e-9);
    }

    /// <summary>1/g, 1/g², … for the root g of x^(d+1) = x + 1: the steps of the additive sequence that spreads most evenly in d dimensions.</summary>
    private static double[] GoldenSteps(int dimensions)
    {
        var golden = 2.0;
        for (var round = 0; round < 64; round++) golden = Math.Pow(1 + golden, 1.0 / (dimensions + 1));
        var steps = new double[dimensions];
        for (var i = 0; i < dimensions; i++) steps[i] = i == 0 ? 1 / golden : steps[i - 1] / golden;
        return steps;
    }
}

using Certus.Numerics;

namespace Certus.Measure.Readiness;

/// <summary>What a question tells about somebody who just passes, wherever the cut plausibly lies.</summary>
/// <remarks>
/// The pass line is the ability that is expected to get the cut's share of a usual form right. As no cut is published, there are three: at the low, central and high one. Own exponential, so that
/// equal arguments give the same bits on every platform.
/// </remarks>
public sealed class PassLineInformation
{
    private const double Farthest = 12;
    private const int Halvings = 60;

    private PassLineInformation(IReadOnlyList<double> thetas) => Thetas = thetas;

    /// <summary>The abilities, in logits, that pass just at the low, central and high cut; ascending.</summary>
    public IReadOnlyList<double> Thetas { get; }

    /// <summary>Finds the pass line.</summary>
    /// <param name="domains">Per domain its weight on a form and the questions that are usual for it; those without weight or questions are left out.</param>
    /// <param name="cut">What is believed of the cut.</param>
    /// <returns>Null where no domain has both.</returns>
    public static PassLineInformation? Of(IReadOnlyList<(double Weight, IReadOnlyList<ItemPrior> Items)> domains, CutPrior cut)
    {
        ArgumentNullException.ThrowIfNull(domains);
        ArgumentNullException.ThrowIfNull(cut);
        var known = domains.Where(domain => domain.Weight > 0 && domain.Items.Count > 0).ToList();
        foreach (var item in known.SelectMany(domain => domain.Items)) item.Require();
        var total = known.Sum(domain => domain.Weight);
        double Share(double theta) => known.Sum(domain => domain.Weight * domain.Items.Sum(item => Chance(item, theta)) / domain.Items.Count) / total;
        double Passing(double share)
        {
            double low = -Farthest, high = Farthest;
            for (var i = 0; i < Halvings; i++)
            {
                var middle = (low + high) / 2;
                if (Share(middle) < share) low = middle;
                else high = middle;
            }
            return (low + high) / 2;
        }

        return known.Count == 0 ? null : new([Passing(cut.Low), Passing(cut.Central), Passing(cut.High)]);
    }

    /// <summary>The Fisher information of a question, averaged over the three abilities, per squared logit: P′² / (P(1 − P)), at least 0.</summary>
    public double Of(ItemPrior item)
    {
        item.Require();
        var (a, c) = (item.EffectiveSlope, item.LowerAsymptote);
        return Thetas.Sum(theta =>
        {
            var s = Rise(item, theta);
            return s is 0 or 1 ? 0 : a * a * s * (1 - s) * ((1 - c) * s / (c + (1 - c) * s));
        }) / Thetas.Count;
    }

    /// <summary>The chance that somebody who passes at the central cut answers a question right.</summary>
    public double Expected(ItemPrior item)
    {
        item.Require();
        return Chance(item, Thetas[1]);
    }

    private static double Chance(ItemPrior item, double theta) => item.LowerAsymptote + (1 - item.LowerAsymptote) * Rise(item, theta);

    private static double Rise(ItemPrior item, double theta) => 1 / (1 + Elementary.Exp(-item.EffectiveSlope * (theta - item.Difficulty)));
}

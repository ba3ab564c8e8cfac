using Certus.Numerics;

namespace Certus.Practice;

/// <summary>An estimate of the scaled score that an exam would have given; AWS publishes no such table.</summary>
/// <param name="Value">On 100–1000, at the central cut; not rounded, see <see cref="Shown"/>.</param>
/// <param name="Range">What the score could be, over the plausible cuts and the error of a sample of questions; not rounded.</param>
/// <param name="PassMark">The exam's pass mark.</param>
/// <param name="RawCut">The share of right answers taken for the pass mark.</param>
public sealed record ScaledScore(double Value, Interval Range, int PassMark, double RawCut)
{
    /// <summary>The share of right answers at which a form is believed to be passed.</summary>
    public const double CentralCut = 0.72;

    /// <summary>The easiest and the hardest cut thought plausible.</summary>
    public static readonly Interval PlausibleCuts = new(0.68, 0.77);

    /// <summary>Estimates the scaled score of a number of right answers.</summary>
    /// <param name="right">Scored questions answered right, 0 to <paramref name="scored"/>.</param>
    /// <param name="scored">Scored questions, at least 1.</param>
    /// <param name="passMark">On 100–1000.</param>
    /// <remarks>
    /// Piecewise linear: nothing right is 100, the raw cut is the pass mark, all right is 1000. The range takes the lower end of the 90 % Wilson
    /// interval of the share at the hardest cut and the upper end at the easiest, so it covers both unknowns.
    /// </remarks>
    public static ScaledScore Estimate(int right, int scored, int passMark)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scored, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(passMark, 101);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(passMark, 999);
        var share = Interval.OfShare(right, scored);
        return new(
            Scale((double)right / scored, CentralCut, passMark),
            new(Scale(share.Low, PlausibleCuts.High, passMark), Scale(share.High, PlausibleCuts.Low, passMark)), passMark, CentralCut);
    }

    /// <summary>A score as people read it: a whole number on the same side of the pass mark as the score itself.</summary>
    public int Shown(double score)
    {
        var rounded = (int)Math.Round(score, MidpointRounding.AwayFromZero);
        return score < PassMark ? Math.Min(rounded, PassMark - 1) : Math.Max(rounded, PassMark);
    }

    /// <summary>The scaled score of a share of right answers under a cut, both from 0 to 1.</summary>
    public static double Scale(double share, double cut, int passMark) => share < cut
        ? 100 + (passMark - 100) * share / cut
        : passMark + (1000 - passMark) * (share - cut) / (1 - cut);
}

using Certus.Numerics;

namespace Certus.Practice;

/// <summary>How often answers of one degree of sureness were right.</summary>
/// <param name="Level">What the learner said.</param>
/// <param name="Answers">Complete answers with it.</param>
/// <param name="Right">The right ones among them.</param>
public sealed record SurenessLevel(Sureness Level, int Answers, int Right)
{
    /// <summary>The share of right answers; 0 without answers.</summary>
    public double Share => Answers == 0 ? 0 : (double)Right / Answers;

    /// <summary>The 90 % Wilson interval of the share.</summary>
    public Interval Range => Interval.OfShare(Right, Answers);

    /// <summary>The chance to be right that the word is taken to mean: an assumption (grade D).</summary>
    public double Meant => Level switch { Sureness.Sure => 0.9, Sureness.Unsure => 0.65, _ => 0.35 };

    /// <summary>Surer than right: the whole interval lies below what the word means.</summary>
    public bool Over => Answers > 0 && Range.High < Meant;

    /// <summary>More often right than the word means: the whole interval lies above it.</summary>
    public bool Under => Answers > 0 && Range.Low > Meant;
}

namespace Certus.Measure.Adaptive;

/// <summary>What simulated adaptive tests gave.</summary>
/// <param name="Examinees">Each examinee's test.</param>
/// <param name="Exposure">For each item of the bank the share of examinees who were asked it, from 0 to 1.</param>
public sealed record AdaptiveReport(IReadOnlyList<SimulatedExaminee> Examinees, IReadOnlyList<double> Exposure)
{
    private const double NormalNinetyFifth = 1.6448536269514722;

    /// <summary>The mean of estimate less truth, in logits.</summary>
    public double Bias { get; } = Examinees.Average(examinee => examinee.Theta - examinee.TrueTheta);

    /// <summary>The root of the mean squared error, in logits.</summary>
    public double Rmse { get; } = Math.Sqrt(Examinees.Average(examinee => (examinee.Theta - examinee.TrueTheta) * (examinee.Theta - examinee.TrueTheta)));

    /// <summary>The mean standard error that the tests reported, in logits.</summary>
    public double MeanStandardError { get; } = Examinees.Average(examinee => examinee.StandardError);

    /// <summary>The share of examinees whose truth lies in the estimate's 90 % interval.</summary>
    public double Coverage { get; } = Examinees.Average(examinee => Math.Abs(examinee.Theta - examinee.TrueTheta) <= NormalNinetyFifth * examinee.StandardError ? 1.0 : 0);

    /// <summary>The mean number of items.</summary>
    public double MeanItems { get; } = Examinees.Average(examinee => examinee.Items);

    /// <summary>All answers together.</summary>
    public long Steps { get; } = Examinees.Sum(examinee => (long)examinee.Items);

    /// <summary>The share of the bank's items that nobody was asked.</summary>
    public double Unused { get; } = Exposure.Average(share => share == 0 ? 1.0 : 0);

    /// <summary>The share of items that two examinees have in common on average, of a test's mean length.</summary>
    /// <remarks>Chen, Ankenmann and Spray (2003): the mean of the squared exposures beside the mean exposure.</remarks>
    public double Overlap { get; } = Exposure.Sum(share => share * share) / Math.Max(Exposure.Sum(), double.Epsilon);
}

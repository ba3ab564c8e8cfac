namespace Certus.Lab.SageMaker.Tuning;

/// <summary>Early stopping as SageMaker's guide has it: a job ends where its objective is worse than the median of what earlier jobs had on average up to the same epoch.</summary>
/// <param name="metric">The objective's name.</param>
/// <param name="maximize">Whether greater is better.</param>
/// <param name="earlier">The curves of the jobs that ended before this one began.</param>
internal sealed class MedianRule(string metric, bool maximize, IReadOnlyList<double[]> earlier) : EpochWatch(metric)
{
    /// <summary>Of fewer jobs the median is no middle, and the second job would be measured by the first alone.</summary>
    public const int Fewest = 3;

    private readonly List<double[]> _averages = [.. earlier.Select(Averages)];

    protected override bool IsOver(IReadOnlyList<double> curve)
    {
        var epoch = curve.Count - 1;
        List<double> others = [.. _averages.Where(averages => averages.Length > epoch).Select(averages => averages[epoch]).Order()];
        if (others.Count < Fewest) return false;
        var median = (others[(others.Count - 1) / 2] + others[others.Count / 2]) / 2;
        return maximize ? curve[^1] < median : curve[^1] > median;
    }

    private static double[] Averages(double[] curve)
    {
        var averages = new double[curve.Length];
        double sum = 0;
        for (var i = 0; i < curve.Length; i++) averages[i] = (sum += curve[i]) / (i + 1);
        return averages;
    }
}

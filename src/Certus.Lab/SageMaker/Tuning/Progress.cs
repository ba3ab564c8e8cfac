namespace Certus.Lab.SageMaker.Tuning;

/// <summary>Whether a search still gets anywhere.</summary>
internal static class Progress
{
    /// <summary>How many training jobs one after another must have brought nothing before the search is taken to have converged.</summary>
    public const int Converged = 10;

    private const double Least = 0.01;

    /// <summary>After each result, how many results in a row have not improved the best one by 1 % of its size or more.</summary>
    /// <param name="results">In the order in which they came.</param>
    /// <param name="maximize">Whether greater is better.</param>
    public static List<int> NotImproving(IEnumerable<double> results, bool maximize)
    {
        List<int> counts = [];
        var best = double.NaN;
        var idle = 0;
        foreach (var result in results)
        {
            var gain = maximize ? result - best : best - result;
            idle = double.IsNaN(best) || (gain > 0 && gain >= Least * Math.Abs(best)) ? 0 : idle + 1;
            if (idle == 0) best = result; // many small steps may be one large one together
            counts.Add(idle);
        }
        return counts;
    }
}

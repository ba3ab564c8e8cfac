namespace Certus.Measure.Analysis;

/// <summary>What has been counted of one item. Every member is a sum of whole numbers, so that sums of different machines add up exactly, in any order.</summary>
/// <param name="Answers">How many answered.</param>
/// <param name="Score">The sum of their categories.</param>
/// <param name="ScoreSquared">The sum of the squares.</param>
/// <param name="Total">The sum of their totals, this item included.</param>
/// <param name="TotalSquared">The sum of the squares of the totals.</param>
/// <param name="ScoreTotal">The sum of category times total.</param>
public readonly record struct ItemSums(long Answers, long Score, long ScoreSquared, long Total, long TotalSquared, long ScoreTotal)
{
    /// <summary>Both together.</summary>
    public static ItemSums operator +(ItemSums left, ItemSums right) => new(
        left.Answers + right.Answers, left.Score + right.Score, left.ScoreSquared + right.ScoreSquared, left.Total + right.Total, left.TotalSquared + right.TotalSquared, left.ScoreTotal + right.ScoreTotal);

    /// <summary>The same for languages without operators.</summary>
    public static ItemSums Add(ItemSums left, ItemSums right) => left + right;

    /// <summary>One answer.</summary>
    /// <param name="category">From 0.</param>
    /// <param name="total">The person's total, this answer included.</param>
    public static ItemSums Of(int category, long total) => new(1, category, (long)category * category, total, total * total, category * total);

    /// <summary>The variance of the item, n − 1 below; NaN with fewer than two answers.</summary>
    internal double Variance => Covariance(Score, ScoreSquared, Score);

    internal double TotalVariance => Covariance(Total, TotalSquared, Total);

    internal double WithTotal => Covariance(Score, ScoreTotal, Total);

    private double Covariance(long left, long product, long right) => Answers < 2 ? double.NaN : (product - (double)left * right / Answers) / (Answers - 1);
}

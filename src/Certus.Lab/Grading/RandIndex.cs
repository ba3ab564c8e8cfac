namespace Certus.Lab.Grading;

/// <summary>How far two ways to group the same rows agree, whatever the groups are called.</summary>
internal static class RandIndex
{
    /// <summary>The adjusted Rand index (Hubert and Arabie, 1985).</summary>
    /// <returns>1 where both group alike, about 0 where they agree by chance only; 0 where one of them makes a single group.</returns>
    public static double Adjusted(IReadOnlyList<int> one, IReadOnlyList<int> other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Count, one.Count);
        double both = one.Zip(other).CountBy(pair => pair).Sum(cell => Pairs(cell.Value)), left = one.CountBy(group => group).Sum(group => Pairs(group.Value)), right = other.CountBy(group => group).Sum(group => Pairs(group.Value));
        var expected = left * right / Pairs(one.Count);
        var most = (left + right) / 2;
        return most - expected <= 0 ? 0 : (both - expected) / (most - expected);
    }

    private static double Pairs(double count) => count * (count - 1) / 2;
}

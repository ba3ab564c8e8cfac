namespace Certus.Numerics;

/// <summary>Shares out whole seats in proportion to weights.</summary>
public static class LargestRemainder
{
    /// <summary>How many of <paramref name="seats"/> each weight gets (Hamilton's method).</summary>
    /// <param name="seats">At least 0.</param>
    /// <param name="weights">At least one above 0, none below.</param>
    /// <returns>As many whole numbers as weights; their sum is <paramref name="seats"/>. Equal remainders favor the earlier weight.</returns>
    public static IReadOnlyList<int> Share(int seats, IReadOnlyList<decimal> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seats);
        ArgumentNullException.ThrowIfNull(weights);
        foreach (var weight in weights) ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
        var total = weights.Sum();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total, nameof(weights));
        var whole = weights.Select(weight => (int)decimal.Floor(seats * weight / total)).ToArray();
        // Remainders times the total: quotients would be rounded, and equal remainders would no longer be equal.
        var order = Enumerable.Range(0, whole.Length).OrderByDescending(i => seats * weights[i] - whole[i] * total).ThenBy(i => i);
        foreach (var i in order.Take(seats - whole.Sum())) whole[i]++;
        return whole;
    }
}

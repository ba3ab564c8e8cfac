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
        var exact = weights.Select(weight => seats * weight / total).ToArray();
        var whole = exact.Select(share => (int)decimal.Floor(share)).ToArray();
        var order = Enumerable.Range(0, exact.Length).OrderByDescending(i => exact[i] - whole[i]).ThenBy(i => i);
        foreach (var i in order.Take(seats - whole.Sum())) whole[i]++;
        return whole;
    }
}

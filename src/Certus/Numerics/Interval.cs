namespace Certus.Numerics;

/// <summary>A closed range of plausible values.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end, at least <paramref name="Low"/>.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether the value lies inside, ends included.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>The Wilson score interval of a share.</summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 0; with none, the interval is 0 to 1.</param>
    /// <param name="z">The normal quantile: 1.644854 for a 90 % interval.</param>
    /// <returns>Both ends from 0 to 1.</returns>
    /// <remarks>Wilson (1927). It stays inside 0 to 1 and keeps its coverage for the ten answers of a small domain, where p ± z·se does not.</remarks>
    public static Interval OfShare(int successes, int trials, double z = 1.6448536269514722)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0) return new(0, 1);
        double n = trials, p = successes / n, z2 = z * z;
        var center = (p + z2 / (2 * n)) / (1 + z2 / n);
        var half = z / (1 + z2 / n) * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return new(successes == 0 ? 0 : Math.Max(0, center - half), successes == trials ? 1 : Math.Min(1, center + half));      // rounding would leave these ends a hair inside
    }
}

using System.Collections.Immutable;

namespace Certus.Remember;

/// <summary>The 21 parameters of FSRS-6.</summary>
/// <remarks>
/// w0–w3 initial stability by grade, w4–w5 initial difficulty, w6–w7 its change and its return to the mean, w8–w10 growth of stability after a success, w11–w14 stability after a
/// lapse, w15 penalty of Hard, w16 bonus of Easy, w17–w19 reviews of the same day, w20 how the curve bends.
/// </remarks>
public sealed class Fsrs6Parameters
{
    /// <summary>How many there are.</summary>
    public const int Count = 21;

    /// <summary>The lowest value of each.</summary>
    public static readonly ImmutableArray<double> Lowest =
        [0.001, 0.001, 0.001, 0.001, 1, 0.001, 0.001, 0.001, 0, 0, 0.001, 0.001, 0.001, 0.001, 0, 0, 1, 0, 0, 0, 0.1];

    /// <summary>The highest value of each.</summary>
    public static readonly ImmutableArray<double> Highest =
        [100, 100, 100, 100, 10, 4, 4, 0.75, 4.5, 0.8, 3.5, 5, 0.25, 0.9, 4, 1, 6, 2, 2, 0.8, 0.8];

    /// <summary>The published defaults, fitted to some ten thousand learners.</summary>
    public static readonly Fsrs6Parameters Default = new(
        [0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542]);

    /// <summary>Takes 21 numbers.</summary>
    /// <exception cref="ArgumentException">There are not 21, or one lies outside its range; the message names it.</exception>
    public Fsrs6Parameters(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (FaultOf(values) is { } fault) throw new ArgumentException(fault, nameof(values));
        Values = [.. values];
    }

    /// <summary>The numbers, w0 to w20.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>One of them.</summary>
    public double this[int index] => Values[index];

    /// <summary>With the gain of a same-day review limited, so that several relearning steps in a row do not make a lapsed memory more stable than it was before.</summary>
    /// <param name="relearningSteps">How many steps follow a lapse.</param>
    /// <remarks>w17 and w18 are each at most √(−(ln w11 + ln(2^w13 − 1) + 0.3 w14) / n), as the FSRS project's scheduler limits them; one step needs no limit.</remarks>
    public Fsrs6Parameters ForRelearning(int relearningSteps)
    {
        if (relearningSteps <= 1) return this;
        var product = -(Math.Log(Values[11]) + Math.Log(Math.Pow(2, Values[13]) - 1) + 0.3 * Values[14]) / relearningSteps;
        var most = Math.Sqrt(Math.Clamp(product, 0.01, 2));
        return Values[17] <= most && Values[18] <= most ? this : new(Values.SetItem(17, Math.Min(Values[17], most)).SetItem(18, Math.Min(Values[18], most)));
    }

    /// <summary>What is wrong with some numbers as parameters, in one sentence; null where nothing is.</summary>
    public static string? FaultOf(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != Count) return $"FSRS-6 has {Count} parameters, not {values.Count}.";
        for (var i = 0; i < Count; i++)
            if (!(values[i] >= Lowest[i] && values[i] <= Highest[i]))
                return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"w{i} is {values[i]}, not from {Lowest[i]} to {Highest[i]}.");
        return null;
    }
}

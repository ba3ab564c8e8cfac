using Certus.Numerics;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>Draws that the algorithms need beside those of <see cref="SeededRandom"/>.</summary>
internal static class Chance
{
    /// <summary>Above 0 and below 1.</summary>
    public static double Unit(this SeededRandom random) => ((random.Next() >> 12) + 0.5) / (1UL << 52);

    /// <summary>Some of the numbers below a count, each set equally likely; all in order where as many are wanted.</summary>
    public static int[] Sample(this SeededRandom random, int count, int wanted)
    {
        if (wanted >= count) return [.. Enumerable.Range(0, count)];
        // Floyd's (1987): as many draws as are wanted.
        HashSet<int> chosen = [];
        for (var i = count - wanted; i < count; i++)
            if (!chosen.Add(random.Below(i + 1))) chosen.Add(i);
        var sample = chosen.ToArray();
        Array.Sort(sample);
        return sample;
    }
}

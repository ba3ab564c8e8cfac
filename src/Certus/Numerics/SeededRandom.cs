namespace Certus.Numerics;

/// <summary>A small random sequence that is the same for the same seed on every platform, forever.</summary>
/// <remarks>
/// SplitMix64 (Steele, Lea and Flood, 2014): 64 bits of state, period 2^64. <c>System.Random</c> does not promise its sequence to the
/// next .NET; a form or a generated question must be the same in ten years. Not for secrets.
/// </remarks>
public sealed class SeededRandom
{
    internal const ulong Step = 0x9E3779B97F4A7C15UL;
    private ulong _state;

    /// <summary>Starts the sequence of a seed, for one purpose.</summary>
    /// <param name="seed">Any value; equal seeds give equal sequences.</param>
    /// <param name="purpose">Names what is drawn, so that two uses of one seed do not share their numbers.</param>
    public SeededRandom(ulong seed, string purpose = "")
    {
        ArgumentNullException.ThrowIfNull(purpose);
        _state = seed;
        if (purpose.Length > 0) _state = Mix(seed) ^ Fnv1a(purpose);
    }

    /// <summary>Where the sequence stands.</summary>
    internal ulong State => _state;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += Step;
        return Mix(_state);
    }

    /// <summary>A whole number from 0 to <paramref name="count"/> − 1, each equally likely.</summary>
    /// <exception cref="ArgumentOutOfRangeException">count is not above 0.</exception>
    public int Below(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var bound = (ulong)count;
        var threshold = (0UL - bound) % bound;      // values below it would favor small results
        while (true)
        {
            var draw = Next();
            if (draw >= threshold) return (int)(draw % bound);
        }
    }

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public int Between(int min, int max) => min + Below(max - min + 1);

    /// <summary>One of the given values, each equally likely.</summary>
    public T Pick<T>(IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values[Below(values.Count)];
    }

    /// <summary>A new list with the same values in random order (Fisher–Yates).</summary>
    public IReadOnlyList<T> Shuffle<T>(IEnumerable<T> values)
    {
        var list = values.ToArray();
        for (var i = list.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
        return list;
    }

    internal static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    private static ulong Fnv1a(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}

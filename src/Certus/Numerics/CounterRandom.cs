namespace Certus.Numerics;

/// <summary>Uniform numbers by position: the hundredth can be had without the ninety-nine before it, and is the same on every platform, forever.</summary>
/// <remarks>
/// SplitMix64 (Steele, Lea and Flood, 2014) read by counter: the state after i steps is the start plus i times a constant. Two names give two streams, so that
/// one input of a simulation keeps its numbers whatever is drawn for the others: common random numbers. Not for secrets.
/// </remarks>
/// <param name="seed">Any value; equal seeds and names give equal streams.</param>
/// <param name="name">What is drawn.</param>
public readonly struct CounterRandom(ulong seed, string name)
{
    private const double Unit = 1.0 / (1UL << 52);
    private readonly ulong _start = new SeededRandom(seed, name).State;

    /// <summary>The number at a position.</summary>
    /// <param name="position">From 0.</param>
    /// <returns>Above 0 and below 1.</returns>
    public double At(ulong position) => ((SeededRandom.Mix(_start + (position + 1) * SeededRandom.Step) >> 12) + 0.5) * Unit;

    /// <summary>The numbers from a position on.</summary>
    public void Fill(Span<double> values, ulong from)
    {
        var state = _start + from * SeededRandom.Step;
        for (var i = 0; i < values.Length; i++)
        {
            state += SeededRandom.Step;
            values[i] = ((SeededRandom.Mix(state) >> 12) + 0.5) * Unit;
        }
    }
}

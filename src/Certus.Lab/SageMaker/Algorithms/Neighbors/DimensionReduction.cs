using System.Numerics;
using Certus.Numerics;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>Fewer dimensions that keep distances about: a random projection, made anew from its seed.</summary>
/// <param name="type">sign: a matrix of signs (Achlioptas, 2003); fjlt: signs, Walsh–Hadamard transform, some of its entries (Ailon and Chazelle, 2009); none.</param>
internal sealed class DimensionReduction(string type, int dimension, int target, ulong seed)
{
    private readonly float[] _signs = Signs(type == "sign" ? (long)dimension * target : type == "fjlt" ? dimension : 0, seed);
    private readonly int[] _entries = type == "fjlt" ? new SeededRandom(seed, "fjlt entries").Sample((int)BitOperations.RoundUpToPowerOf2((uint)dimension), target) : [];

    /// <summary>Dimensions afterwards.</summary>
    public int Target => type == "none" ? dimension : target;

    public void Apply(ReadOnlySpan<float> row, Span<float> into)
    {
        var scale = 1 / MathF.Sqrt(target);
        switch (type)
        {
            case "sign":
                for (var i = 0; i < target; i++) into[i] = scale * Distance.Inner(row, _signs.AsSpan(i * dimension, dimension));
                break;
            case "fjlt":
                var padded = new float[BitOperations.RoundUpToPowerOf2((uint)dimension)];
                for (var i = 0; i < dimension; i++) padded[i] = row[i] * _signs[i];
                for (var half = 1; half < padded.Length; half *= 2)
                    for (var from = 0; from < padded.Length; from += 2 * half)
                        for (var i = from; i < from + half; i++) (padded[i], padded[i + half]) = (padded[i] + padded[i + half], padded[i] - padded[i + half]);
                for (var i = 0; i < target; i++) into[i] = scale * padded[_entries[i]];
                break;
            default:
                row.CopyTo(into);
                break;
        }
    }

    private static float[] Signs(long count, ulong seed)
    {
        var random = new SeededRandom(seed, "projection");
        var signs = new float[count];
        for (var i = 0; i < signs.Length; i++) signs[i] = (random.Next() & 1) == 0 ? 1 : -1;
        return signs;
    }
}

using System.Numerics;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>Sums over two rows of equal length.</summary>
internal static class Distance
{
    /// <summary>The square of the Euclidean distance.</summary>
    public static float Squared(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0f;
        var i = 0;
        if (a.Length >= Vector<float>.Count)
        {
            var partial = Vector<float>.Zero;
            for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var difference = new Vector<float>(a[i..]) - new Vector<float>(b[i..]);
                partial += difference * difference;
            }
            sum = Vector.Sum(partial);
        }
        for (; i < a.Length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    /// <summary>The inner product.</summary>
    public static float Inner(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0f;
        var i = 0;
        if (a.Length >= Vector<float>.Count)
        {
            var partial = Vector<float>.Zero;
            for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count) partial += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
            sum = Vector.Sum(partial);
        }
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}

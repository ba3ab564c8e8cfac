using System.Numerics;

namespace Certus.Measure;

/// <summary>Sums over rows of tables, several numbers at a time.</summary>
internal static class Rows
{
    /// <summary>Adds a row to the sums so far.</summary>
    public static void Add(Span<double> sums, ReadOnlySpan<double> row)
    {
        var i = 0;
        for (; i <= sums.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(sums[i..]) + new Vector<double>(row[i..])).CopyTo(sums[i..]);
        for (; i < sums.Length; i++) sums[i] += row[i];
    }
}

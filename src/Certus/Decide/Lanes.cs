using System.Numerics;

namespace Certus.Decide;

/// <summary>Columns of draws, several at a time. All columns are as long as a block, a multiple of 8.</summary>
internal static class Lanes
{
    private const int Partial = 8;

    public static Vector<double> At(ReadOnlySpan<double> column, int from) => new(column[from..]);

    /// <summary>The sum, in an order that does not depend on how wide the processor's vectors are: eight partial sums, then those.</summary>
    public static double Sum(ReadOnlySpan<double> column)
    {
        Span<double> sums = stackalloc double[Partial];
        sums.Clear();
        var width = Vector<double>.Count;
        var whole = column.Length - column.Length % Partial;
        for (var lane = 0; lane < Partial; lane += width)
        {
            var sum = Vector<double>.Zero;
            for (var i = lane; i < whole; i += Partial) sum += new Vector<double>(column[i..]);
            sum.CopyTo(sums[lane..]);
        }
        for (var i = whole; i < column.Length; i++) sums[i - whole] += column[i];
        return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    }
}

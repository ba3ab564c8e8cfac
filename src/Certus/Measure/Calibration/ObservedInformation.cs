using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Certus.Measure.Calibration;

/// <summary>Minus the second derivatives of log likelihood and log prior, exactly, in one pass over the persons.</summary>
/// <remarks>
/// Louis (1982): the curvature of the complete data, less for each person the covariance of the complete-data score under what the answers leave possible of the ability. That covariance needs,
/// for every two items, how often two answers are expected together at each point; it is summed by pairs of blocks, row by row of their tables, as the likelihood is.
/// </remarks>
internal static class ObservedInformation
{
    private const int Piece = 4096, Points = Grid.Padded, Batch = 256;

    /// <summary>The matrix at some parameters, at which the tables and expected counts already stand.</summary>
    /// <returns>A square of all parameters, row after row.</returns>
    public static double[] At(Marginal marginal, double[] beta, CancellationToken cancel)
    {
        var n = marginal.Parameters;
        var result = new double[n * n];
        for (var i = 0; i < marginal.Kernels.Count; i++) AddOwn(marginal, beta, i, result);
        var blocks = marginal.Table.Blocks;
        AddWithinBlocks(marginal, result);
        (int Left, int Right)[] pairs = [.. from left in Enumerable.Range(0, blocks.Count) from right in Enumerable.Range(left + 1, blocks.Count - left - 1) select (left, right)];
        var posteriors = new double[Math.Min(Piece, marginal.Table.Patterns) * Points];
        for (var from = 0; from < marginal.Table.Patterns; from += Piece)
        {
            var (first, count) = (from, Math.Min(Piece, marginal.Table.Patterns - from));
            var gradients = new double[count * Stride(n)];
            marginal.For(
                (count + Batch - 1) / Batch,
                batch =>
                {
                    for (var p = batch * Batch; p < Math.Min(count, (batch + 1) * Batch); p++) Person(marginal, first + p, posteriors.AsSpan(p * Points, Points), gradients.AsSpan(p * Stride(n), n));
                },
                cancel);
            marginal.For(pairs.Length, pair => AddPair(marginal, pairs[pair].Left, pairs[pair].Right, first, count, posteriors, result), cancel);
            var strips = (n + Strip - 1) / Strip;
            marginal.For(strips, strip => AddGradients(gradients, count, n, strip * Strip, result), cancel);
        }
        for (var i = 0; i < n; i++)
            for (var j = i + 1; j < n; j++) result[i * n + j] = result[j * n + i];
        return result;
    }

    private const int Strip = 4;

    private static int Stride(int n) => (n + 7) / 8 * 8;

    /// <summary>A kernel's curvature, its prior's, and the spread of its own score.</summary>
    private static void AddOwn(Marginal marginal, double[] beta, int i, double[] result)
    {
        var kernel = marginal.Kernels[i];
        var n = kernel.Parameters;
        if (n == 0) return;
        var own = new double[n * n];
        kernel.AddCurvature(marginal.Of(i, beta), marginal.ExpectedOf(i), own);
        kernel.AddPrior(marginal.Of(i, beta), new double[n], own);
        ReadOnlySpan<double> expected = marginal.ExpectedOf(i), scores = marginal.ScoresOf(i);
        for (var k = 0; k < kernel.Categories; k++)
            for (var a = 0; a < n; a++)
                for (var b = 0; b < n; b++)
                {
                    var sum = 0.0;
                    for (var q = 0; q < Grid.Real; q++) sum += expected[k * Points + q] * scores[(k * n + a) * Points + q] * scores[(k * n + b) * Points + q];
                    own[a * n + b] -= sum;
                }
        for (var a = 0; a < n; a++)
            for (var b = 0; b < n; b++) result[(kernel.First + a) * marginal.Parameters + kernel.First + b] += own[a * n + b];
    }

    private static void AddWithinBlocks(Marginal marginal, double[] result)
    {
        foreach (var block in marginal.Table.Blocks)
            for (var i = 0; i < block.Kernels; i++)
                for (var j = 0; j < i; j++)
                {
                    var (left, right) = (marginal.Kernels[block.FirstKernel + i], marginal.Kernels[block.FirstKernel + j]);
                    var together = new double[left.Categories * right.Categories * Points];
                    for (var row = 0; row < block.Rows; row++)
                        if (block.CategoryOf[row][i] is >= 0 and var x && block.CategoryOf[row][j] is >= 0 and var y)
                            Marginal.Add(marginal.ExpectedRows.Slice((block.FirstRow + row) * Points, Points), together.AsSpan((x * right.Categories + y) * Points, Points));
                    Subtract(marginal, block.FirstKernel + i, block.FirstKernel + j, together, result);
                }
    }

    /// <summary>A pattern's distribution of ability, times its weight, and its score, times the root of its weight.</summary>
    private static void Person(Marginal marginal, int pattern, Span<double> posterior, Span<double> gradient)
    {
        marginal.Posterior(pattern, posterior);
        var (table, weight) = (marginal.Table, marginal.Table.Weights[pattern]);
        var root = Math.Sqrt(weight);
        for (var b = 0; b < table.Blocks.Count; b++)
        {
            var block = table.Blocks[b];
            var categories = block.CategoryOf[table.RowOf[pattern * table.Blocks.Count + b] - block.FirstRow];
            for (var i = 0; i < block.Kernels; i++)
            {
                var kernel = marginal.Kernels[block.FirstKernel + i];
                if (categories[i] is not (>= 0 and var k)) continue;
                for (var d = 0; d < kernel.Parameters; d++)
                    gradient[kernel.First + d] = root * Marginal.Dot(posterior, marginal.ScoresOf(block.FirstKernel + i).Slice((k * kernel.Parameters + d) * Points, Points));
            }
        }
        for (var q = 0; q < Points; q++) posterior[q] *= weight;
    }

    private static void AddPair(Marginal marginal, int leftAt, int rightAt, int first, int count, double[] posteriors, double[] result)
    {
        var (left, right) = (marginal.Table.Blocks[leftAt], marginal.Table.Blocks[rightAt]);
        if (!HasParameters(marginal, left) || !HasParameters(marginal, right)) return;
        var table = new double[left.Rows * right.Rows * Points];
        var (rows, width) = (marginal.Table.RowOf, marginal.Table.Blocks.Count);
        ref var from = ref MemoryMarshal.GetArrayDataReference(posteriors);
        ref var to = ref MemoryMarshal.GetArrayDataReference(table);
        for (var p = 0; p < count; p++)
        {
            var at = (nuint)((rows[(first + p) * width + leftAt] - left.FirstRow) * right.Rows + rows[(first + p) * width + rightAt] - right.FirstRow) * Points;
            var source = (nuint)p * Points;
            for (nuint q = 0; q < Points; q += 8) (Vector512.LoadUnsafe(ref to, at + q) + Vector512.LoadUnsafe(ref from, source + q)).StoreUnsafe(ref to, at + q);
        }
        for (var i = 0; i < left.Kernels; i++)
        {
            var kernel = marginal.Kernels[left.FirstKernel + i];
            if (kernel.Parameters == 0) continue;
            var byLeft = new double[kernel.Categories * right.Rows * Points];
            for (var row = 0; row < left.Rows; row++)
                if (left.CategoryOf[row][i] is >= 0 and var x) Marginal.Add(table.AsSpan(row * right.Rows * Points, right.Rows * Points), byLeft.AsSpan(x * right.Rows * Points, right.Rows * Points));
            for (var j = 0; j < right.Kernels; j++)
            {
                var other = marginal.Kernels[right.FirstKernel + j];
                if (other.Parameters == 0) continue;
                var together = new double[kernel.Categories * other.Categories * Points];
                for (var x = 0; x < kernel.Categories; x++)
                    for (var row = 0; row < right.Rows; row++)
                        if (right.CategoryOf[row][j] is >= 0 and var y)
                            Marginal.Add(byLeft.AsSpan((x * right.Rows + row) * Points, Points), together.AsSpan((x * other.Categories + y) * Points, Points));
                Subtract(marginal, right.FirstKernel + j, left.FirstKernel + i, Transposed(together, kernel.Categories, other.Categories), result);
            }
        }
    }

    private static bool HasParameters(Marginal marginal, PatternTable.Block block)
    {
        for (var i = 0; i < block.Kernels; i++)
            if (marginal.Kernels[block.FirstKernel + i].Parameters > 0) return true;
        return false;
    }

    private static double[] Transposed(double[] together, int rows, int columns)
    {
        var result = new double[together.Length];
        for (var x = 0; x < rows; x++)
            for (var y = 0; y < columns; y++) together.AsSpan((x * columns + y) * Points, Points).CopyTo(result.AsSpan((y * rows + x) * Points));
        return result;
    }

    /// <summary>Takes away the expected product of two kernels' scores; the first stands later, so that its rows lie in the lower triangle.</summary>
    private static void Subtract(Marginal marginal, int later, int earlier, ReadOnlySpan<double> together, double[] result)
    {
        var (left, right, n) = (marginal.Kernels[later], marginal.Kernels[earlier], marginal.Parameters);
        if (left.Parameters == 0 || right.Parameters == 0) return;
        ReadOnlySpan<double> scores = marginal.ScoresOf(later), others = marginal.ScoresOf(earlier);
        Span<double> weighted = stackalloc double[Points];
        for (var a = 0; a < left.Parameters; a++)
            for (var y = 0; y < right.Categories; y++)
            {
                weighted.Clear();
                for (var x = 0; x < left.Categories; x++)
                    AddProduct(together.Slice((x * right.Categories + y) * Points, Points), scores.Slice((x * left.Parameters + a) * Points, Points), weighted);
                for (var b = 0; b < right.Parameters; b++)
                    result[(left.First + a) * n + right.First + b] -= Marginal.Dot(weighted, others.Slice((y * right.Parameters + b) * Points, Points));
            }
    }

    private static void AddProduct(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> into)
    {
        ref var x = ref MemoryMarshal.GetReference(left);
        ref var y = ref MemoryMarshal.GetReference(right);
        ref var to = ref MemoryMarshal.GetReference(into);
        for (nuint i = 0; i < Points; i += 8) (Vector512.LoadUnsafe(ref to, i) + Vector512.LoadUnsafe(ref x, i) * Vector512.LoadUnsafe(ref y, i)).StoreUnsafe(ref to, i);
    }

    /// <summary>Adds the products of the persons' scores for a few rows of the lower triangle.</summary>
    private static void AddGradients(double[] gradients, int persons, int n, int firstRow, double[] result)
    {
        var (stride, rows) = (Stride(n), Math.Min(Strip, n - firstRow));
        ref var all = ref MemoryMarshal.GetArrayDataReference(gradients);
        Span<double> sums = stackalloc double[Strip * 16];
        for (var column = 0; column < firstRow + rows; column += 16)
        {
            Vector512<double> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
            var wide = column + 8 < stride;
            for (var p = 0; p < persons; p++)
            {
                var at = (nuint)(p * stride);
                var x = Vector512.LoadUnsafe(ref all, at + (nuint)column);
                var y = wide ? Vector512.LoadUnsafe(ref all, at + (nuint)column + 8) : default;
                var (g0, g1, g2, g3) = (gradients[p * stride + firstRow], rows > 1 ? gradients[p * stride + firstRow + 1] : 0, rows > 2 ? gradients[p * stride + firstRow + 2] : 0, rows > 3 ? gradients[p * stride + firstRow + 3] : 0);
                a0 += x * g0;
                a1 += y * g0;
                b0 += x * g1;
                b1 += y * g1;
                c0 += x * g2;
                c1 += y * g2;
                d0 += x * g3;
                d1 += y * g3;
            }
            a0.CopyTo(sums);
            a1.CopyTo(sums[8..]);
            b0.CopyTo(sums[16..]);
            b1.CopyTo(sums[24..]);
            c0.CopyTo(sums[32..]);
            c1.CopyTo(sums[40..]);
            d0.CopyTo(sums[48..]);
            d1.CopyTo(sums[56..]);
            for (var r = 0; r < rows; r++)
                for (var c = 0; c < 16 && column + c <= firstRow + r; c++) result[(firstRow + r) * n + column + c] += sums[r * 16 + c];
        }
    }
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Certus.Numerics;

namespace Certus.Measure.Calibration;

/// <summary>The marginal likelihood of all answers, the expected counts behind it, and what follows from them.</summary>
/// <remarks>
/// Bock and Aitkin (1981): each person's likelihood is summed over <see cref="Grid"/>. Persons are cut into pieces, always the same ones, which any number of threads work on;
/// the pieces' sums are added in their order, so that the result does not depend on how many threads there were. Nothing is kept of a person: memory is the answers' and a piece's table.
/// </remarks>
internal sealed class Marginal
{
    private const int LeastPiece = 256, MostPieces = 16, Points = Grid.Padded;
    private readonly Kernel[] _kernels;
    private readonly int[] _tableAt, _scoreAt;
    private readonly double[] _rows, _expectedRows;
    private readonly double[][] _pieces;
    private readonly int _threads;

    /// <param name="table">The answers.</param>
    /// <param name="kernels">The items', and last the population's.</param>
    /// <param name="threads">How many threads may work at once.</param>
    public Marginal(PatternTable table, Kernel[] kernels, int threads)
    {
        (Table, _kernels, _threads) = (table, kernels, threads);
        (_tableAt, _scoreAt) = (new int[kernels.Length + 1], new int[kernels.Length + 1]);
        for (var i = 0; i < kernels.Length; i++)
        {
            kernels[i].First = Parameters;
            Parameters += kernels[i].Parameters;
            _tableAt[i + 1] = _tableAt[i] + kernels[i].Categories * Points;
            _scoreAt[i + 1] = _scoreAt[i] + kernels[i].Categories * kernels[i].Parameters * Points;
        }
        (LogP, Expected, Scores) = (new double[_tableAt[^1]], new double[_tableAt[^1]], new double[_scoreAt[^1]]);
        (_rows, _expectedRows) = (new double[table.Rows * Points], new double[table.Rows * Points]);
        _pieces = [.. Enumerable.Range(0, Math.Clamp(table.Patterns / LeastPiece, 1, MostPieces)).Select(_ => new double[table.Rows * Points])];
    }

    public PatternTable Table { get; }

    public IReadOnlyList<Kernel> Kernels => _kernels;

    /// <summary>How many free parameters all kernels have.</summary>
    public int Parameters { get; }

    public double[] LogP { get; }

    public double[] Expected { get; }

    public double[] Scores { get; }

    public Span<double> LogPOf(int kernel) => LogP.AsSpan(_tableAt[kernel].._tableAt[kernel + 1]);

    public Span<double> ExpectedOf(int kernel) => Expected.AsSpan(_tableAt[kernel].._tableAt[kernel + 1]);

    public Span<double> ScoresOf(int kernel) => Scores.AsSpan(_scoreAt[kernel].._scoreAt[kernel + 1]);

    public ReadOnlySpan<double> Of(int kernel, ReadOnlySpan<double> beta) => beta.Slice(_kernels[kernel].First, _kernels[kernel].Parameters);

    /// <summary>Each row's log likelihood over the points.</summary>
    public ReadOnlySpan<double> RowTables => _rows;

    /// <summary>Whether the parameters of each kernel go together.</summary>
    public bool Allows(ReadOnlySpan<double> beta)
    {
        for (var i = 0; i < _kernels.Length; i++)
            if (!_kernels[i].Allows(Of(i, beta))) return false;
        return true;
    }

    public double LogPrior(ReadOnlySpan<double> beta)
    {
        var sum = 0.0;
        for (var i = 0; i < _kernels.Length; i++) sum += _kernels[i].LogPrior(Of(i, beta));
        return sum;
    }

    /// <summary>The log likelihood at some parameters; leaves the tables and the expected counts that belong to them.</summary>
    public double LogLikelihood(double[] beta, CancellationToken cancel)
    {
        Tabulate(beta);
        var sums = new double[_pieces.Length];
        For(_pieces.Length, piece => sums[piece] = Expect(piece), cancel);
        var total = _pieces[0];
        total.CopyTo(_expectedRows, 0);
        foreach (var piece in _pieces.AsSpan(1)) Add(piece, _expectedRows);
        Gather();
        var log = 0.0;
        foreach (var sum in sums) log += sum;
        return log;
    }

    /// <summary>The tables of probabilities, scores and rows at some parameters.</summary>
    public void Tabulate(double[] beta)
    {
        For(_kernels.Length, i => _kernels[i].Tabulate(Of(i, beta), LogPOf(i), ScoresOf(i)), CancellationToken.None);
        foreach (var block in Table.Blocks)
            for (var row = 0; row < block.Rows; row++)
            {
                var into = _rows.AsSpan((block.FirstRow + row) * Points, Points);
                into.Clear();
                for (var i = 0; i < block.Kernels; i++)
                    if (block.CategoryOf[row][i] is >= 0 and var k) Add(LogPOf(block.FirstKernel + i).Slice(k * Points, Points), into);
            }
    }

    /// <summary>The slope of log likelihood and log prior at the parameters that the tables belong to.</summary>
    public void Gradient(ReadOnlySpan<double> beta, Span<double> gradient)
    {
        gradient.Clear();
        for (var i = 0; i < _kernels.Length; i++)
        {
            var kernel = _kernels[i];
            var own = gradient.Slice(kernel.First, kernel.Parameters);
            for (var k = 0; k < kernel.Categories; k++)
                for (var d = 0; d < kernel.Parameters; d++)
                    own[d] += Dot(ExpectedOf(i).Slice(k * Points, Points), ScoresOf(i).Slice((k * kernel.Parameters + d) * Points, Points));
            kernel.AddPrior(Of(i, beta), own, []);
        }
    }

    /// <summary>Each pattern's likelihood over the points, divided by its sum: the distribution of ability after the answers.</summary>
    /// <returns>The logarithm of the sum.</returns>
    public double Posterior(int pattern, Span<double> into)
    {
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        var width = Table.Blocks.Count;
        into.Clear();
        for (var b = 0; b < width; b++) Add(_rows.AsSpan(Table.RowOf[pattern * width + b] * Points, Points), into);
        var largest = double.NegativeInfinity;
        for (var q = 0; q < Grid.Real; q++) largest = Math.Max(largest, into[q]);
        var sum = 0.0;
        for (var q = 0; q < Points; q++) sum += into[q] = q < Grid.Real ? Math.Exp(into[q] - largest) : 0;
        for (var q = 0; q < Points; q++) into[q] /= sum;
        return largest + Math.Log(sum);
    }

    /// <summary>Does something for each number below a count, on as many threads as are allowed.</summary>
    public void For(int count, Action<int> work, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_threads == 1 || count == 1)
            for (var i = 0; i < count; i++) work(i);
        else Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancel }, work);
    }

    /// <summary>Adds one span of whole vectors to another.</summary>
    public static void Add(ReadOnlySpan<double> what, Span<double> into)
    {
        ref var from = ref MemoryMarshal.GetReference(what);
        ref var to = ref MemoryMarshal.GetReference(into);
        for (nuint i = 0; i < (nuint)what.Length; i += 8) (Vector512.LoadUnsafe(ref to, i) + Vector512.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
    }

    /// <summary>The sum of products of two spans over the points.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        ref var x = ref MemoryMarshal.GetReference(left);
        ref var y = ref MemoryMarshal.GetReference(right);
        var sum = Vector512<double>.Zero;
        for (nuint i = 0; i < Points; i += 8) sum += Vector512.LoadUnsafe(ref x, i) * Vector512.LoadUnsafe(ref y, i);
        return Sum(sum);
    }

    /// <summary>The sum of eight numbers, in an order of its own that no processor changes.</summary>
    public static double Sum(Vector512<double> x)
    {
        var half = x.GetLower() + x.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        return quarter[0] + quarter[1];
    }

    /// <summary>Sums a piece of the patterns: likelihood, and into the piece's table how often each row is expected at each point.</summary>
    private double Expect(int piece)
    {
        var (from, to) = ((int)((long)piece * Table.Patterns / _pieces.Length), (int)((long)(piece + 1) * Table.Patterns / _pieces.Length));
        var width = Table.Blocks.Count;
        var expected = _pieces[piece];
        Array.Clear(expected);
        ref var tables = ref MemoryMarshal.GetArrayDataReference(_rows);
        ref var into = ref MemoryMarshal.GetArrayDataReference(expected);
        var log = 0.0;
        for (var pattern = from; pattern < to; pattern++)
        {
            var rows = Table.RowOf.AsSpan(pattern * width, width);
            Vector512<double> v0 = default, v1 = default, v2 = default, v3 = default, v4 = default, v5 = default, v6 = default, v7 = default;
            foreach (var row in rows)
            {
                var at = (nuint)row * Points;
                v0 += Vector512.LoadUnsafe(ref tables, at);
                v1 += Vector512.LoadUnsafe(ref tables, at + 8);
                v2 += Vector512.LoadUnsafe(ref tables, at + 16);
                v3 += Vector512.LoadUnsafe(ref tables, at + 24);
                v4 += Vector512.LoadUnsafe(ref tables, at + 32);
                v5 += Vector512.LoadUnsafe(ref tables, at + 40);
                v6 += Vector512.LoadUnsafe(ref tables, at + 48);
                v7 += Vector512.LoadUnsafe(ref tables, at + 56);
            }
            var most = Vector512.Max(Vector512.Max(Vector512.Max(v0, v1), Vector512.Max(v2, v3)), Vector512.Max(Vector512.Max(v4, v5), Vector512.Max(v6, v7)));
            var largest = Largest(most);
            var shift = Vector512.Create(largest);
            v0 = Elementary.Exp(v0 - shift);
            v1 = Elementary.Exp(v1 - shift);
            v2 = Elementary.Exp(v2 - shift);
            v3 = Elementary.Exp(v3 - shift);
            v4 = Elementary.Exp(v4 - shift);
            v5 = Elementary.Exp(v5 - shift);
            v6 = Elementary.Exp(v6 - shift);
            v7 = Elementary.Exp(v7 - shift);
            var sum = Sum(v0 + v1 + (v2 + v3) + (v4 + v5 + (v6 + v7)));
            var weight = Table.Weights[pattern];
            log += weight * (largest + Math.Log(sum));
            var scale = Vector512.Create(weight / sum);
            v0 *= scale;
            v1 *= scale;
            v2 *= scale;
            v3 *= scale;
            v4 *= scale;
            v5 *= scale;
            v6 *= scale;
            v7 *= scale;
            foreach (var row in rows)
            {
                var at = (nuint)row * Points;
                (Vector512.LoadUnsafe(ref into, at) + v0).StoreUnsafe(ref into, at);
                (Vector512.LoadUnsafe(ref into, at + 8) + v1).StoreUnsafe(ref into, at + 8);
                (Vector512.LoadUnsafe(ref into, at + 16) + v2).StoreUnsafe(ref into, at + 16);
                (Vector512.LoadUnsafe(ref into, at + 24) + v3).StoreUnsafe(ref into, at + 24);
                (Vector512.LoadUnsafe(ref into, at + 32) + v4).StoreUnsafe(ref into, at + 32);
                (Vector512.LoadUnsafe(ref into, at + 40) + v5).StoreUnsafe(ref into, at + 40);
                (Vector512.LoadUnsafe(ref into, at + 48) + v6).StoreUnsafe(ref into, at + 48);
                (Vector512.LoadUnsafe(ref into, at + 56) + v7).StoreUnsafe(ref into, at + 56);
            }
        }
        return log;
    }

    private static double Largest(Vector512<double> x)
    {
        var half = Vector256.Max(x.GetLower(), x.GetUpper());
        var quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        return Math.Max(quarter[0], quarter[1]);
    }

    /// <summary>From the rows' expected counts those of each kernel's categories.</summary>
    private void Gather()
    {
        Array.Clear(Expected);
        foreach (var block in Table.Blocks)
            for (var row = 0; row < block.Rows; row++)
                for (var i = 0; i < block.Kernels; i++)
                    if (block.CategoryOf[row][i] is >= 0 and var k)
                        Add(_expectedRows.AsSpan((block.FirstRow + row) * Points, Points), ExpectedOf(block.FirstKernel + i).Slice(k * Points, Points));
    }

    /// <summary>How often each row of the answers' table is expected at each point.</summary>
    public ReadOnlySpan<double> ExpectedRows => _expectedRows;
}

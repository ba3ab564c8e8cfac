using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Certus.Remember.ExamDate;

/// <summary>What a memory is worth on the exam day if it is reviewed as well as can be from some day on, when a second of each day has a price.</summary>
/// <remarks>
/// Dynamic programming backward from the exam, over the nodes of a <see cref="MemoryGrid"/>: V(m, d) = max(R(exam − d), max over later days e of Σ P(m') V(m', e) − price(e) · seconds). All
/// in units of one card's weight; four weights are computed side by side, since a heavier card finds the same second cheaper.
/// </remarks>
internal sealed class ExamValue
{
    public const int Lanes = 4;

    private readonly MemoryGrid _grid;
    private readonly double[] _values, _prices, _never;
    private readonly int _days;

    /// <summary>An empty table.</summary>
    /// <param name="grid">The memories.</param>
    /// <param name="model">Their model.</param>
    /// <param name="days">Days until the exam; reviews may happen on days 0 to this − 1.</param>
    public ExamValue(MemoryGrid grid, IMemoryModel model, int days)
    {
        (_grid, _days) = (grid, days);
        _values = new double[days * MemoryGrid.Nodes * Lanes];
        _prices = new double[days * Lanes];
        _never = new double[(days + 1) * MemoryGrid.Nodes];
        for (var left = 1; left <= days; left++)
            for (var node = 0; node < MemoryGrid.Nodes; node++) _never[left * MemoryGrid.Nodes + node] = model.Retrievability(MemoryGrid.At(node), left);
    }

    /// <summary>Computes the values for some prices.</summary>
    /// <param name="prices">By day: the price of a second in weight; infinite where there is no time.</param>
    /// <param name="weights">The four weights.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve(ReadOnlySpan<double> prices, ReadOnlySpan<double> weights)
    {
        for (var day = 0; day < _days; day++)
            for (var lane = 0; lane < Lanes; lane++) _prices[day * Lanes + lane] = prices[day] / weights[lane];
        ref var values = ref MemoryMarshal.GetArrayDataReference(_values);
        ref var shares = ref MemoryMarshal.GetArrayDataReference(_grid.Share);
        var (gaps, next) = (_grid.Gaps, _grid.Next);
        for (var day = _days - 1; day >= 0; day--)
            for (var node = 0; node < MemoryGrid.Nodes; node++)
            {
                var best = Vector256.Create(_never[(_days - day) * MemoryGrid.Nodes + node]);
                for (var gap = 0; gap < gaps.Length && day + gaps[gap] < _days; gap++)
                {
                    var then = day + gaps[gap];
                    if (double.IsInfinity(prices[then])) continue;
                    var at = node * gaps.Length + gap;
                    var value = Vector256<double>.Zero;
                    var slots = next.AsSpan(at * MemoryGrid.Corners, MemoryGrid.Corners);
                    for (var corner = 0; corner < slots.Length; corner++)
                        value += Unsafe.Add(ref shares, at * MemoryGrid.Corners + corner) * Vector256.LoadUnsafe(ref values, (nuint)((then * MemoryGrid.Nodes + slots[corner]) * Lanes));
                    best = Vector256.Max(best, value - Vector256.LoadUnsafe(ref _prices[then * Lanes]) * _grid.Seconds[at]);
                }
                best.StoreUnsafe(ref values, (nuint)((day * MemoryGrid.Nodes + node) * Lanes));
            }
    }

    /// <summary>The value right after a review on a day that led to some nodes.</summary>
    public Vector256<double> After(int day, ReadOnlySpan<int> next, ReadOnlySpan<double> share)
    {
        var value = Vector256<double>.Zero;
        for (var corner = 0; corner < next.Length; corner++)
            value += share[corner] * Vector256.LoadUnsafe(ref _values[(day * MemoryGrid.Nodes + next[corner]) * Lanes]);
        return value;
    }

    /// <summary>The price of a second on a day, in units of each of the four weights.</summary>
    public Vector256<double> Price(int day) => Vector256.LoadUnsafe(ref _prices[day * Lanes]);

    /// <summary>The value of a node on a day for one of the four weights.</summary>
    public double At(int day, int node, int lane) => _values[(day * MemoryGrid.Nodes + node) * Lanes + lane];

    /// <summary>The price of a second on a day for one of the four weights.</summary>
    public double Price(int day, int lane) => _prices[day * Lanes + lane];

    /// <summary>The chance that a node never reviewed after a day is recalled on the exam day.</summary>
    public double Never(int day, int node) => _never[(_days - day) * MemoryGrid.Nodes + node];
}

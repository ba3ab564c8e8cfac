using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Certus.Remember;

/// <summary>Runs the cards of a history through FSRS-6 and sums, over the items, log loss, its slope and its curvature in the 21 parameters.</summary>
/// <remarks>
/// Forward-mode derivatives: beside stability and difficulty each card carries their derivatives. Those of difficulty concern w4 to w7 alone; those of stability are one factor times
/// the last ones, plus a few terms of the step at hand. The curvature is the expected one, Σ ∇R ∇Rᵀ / (R (1 − R)), which is never negative.
/// </remarks>
internal sealed class FsrsGradient
{
    /// <summary>Places of a derivative: 21 and three that stay 0, so that whole vectors fit.</summary>
    private const int Lanes = 24;

    private const int Count = Fsrs6Parameters.Count;
    private const double LeastChance = 1e-5;

    private readonly double[] _w;
    private readonly bool _shortTerm;
    private readonly double _growth, _easyDifficulty, _easySlope, _decay, _factor, _factorSlope, _lapseCap;

    public FsrsGradient(ReadOnlySpan<double> w, bool shortTerm)
    {
        _w = w.ToArray();
        _shortTerm = shortTerm;
        _growth = Math.Exp(_w[8]);
        _easySlope = Math.Exp(3 * _w[5]);
        _easyDifficulty = _w[4] - _easySlope + 1;
        _decay = _w[20];
        var power = Math.Pow(0.9, -1 / _decay);
        _factor = power - 1;
        _factorSlope = power * Math.Log(0.9) / (_decay * _decay);
        _lapseCap = Math.Exp(_w[17] * _w[18]);
    }

    /// <summary>What the items of some cards sum to.</summary>
    public sealed class Sums
    {
        public double Loss, Weight;
        public readonly double[] Slope = new double[Lanes];
        public readonly double[] Curvature = new double[Count * Lanes];

        public void Add(Sums other)
        {
            Loss += other.Loss;
            Weight += other.Weight;
            for (var i = 0; i < Slope.Length; i++) Slope[i] += other.Slope[i];
            for (var i = 0; i < Curvature.Length; i++) Curvature[i] += other.Curvature[i];
        }
    }

    /// <summary>Sums over the cards from one to another.</summary>
    /// <param name="history">The reviews.</param>
    /// <param name="fromCard">The first card.</param>
    /// <param name="toCard">The one after the last.</param>
    /// <param name="weights">By item; an item of weight 0 is not looked at.</param>
    /// <param name="end">The item from which on, in time, none has a weight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]     // a first fit is over before the runtime would have noticed that this is hot
    public Sums Run(ReviewHistory history, int fromCard, int toCard, ReadOnlySpan<float> weights, int end = int.MaxValue)
    {
        var sums = new Sums();
        Span<double> ds = stackalloc double[Lanes];        // of stability, in all parameters
        Span<double> dd = stackalloc double[4];            // of difficulty, in w4 to w7
        Span<double> dr = stackalloc double[Lanes];        // of retrievability
        for (var card = fromCard; card < toCard; card++)
        {
            var (from, to) = (history.CardStarts[card], history.CardStarts[card + 1]);
            var (s, d) = First((int)history.Grades[from], ds, dd);
            for (var at = from + 1; at < to; at++)
            {
                var (grade, days, item) = ((int)history.Grades[at], history.ElapsedDays[at], history.Items[at]);
                if (item >= end) break;
                if (days <= 0 && _shortTerm)
                {
                    s = SameDay(s, grade, ds);
                    d = Difficulty(d, grade, dd);
                    continue;
                }
                var x = 1 + _factor * days / s;
                var logX = Math.Log(x);
                var r = Math.Exp(-_decay * logX);
                var rByS = r * _decay * _factor * days / (x * s * s);
                var rByDecay = -r * (logX + _decay * _factorSlope * days / (s * x));
                if (item >= 0 && weights[item] > 0) Score(sums, r, rByS, rByDecay, grade > 1, weights[item], ds, dr);
                var lastD = d;
                var lastDd = Vector256.Create<double>(dd);
                d = Difficulty(d, grade, dd);
                s = grade == 1 ? Lapse(s, lastD, r, rByS, rByDecay, ds, lastDd) : Recall(s, lastD, r, rByS, rByDecay, grade, ds, lastDd);
            }
        }
        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (double S, double D) First(int grade, Span<double> ds, Span<double> dd)
    {
        ds.Clear();
        dd.Clear();
        ds[grade - 1] = 1;
        var slope = Math.Exp(_w[5] * (grade - 1));
        var d = _w[4] - slope + 1;
        if (d is <= 1 or >= 10) return (_w[grade - 1], Math.Clamp(d, 1, 10));
        (dd[0], dd[1]) = (1, -(grade - 1) * slope);
        return (_w[grade - 1], d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Difficulty(double d, int grade, Span<double> dd)
    {
        var step = (grade - 3) * (10 - d) / 9;
        var moved = d - _w[6] * step;
        var next = _w[7] * _easyDifficulty + (1 - _w[7]) * moved;
        if (next is <= 1 or >= 10)
        {
            dd.Clear();
            return Math.Clamp(next, 1, 10);
        }
        var kept = (1 - _w[7]) * (1 + _w[6] * (grade - 3) / 9);
        dd[0] = kept * dd[0] + _w[7];
        dd[1] = kept * dd[1] - 3 * _w[7] * _easySlope;
        dd[2] = kept * dd[2] - (1 - _w[7]) * step;
        dd[3] = kept * dd[3] + _easyDifficulty - moved;
        return next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double SameDay(double s, int grade, Span<double> ds)
    {
        var logS = Math.Log(s);
        var power = grade - 3 + _w[18];
        var growth = Math.Exp(_w[17] * power - _w[19] * logS);
        if (grade > 1 && growth <= 1) return s;
        var next = s * growth;
        Scale(ds, growth * (1 - _w[19]));
        ds[17] += power * next;
        ds[18] += _w[17] * next;
        ds[19] -= logS * next;
        return Limit(next, ds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Recall(double s, double d, double r, double rByS, double rByDecay, int grade, Span<double> ds, Vector256<double> dd)
    {
        var logS = Math.Log(s);
        var plain = _growth * (11 - d) * Math.Exp(-_w[9] * logS);
        var factor = (grade == 2 ? _w[15] : 1) * (grade == 4 ? _w[16] : 1);
        var surprise = Math.Exp(_w[10] * (1 - r));
        var gain = plain * (surprise - 1);                   // without the factor of Hard or Easy
        var added = s * gain * factor;
        var byR = -s * plain * factor * _w[10] * surprise;
        Scale(ds, 1 + gain * factor * (1 - _w[9]) + byR * rByS);
        AddDifficulty(ds, dd, -added / (11 - d));
        ds[8] += added;
        ds[9] -= logS * added;
        ds[10] += s * plain * factor * (1 - r) * surprise;
        if (grade == 2) ds[15] += s * gain;
        if (grade == 4) ds[16] += s * gain;
        ds[20] += byR * rByDecay;
        return Limit(s + added, ds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Lapse(double s, double d, double r, double rByS, double rByDecay, Span<double> ds, Vector256<double> dd)
    {
        var (logD, logS1) = (Math.Log(d), Math.Log(s + 1));
        var power = Math.Exp(_w[13] * logS1);
        var front = Math.Exp(-_w[12] * logD + _w[14] * (1 - r));       // without w11
        var next = _w[11] * front * (power - 1);
        var cap = _shortTerm ? s / _lapseCap : s;
        if (next >= cap)
        {
            if (!_shortTerm) return s;
            Scale(ds, 1 / _lapseCap);
            ds[17] -= _w[18] * cap;
            ds[18] -= _w[17] * cap;
            return Limit(cap, ds);
        }
        Scale(ds, _w[11] * front * _w[13] * power / (s + 1) - _w[14] * next * rByS);
        AddDifficulty(ds, dd, -_w[12] * next / d);
        ds[11] += front * (power - 1);
        ds[12] -= logD * next;
        ds[13] += _w[11] * front * logS1 * power;
        ds[14] += (1 - r) * next;
        ds[20] -= _w[14] * next * rByDecay;
        return Limit(next, ds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Score(Sums sums, double r, double rByS, double rByDecay, bool recalled, float weight, ReadOnlySpan<double> ds, Span<double> dr)
    {
        var p = Math.Clamp(r, LeastChance, 1 - LeastChance);
        sums.Loss -= weight * Math.Log(recalled ? p : 1 - p);
        sums.Weight += weight;
        for (var lane = 0; lane < Lanes; lane += 4) (Vector256.LoadUnsafe(in ds[lane]) * rByS).StoreUnsafe(ref dr[lane]);
        dr[20] += rByDecay;
        var bend = weight / (p * (1 - p));
        var slope = Vector256.Create(bend * (p - (recalled ? 1 : 0)));
        for (var lane = 0; lane < Lanes; lane += 4) (Vector256.LoadUnsafe(in sums.Slope[lane]) + slope * Vector256.LoadUnsafe(in dr[lane])).StoreUnsafe(ref sums.Slope[lane]);
        ref var row = ref MemoryMarshal.GetArrayDataReference(sums.Curvature);
        for (var i = 0; i < Count; i++)
        {
            if (dr[i] == 0) continue;
            var scaled = Vector256.Create(bend * dr[i]);
            for (var lane = i & ~3; lane < Lanes; lane += 4)      // the upper triangle, in whole vectors
            {
                ref var place = ref Unsafe.Add(ref row, i * Lanes + lane);
                (Vector256.LoadUnsafe(in place) + scaled * Vector256.LoadUnsafe(in dr[lane])).StoreUnsafe(ref place);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale(Span<double> ds, double by)
    {
        for (var lane = 0; lane < Lanes; lane += 4) (Vector256.LoadUnsafe(in ds[lane]) * by).StoreUnsafe(ref ds[lane]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddDifficulty(Span<double> ds, Vector256<double> dd, double by) => (Vector256.LoadUnsafe(in ds[4]) + dd * by).StoreUnsafe(ref ds[4]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Limit(double s, Span<double> ds)
    {
        if (s is > Fsrs6.ShortestStability and < Fsrs6.LongestStability) return s;
        ds.Clear();
        return Math.Clamp(s, Fsrs6.ShortestStability, Fsrs6.LongestStability);
    }
}

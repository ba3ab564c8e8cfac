using Certus.Numerics;

namespace Certus.Measure.Calibration;

/// <summary>Finds the parameters under which likelihood and prior are largest.</summary>
/// <remarks>
/// Some rounds of EM (Bock and Aitkin, 1981) with Fisher scoring inside; then quasi-Newton steps on the marginal likelihood itself, whose gradient comes with the expected counts
/// (Fisher's identity): limited-memory BFGS with the inverse of the complete-data information as its first guess of the curvature, so that the first step is EM's and the later ones learn
/// what the missing ability takes from it (Lange, 1995; Jamshidian and Jennrich, 1997). Where these get on slowly, Newton steps with the exact curvature. A parameter that runs to the end of its range
/// stays there and the others go on.
/// </remarks>
internal sealed class Maximizer
{
    private const int Rounds = 3, ScoringSteps = 4, Memory = 20, Halvings = 30, PatientSteps = 60, NewtonLimit = 60, MostForNewton = 1000;
    private const double Sufficient = 1e-4, MostStep = 2, MostRidge = 1e6;
    private readonly Marginal _marginal;
    private readonly CancellationToken _cancel;
    private readonly Action<int, double, double>? _progress;
    private readonly int _n, _limit;
    private readonly double _tolerance;
    private readonly double[] _low, _high;
    private readonly double[][] _information;
    private readonly bool[] _held;
    private double[] _beta, _gradient;
    private double _value;

    public Maximizer(Marginal marginal, double[] start, int limit, double tolerance, Action<int, double, double>? progress, CancellationToken cancel)
    {
        (_marginal, _beta, _n, _limit, _tolerance, _progress, _cancel) = (marginal, start, start.Length, limit, tolerance, progress, cancel);
        (_gradient, _held, _low, _high) = (new double[_n], new bool[_n], new double[_n], new double[_n]);
        _information = [.. marginal.Kernels.Select(kernel => new double[kernel.Parameters * kernel.Parameters])];
        foreach (var kernel in marginal.Kernels)
            for (var d = 0; d < kernel.Parameters; d++) (_low[kernel.First + d], _high[kernel.First + d]) = kernel.Range(d);
    }

    public double[] Beta => _beta;

    /// <summary>Of each parameter, whether it ran to the end of its range.</summary>
    public IReadOnlyList<bool> Held => _held;

    /// <summary>Log likelihood at <see cref="Beta"/>.</summary>
    public double LogLikelihood { get; private set; }

    public int Iterations { get; private set; }

    public bool Converged { get; private set; }

    /// <summary>The largest slope in the parameters, each measured by what the complete data would leave uncertain of it.</summary>
    public double ScaledGradient { get; private set; }

    /// <summary>The largest slope.</summary>
    public double GradientNorm => _gradient.Where((_, d) => !_held[d]).Select(Math.Abs).DefaultIfEmpty(0).Max();

    public void Run()
    {
        Evaluate(_beta, _gradient);
        for (var round = 0; round < Rounds && Iterations < _limit && !Done(); round++) Round();
        Climb(Math.Min(_limit, PatientSteps));
        if (!Converged && _n <= MostForNewton) NewtonSteps();
        if (!Converged) Climb(_limit);
    }

    /// <summary>Newton's step with a curvature that is at hand, if it helps.</summary>
    public void Polish(Cholesky curvature)
    {
        var step = Free(_gradient);
        curvature.Solve(step);
        var (beta, value, before, gradient) = (_beta, _value, ScaledGradient, new double[_n]);
        var next = Moved(step, 1);
        if (_marginal.Allows(next) && Evaluate(next, gradient) >= value - Noise(value))
        {
            (_beta, _gradient) = (next, gradient);
            if (Done() || ScaledGradient <= before) return;
            _beta = beta;
            _gradient = new double[_n];
        }
        Evaluate(_beta, _gradient);
        Done();
    }

    /// <summary>A matrix of all parameters in which those at the end of their range stand alone.</summary>
    public double[] WithoutHeld(double[] matrix)
    {
        var free = (double[])matrix.Clone();
        for (var d = 0; d < _n; d++)
        {
            if (!_held[d]) continue;
            for (var e = 0; e < _n; e++) free[d * _n + e] = free[e * _n + d] = 0;
            free[d * (_n + 1)] = 1;
        }
        return free;
    }

    /// <summary>Likelihood and prior at some parameters; fills in the slope.</summary>
    private double Evaluate(double[] beta, double[] gradient)
    {
        LogLikelihood = _marginal.LogLikelihood(beta, _cancel);
        _marginal.Gradient(beta, gradient);
        return _value = LogLikelihood + _marginal.LogPrior(beta);
    }

    private bool Done()
    {
        for (var d = 0; d < _n; d++) _held[d] = _beta[d] <= _low[d] && _gradient[d] <= 0 || _beta[d] >= _high[d] && _gradient[d] >= 0;
        _marginal.For(_marginal.Kernels.Count, i => Information(i, _marginal.Of(i, _beta), _information[i]), _cancel);
        var worst = 0.0;
        for (var i = 0; i < _marginal.Kernels.Count; i++)
        {
            var kernel = _marginal.Kernels[i];
            for (var d = 0; d < kernel.Parameters; d++)
                if (!_held[kernel.First + d])
                    worst = Math.Max(worst, Math.Abs(_gradient[kernel.First + d]) / Math.Sqrt(Math.Max(_information[i][d * (kernel.Parameters + 1)], 1)));
        }
        ScaledGradient = worst;
        _progress?.Invoke(Iterations, LogLikelihood, worst);
        return Converged = worst <= _tolerance;
    }

    /// <summary>What the complete data would say of a kernel's parameters; one that is held stands alone.</summary>
    private void Information(int i, ReadOnlySpan<double> beta, double[] into)
    {
        Array.Clear(into);
        var kernel = _marginal.Kernels[i];
        var n = kernel.Parameters;
        if (n == 0) return;
        kernel.AddInformation(beta, _marginal.ExpectedOf(i), _marginal.LogPOf(i), _marginal.ScoresOf(i), into);
        AddPrior(kernel, beta, new double[n], into);
        for (var d = 0; d < n; d++)
        {
            if (!_held[kernel.First + d]) continue;
            for (var e = 0; e < n; e++) into[d * n + e] = into[e * n + d] = 0;
            into[d * (n + 1)] = 1;
        }
    }

    private static void AddPrior(Kernel kernel, ReadOnlySpan<double> beta, Span<double> gradient, double[] information)
    {
        var prior = new double[information.Length];
        kernel.AddPrior(beta, gradient, prior);
        for (var d = 0; d < kernel.Parameters; d++) information[d * (kernel.Parameters + 1)] += Math.Max(0, prior[d * (kernel.Parameters + 1)]);
    }

    /// <summary>One round of EM: the expected counts stand, and each kernel climbs by itself.</summary>
    private void Round()
    {
        var next = (double[])_beta.Clone();
        _marginal.For(_marginal.Kernels.Count, i => ClimbAlone(i, next.AsSpan(_marginal.Kernels[i].First, _marginal.Kernels[i].Parameters)), _cancel);
        _beta = next;
        Evaluate(_beta, _gradient);
        Iterations++;
    }

    private void ClimbAlone(int i, Span<double> beta)
    {
        var kernel = _marginal.Kernels[i];
        var n = kernel.Parameters;
        if (n == 0) return;
        var expected = _marginal.ExpectedOf(i);
        double[] logP = new double[expected.Length], scores = new double[kernel.Categories * n * Grid.Padded], gradient = new double[n], information = new double[n * n];
        double[] tried = new double[n], at = beta.ToArray();
        kernel.Tabulate(at, logP, scores);
        var value = Expectation(kernel, at, expected, logP);
        for (var step = 0; step < ScoringSteps; step++)
        {
            Array.Clear(gradient);
            for (var k = 0; k < kernel.Categories; k++)
                for (var d = 0; d < n; d++)
                    gradient[d] += Marginal.Dot(expected.Slice(k * Grid.Padded, Grid.Padded), scores.AsSpan((k * n + d) * Grid.Padded, Grid.Padded));
            Array.Clear(information);
            kernel.AddInformation(at, expected, logP, scores, information);
            AddPrior(kernel, at, gradient, information);
            Solve(information, n, gradient);
            var scale = Math.Min(1, MostStep / Most(gradient));
            var moved = false;
            for (var halving = 0; halving < Halvings && !moved; halving++, scale /= 2)
            {
                for (var d = 0; d < n; d++) tried[d] = Math.Clamp(at[d] + scale * gradient[d], _low[kernel.First + d], _high[kernel.First + d]);
                if (!kernel.Allows(tried)) continue;
                kernel.Tabulate(tried, logP, scores);
                var found = Expectation(kernel, tried, expected, logP);
                if (!(found >= value)) continue;
                (value, moved) = (found, true);
                tried.CopyTo(at, 0);
            }
            if (!moved) break;
        }
        at.CopyTo(beta);
    }

    private static double Expectation(Kernel kernel, ReadOnlySpan<double> beta, ReadOnlySpan<double> expected, ReadOnlySpan<double> logP)
    {
        var sum = kernel.LogPrior(beta);
        for (var k = 0; k < kernel.Categories; k++) sum += Marginal.Dot(expected.Slice(k * Grid.Padded, Grid.Padded), logP.Slice(k * Grid.Padded, Grid.Padded));
        return sum;
    }

    /// <summary>Solves with an information that may be all but singular: then a little is added to its diagonal.</summary>
    private static void Solve(double[] information, int n, Span<double> x)
    {
        for (var ridge = 0.0; ; ridge = ridge == 0 ? 1e-10 : ridge * 100)
        {
            var matrix = (double[])information.Clone();
            for (var d = 0; d < n; d++) matrix[d * (n + 1)] += ridge * (1 + Math.Abs(matrix[d * (n + 1)]));
            if (ridge > 1e10) return;
            if (Cholesky.Of(matrix, n) is not { } factor) continue;
            factor.Solve(x);
            return;
        }
    }

    /// <summary>Quasi-Newton steps.</summary>
    private void Climb(int limit)
    {
        List<(double[] Step, double[] Change, double Curvature)> memory = [];
        while (!Done() && Iterations < limit)
        {
            if (!Search(Direction(memory)))
            {
                if (memory.Count == 0) return;
                memory.Clear();
                continue;
            }
            Remember(memory);
            Iterations++;
        }
    }

    private double[] _before = [], _slopeBefore = [];

    private void Remember(List<(double[] Step, double[] Change, double Curvature)> memory)
    {
        double[] step = new double[_n], change = new double[_n];
        for (var d = 0; d < _n; d++) (step[d], change[d]) = (_beta[d] - _before[d], _slopeBefore[d] - _gradient[d]);
        var curvature = Inner(step, change);
        if (!(curvature > 1e-12 * Math.Sqrt(Inner(step, step) * Inner(change, change)))) return;
        if (memory.Count == Memory) memory.RemoveAt(0);
        memory.Add((step, change, curvature));
    }

    /// <summary>The two loops of limited-memory BFGS; between them, the complete-data information.</summary>
    private double[] Direction(List<(double[] Step, double[] Change, double Curvature)> memory)
    {
        var direction = Free(_gradient);
        var factors = new double[memory.Count];
        for (var m = memory.Count - 1; m >= 0; m--)
        {
            factors[m] = Inner(memory[m].Step, direction) / memory[m].Curvature;
            for (var d = 0; d < _n; d++) direction[d] -= factors[m] * memory[m].Change[d];
        }
        direction = Free(direction);
        for (var i = 0; i < _information.Length; i++)
            if (_marginal.Kernels[i] is { Parameters: > 0 } kernel) Solve(_information[i], kernel.Parameters, direction.AsSpan(kernel.First, kernel.Parameters));
        for (var m = 0; m < memory.Count; m++)
        {
            var factor = factors[m] - Inner(memory[m].Change, direction) / memory[m].Curvature;
            for (var d = 0; d < _n; d++) direction[d] += factor * memory[m].Step[d];
        }
        return Free(direction);
    }

    /// <summary>Newton's steps with the exact curvature, made definite where it is not.</summary>
    private void NewtonSteps()
    {
        var ridge = 0.0;
        for (var step = 0; step < NewtonLimit && Iterations < _limit && !Converged; step++)
        {
            var curvature = WithoutHeld(ObservedInformation.At(_marginal, _beta, _cancel));
            Cholesky? factor;
            while ((factor = Cholesky.Of(ridge > 0 ? WithInformation(curvature, ridge) : curvature, _n)) is null)
            {
                if (ridge > MostRidge) return;
                ridge = Math.Max(ridge * 4, 1e-4);
            }
            var direction = Free(_gradient);
            factor.Solve(direction);
            if (!Search(direction)) return;
            ridge = ridge <= 1e-4 ? 0 : ridge / 4;
            Iterations++;
            Done();
        }
    }

    private double[] WithInformation(double[] curvature, double ridge)
    {
        var matrix = (double[])curvature.Clone();
        for (var i = 0; i < _information.Length; i++)
        {
            var kernel = _marginal.Kernels[i];
            for (var d = 0; d < kernel.Parameters; d++)
            {
                for (var e = 0; e < kernel.Parameters; e++) matrix[(kernel.First + d) * _n + kernel.First + e] += ridge * _information[i][d * kernel.Parameters + e];
                matrix[(kernel.First + d) * (_n + 1)] += ridge * 1e-3;
            }
        }
        return matrix;
    }

    /// <summary>Goes along a direction as far as it helps enough (Armijo); false where nothing does, and then nothing has changed.</summary>
    private bool Search(double[] direction)
    {
        // No item may run far ahead of the others: its step is cut, not everybody's.
        foreach (var kernel in _marginal.Kernels)
        {
            var own = direction.AsSpan(kernel.First, kernel.Parameters);
            var cut = Math.Min(1, MostStep / Most(own));
            for (var d = 0; d < own.Length; d++) own[d] *= cut;
        }
        if (!(Inner(direction, _gradient) > 0)) return false;
        var (value, gradient, scale) = (_value, new double[_n], 1.0);
        (_before, _slopeBefore) = (_beta, _gradient);
        for (var halving = 0; halving < Halvings; halving++)
        {
            var next = Moved(direction, scale);
            if (!_marginal.Allows(next))
            {
                scale /= 2;
                continue;
            }
            var promised = 0.0;
            for (var d = 0; d < _n; d++) promised += (next[d] - _before[d]) * _slopeBefore[d];
            var found = Evaluate(next, gradient);
            // What the sum over all answers can't tell from rounding counts as equal.
            if (found >= value + Sufficient * promised - Noise(value))
            {
                (_beta, _gradient) = (next, gradient);
                return true;
            }
            // The top of the parabola through both values and the slope, not too near either end.
            var best = promised * scale / (2 * (promised - (found - value)));
            scale = double.IsFinite(best) ? Math.Clamp(best, scale / 10, scale / 2) : scale / 2;
        }
        Evaluate(_beta, _gradient = new double[_n]);
        return false;
    }

    private static double Noise(double value) => 1e-13 * Math.Abs(value);

    private double[] Moved(double[] direction, double scale)
    {
        var next = new double[_n];
        for (var d = 0; d < _n; d++) next[d] = Math.Clamp(_beta[d] + scale * direction[d], _low[d], _high[d]);
        return next;
    }

    /// <summary>The same with nothing for the parameters that are held.</summary>
    private double[] Free(double[] vector)
    {
        var free = new double[_n];
        for (var d = 0; d < _n; d++) free[d] = _held[d] ? 0 : vector[d];
        return free;
    }

    private static double Most(ReadOnlySpan<double> values)
    {
        var most = 0.0;
        foreach (var value in values) most = Math.Max(most, Math.Abs(value));
        return most;
    }

    private static double Inner(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}

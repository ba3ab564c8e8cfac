using Certus.Numerics;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>Finds the weights of a <see cref="LinearProblem"/>, an epoch at a time.</summary>
internal abstract class LinearSolver(LinearProblem problem, double[] theta)
{
    public double[] Theta { get; } = theta;

    protected LinearProblem Problem { get; } = problem;

    /// <summary>One epoch.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="of">How many there are at most.</param>
    /// <returns>The objective at its end, and whether more epochs would change nothing.</returns>
    public abstract (double Objective, bool Converged) Epoch(int epoch, int of);
}

/// <summary>Newton's method with conjugate gradients (Nocedal and Wright, Numerical Optimization, algorithm 7.1); an epoch is one step.</summary>
/// <remarks>A loss with a kink is rounded off, each epoch less.</remarks>
internal sealed class NewtonSolver(LinearProblem problem, double[] theta) : LinearSolver(problem, theta)
{
    private readonly double[] _gradient = new double[theta.Length];
    private readonly double[] _step = new double[theta.Length];
    private readonly double[] _trial = new double[theta.Length];
    private readonly double[] _other = new double[theta.Length];

    public override (double, bool) Epoch(int epoch, int of)
    {
        var converged = true;
        var steps = Problem.IsStraightAfar ? 5 : 1;
        var rounding = Problem.HasKink ? Problem.Spread * Math.Pow(10, -4.0 * epoch / Math.Max(of - 1, 1)) : 0;
        for (var i = 0; i < steps; i++) converged &= Step(rounding);
        return (Problem.Evaluate(Theta, _gradient, 0), converged && (!Problem.HasKink || epoch == of - 1));
    }

    private bool Step(double rounding)
    {
        var objective = Problem.Evaluate(Theta, _gradient, rounding);
        var norm = Math.Sqrt(Dot(_gradient, _gradient));
        if (norm < 1e-9) return true;
        Direction(norm);
        var slope = Dot(_gradient, _step);
        for (var length = 1.0; length > 1e-10; length /= 2)
        {
            for (var i = 0; i < _trial.Length; i++) _trial[i] = Theta[i] + length * _step[i];
            var there = Problem.Evaluate(_trial, _other, rounding);
            if (!(there <= objective + 1e-4 * length * slope)) continue;
            _trial.CopyTo(Theta, 0);
            if (length == 1 && Problem.IsStraightAfar) there = Further(there, rounding);
            return objective - there <= 1e-10 * Math.Abs(objective);
        }
        return true;
    }

    /// <summary>Goes on in the step's direction, twice as far each time, while the objective falls.</summary>
    private double Further(double objective, double rounding)
    {
        for (var more = 1.0; more < 1e15; more *= 2)
        {
            for (var i = 0; i < _trial.Length; i++) _trial[i] = Theta[i] + more * _step[i];
            var there = Problem.Evaluate(_trial, _other, rounding);
            if (!(there < objective)) break;
            _trial.CopyTo(Theta, 0);
            objective = there;
        }
        return objective;
    }

    private void Direction(double norm)
    {
        var tolerance = Math.Min(0.1, Math.Sqrt(norm)) * norm;
        Array.Clear(_step);
        var residual = _gradient.Select(g => -g).ToArray();
        var direction = residual.ToArray();
        var product = new double[direction.Length];
        var squared = Dot(residual, residual);
        for (var i = 0; i < 100 && Math.Sqrt(squared) > tolerance; i++)
        {
            Problem.Curve(direction, product);
            var curvature = Dot(direction, product);
            if (curvature <= 1e-14 * Dot(direction, direction))
            {
                if (i == 0) direction.CopyTo(_step, 0);
                return;
            }
            var length = squared / curvature;
            for (var j = 0; j < _step.Length; j++)
            {
                _step[j] += length * direction[j];
                residual[j] -= length * product[j];
            }
            var next = Dot(residual, residual);
            for (var j = 0; j < direction.Length; j++) direction[j] = residual[j] + next / squared * direction[j];
            squared = next;
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}

/// <summary>Accelerated proximal gradients (Beck and Teboulle, 2009, with restarts), for an L1 penalty: weights that do not help become 0; an epoch is fifty steps.</summary>
internal sealed class ProximalSolver(LinearProblem problem, double[] theta, double l1) : LinearSolver(problem, theta)
{
    private const int Steps = 50;

    private readonly double[] _gradient = new double[theta.Length];
    private readonly double[] _scratch = new double[theta.Length];
    private double[] _ahead = [.. theta];
    private double[] _trial = new double[theta.Length];
    private double _momentum = 1;
    private double _lipschitz = 1;

    public override (double, bool) Epoch(int epoch, int of)
    {
        var rounding = Problem.HasKink ? Math.Pow(10, -3.0 * epoch / Math.Max(of - 1, 1)) : 0;
        var before = Problem.Evaluate(Theta, _gradient, rounding) + L1(Theta);
        var objective = before;
        for (var i = 0; i < Steps; i++)
        {
            var at = Problem.Evaluate(_ahead, _gradient, rounding);
            while (true)
            {
                double linear = 0, square = 0;
                for (var j = 0; j < _trial.Length; j++)
                {
                    var moved = _ahead[j] - _gradient[j] / _lipschitz;
                    if (j % (Problem.Columns + 1) != Problem.Columns) moved = Math.Sign(moved) * Math.Max(Math.Abs(moved) - l1 / _lipschitz, 0);
                    _trial[j] = moved;
                    linear += (moved - _ahead[j]) * _gradient[j];
                    square += (moved - _ahead[j]) * (moved - _ahead[j]);
                }
                var smooth = Problem.Evaluate(_trial, _scratch, rounding);
                if (smooth <= at + linear + _lipschitz / 2 * square + 1e-12 * Math.Abs(at) || _lipschitz > 1e12)
                {
                    var next = smooth + L1(_trial);
                    var restart = next > objective;
                    objective = next;
                    var momentum = restart ? 1 : (1 + Math.Sqrt(1 + 4 * _momentum * _momentum)) / 2;
                    for (var j = 0; j < _trial.Length; j++) _ahead[j] = _trial[j] + (restart ? 0 : (_momentum - 1) / momentum * (_trial[j] - Theta[j]));
                    _trial.CopyTo(Theta, 0);
                    _momentum = momentum;
                    break;
                }
                _lipschitz *= 2;
            }
        }
        return (Problem.Evaluate(Theta, _gradient, 0) + L1(Theta), Math.Abs(before - objective) <= 1e-10 * Math.Abs(objective) && (!Problem.HasKink || epoch == of - 1));
    }

    private double L1(double[] theta)
    {
        double sum = 0;
        for (var i = 0; i < theta.Length; i++)
            if (i % (Problem.Columns + 1) != Problem.Columns) sum += Math.Abs(theta[i]);
        return l1 * sum;
    }
}

/// <summary>Small steps on mini-batches: sgd with momentum, adam (Kingma and Ba, 2015) or rmsprop, as the hyperparameter optimizer names them.</summary>
internal sealed class StochasticSolver(LinearProblem problem, double[] theta, LinearSettings settings, double l1, ulong seed) : LinearSolver(problem, theta)
{
    private readonly SeededRandom _random = new(seed, "linear-learner rows");
    private readonly int[] _order = [.. Enumerable.Range(0, problem.Rows)];
    private readonly double[] _gradient = new double[theta.Length];
    private readonly double[] _first = new double[theta.Length];
    private readonly double[] _second = new double[theta.Length];
    private int _steps;

    public override (double, bool) Epoch(int epoch, int of)
    {
        for (var i = _order.Length - 1; i > 0; i--)
        {
            var j = _random.Below(i + 1);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }
        for (var from = 0; from < _order.Length; from += settings.BatchSize)
        {
            Problem.EvaluateBatch(_order.AsSpan(from, Math.Min(settings.BatchSize, _order.Length - from)), Theta, _gradient);
            Problem.Penalty(Theta, _gradient);
            Step();
        }
        var objective = Problem.Evaluate(Theta, _gradient, 0);
        for (var i = 0; i < Theta.Length; i++)
            if (i % (Problem.Columns + 1) != Problem.Columns) objective += l1 * Math.Abs(Theta[i]);
        return (objective, false);
    }

    private void Step()
    {
        var rate = settings.LearningRate(_steps++);
        var (beta1, beta2) = (settings.Beta1, settings.Beta2);
        for (var i = 0; i < Theta.Length; i++)
        {
            var bias = i % (Problem.Columns + 1) == Problem.Columns;
            if (bias && !Problem.HasBias) continue;
            var (g, own) = (_gradient[i], bias ? rate * settings.BiasRate : rate);
            switch (settings.Optimizer)
            {
                case "adam":
                    _first[i] = beta1 * _first[i] + (1 - beta1) * g;
                    _second[i] = beta2 * _second[i] + (1 - beta2) * g * g;
                    Theta[i] -= own * (_first[i] / (1 - Math.Pow(beta1, _steps))) / (Math.Sqrt(_second[i] / (1 - Math.Pow(beta2, _steps))) + 1e-8);
                    break;
                case "rmsprop":
                    _second[i] = 0.9 * _second[i] + 0.1 * g * g;
                    Theta[i] -= own * g / (Math.Sqrt(_second[i]) + 1e-8);
                    break;
                default:
                    _first[i] = settings.Momentum * _first[i] + g;
                    Theta[i] -= own * _first[i];
                    break;
            }
            if (l1 > 0 && !bias) Theta[i] = Math.Sign(Theta[i]) * Math.Max(Math.Abs(Theta[i]) - own * l1, 0);
        }
    }
}

using Certus.Measure.Assembly;
using Google.OrTools.Sat;

namespace Certus.Solver;

/// <summary>Makes forms: by constraint programming, which proves what is best or that there are none, and by exchanges, which better what is not yet proven best.</summary>
/// <remarks>
/// CP-SAT of Google OR-Tools with one worker, a seed and a limit of effort instead of time: equal arguments give equal forms with the same version on the same kind of machine. Another
/// version may find other forms of the same or another objective; see docs/adr/0008-form-assembly-by-or-tools.md.
/// </remarks>
public static class FormSolver
{
    /// <summary>The effort that makes forms of a few hundred items within 2 seconds.</summary>
    public const double DefaultEffort = 0.5;

    /// <summary>The largest effort.</summary>
    public const double MostEffort = 3600;

    /// <summary>What <see cref="Solve"/> will have reported at its end.</summary>
    public const int Progress = 100;

    private const int StepsPerEffort = 1_500_000;

    /// <summary>Makes the forms of a problem.</summary>
    /// <param name="problem">Without a <see cref="AssemblyProblem.Fault"/>.</param>
    /// <param name="effort">How hard to try before the best found so far is taken, above 0 to <see cref="MostEffort"/>; 1 is about a second and a half of a core. What is proven sooner ends sooner.</param>
    /// <param name="seed">Decides between equals.</param>
    /// <param name="progress">Told how far it is, up to <see cref="Progress"/>; null for nobody.</param>
    /// <param name="cancel">Ends it early, with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The problem has a fault.</exception>
    public static AssemblyResult Solve(AssemblyProblem problem, double effort = DefaultEffort, ulong seed = 1, IProgress<int>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(effort);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(effort, MostEffort);
        var units = new AssemblyUnits(problem);
        var isTarget = problem.Objective is AssemblyObjective.Target;

        var first = Run(Model(units, null), effort * 0.3, seed, cancel);
        if (first.Status is CpSolverStatus.Unknown) first = Run(new(units), effort * 4, seed, cancel);      // any forms at all
        if (first.Status is CpSolverStatus.Infeasible) return Conflicts.Explain(units, effort, seed, cancel);
        progress?.Report(30);
        if (first.Forms is not { } forms) return new AssemblyResult.Undecided();
        var (bound, proven) = (isTarget ? first.Bound : Math.Min(first.Bound, Relaxation.BoundOf(units)), first.Status is CpSolverStatus.Optimal && first.Chosen);
        if (!proven)
        {
            forms = FormSearch.Improve(units, forms, bound, (int)Math.Min(int.MaxValue, effort * StepsPerEffort), seed, cancel);
            progress?.Report(55);
            // Of many items some forms meet a target so nearly that no bound above 0 is ever found: the effort is better spent on exchanges.
            if (!isTarget)
            {
                var second = Run(Model(units, forms), effort * 0.4, seed, cancel);
                if (second.Forms is { } other && units.IsBetter(units.ObjectiveOf(other), units.ObjectiveOf(forms))) forms = other;
                (bound, proven) = (Math.Min(bound, second.Bound), second.Status is CpSolverStatus.Optimal);
            }
        }
        progress?.Report(80);
        if (problem.GiveUp > 0 && units.Uses.Any(uses => uses > 0))
        {
            (forms, var gave) = Balanced(units, forms, effort * 0.3, seed, cancel);
            proven &= !gave;
        }
        progress?.Report(Progress);
        var made = units.Forms(forms);
        var objective = units.ObjectiveOf(made.Select(form => form.Information));
        // The bound is one of rounded numbers; this one holds of the numbers themselves.
        bound = isTarget ? Math.Min(objective, Math.Max(0, bound)) : Math.Max(objective, bound);
        return new AssemblyResult.Solved(made, objective, bound, proven);
    }

    /// <summary>Forms whose items were used less, with so much of the objective given up as the problem allows; and whether any was.</summary>
    private static (IReadOnlyList<IReadOnlyList<int>> Forms, bool Gave) Balanced(AssemblyUnits units, IReadOnlyList<IReadOnlyList<int>> forms, double effort, ulong seed, CancellationToken cancel)
    {
        var best = units.ObjectiveOf(forms);
        var limit = units.Problem.Objective is AssemblyObjective.Target target ? best + units.Problem.GiveUp * target.Information.Max() : best * (1 - units.Problem.GiveUp);
        var model = Model(units, forms);
        model.Balance(limit);
        var run = Run(model, effort, seed, cancel);
        if (run.Forms is not { } other || Uses(other) >= Uses(forms)) return (forms, false);
        return (other, units.IsBetter(best, units.ObjectiveOf(other)));

        long Uses(IReadOnlyList<IReadOnlyList<int>> of) => of.Sum(form => form.Sum(unit => units.Uses[unit]));
    }

    private static FormModel Model(AssemblyUnits units, IReadOnlyList<IReadOnlyList<int>>? hint)
    {
        var model = new FormModel(units);
        model.Optimize();
        if (hint is not null) model.Hint(hint);
        return model;
    }

    private static double ObjectiveOf(this AssemblyUnits units, IReadOnlyList<IReadOnlyList<int>> forms) => units.ObjectiveOf(units.Forms(forms).Select(form => form.Information));

    private static (CpSolverStatus Status, IReadOnlyList<IReadOnlyList<int>>? Forms, double Bound, bool Chosen) Run(FormModel model, double effort, ulong seed, CancellationToken cancel)
    {
        using var run = new SolverRun(model.Model, effort, seed, cancel);
        return (
            run.Status, run.Status is CpSolverStatus.Optimal or CpSolverStatus.Feasible ? model.Forms(run.Solver) : null, model.BoundOf(run.Solver), model.Objective is not null);
    }
}

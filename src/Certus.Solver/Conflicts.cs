using Certus.Measure.Assembly;
using Google.OrTools.Sat;

namespace Certus.Solver;

/// <summary>Why a problem has no forms, and what to relax.</summary>
internal static class Conflicts
{
    /// <summary>Explains a problem that has no forms.</summary>
    /// <remarks>
    /// What conflicts is found by leaving out one constraint after another for good, as long as the rest still has no forms (a deletion filter, Chinneck and Dravnieks 1991). What to relax, by
    /// giving every constraint a slack: first as few of them as possible are used, then as little as possible.
    /// </remarks>
    public static AssemblyResult.Infeasible Explain(AssemblyUnits units, double effort, ulong seed, CancellationToken cancel)
    {
        var all = FormConstraint.Of(units);
        var conflict = all.ToList();
        // What is intricate goes first, so that what is left is plain: of several conflicts the one that is easiest to see.
        foreach (var part in all.OrderByDescending(part => Intricacy(units, part)))
        {
            using var run = new SolverRun(new FormModel(units, [.. conflict.Where(other => other != part)]).Model, effort * 0.1, seed, cancel);
            if (run.Status is CpSolverStatus.Infeasible) conflict.Remove(part);
        }

        var most = Relax(units, all, null, effort, seed, cancel).Count;
        var least = Relax(units, all, most, effort, seed, cancel);
        return new([.. conflict.Select(part => part.Words(units))], [.. least.Select(entry => entry.Part.Relaxed(units, entry.By))]);
    }

    private static int Intricacy(AssemblyUnits units, FormConstraint part) => part.Side switch
    {
        FormConstraintSide.Enemies => 5,
        FormConstraintSide.Uses => 4,
        FormConstraintSide.Overlap => 3,
        _ => units.Rules[part.Rule].Kind switch { FormRuleKind.Seconds => 6, FormRuleKind.Task => 2, FormRuleKind.Seen => 1, _ => 0 },
    };

    /// <summary>The constraints to relax and by how much: as few as possible, or, of so many, by as little as possible.</summary>
    private static List<(FormConstraint Part, long By)> Relax(AssemblyUnits units, IReadOnlyList<FormConstraint> all, int? most, double effort, ulong seed, CancellationToken cancel)
    {
        var model = new FormModel(units, []);
        var slacks = all.Select(part => model.Model.NewIntVar(0, part.MostSlack(units), "")).ToList();
        var used = all.Select(_ => model.Model.NewBoolVar("")).ToList();
        for (var i = 0; i < all.Count; i++)
        {
            model.Hold(all[i], slacks[i]);
            model.Model.Add(slacks[i] <= used[i] * all[i].MostSlack(units));
        }
        if (most is null) model.Model.Minimize(LinearExpr.Sum(used));
        else
        {
            model.Model.Add(LinearExpr.Sum(used) <= most.Value);
            model.Model.Minimize(LinearExpr.WeightedSum(slacks, all.Select(part => (long)part.Price(units))));
        }
        using var run = new SolverRun(model.Model, effort, seed, cancel);
        return run.Status is CpSolverStatus.Optimal or CpSolverStatus.Feasible
            ? [.. all.Zip(slacks, (part, slack) => (Part: part, By: run.Solver.Value(slack))).Where(entry => entry.By > 0)]
            : [];
    }
}

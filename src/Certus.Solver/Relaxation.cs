using Certus.Measure.Assembly;
using Google.OrTools.LinearSolver;

namespace Certus.Solver;

/// <summary>What no forms can exceed, from the linear program in which items may be divided.</summary>
internal static class Relaxation
{
    /// <summary>A bound above the smallest information of any form at any point; of a problem without a maximin or whose program the solver does not end, infinity.</summary>
    /// <remarks>
    /// All forms keep the same rules, so the average of any forms is a form of divided items that keeps them, and in it no item has more than its share of the forms. One form therefore
    /// bounds any number of them.
    /// </remarks>
    public static double BoundOf(AssemblyUnits units)
    {
        if (units.Problem.Objective is not AssemblyObjective.Maximin maximin) return double.PositiveInfinity;
        using var solver = Google.OrTools.LinearSolver.Solver.CreateSolver("GLOP") ?? throw new InvalidOperationException("The solver has no simplex method.");
        var forms = units.Problem.Forms;
        var stands = units.MostForms.Select(most => solver.MakeNumVar(0, (units.Problem.Overlap == 0 ? Math.Min(most, 1) : most) / (double)forms, "")).ToArray();
        foreach (var (r, rule) in units.Rules.Index())
        {
            using var sum = solver.MakeConstraint(rule.Bounds.Min, rule.Bounds.Max);
            for (var u = 0; u < stands.Length; u++)
                foreach (var (of, weight) in units.Weights[u])
                    if (of == r) sum.SetCoefficient(stands[u], weight);
        }
        foreach (var set in units.EnemySets)
        {
            using var sum = solver.MakeConstraint(0, 1);
            foreach (var unit in set) sum.SetCoefficient(stands[unit], 1);
        }
        using var smallest = solver.MakeNumVar(0, double.PositiveInfinity, "");
        for (var t = 0; t < maximin.Theta.Count; t++)
        {
            using var information = solver.MakeConstraint(0, double.PositiveInfinity);
            for (var u = 0; u < stands.Length; u++) information.SetCoefficient(stands[u], units.Information[u][t]);
            information.SetCoefficient(smallest, -1);
        }
        using var objective = solver.Objective();
        objective.SetCoefficient(smallest, 1);
        objective.SetMaximization();
        // The program is solved to about seven digits.
        return solver.Solve() is Google.OrTools.LinearSolver.Solver.ResultStatus.OPTIMAL ? objective.Value() * (1 + 1e-6) : double.PositiveInfinity;
    }
}

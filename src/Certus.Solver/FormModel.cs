using Certus.Measure.Assembly;
using Google.OrTools.Sat;

namespace Certus.Solver;

/// <summary>A problem as constraints over zeros and ones: which unit stands in which form.</summary>
internal sealed class FormModel
{
    /// <summary>Information is whole numbers to the solver: seven decimals of it.</summary>
    public const double Scale = 1e7;

    private readonly AssemblyUnits _units;
    private readonly BoolVar[][] _stands;

    /// <summary>Makes the variables, and the constraints asked for.</summary>
    /// <param name="units">The problem.</param>
    /// <param name="parts">Those parts of it that must hold; null for all.</param>
    public FormModel(AssemblyUnits units, IReadOnlyCollection<FormConstraint>? parts = null)
    {
        _units = units;
        _stands = [.. Enumerable.Range(0, units.Problem.Forms).Select(_ => Enumerable.Range(0, units.Count).Select(_ => Model.NewBoolVar("")).ToArray())];
        foreach (var part in parts ?? FormConstraint.Of(units)) Hold(part, null);
    }

    public CpModel Model { get; } = new();

    /// <summary>What the solver maximizes (smallest information) or minimizes (largest difference), times <see cref="Scale"/>; null where there is nothing to choose by.</summary>
    public IntVar? Objective { get; private set; }

    /// <summary>Whether the objective is to be large.</summary>
    public bool IsMaximized => _units.Problem.Objective is AssemblyObjective.Maximin;

    /// <summary>What no forms can better, by what a run found out; without an objective in the model, what is plain without a solver.</summary>
    public double BoundOf(CpSolver solver)
    {
        var points = _units.Problem.Objective.Theta.Count;
        if (points == 0) return 0;
        // Each whole number is off by half of its last place at most.
        var rounding = 0.5 / Scale * (_units.Problem.Length + 1);
        if (Objective is not null) return IsMaximized ? solver.BestObjectiveBound / Scale + rounding : solver.BestObjectiveBound / Scale - rounding;
        return IsMaximized ? Enumerable.Range(0, points).Min(t => _units.Information.Select(values => values[t]).OrderDescending().Take(_units.Problem.Length).Sum()) : 0;
    }

    /// <summary>Adds the objective.</summary>
    public void Optimize()
    {
        if (_units.Problem.Objective.Theta.Count == 0) return;
        var points = _units.Problem.Objective.Theta.Count;
        var most = Enumerable.Range(0, points).Max(t => _units.Information.Sum(values => Whole(values[t])) + (IsMaximized ? 0 : Target(t)));
        Objective = Model.NewIntVar(0, most, "");
        foreach (var form in _stands)
            for (var t = 0; t < points; t++)
            {
                var sum = LinearExpr.WeightedSum(form, _units.Information.Select(values => Whole(values[t])));
                if (IsMaximized) Model.Add(sum >= Objective);
                else
                {
                    Model.Add(sum - Target(t) <= Objective);
                    Model.Add(Target(t) - sum <= Objective);
                }
            }
        if (IsMaximized) Model.Maximize(Objective);
        else Model.Minimize(Objective);
    }

    /// <summary>Instead of the objective, minimizes the uses of the items taken, the objective kept within a limit.</summary>
    public void Balance(double limit)
    {
        if (Objective is { } objective && _units.Problem.Objective is AssemblyObjective.Target) Model.Add(objective <= (long)Math.Floor(limit * Scale));
        else if (Objective is { } largest) Model.Add(largest >= (long)Math.Ceiling(limit * Scale));
        Model.Minimize(LinearExpr.WeightedSum(_stands.SelectMany(form => form), _stands.SelectMany(_ => _units.Uses)));
    }

    /// <summary>Forms to start from.</summary>
    public void Hint(IReadOnlyList<IReadOnlyList<int>> forms)
    {
        foreach (var (f, form) in forms.Index())
        {
            var taken = form.ToHashSet();
            for (var u = 0; u < _units.Count; u++) Model.AddHint(_stands[f][u], taken.Contains(u));
        }
        if (Objective is null) return;
        var sums = forms.SelectMany(form => Enumerable.Range(0, _units.Problem.Objective.Theta.Count).Select(t => form.Sum(unit => Whole(_units.Information[unit][t])) - (IsMaximized ? 0 : Target(t))));
        Model.AddHint(Objective, IsMaximized ? sums.Min() : sums.Max(Math.Abs));
    }

    /// <summary>The units of each form in a solution, ascending.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Forms(CpSolver solver) =>
        [.. _stands.Select(form => (IReadOnlyList<int>)[.. Enumerable.Range(0, _units.Count).Where(u => solver.BooleanValue(form[u]))])];

    /// <summary>Adds a constraint; with a slack, it may be broken by so much.</summary>
    public void Hold(FormConstraint part, IntVar? slack)
    {
        var problem = _units.Problem;
        LinearExpr Most(long most) => slack is null ? LinearExpr.Constant(most) : slack + most;
        switch (part.Side)
        {
            case FormConstraintSide.AtLeast:
                foreach (var form in _stands) Model.Add(Sum(form, part.Rule) >= (slack is null ? LinearExpr.Constant(_units.Rules[part.Rule].Bounds.Min) : _units.Rules[part.Rule].Bounds.Min - slack));
                break;
            case FormConstraintSide.AtMost:
                foreach (var form in _stands) Model.Add(Sum(form, part.Rule) <= Most(_units.Rules[part.Rule].Bounds.Max));
                break;
            case FormConstraintSide.Enemies:
                List<BoolVar> broken = [];
                foreach (var form in _stands)
                    foreach (var set in _units.EnemySets)
                        if (slack is null) Model.AddAtMostOne(set.Select(unit => form[unit]));
                        else
                        {
                            broken.Add(Model.NewBoolVar(""));
                            Model.AddAtMostOne(set.Select(unit => form[unit])).OnlyEnforceIf(broken[^1].Not());
                        }
                if (slack is not null) Model.Add(LinearExpr.Sum(broken) <= slack);
                break;
            case FormConstraintSide.Overlap when slack is null && problem.Overlap == 0:
                for (var u = 0; u < _units.Count; u++) Model.AddAtMostOne(_stands.Select(form => form[u]));
                break;
            case FormConstraintSide.Overlap:
                for (var f = 0; f < _stands.Length; f++)
                    for (var g = f + 1; g < _stands.Length; g++)
                    {
                        List<LinearExpr> shared = [];
                        for (var u = 0; u < _units.Count; u++)
                        {
                            var both = Model.NewBoolVar("");
                            Model.AddBoolOr([_stands[f][u].Not(), _stands[g][u].Not(), both]);
                            shared.Add(both * _units.Places[u].Length);
                        }
                        Model.Add(LinearExpr.Sum(shared) <= Most(problem.Overlap));
                    }
                break;
            case FormConstraintSide.Uses:
                for (var u = 0; u < _units.Count; u++)
                {
                    var stands = _stands.Select(form => form[u]).ToList();
                    if (slack is null)
                    {
                        if (_units.MostForms[u] < stands.Count) Model.Add(LinearExpr.Sum(stands) <= _units.MostForms[u]);
                        continue;
                    }
                    var past = _units.Places[u].Max(place => problem.Items[place].Uses);
                    foreach (var one in stands) Model.Add(past + LinearExpr.Sum(stands) <= Most(problem.MostUses!.Value)).OnlyEnforceIf(one);
                }
                break;
        }
    }

    private LinearExpr Sum(BoolVar[] form, int rule)
    {
        List<BoolVar> taken = [];
        List<long> weights = [];
        for (var u = 0; u < _units.Count; u++)
            foreach (var (r, weight) in _units.Weights[u])
                if (r == rule) { taken.Add(form[u]); weights.Add(weight); }
        return LinearExpr.WeightedSum(taken, weights);
    }

    private long Target(int point) => Whole(((AssemblyObjective.Target)_units.Problem.Objective).Information[point]);

    private static long Whole(double information) => (long)Math.Round(information * Scale);
}

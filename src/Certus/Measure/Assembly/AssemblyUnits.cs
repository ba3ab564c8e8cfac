namespace Certus.Measure.Assembly;

/// <summary>A problem as the sums that decide it: units taken whole or not at all (an item, or all items of a group), their weights under each rule, and who may not meet whom.</summary>
internal sealed class AssemblyUnits
{
    /// <exception cref="ArgumentException">The problem has a <see cref="AssemblyProblem.Fault"/>.</exception>
    public AssemblyUnits(AssemblyProblem problem)
    {
        if (problem.Fault is { } fault) throw new ArgumentException(fault, nameof(problem));
        Problem = problem;
        Rules =
        [
            new(FormRuleKind.Length, "", CountBounds.Exactly(problem.Length)),
            .. problem.Domains.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new FormRule(FormRuleKind.Domain, entry.Key, entry.Value)),
            .. problem.Tasks.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new FormRule(FormRuleKind.Task, entry.Key, entry.Value)),
            .. problem.Seconds is { } seconds ? [new FormRule(FormRuleKind.Seconds, "", seconds)] : Array.Empty<FormRule>(),
            .. problem.Items.Any(item => item.Seen) ? [new FormRule(FormRuleKind.Seen, "", new(0, problem.MostSeen))] : Array.Empty<FormRule>(),
        ];
        Places = [.. problem.Items.Index().GroupBy(entry => entry.Item.Group.Length > 0 ? (entry.Item.Group, -1) : ("", entry.Index)).Select(group => group.Select(entry => entry.Index).ToArray())];
        var unitOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (unit, places) in Places.Index())
            foreach (var place in places) unitOf.Add(problem.Items[place].Id, unit);

        var points = problem.Objective.Theta.Count;
        Information = new double[Count][];
        Weights = new (int, int)[Count][];
        Uses = new long[Count];
        MostForms = new int[Count];
        for (var u = 0; u < Count; u++)
        {
            var items = Places[u].Select(place => problem.Items[place]).ToList();
            Information[u] = [.. Enumerable.Range(0, points).Select(t => items.Sum(item => item.Information[t]))];
            Weights[u] = [.. Rules.Select((rule, r) => (Rule: r, Weight: items.Sum(rule.Of))).Where(entry => entry.Weight > 0)];
            Uses[u] = items.Sum(item => (long)item.Uses);
            MostForms[u] = problem.MostUses is { } most ? Math.Clamp(most - items.Max(item => item.Uses), 0, problem.Forms) : problem.Forms;
        }
        EnemySets = [.. problem.Enemies.Select(set => set.Select(id => unitOf[id]).Distinct().Order().ToArray()).Where(set => set.Length > 1)];
        var enemies = Enumerable.Range(0, Count).Select(_ => new SortedSet<int>()).ToArray();
        foreach (var set in EnemySets)
            foreach (var unit in set) enemies[unit].UnionWith(set.Where(other => other != unit));
        Enemies = [.. enemies.Select(set => set.ToArray())];
    }

    public AssemblyProblem Problem { get; }

    public IReadOnlyList<FormRule> Rules { get; }

    public int Count => Places.Length;

    /// <summary>The places of each unit's items in the problem.</summary>
    public int[][] Places { get; }

    /// <summary>Each unit's information at each point.</summary>
    public double[][] Information { get; }

    /// <summary>What each unit adds to the rules that it adds to.</summary>
    public (int Rule, int Weight)[][] Weights { get; }

    /// <summary>How often the items of each unit were used, added up.</summary>
    public long[] Uses { get; }

    /// <summary>In how many of the forms each unit may stand, for its uses.</summary>
    public int[] MostForms { get; }

    /// <summary>The sets of units of which a form has at most one.</summary>
    public int[][] EnemySets { get; }

    /// <summary>Who may not stand beside each unit.</summary>
    public int[][] Enemies { get; }

    /// <summary>The objective of some forms, each given by its sums of information.</summary>
    public double ObjectiveOf(IEnumerable<IReadOnlyList<double>> information) => Problem.Objective switch
    {
        AssemblyObjective.Maximin => information.SelectMany(form => form).Min(),
        AssemblyObjective.Target target => information.SelectMany(form => form.Select((value, t) => Math.Abs(value - target.Information[t]))).Max(),
        _ => 0,
    };

    /// <summary>Whether one objective is better than another.</summary>
    public bool IsBetter(double one, double other) => Problem.Objective is AssemblyObjective.Target ? one < other : one > other;

    /// <summary>The forms of some units.</summary>
    public IReadOnlyList<AssembledForm> Forms(IEnumerable<IEnumerable<int>> forms) => [.. forms.Select(units => AssembledForm.Of(Problem, [.. units.SelectMany(unit => Places[unit]).Order()]))];
}

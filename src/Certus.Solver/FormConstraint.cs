using System.Globalization;
using Certus.Measure.Assembly;

namespace Certus.Solver;

/// <summary>Which part of a problem a constraint is.</summary>
internal enum FormConstraintSide
{
    /// <summary>The lower bound of a rule.</summary>
    AtLeast,

    /// <summary>The upper bound of a rule.</summary>
    AtMost,

    /// <summary>No enemies in one form.</summary>
    Enemies,

    /// <summary>How much two forms share.</summary>
    Overlap,

    /// <summary>How often an item is used.</summary>
    Uses,
}

/// <summary>One thing that a problem asks for, which can be left out or relaxed alone.</summary>
/// <param name="Side">Which part of the problem.</param>
/// <param name="Rule">The rule's place, for a bound; else -1.</param>
internal readonly record struct FormConstraint(FormConstraintSide Side, int Rule)
{
    /// <summary>Everything that a problem asks for.</summary>
    public static IReadOnlyList<FormConstraint> Of(AssemblyUnits units)
    {
        List<FormConstraint> all = [];
        foreach (var (rule, described) in units.Rules.Index())
        {
            if (described.Bounds.Min > 0) all.Add(new(FormConstraintSide.AtLeast, rule));
            all.Add(new(FormConstraintSide.AtMost, rule));
        }
        if (units.EnemySets.Length > 0) all.Add(new(FormConstraintSide.Enemies, -1));
        if (units.Problem.Forms > 1 && units.Problem.Overlap < units.Problem.Length) all.Add(new(FormConstraintSide.Overlap, -1));
        if (units.Problem.MostUses is not null) all.Add(new(FormConstraintSide.Uses, -1));
        return all;
    }

    /// <summary>By how much it can be broken at all.</summary>
    public long MostSlack(AssemblyUnits units) => Side switch
    {
        FormConstraintSide.AtLeast => units.Rules[Rule].Bounds.Min,
        FormConstraintSide.AtMost => SupplyOf(units),
        FormConstraintSide.Enemies => (long)units.EnemySets.Length * units.Problem.Forms,
        FormConstraintSide.Overlap => units.Problem.Items.Count,
        _ => units.Problem.Items.Max(item => item.Uses) + units.Problem.Forms,
    };

    /// <summary>What one unit of slack weighs beside others: a minute of reading as much as an item.</summary>
    public int Price(AssemblyUnits units) => Rule >= 0 && units.Rules[Rule].Kind == FormRuleKind.Seconds ? 1 : 60;

    /// <summary>The constraint in words, with what the bank has for it.</summary>
    public string Words(AssemblyUnits units)
    {
        var problem = units.Problem;
        if (Side == FormConstraintSide.Enemies) return $"no two enemies in one form ({Count(units.EnemySets.Length, "set")} of enemies)";
        if (Side == FormConstraintSide.Overlap) return problem.Overlap == 0 ? $"no item in two of the {problem.Forms} forms" : $"at most {Items(problem.Overlap)} shared by two of the {problem.Forms} forms";
        if (Side == FormConstraintSide.Uses) return $"no item used more than {Count(problem.MostUses!.Value, "time")}";
        var (rule, amount) = (units.Rules[Rule], Amount(units));
        var bound = Side == FormConstraintSide.AtLeast ? $"at least {amount}" : $"at most {amount}";
        var supply = Side == FormConstraintSide.AtLeast && rule.Kind != FormRuleKind.Seconds ? $" (the bank has {SupplyOf(units)})" : "";
        return rule.Kind switch
        {
            FormRuleKind.Length => $"{bound} items a form{supply}",
            FormRuleKind.Domain => $"{bound} of domain {rule.Name}{supply}",
            FormRuleKind.Task => $"{bound} of task {rule.Name}{supply}",
            FormRuleKind.Seconds => $"{bound} seconds of reading a form",
            _ => amount == 0 ? "nothing that the learner has seen" : $"{bound} that the learner has seen",
        };
    }

    /// <summary>How it is to be relaxed, in a sentence.</summary>
    /// <param name="units">The problem.</param>
    /// <param name="by">By how much; above 0.</param>
    public string Relaxed(AssemblyUnits units, long by)
    {
        var problem = units.Problem;
        if (Side == FormConstraintSide.Enemies) return $"Let enemies stand together in {Count(by, "case")}.";
        if (Side == FormConstraintSide.Overlap) return $"Let two forms share {Items(problem.Overlap + by)} instead of {problem.Overlap}.";
        if (Side == FormConstraintSide.Uses) return $"Let an item be used {Count(problem.MostUses!.Value + by, "time")} instead of {problem.MostUses}.";
        var (rule, amount) = (units.Rules[Rule], Amount(units));
        var (verb, now) = Side == FormConstraintSide.AtLeast ? ("Ask for", amount - by) : ("Allow", amount + by);
        return rule.Kind switch
        {
            FormRuleKind.Length => $"Make a form {Items(now)} long instead of {amount}.",
            FormRuleKind.Domain => $"{verb} {now} instead of {amount} of domain {rule.Name}.",
            FormRuleKind.Task => $"{verb} {now} instead of {amount} of task {rule.Name}.",
            FormRuleKind.Seconds => $"{verb} {now} instead of {amount} seconds of reading a form.",
            _ => $"Allow {now} instead of {amount} that the learner has seen in a form.",
        };
    }

    private int Amount(AssemblyUnits units) => Side == FormConstraintSide.AtLeast ? units.Rules[Rule].Bounds.Min : units.Rules[Rule].Bounds.Max;

    private int SupplyOf(AssemblyUnits units)
    {
        var rule = Rule;
        return units.Weights.Sum(weights => weights.Where(entry => entry.Rule == rule).Sum(entry => entry.Weight));
    }

    private static string Items(long count) => Count(count, "item");

    private static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}

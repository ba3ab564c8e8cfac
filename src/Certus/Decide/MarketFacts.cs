namespace Certus.Decide;

/// <summary>All that the room is told about the market: exams, options, the two sets of assumptions, and figures to show.</summary>
/// <param name="Lines">The exams.</param>
/// <param name="Options">The options, in the order in which ties are broken.</param>
/// <param name="Article">The article's view: its lift in full, and the role is there.</param>
/// <param name="Evidence">The view of controlled studies, corrected for selection.</param>
/// <param name="Figures">What is shown beside the model.</param>
public sealed record MarketFacts(
    IReadOnlyList<ExamLine> Lines, IReadOnlyList<OptionPlan> Options, AssumptionSet Article, AssumptionSet Evidence, IReadOnlyList<MarketFigure> Figures)
{
    /// <summary>The group of the assumptions that both sets share.</summary>
    public const string Shared = "shared";

    /// <summary>The groups in which assumptions stand: the shared ones, then those of each set alone.</summary>
    public IReadOnlyList<string> Groups => [Shared, Article.Name, Evidence.Name];

    /// <summary>The assumptions of a group, in the order of the file; empty where there is no such group.</summary>
    public IReadOnlyList<Assumption> Group(string group) =>
        group == Shared ? [.. Evidence.All.Where(IsShared)] : Set(group) is { } set ? [.. set.All.Where(assumption => !IsShared(assumption))] : [];

    /// <summary>The facts with somebody's own values in the place of assumptions.</summary>
    /// <exception cref="KeyNotFoundException">An edit names an assumption that there is not.</exception>
    public MarketFacts With(IEnumerable<AssumptionEdit>? edits)
    {
        var facts = this;
        foreach (var (group, id, value) in edits ?? [])
            facts = facts with
            {
                Article = group == Evidence.Name ? facts.Article : facts.Article.With(id, value),
                Evidence = group == Article.Name ? facts.Evidence : facts.Evidence.With(id, value),
            };
        return facts;
    }

    /// <summary>The set of a name, or null.</summary>
    public AssumptionSet? Set(string name) => name == Article.Name ? Article : name == Evidence.Name ? Evidence : null;

    /// <summary>The line of an exam code, or null.</summary>
    public ExamLine? LineOf(string code) => Lines.FirstOrDefault(line => line.Codes.Contains(code));

    // What the file has under "shared" is the same in both sets, its source included.
    private bool IsShared(Assumption assumption) => Article.Find(assumption.Id) == Evidence.Find(assumption.Id);
}

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
    /// <summary>The set of a name, or null.</summary>
    public AssumptionSet? Set(string name) => name == Article.Name ? Article : name == Evidence.Name ? Evidence : null;

    /// <summary>The line of an exam code, or null.</summary>
    public ExamLine? LineOf(string code) => Lines.FirstOrDefault(line => line.Codes.Contains(code));
}

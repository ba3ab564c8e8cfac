using Certus.Catalog;

namespace Certus.Decide;

/// <summary>An option with its steps resolved and its reasons given, before it is valued.</summary>
/// <param name="Plan">The option.</param>
/// <param name="Steps">Its steps as of the date.</param>
/// <param name="State">The least sure state among its exams.</param>
/// <param name="Reasons">Why or why not.</param>
/// <param name="Model">What is drawn; null where it can't be done.</param>
internal sealed record PlannedOption(OptionPlan Plan, IReadOnlyList<ResolvedStep> Steps, ExamState? State, IReadOnlyList<Reason> Reasons, OptionModel? Model)
{
    public bool RuledOut => Reasons.Any(reason => reason.Kind == ReasonKind.Blocks);
}

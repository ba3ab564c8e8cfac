using Certus.Catalog;

namespace Certus.Decide;

/// <summary>An option, judged.</summary>
/// <param name="Id">As in the facts.</param>
/// <param name="Name">For people.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Steps">Its steps as of the date.</param>
/// <param name="State">The least sure state among its exams; null where it has none.</param>
/// <param name="Advised">Whether it can be booked, nothing rules it out, and it pays on average.</param>
/// <param name="RuledOut">Whether a reason blocks it.</param>
/// <param name="Outcome">What it is worth; null where an exam of it can't be booked.</param>
/// <param name="Reasons">Why, the weightiest first.</param>
/// <param name="Grade">How good the evidence for offering it is.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record RankedOption(
    string Id, string Name, OptionKind Kind, IReadOnlyList<ResolvedStep> Steps, ExamState? State, bool Advised, bool RuledOut, Outcome? Outcome, IReadOnlyList<Reason> Reasons,
    EvidenceGrade Grade, string Source);

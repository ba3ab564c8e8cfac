using Certus.Catalog;

namespace Certus.Decide;

/// <summary>Something that one may do with one's hours.</summary>
/// <param name="Id">A short name: <c>mlops-lane</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Steps">In order; empty for waiting.</param>
/// <param name="Replace">Whether a step's exam that is gone gives way to its successor.</param>
/// <param name="For">Whom the source has in mind; null where it does not say.</param>
/// <param name="Grade">How good the evidence for offering it is.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record OptionPlan(string Id, string Name, OptionKind Kind, IReadOnlyList<PlanStep> Steps, bool Replace, string? For, EvidenceGrade Grade, string Source);

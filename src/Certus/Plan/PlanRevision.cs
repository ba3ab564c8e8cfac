namespace Certus.Plan;

/// <summary>A plan after a re-plan, and what changed.</summary>
/// <param name="Plan">The whole plan: what lies before today is as it was.</param>
/// <param name="Moves">What moved, appeared or went, by day; empty where nothing had to. Practice, reviews and rest that only changed in length are not named one by one.</param>
public sealed record PlanRevision(StudyPlan Plan, IReadOnlyList<PlanMove> Moves);

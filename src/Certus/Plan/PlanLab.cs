namespace Certus.Plan;

/// <summary>A lab to be placed.</summary>
/// <param name="Id">The lab's id.</param>
/// <param name="Title">For people.</param>
/// <param name="Minutes">How long it takes, from 1.</param>
/// <param name="Skills">Skills to have first; those that aren't in the syllabus count as known.</param>
public sealed record PlanLab(string Id, string Title, int Minutes, IReadOnlyList<string> Skills);

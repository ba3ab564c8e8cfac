namespace Certus.Plan;

/// <summary>A milestone of a project.</summary>
/// <param name="Id">Unique in its project.</param>
/// <param name="Title">For people.</param>
/// <param name="Minutes">How long it takes, from 1.</param>
/// <param name="Skills">Skills to have first; those that aren't in the syllabus count as known.</param>
public sealed record PlanProjectStep(string Id, string Title, int Minutes, IReadOnlyList<string> Skills);

namespace Certus.Plan;

/// <summary>A project the learner chose, to be placed.</summary>
/// <param name="Id">The project's id.</param>
/// <param name="Title">For people.</param>
/// <param name="Steps">Its milestones, in order.</param>
public sealed record PlanProject(string Id, string Title, IReadOnlyList<PlanProjectStep> Steps);

namespace Certus.Plan;

/// <summary>A day by which something is reached.</summary>
/// <param name="Id">Stable over re-plans: <c>block:3</c>, <c>mock:1</c>, <c>exam</c>.</param>
/// <param name="Day">The day.</param>
/// <param name="Title">What is reached.</param>
/// <param name="Reason">Why on that day, or what it tells.</param>
public sealed record PlanMilestone(string Id, DateOnly Day, string Title, string Reason);

namespace Certus.Plan.Portfolio;

/// <summary>A line of a project's rubric.</summary>
/// <param name="Id">Unique in its project, kebab-case; never changed.</param>
/// <param name="Title">What is judged.</param>
/// <param name="Points">What it is worth; those of a project sum to 100.</param>
/// <param name="Full">What full marks look like.</param>
public sealed record ProjectCriterion(string Id, string Title, int Points, string Full);

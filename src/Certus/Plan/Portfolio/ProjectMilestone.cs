namespace Certus.Plan.Portfolio;

/// <summary>A piece of a portfolio project that ends in something to show.</summary>
/// <param name="Id">Unique in its project, kebab-case; never changed.</param>
/// <param name="Title">What is done.</param>
/// <param name="Minutes">How long it takes somebody who does it for the first time; an estimate, 30 to 900.</param>
/// <param name="Body">How to go about it: Markdown.</param>
/// <param name="Done">When it is done: sentences that somebody else could check.</param>
/// <param name="Skills">Ids of skills to have first.</param>
public sealed record ProjectMilestone(string Id, string Title, int Minutes, string Body, IReadOnlyList<string> Done, IReadOnlyList<string> Skills);

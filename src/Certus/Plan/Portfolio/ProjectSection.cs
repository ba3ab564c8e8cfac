namespace Certus.Plan.Portfolio;

/// <summary>A section of a skeleton that the learner fills in.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Ask">What belongs there: questions to answer.</param>
public sealed record ProjectSection(string Title, string Ask);

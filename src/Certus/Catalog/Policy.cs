namespace Certus.Catalog;

/// <summary>A rule that holds for all exams.</summary>
/// <param name="Id">A short name: <c>prerequisites</c>.</param>
/// <param name="Text">The rule in a sentence or less.</param>
/// <param name="Fact">Source, date and confidence.</param>
public sealed record Policy(string Id, string Text, Fact Fact);

namespace Certus.Catalog;

/// <summary>The services an exam has in scope.</summary>
/// <param name="Complete">Whether the list is the guide's whole list.</param>
/// <param name="Groups">By kind.</param>
/// <param name="Fact">Source, date and confidence.</param>
public sealed record ServiceScope(bool Complete, IReadOnlyList<ServiceGroup> Groups, Fact Fact);

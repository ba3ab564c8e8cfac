namespace Certus.Catalog;

/// <summary>Where a group of facts comes from.</summary>
/// <param name="Sources">Keys of the catalog's source list; empty where nothing was found.</param>
/// <param name="AsOf">The day on which the sources said so.</param>
/// <param name="Confidence">How sure the catalog is.</param>
/// <param name="Note">What a reader should know besides.</param>
public sealed record Fact(IReadOnlyList<string> Sources, DateOnly? AsOf, Confidence Confidence, string? Note);

namespace Certus.Catalog;

/// <summary>A published range of hours of study.</summary>
/// <param name="Min">Hours.</param>
/// <param name="Max">Hours, at least <paramref name="Min"/>.</param>
/// <param name="Audience">Whom the range speaks of.</param>
/// <param name="Source">Key of the source.</param>
/// <param name="Confidence">How sure the catalog is.</param>
/// <param name="Note">What a reader should know besides.</param>
public sealed record StudyHours(int Min, int Max, string Audience, string Source, Confidence Confidence, string? Note);

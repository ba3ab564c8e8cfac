namespace Certus.Catalog;

/// <summary>How long a certification lasts and what renews it.</summary>
/// <param name="ValidityYears">Years from the pass; null where not found.</param>
/// <param name="RenewedBy">Codes of the exams of which a pass renews it; empty where none was found.</param>
/// <param name="Renews">Codes of other certifications that a pass of its exam renews.</param>
/// <param name="Fact">Source, date and confidence.</param>
public sealed record Renewal(int? ValidityYears, IReadOnlyList<string> RenewedBy, IReadOnlyList<string> Renews, Fact Fact);

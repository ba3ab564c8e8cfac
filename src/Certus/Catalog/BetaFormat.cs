namespace Certus.Catalog;

/// <summary>What the beta of an exam looks like, where it differs from the standard version.</summary>
/// <param name="BookingCode">The code to book it under.</param>
/// <param name="FeeUsd">In US dollars.</param>
/// <param name="Questions">All questions shown.</param>
/// <param name="Minutes">The time.</param>
/// <param name="Languages">Those it is offered in; empty where not found.</param>
/// <param name="Attempts">How often one may sit it.</param>
/// <param name="Results">When and how results come.</param>
/// <param name="Fact">Source, date and confidence.</param>
public sealed record BetaFormat(string? BookingCode, decimal? FeeUsd, int? Questions, int? Minutes, IReadOnlyList<string> Languages, int? Attempts, string? Results, Fact Fact);

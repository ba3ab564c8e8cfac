using Certus.Catalog;

namespace Certus.Decide;

/// <summary>A number that the model takes for granted, with what stands behind it.</summary>
/// <param name="Id">How the model names it: <c>causalShare</c>, <c>hours.MLA</c>.</param>
/// <param name="Label">What it is, for people.</param>
/// <param name="Unit">What it is measured in: usdPerYear, shareOfPay, share, hours, years, months, days, perYear, times, usd, projects or logits.</param>
/// <param name="Value">The plausible values.</param>
/// <param name="Grade">How good the evidence is.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="AsOf">The day or year on which the source said so.</param>
/// <param name="Why">How the figure was made of the source; null where it is the source's own.</param>
/// <param name="Edited">Whether the learner put another value in its place.</param>
public sealed record Assumption(string Id, string Label, string Unit, Spread Value, EvidenceGrade Grade, string Source, string AsOf, string? Why, bool Edited = false);

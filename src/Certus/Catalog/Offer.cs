namespace Certus.Catalog;

/// <summary>What one books on a date: the standard version of an exam, or its beta. A null is "not found".</summary>
/// <param name="InBeta">Whether it is the beta.</param>
/// <param name="FeeUsd">In US dollars, before tax.</param>
/// <param name="Questions">All questions shown.</param>
/// <param name="Minutes">The published time.</param>
/// <param name="PassingScore">On the 100–1000 scale; none is published for a beta.</param>
public sealed record Offer(bool InBeta, decimal? FeeUsd, int? Questions, int? Minutes, int? PassingScore);

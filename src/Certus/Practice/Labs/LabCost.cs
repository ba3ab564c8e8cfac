namespace Certus.Practice.Labs;

/// <summary>What a lab would cost on AWS, done once as its steps say.</summary>
/// <param name="Usd">US dollars, without tax and free tier.</param>
/// <param name="Assumes">What was counted, with its prices: one or two sentences.</param>
/// <param name="Source">Where the prices stand.</param>
/// <param name="AsOf">The day they are of.</param>
public sealed record LabCost(decimal Usd, string Assumes, Uri Source, DateOnly AsOf);

namespace Certus.Decide;

/// <summary>A value that somebody put in the place of an assumption's own.</summary>
/// <param name="Group">Where the assumption stands: <see cref="MarketFacts.Shared"/>, or the name of the one set that has it.</param>
/// <param name="Id">The assumption.</param>
/// <param name="Value">The value, within <see cref="AssumptionRule"/>.</param>
public sealed record AssumptionEdit(string Group, string Id, Spread Value);

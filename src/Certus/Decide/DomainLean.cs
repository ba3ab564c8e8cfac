namespace Certus.Decide;

/// <summary>What a domain of an exam's outline asks about; our own reading of the outline, grade D.</summary>
/// <param name="Domain">The domain's id in the catalog: <c>MLS-C01/1</c>.</param>
/// <param name="Toward">Which way it leans.</param>
public sealed record DomainLean(string Domain, Lean Toward);

namespace Certus.Catalog;

/// <summary>Two sources that disagree, and what the catalog made of it.</summary>
/// <param name="Id">A stable number.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Claim">What one side says.</param>
/// <param name="Found">What was found.</param>
/// <param name="Verdict">What the catalog goes by.</param>
public sealed record FactConflict(string Id, string Topic, string? Claim, string? Found, string? Verdict);

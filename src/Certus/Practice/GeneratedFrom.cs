namespace Certus.Practice;

/// <summary>Which generator made a question.</summary>
/// <param name="Generator">Its id.</param>
/// <param name="Version">Its version; with the seed it gives the same bytes forever.</param>
/// <param name="Seed">The seed.</param>
public sealed record GeneratedFrom(string Generator, int Version, ulong Seed);

namespace Certus.Catalog;

/// <summary>What a candidate should bring along. AWS recommends it and does not ask for it.</summary>
/// <param name="Recommended">As the exam's guide or page puts it.</param>
/// <param name="Fact">Source, date and confidence.</param>
public sealed record Experience(string Recommended, Fact Fact);

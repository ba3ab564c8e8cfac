namespace Certus.Practice.Generators;

/// <summary>A computed value that an option shows.</summary>
/// <param name="Value">Exact, before rounding.</param>
/// <param name="Why">The arithmetic that leads to it with the numbers of this question.</param>
/// <param name="Misconception">The wrong belief that computes it; null for the key.</param>
internal sealed record Answer(decimal Value, string Why, string? Misconception = null);

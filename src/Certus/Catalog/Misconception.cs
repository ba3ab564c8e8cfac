namespace Certus.Catalog;

/// <summary>A wrong belief that a wrong option stands for.</summary>
/// <param name="Id">A stable key.</param>
/// <param name="Skills">Skills it gets in the way of.</param>
/// <param name="Belief">What the learner wrongly holds.</param>
/// <param name="Correction">What is true instead.</param>
/// <param name="Source">A page that says so, where it is about a service.</param>
public sealed record Misconception(string Id, IReadOnlyList<string> Skills, string Belief, string Correction, string? Source);

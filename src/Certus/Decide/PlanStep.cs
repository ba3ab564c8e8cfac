namespace Certus.Decide;

/// <summary>A step of an option: an exam, or projects.</summary>
/// <param name="Exams">Codes, the first that can be booked counts; empty for projects.</param>
/// <param name="Projects">Portfolio projects; 0 for an exam.</param>
/// <param name="OnlyFor">The target for which the step is taken; null for every one.</param>
public sealed record PlanStep(IReadOnlyList<string> Exams, int Projects, Target? OnlyFor);

namespace Certus.Plan.Shelf;

/// <summary>A part of a public resource, and whom it serves.</summary>
/// <param name="Title">The chapter or section; null for all of it.</param>
/// <param name="Address">Its own https address; null where only the whole has one.</param>
/// <param name="Skills">Ids of the skills that it teaches.</param>
/// <param name="Areas">Areas of skills that it serves at large: for skills that nothing names.</param>
/// <param name="Exams">Codes of the exams that it is about.</param>
public sealed record ResourcePart(string? Title, string? Address, IReadOnlyList<string> Skills, IReadOnlyList<string> Areas, IReadOnlyList<string> Exams);

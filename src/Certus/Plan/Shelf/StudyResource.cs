namespace Certus.Plan.Shelf;

/// <summary>Something to study from.</summary>
/// <param name="Id">A stable key.</param>
/// <param name="Title">For people.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Address">A path of the app (<c>/lessons/…</c>), an https address, or null: a book on a shelf.</param>
/// <param name="Part">The chapter or section meant; null for all of it.</param>
public sealed record StudyResource(string Id, string Title, ResourceKind Kind, string? Address, string? Part);

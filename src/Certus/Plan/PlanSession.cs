using Certus.Plan.Shelf;

namespace Certus.Plan;

/// <summary>Minutes of one day with one purpose.</summary>
/// <param name="Id">Stable over re-plans: <c>learn:SKILL:1</c>, <c>practice:2026-12-03</c>, <c>review:2026-12-03</c>, <c>rest:2026-12-03</c>, <c>lab:fraud-recall:1</c>, <c>project:ID:MILESTONE:1</c>, <c>mock:2:1</c>; the last number counts the sittings of what fits no single day.</param>
/// <param name="Day">The day.</param>
/// <param name="Minutes">How long, from 1.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Title">For people: the skill's, lab's or project's name, or what is done.</param>
/// <param name="Skills">Skills it serves; may be empty.</param>
/// <param name="Reason">Why this, on this day; one sentence.</param>
/// <param name="Resources">What to study from; may be empty.</param>
/// <param name="Lab">The lab's id, where it is one.</param>
/// <param name="Project">The project's id, where it is a milestone of one.</param>
public sealed record PlanSession(
    string Id, DateOnly Day, int Minutes, Purpose Purpose, string Title, IReadOnlyList<string> Skills, string Reason, IReadOnlyList<StudyResource> Resources,
    string? Lab = null, string? Project = null);

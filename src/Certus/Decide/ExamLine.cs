using Certus.Catalog;

namespace Certus.Decide;

/// <summary>The versions of one exam through the years, and what they are good for.</summary>
/// <param name="Id">A short name: <c>MLA</c>.</param>
/// <param name="Codes">The versions, oldest first.</param>
/// <param name="AboutMl">Whether it certifies ML or AI work; otherwise cloud work.</param>
/// <param name="Theory">How deep it goes into ML theory.</param>
/// <param name="Operations">How deep it goes into running ML.</param>
/// <param name="Cloud">How deep it goes into cloud work without ML.</param>
/// <param name="NeedsPython">Whether it presumes Python.</param>
/// <param name="NeedsIntroCourse">Whether it presumes an introductory ML course.</param>
/// <param name="Suits">Whom it suits.</param>
/// <param name="Leans">What the domains of its versions ask about; empty where nobody read them.</param>
/// <param name="Grade">How good the evidence for the depths is.</param>
/// <param name="Source">Where they come from.</param>
public sealed record ExamLine(
    string Id, IReadOnlyList<string> Codes, bool AboutMl, Depth Theory, Depth Operations, Depth Cloud, bool NeedsPython, bool NeedsIntroCourse,
    string Suits, IReadOnlyList<DomainLean> Leans, EvidenceGrade Grade, string Source);

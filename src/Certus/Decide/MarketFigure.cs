using Certus.Catalog;

namespace Certus.Decide;

/// <summary>A figure or finding about the market that is shown beside the model and not part of it.</summary>
/// <param name="Id">Stable.</param>
/// <param name="Group">controlled, index, selfReport, pay, trajectory, shift or claim.</param>
/// <param name="Finding">One sentence.</param>
/// <param name="Low">The lower end in <paramref name="Unit"/>, where it is a number.</param>
/// <param name="High">The upper end.</param>
/// <param name="Unit">usdPerYear, percent or null.</param>
/// <param name="Grade">How good the evidence is.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="AsOf">The year or day of the source.</param>
/// <param name="Caveat">What a reader must know besides.</param>
public sealed record MarketFigure(
    string Id, string Group, string Finding, double? Low, double? High, string? Unit, EvidenceGrade Grade, string Source, string AsOf, string? Caveat);

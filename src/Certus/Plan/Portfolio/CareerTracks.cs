namespace Certus.Plan.Portfolio;

/// <summary>The career tracks, and what must be said before their figures are believed.</summary>
/// <param name="Caveat">What the figures are and are not.</param>
/// <param name="Source">Who draws the tracks.</param>
/// <param name="AsOf">The year or day of the source.</param>
/// <param name="All">The tracks, in the order of the source.</param>
public sealed record CareerTracks(string Caveat, string Source, string AsOf, IReadOnlyList<CareerTrack> All);

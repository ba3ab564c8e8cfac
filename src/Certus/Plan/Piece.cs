namespace Certus.Plan;

/// <summary>Minutes of some work on one day.</summary>
/// <param name="Work">The work.</param>
/// <param name="Day">The day's place.</param>
/// <param name="Minutes">From 1.</param>
internal readonly record struct Piece(Work Work, int Day, int Minutes);

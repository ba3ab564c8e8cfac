namespace Certus.Measure.Readiness;

/// <summary>The chance to pass if the cut lay somewhere.</summary>
/// <param name="Cut">The share that passes.</param>
/// <param name="Chance">From 0 to 1.</param>
public readonly record struct ChanceByCut(double Cut, double Chance);

namespace Certus.Remember;

/// <summary>What is believed of one memory.</summary>
/// <param name="Stability">Days after which it is recalled with the chance 0.9; above 0.</param>
/// <param name="Difficulty">How slowly its stability grows, 1 to 10.</param>
public readonly record struct MemoryState(double Stability, double Difficulty);

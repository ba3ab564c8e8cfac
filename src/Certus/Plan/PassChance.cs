namespace Certus.Plan;

/// <summary>How likely the exam is passed, and how sure that is.</summary>
/// <param name="Chance">From 0 to 1.</param>
/// <param name="Low">The lower end of the 90 % interval.</param>
/// <param name="High">Its upper end.</param>
/// <remarks>See docs/models/plan.md: what studying adds is an assumption, grade D.</remarks>
public readonly record struct PassChance(double Chance, double Low, double High);

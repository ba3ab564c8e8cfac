namespace Certus.Measure.Readiness;

/// <summary>What a way to the certificate costs on average, until the exam is passed.</summary>
/// <param name="Fees">Fees of further attempts; the first fee is paid either way.</param>
/// <param name="Days">Days after the nearer exam day.</param>
public readonly record struct WayCost(decimal Fees, double Days);

namespace Certus.Measure.Calibration;

/// <summary>A number found from answers.</summary>
/// <param name="Name">As the columns of item files have it: a, b, g, b1, ak0, d0, ….</param>
/// <param name="Value">Finite.</param>
/// <param name="StandardError">Above 0; null where it was not asked for, the number is fixed, or the answers do not determine it.</param>
public readonly record struct Estimate(string Name, double Value, double? StandardError);

namespace Certus.Decide;

/// <summary>Where an option stands after some time.</summary>
/// <param name="Month">Months from the start.</param>
/// <param name="Npv">Expected net present value counting gains up to then only.</param>
public readonly record struct CoursePoint(double Month, double Npv);

namespace Certus.Measure.Calibration;

/// <summary>How far a calibration is.</summary>
/// <param name="Iteration">From 0.</param>
/// <param name="LogLikelihood">So far.</param>
/// <param name="ScaledGradient">The largest slope, in units of the parameter's complete-data standard error; it ends at <see cref="CalibrationOptions.Tolerance"/>.</param>
public readonly record struct CalibrationProgress(int Iteration, double LogLikelihood, double ScaledGradient);

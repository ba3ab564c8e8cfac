namespace Certus.Measure.Calibration;

/// <summary>Something doubtful about a calibration.</summary>
/// <param name="Kind">What.</param>
/// <param name="Item">The item it is about; null where it is about the whole.</param>
/// <param name="Text">One sentence.</param>
public sealed record CalibrationWarning(WarningKind Kind, string? Item, string Text);

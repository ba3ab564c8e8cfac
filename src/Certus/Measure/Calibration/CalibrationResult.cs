namespace Certus.Measure.Calibration;

/// <summary>What came of a calibration.</summary>
public abstract record CalibrationResult
{
    private CalibrationResult()
    {
    }

    /// <summary>There are estimates; how good they are, the report says.</summary>
    /// <param name="Report">Estimates, likelihood and warnings.</param>
    public sealed record Calibrated(CalibrationReport Report) : CalibrationResult;

    /// <summary>These answers can't be calibrated in this way.</summary>
    /// <param name="Reason">One sentence.</param>
    public sealed record Refused(string Reason) : CalibrationResult;
}

namespace Certus.Decide;

/// <summary>What one uncertain number does to the worth of an option: a bar of a tornado.</summary>
/// <param name="Id">The assumption, or a field of the profile.</param>
/// <param name="Label">For people.</param>
/// <param name="Low">Its tenth percentile (for the worth of an hour: half of it), for people.</param>
/// <param name="High">Its ninetieth percentile (for the worth of an hour: half as much again).</param>
/// <param name="NpvAtLow">Expected net present value with it held there.</param>
/// <param name="NpvAtHigh">Expected net present value with it held there.</param>
public sealed record Driver(string Id, string Label, string Low, string High, double NpvAtLow, double NpvAtHigh)
{
    /// <summary>How far apart the two are.</summary>
    public double Swing => Math.Abs(NpvAtHigh - NpvAtLow);
}

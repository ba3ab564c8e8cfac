namespace Certus.Remember.Workload;

/// <summary>What one retention costs and gives.</summary>
/// <param name="Retention">The chance of recall at which a card falls due.</param>
/// <param name="MinutesPerDay">Minutes a day over all days.</param>
/// <param name="ReviewsPerDay">Reviews a day, new cards not counted.</param>
/// <param name="Memorized">Cards that would be recalled at the end of the last day.</param>
public readonly record struct WorkloadPoint(double Retention, double MinutesPerDay, double ReviewsPerDay, double Memorized)
{
    /// <summary>Minutes spent in all for each card memorized at the end; infinite where none is.</summary>
    /// <param name="days">The days that were looked at.</param>
    public double MinutesPerMemorized(int days) => MinutesPerDay * days / Memorized;
}

namespace Certus.Remember.Workload;

/// <summary>Workload against retention: what it costs to forget less.</summary>
public static class WorkloadCurve
{
    /// <summary>The retentions that are looked at: 0.70 to 0.97.</summary>
    public static IReadOnlyList<double> Retentions { get; } = [.. Enumerable.Range(70, 28).Select(percent => percent / 100.0)];

    /// <summary>Looks ahead at every retention.</summary>
    /// <param name="model">The memory model.</param>
    /// <param name="cards">The cards met so far; each falls due anew by the retention looked at.</param>
    /// <param name="today">The first day.</param>
    /// <param name="days">How many days, from 1.</param>
    /// <param name="newPerDay">New cards on each day.</param>
    /// <param name="newInAll">How many new cards there are.</param>
    /// <param name="habits">How long reviews take and how they are graded; the defaults where null.</param>
    /// <param name="progress">Told how many of <see cref="Retentions"/> are done.</param>
    /// <param name="cancel">Breaks off.</param>
    public static IReadOnlyList<WorkloadPoint> Of(
        IMemoryModel model, IReadOnlyList<KnownCard> cards, DateOnly today, int days, double newPerDay, double newInAll = double.PositiveInfinity, ReviewHabits? habits = null, Action<int>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(cards);
        List<WorkloadPoint> points = [];
        foreach (var retention in Retentions)
        {
            cancel.ThrowIfCancellationRequested();
            var due = cards.Select(card => card with { Due = card.LastReview.AddDays((int)Math.Clamp(Math.Round(model.Interval(card.Memory, retention), MidpointRounding.AwayFromZero), 1, Fsrs6.LongestStability)) }).ToList();
            var ahead = new ReviewForecast(model, retention, habits).Ahead(due, today, days, newPerDay, newInAll);
            points.Add(new(retention, ahead.Sum(day => day.Seconds) / 60 / days, ahead.Sum(day => day.Reviews) / days, ahead[^1].Memorized));
            progress?.Invoke(points.Count);
        }
        return points;
    }
}

namespace Certus.Lab.CloudWatch;

/// <summary>One data point: a value, or a set of values by its statistics.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Dimensions">What it is about, such as the host or the endpoint.</param>
/// <param name="At">When.</param>
/// <param name="Count">How many values; 1 for a single one.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
/// <param name="Unit">A unit of CloudWatch's, None where there is none.</param>
public sealed record MetricDatum(string Metric, IReadOnlyList<(string Name, string Value)> Dimensions, DateTimeOffset At, double Count, double Sum, double Least, double Most, string Unit = "None")
{
    /// <summary>A single value.</summary>
    public static MetricDatum Single(string metric, IReadOnlyList<(string Name, string Value)> dimensions, DateTimeOffset at, double value, string unit = "None") =>
        new(metric, dimensions, at, 1, value, value, value, unit);
}

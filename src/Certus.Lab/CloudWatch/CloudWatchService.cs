using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.CloudWatch;

/// <summary>CloudWatch: the metrics of jobs and endpoints, and the learner's own.</summary>
public sealed class CloudWatchService(Metrics metrics) : ILabService
{
    /// <summary>The tables, for opening the database before the service is made.</summary>
    public static LabSchema Tables => CloudWatchSchema.Value;

    /// <inheritdoc/>
    public string Name => "cloudwatch";

    /// <inheritdoc/>
    public LabSchema? Schema => Tables;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, LabOperation> Operations => field ??= new Dictionary<string, LabOperation>
    {
        ["PutMetricData"] = metrics.PutAsync,
        ["GetMetricStatistics"] = metrics.StatisticsAsync,
        ["GetMetricData"] = metrics.DataAsync,
        ["ListMetrics"] = metrics.ListAsync,
    };
}

using System.Text.Json.Nodes;

namespace Certus.Lab.Grading;

/// <summary>A training job of the learner's that has completed.</summary>
/// <param name="description">What DescribeTrainingJob says.</param>
internal sealed class TrainedJob(JsonObject description)
{
    public string Name => (string?)description["TrainingJobName"] ?? "";

    public string Role => (string?)description["RoleArn"] ?? "";

    /// <summary>Where the model lies.</summary>
    public string Artifact => (string?)description["ModelArtifacts"]?["S3ModelArtifacts"] ?? "";

    /// <summary>Whether it trained with an algorithm, by its image's name.</summary>
    public bool Uses(string algorithm) => ((string?)description["AlgorithmSpecification"]?["TrainingImage"] ?? "").Contains(algorithm, StringComparison.Ordinal);

    /// <summary>A hyperparameter as the learner wrote it; null where there is none.</summary>
    public string? Hyperparameter(string name) => (string?)description["HyperParameters"]?[name];

    /// <summary>Whether a channel reads below an address.</summary>
    public bool Reads(string address, string? channel = null) => (description["InputDataConfig"] as JsonArray ?? []).Any(input =>
        (channel is null || (string?)input!["ChannelName"] == channel) && ((string?)input!["DataSource"]?["S3DataSource"]?["S3Uri"] ?? "").StartsWith(address, StringComparison.Ordinal));

    /// <summary>The last value of a metric; null where the job reported none of that name.</summary>
    public double? Metric(string name) =>
        (description["FinalMetricDataList"] as JsonArray ?? []).Where(metric => (string?)metric!["MetricName"] == name).Select(metric => metric!["Value"]!.GetValue<double>()).Cast<double?>().LastOrDefault();

    /// <summary>The jobs that were made since a lab began and have completed, the newest first.</summary>
    public static async Task<IReadOnlyList<TrainedJob>> SinceAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        List<TrainedJob> jobs = [];
        foreach (var summary in await bench.ListAsync("sagemaker", "ListTrainingJobs", new() { ["StatusEquals"] = "Completed", ["SortBy"] = "CreationTime", ["SortOrder"] = "Descending" }, "TrainingJobSummaries", cancel))
        {
            if (summary["CreationTime"]!.GetValue<DateTimeOffset>() < start.StartedAt) continue;
            jobs.Add(new(await bench.CallAsync("sagemaker", "DescribeTrainingJob", new() { ["TrainingJobName"] = (string?)summary["TrainingJobName"] }, cancel)));
        }
        return jobs;
    }
}

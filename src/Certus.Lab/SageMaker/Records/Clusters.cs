using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker.Records;

/// <summary>HyperPod clusters: their groups and what was asked of each. They have no nodes, and those are not listed.</summary>
internal static class Clusters
{
    public static void Made(Resources resources, LabCall call, Resource cluster)
    {
        if (call.List("InstanceGroups").Count == 0) throw SageMakerNames.Invalid("InstanceGroups must have at least one instance group.");
        foreach (var group in cluster.Body["InstanceGroups"]!.AsArray().Select(group => group!.AsObject()))
        {
            if ((string?)group["LifeCycleConfig"]?["SourceS3Uri"] is { } source && !source.StartsWith("s3://sagemaker", StringComparison.Ordinal))
                throw SageMakerNames.Invalid($"Validation Error: SourceS3Uri {source} does not start with 's3://sagemaker'.");
            var count = group["InstanceCount"]?.DeepClone() ?? 0;
            group.Remove("InstanceCount");
            (group["CurrentCount"], group["TargetCount"]) = (count, count.DeepClone());
        }
        cluster.Status = "InService";
    }
}

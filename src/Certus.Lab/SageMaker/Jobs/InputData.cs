using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.S3;

namespace Certus.Lab.SageMaker.Jobs;

/// <summary>The objects that an S3 data source names, as far as a role may read them.</summary>
internal sealed class InputData(ObjectStore objects, Roles roles)
{
    /// <summary>The objects in the order in which they are read.</summary>
    /// <param name="source">An S3DataSource.</param>
    /// <param name="role">Who reads.</param>
    /// <param name="region">Where the job runs, for the sentence.</param>
    /// <exception cref="JobFailedException">There is none, or the role may not list or read them.</exception>
    public IReadOnlyList<ObjectInfo> Find(JsonObject source, string role, string region)
    {
        var uri = (string)source["S3Uri"]!;
        var found = (string?)source["S3DataType"] switch
        {
            "ManifestFile" => Manifest(uri, role),
            "S3Prefix" => Prefix(uri, role, region),
            var other => throw new JobFailedException($"ClientError: The sandbox reads no {other}: use S3Prefix or ManifestFile."),
        };
        foreach (var info in found) CheckReadable(info.Bucket, info.Key, role);
        return found;
    }

    private List<ObjectInfo> Prefix(string uri, string role, string region)
    {
        var place = S3Uri.Parse(uri, "S3Uri");
        var none = $"ClientError: Data download failed: No S3 objects found under S3 URL \"{uri}\" given in input data source. Please ensure that the bucket exists in the selected region ({region}), "
            + $"that objects exist under that S3 prefix, and that the role \"{role}\" has \"s3:ListBucket\" permissions on bucket \"{place.Bucket}\".";
        if (!objects.BucketExists(place.Bucket)) throw new JobFailedException($"{none} Error message from S3: The specified bucket does not exist");
        var decision = roles.Decide(role, "s3:ListBucket", place.Bucket, "");
        if (!decision.Allowed) throw new JobFailedException($"{none} Error message from S3: Access Denied: {decision.Reason}");
        List<ObjectInfo> found = [.. objects.List(place.Bucket, place.Key).Where(info => info.Size > 0 || !info.Key.EndsWith('/'))];
        return found.Count > 0 ? found : throw new JobFailedException(none);
    }

    private List<ObjectInfo> Manifest(string uri, string role)
    {
        var place = S3Uri.Parse(uri, "S3Uri");
        CheckReadable(place.Bucket, place.Key, role);
        var info = objects.Find(place.Bucket, place.Key) ?? throw new JobFailedException($"ClientError: Data download failed: The manifest {uri} does not exist.");
        try
        {
            using var stream = objects.Open(info);
            var entries = JsonNode.Parse(stream)!.AsArray();
            var prefix = "";
            List<ObjectInfo> found = [];
            foreach (var entry in entries)
            {
                if (entry is JsonObject head)
                {
                    prefix = (string?)head["prefix"] ?? "";
                    continue;
                }
                var one = S3Uri.Parse(prefix + (string?)entry, "A manifest's entry");
                found.Add(objects.Find(one.Bucket, one.Key) ?? throw new JobFailedException($"ClientError: Data download failed: {one}, named by the manifest {uri}, does not exist."));
            }
            return found.Count > 0 ? found : throw new JobFailedException($"ClientError: Data download failed: The manifest {uri} names no object.");
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException or NullReferenceException or Server.AwsException)
        {
            throw new JobFailedException($"ClientError: Data download failed: The manifest {uri} is not a JSON list of an object with a prefix and the names of objects below it.");
        }
    }

    private void CheckReadable(string bucket, string key, string role)
    {
        var decision = roles.Decide(role, "s3:GetObject", bucket, key);
        if (!decision.Allowed) throw new JobFailedException($"ClientError: Data download failed: Failed to download s3://{bucket}/{key}: Access denied: {decision.Reason}");
    }
}

using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Iam;

/// <summary>The condition keys that a call itself brings; those of the principal and the time come with the decision.</summary>
/// <remarks>
/// The sandbox stands for AWS's endpoints, which speak TLS: <c>aws:SecureTransport</c> is true although the sandbox itself listens on loopback in the clear.
/// <c>aws:SourceIp</c> is always 127.0.0.1.
/// </remarks>
internal static class RequestContext
{
    private static readonly (string Member, string Key)[] OfS3 =
    [
        ("Prefix", "s3:prefix"), ("Delimiter", "s3:delimiter"), ("MaxKeys", "s3:max-keys"), ("ACL", "s3:x-amz-acl"), ("VersionId", "s3:VersionId"),
        ("ServerSideEncryption", "s3:x-amz-server-side-encryption"), ("SSEKMSKeyId", "s3:x-amz-server-side-encryption-aws-kms-key-id"),
        ("SSECustomerAlgorithm", "s3:x-amz-server-side-encryption-customer-algorithm"), ("StorageClass", "s3:x-amz-storage-class"),
        ("MetadataDirective", "s3:x-amz-metadata-directive"), ("CopySource", "s3:x-amz-copy-source"), ("ObjectOwnership", "s3:x-amz-object-ownership"), ("BucketNamespace", "s3:x-amz-bucket-namespace"),
        ("GrantFullControl", "s3:x-amz-grant-full-control"), ("GrantRead", "s3:x-amz-grant-read"), ("GrantReadACP", "s3:x-amz-grant-read-acp"),
        ("GrantWrite", "s3:x-amz-grant-write"), ("GrantWriteACP", "s3:x-amz-grant-write-acp"),
    ];

    /// <summary>The keys of a call.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Of(LabCall call)
    {
        Dictionary<string, IReadOnlyList<string>> keys = new(StringComparer.OrdinalIgnoreCase)
        {
            ["aws:SecureTransport"] = ["true"],
            ["aws:SourceIp"] = ["127.0.0.1"],
            ["aws:RequestedRegion"] = [call.Service is "iam" ? LabCaller.DefaultRegion : call.Caller.Region],
            ["aws:ViaAWSService"] = ["false"],
            ["aws:ResourceAccount"] = [LabCaller.Account],
        };
        if (call.Headers.TryGetValue("User-Agent", out var agent)) keys["aws:UserAgent"] = [agent];
        if (call.Headers.TryGetValue("Referer", out var referer)) keys["aws:Referer"] = [referer];
        if (call.Caller.AccessKeyId.StartsWith("ASIA", StringComparison.Ordinal)) keys["aws:MultiFactorAuthPresent"] = ["false"];
        if (call.Service == "s3") AddS3(call, keys);
        else AddTags(keys, call.List("Tags").OfType<JsonObject>().Select(tag => ((string?)tag["Key"] ?? "", (string?)tag["Value"] ?? "")), "aws:RequestTag/", "aws:TagKeys");
        if (call.Service == "iam")
        {
            if (call.Text("PolicyArn") is { } policy) keys["iam:PolicyARN"] = [policy];
            if (call.Text("PermissionsBoundary") is { } boundary) keys["iam:PermissionsBoundary"] = [boundary];
            if (call.Text("AWSServiceName") is { } service) keys["iam:AWSServiceName"] = [service];
        }
        return keys;
    }

    private static void AddS3(LabCall call, Dictionary<string, IReadOnlyList<string>> keys)
    {
        foreach (var (member, key) in OfS3)
            if (call.Input[member] is JsonValue value) keys[key] = [value.ToString()];
        keys["s3:ResourceAccount"] = [LabCaller.Account];
        if (!call.Caller.IsAnonymous)
        {
            keys["s3:signatureversion"] = ["AWS4-HMAC-SHA256"];
            keys["s3:authType"] = [call.Headers.ContainsKey("Authorization") ? "REST-HEADER" : call.Headers.TryGetValue("Content-Type", out var type) && type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) ? "POST" : "REST-QUERY-STRING"];
        }
        if (call.Structure("CreateBucketConfiguration")?["LocationConstraint"] is { } location) keys["s3:LocationConstraint"] = [(string)location!];
        var tags = call.Input["Tagging"] is JsonValue header ? S3.Tags.OfHeader((string)header!).Select(tag => (tag.Key, tag.Value))
            : (call.Structure("Tagging")?["TagSet"] as JsonArray ?? []).OfType<JsonObject>().Select(tag => ((string?)tag["Key"] ?? "", (string?)tag["Value"] ?? ""));
        AddTags(keys, tags, "s3:RequestObjectTag/", "s3:RequestObjectTagKeys");
    }

    private static void AddTags(Dictionary<string, IReadOnlyList<string>> keys, IEnumerable<(string Key, string Value)> tags, string prefix, string names)
    {
        List<string> all = [];
        foreach (var (key, value) in tags)
        {
            keys[prefix + key] = [value];
            all.Add(key);
        }
        if (all.Count > 0) keys[names] = all;
    }
}

using System.Text.Json.Nodes;
using Certus.Lab.S3;
using Certus.Lab.Server;

namespace Certus.Lab.Iam;

/// <summary>Which actions an operation of S3 needs.</summary>
/// <remarks>Amazon S3 User Guide, "Required permissions for Amazon S3 API operations".</remarks>
internal static class S3Actions
{
    // Where the action is not the operation's own name.
    private static readonly Dictionary<string, string> OfBucket = new(StringComparer.Ordinal)
    {
        ["HeadBucket"] = "ListBucket",
        ["ListObjects"] = "ListBucket",
        ["ListObjectsV2"] = "ListBucket",
        ["ListObjectVersions"] = "ListBucketVersions",
        ["ListMultipartUploads"] = "ListBucketMultipartUploads",
        ["DeleteBucketCors"] = "PutBucketCORS",
        ["GetBucketLifecycle"] = "GetLifecycleConfiguration",
        ["GetBucketLifecycleConfiguration"] = "GetLifecycleConfiguration",
        ["PutBucketLifecycle"] = "PutLifecycleConfiguration",
        ["PutBucketLifecycleConfiguration"] = "PutLifecycleConfiguration",
        ["DeleteBucketLifecycle"] = "PutLifecycleConfiguration",
        ["DeleteBucketTagging"] = "PutBucketTagging",
        ["GetBucketEncryption"] = "GetEncryptionConfiguration",
        ["PutBucketEncryption"] = "PutEncryptionConfiguration",
        ["DeleteBucketEncryption"] = "PutEncryptionConfiguration",
        ["GetBucketNotificationConfiguration"] = "GetBucketNotification",
        ["PutBucketNotificationConfiguration"] = "PutBucketNotification",
        ["GetBucketReplication"] = "GetReplicationConfiguration",
        ["PutBucketReplication"] = "PutReplicationConfiguration",
        ["DeleteBucketReplication"] = "PutReplicationConfiguration",
        ["GetBucketAccelerateConfiguration"] = "GetAccelerateConfiguration",
        ["PutBucketAccelerateConfiguration"] = "PutAccelerateConfiguration",
        ["GetPublicAccessBlock"] = "GetBucketPublicAccessBlock",
        ["PutPublicAccessBlock"] = "PutBucketPublicAccessBlock",
        ["DeletePublicAccessBlock"] = "PutBucketPublicAccessBlock",
        ["DeleteBucketOwnershipControls"] = "PutBucketOwnershipControls",
        ["GetObjectLockConfiguration"] = "GetBucketObjectLockConfiguration",
        ["PutObjectLockConfiguration"] = "PutBucketObjectLockConfiguration",
        ["GetBucketAnalyticsConfiguration"] = "GetAnalyticsConfiguration",
        ["ListBucketAnalyticsConfigurations"] = "GetAnalyticsConfiguration",
        ["PutBucketAnalyticsConfiguration"] = "PutAnalyticsConfiguration",
        ["DeleteBucketAnalyticsConfiguration"] = "PutAnalyticsConfiguration",
        ["GetBucketInventoryConfiguration"] = "GetInventoryConfiguration",
        ["ListBucketInventoryConfigurations"] = "GetInventoryConfiguration",
        ["PutBucketInventoryConfiguration"] = "PutInventoryConfiguration",
        ["DeleteBucketInventoryConfiguration"] = "PutInventoryConfiguration",
        ["GetBucketMetricsConfiguration"] = "GetMetricsConfiguration",
        ["ListBucketMetricsConfigurations"] = "GetMetricsConfiguration",
        ["PutBucketMetricsConfiguration"] = "PutMetricsConfiguration",
        ["DeleteBucketMetricsConfiguration"] = "PutMetricsConfiguration",
        ["GetBucketIntelligentTieringConfiguration"] = "GetIntelligentTieringConfiguration",
        ["ListBucketIntelligentTieringConfigurations"] = "GetIntelligentTieringConfiguration",
        ["PutBucketIntelligentTieringConfiguration"] = "PutIntelligentTieringConfiguration",
        ["DeleteBucketIntelligentTieringConfiguration"] = "PutIntelligentTieringConfiguration",
    };

    private static readonly Dictionary<string, string> OfObject = new(StringComparer.Ordinal)
    {
        ["HeadObject"] = "GetObject",
        ["SelectObjectContent"] = "GetObject",
        ["CopyObject"] = "PutObject",
        ["CreateMultipartUpload"] = "PutObject",
        ["UploadPart"] = "PutObject",
        ["UploadPartCopy"] = "PutObject",
        ["CompleteMultipartUpload"] = "PutObject",
        ["ListParts"] = "ListMultipartUploadParts",
    };

    // Actions that a request for a version has of its own.
    private static readonly HashSet<string> Versioned = new(StringComparer.Ordinal)
    {
        "GetObject", "DeleteObject", "GetObjectAcl", "PutObjectAcl", "GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging", "GetObjectAttributes",
    };

    // The x-amz-grant- headers.
    private static readonly string[] Grants = ["GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP"];

    /// <summary>What a call needs; a batch of deletions needs what <see cref="OfDeletion"/> says of each.</summary>
    public static IEnumerable<S3Need> Of(LabCall call)
    {
        var operation = call.Operation;
        if (call.Text("Bucket") is not { } bucket)
        {
            yield return new(operation == "ListBuckets" ? "s3:ListAllMyBuckets" : "s3:" + operation, null);
            yield break;
        }
        if (call.Text("Key") is not { } key)
        {
            yield return new("s3:" + OfBucket.GetValueOrDefault(operation, operation), bucket);
            foreach (var further in operation == "CreateBucket" ? OfNewBucket(call) : []) yield return new(further, bucket);
            yield break;
        }
        var version = call.Text("VersionId");
        var action = OfObject.GetValueOrDefault(operation, operation);
        if (action == "GetObjectAttributes") yield return new(version is null ? "s3:GetObject" : "s3:GetObjectVersion", bucket, key, version);
        yield return new("s3:" + (version is not null && Versioned.Contains(action) ? Version(action) : action), bucket, key, version);
        if (call.Text("CopySource") is { } source)
        {
            var (from, name, of) = CopySource.Parse(source);
            yield return new(of is null ? "s3:GetObject" : "s3:GetObjectVersion", from, name, of);
        }
        if (call.Flag("BypassGovernanceRetention") == true) yield return new("s3:BypassGovernanceRetention", bucket, key, version);
        if (operation is not ("PutObject" or "CopyObject" or "CreateMultipartUpload")) yield break;
        if (call.Text("ACL") is not null || Grants.Any(grant => call.Text(grant) is not null))
            yield return new("s3:PutObjectAcl", bucket, key);
        if (call.Text("Tagging") is not null) yield return new("s3:PutObjectTagging", bucket, key);
        if (call.Text("ObjectLockMode") is not null) yield return new("s3:PutObjectRetention", bucket, key);
        if (call.Text("ObjectLockLegalHoldStatus") is not null) yield return new("s3:PutObjectLegalHold", bucket, key);
    }

    private static IEnumerable<string> OfNewBucket(LabCall call)
    {
        // A private one is what a bucket has anyway.
        if (call.Text("ACL") is not (null or "private") || Grants.Any(grant => call.Text(grant) is not null)) yield return "s3:PutBucketAcl";
        if (call.Text("ObjectOwnership") is not null) yield return "s3:PutBucketOwnershipControls";
        if (call.Flag("ObjectLockEnabledForBucket") != true) yield break;
        yield return "s3:PutBucketObjectLockConfiguration";
        yield return "s3:PutBucketVersioning";
    }

    /// <summary>What one of a batch of deletions needs.</summary>
    /// <param name="bypasses">Whether the batch asks to go past GOVERNANCE retention, which only versions have.</param>
    public static IEnumerable<S3Need> OfDeletion(string bucket, JsonObject item, bool bypasses)
    {
        var (key, version) = ((string)item["Key"]!, (string?)item["VersionId"]);
        yield return new(version is null ? "s3:DeleteObject" : "s3:DeleteObjectVersion", bucket, key, version);
        if (bypasses && version is not null) yield return new("s3:BypassGovernanceRetention", bucket, key, version);
    }

    // s3:GetObjectVersionAcl, s3:DeleteObjectVersion …
    private static string Version(string action) => action.Replace("Object", "ObjectVersion", StringComparison.Ordinal);
}

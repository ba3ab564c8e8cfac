namespace Certus.Lab.Iam;

/// <summary>What an operation of S3 needs: an action on a bucket, or on an object of it.</summary>
/// <param name="Action">Such as <c>s3:GetObject</c>.</param>
/// <param name="Bucket">The bucket; null where the action is about the account's buckets together.</param>
/// <param name="Key">The object's key; null where the action is about the bucket.</param>
/// <param name="VersionId">The version that is asked for; null for the newest.</param>
internal sealed record S3Need(string Action, string? Bucket, string? Key = null, string? VersionId = null)
{
    /// <summary>The resource.</summary>
    public string Arn => Bucket is null ? "arn:aws:s3:::*" : Key is null ? $"arn:aws:s3:::{Bucket}" : $"arn:aws:s3:::{Bucket}/{Key}";
}

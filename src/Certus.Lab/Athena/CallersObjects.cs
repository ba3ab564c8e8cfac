using Certus.Lab.Iam;
using Certus.Lab.S3;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Athena;

/// <summary>S3 as the caller of a query may use it.</summary>
internal sealed class CallersObjects(LabDatabase database, ObjectStore objects, Access access)
{
    /// <summary>The files below a place, in order; hidden and empty ones are none.</summary>
    public IReadOnlyList<ObjectInfo> Files(LabCaller caller, string location)
    {
        var (bucket, prefix) = Place(location);
        if (!objects.BucketExists(bucket)) throw new QueryFailedException($"HIVE_FILESYSTEM_ERROR: The bucket of {location} does not exist.");
        Check(caller, "s3:ListBucket", bucket, "");
        var folder = prefix.Length == 0 || prefix.EndsWith('/') ? prefix : prefix + "/";
        return [.. objects.List(bucket, folder).Where(info => info.Size > 0 && !info.Key.EndsWith('/') && !info.Key[folder.Length..].Split('/').Any(part => part.Length > 0 && part[0] is '_' or '.'))];
    }

    /// <summary>The folders right below a place and below those, by their keys.</summary>
    public IEnumerable<string> Keys(LabCaller caller, string location)
    {
        var (bucket, prefix) = Place(location);
        Check(caller, "s3:ListBucket", bucket, "");
        var folder = prefix.Length == 0 || prefix.EndsWith('/') ? prefix : prefix + "/";
        return objects.List(bucket, folder).Select(info => info.Key[folder.Length..]);
    }

    public bool IsEmpty(LabCaller caller, string location) => Files(caller, location).Count == 0;

    public Stream Open(LabCaller caller, ObjectInfo info)
    {
        Check(caller, "s3:GetObject", info.Bucket, info.Key);
        return objects.Open(info);
    }

    public Stream Seekable(LabCaller caller, ObjectInfo info)
    {
        Check(caller, "s3:GetObject", info.Bucket, info.Key);
        return new BufferedStream(new Glue.Crawling.ObjectReader(objects, info), 1 << 16);
    }

    /// <summary>Writes a file of a query, which nobody sees until the query has succeeded.</summary>
    public async Task<StagedObject> StageAsync(LabCaller caller, string location, string type, Stream bytes, CancellationToken cancel)
    {
        var (bucket, key) = Place(location);
        if (!objects.BucketExists(bucket)) throw new QueryFailedException($"GENERIC_USER_ERROR: Unable to verify/create output bucket {bucket}");
        if (Decide(caller, "s3:PutObject", bucket, key) is { Allowed: false } refused) throw new QueryFailedException($"PERMISSION_DENIED: Access denied when writing output to url: {location}. ({refused.Reason})");
        return await objects.StageAsync(bucket, key, bytes, type, cancel);
    }

    /// <summary>Puts the files of a query together with what else it comes to.</summary>
    public Task PutAsync(IReadOnlyList<StagedObject> staged, Action<SqliteConnection> together, CancellationToken cancel) => objects.PutAsync(staged, together, cancel);

    public void Drop(IEnumerable<StagedObject> staged) => objects.Drop(staged);

    public bool BucketExists(string location) => objects.BucketExists(Place(location).Bucket);

    private void Check(LabCaller caller, string action, string bucket, string key)
    {
        if (Decide(caller, action, bucket, key) is { Allowed: false } refused) throw new QueryFailedException($"PERMISSION_DENIED: Permission denied on S3 path: s3://{bucket}/{key} ({refused.Reason})");
    }

    private Iam.Policies.AccessDecision Decide(LabCaller caller, string action, string bucket, string key) =>
        access.Decide(caller, action, key.Length == 0 ? $"arn:aws:s3:::{bucket}" : $"arn:aws:s3:::{bucket}/{key}", database.Read(connection => BucketPolicies.Of(connection, bucket)), null);

    /// <summary>Bucket and key of an address.</summary>
    public static (string Bucket, string Key) Place(string location)
    {
        foreach (var scheme in (string[])["s3://", "s3a://", "s3n://"])
            if (location.StartsWith(scheme, StringComparison.Ordinal) && location.Length > scheme.Length && location[scheme.Length..].Split('/', 2) is [{ Length: > 0 } bucket, .. var rest])
                return (bucket, rest is [var key] ? key : "");
        throw new QueryFailedException($"HIVE_INVALID_METADATA: '{location}' is not the address of a folder in S3, such as s3://bucket/prefix/");
    }
}

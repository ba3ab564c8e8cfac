using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.S3;

/// <summary>S3: the list of its operations.</summary>
public sealed class S3Service : ILabService
{
    private readonly ObjectStore _store;

    /// <summary>S3 over a store.</summary>
    public S3Service(ObjectStore store)
    {
        _store = store;
        var (buckets, objects, copies, uploads, listings) = (new Buckets(store), new Objects(store), new Copies(store), new Uploads(store), new Listings(store));
        var (tags, acls, locks, policies) = (new Tags(store), new Acls(store), new Locks(store), new BucketPolicies(store));
        Operations = new Dictionary<string, LabOperation>(new Configurations(store).Operations())
        {
            ["CreateBucket"] = buckets.CreateAsync,
            ["HeadBucket"] = Now(buckets.Head),
            ["DeleteBucket"] = buckets.DeleteAsync,
            ["ListBuckets"] = Now(buckets.List),
            ["GetBucketLocation"] = Now(buckets.Location),
            ["GetBucketVersioning"] = Now(buckets.Versioning),
            ["PutBucketVersioning"] = buckets.SetVersioningAsync,
            ["GetBucketPolicy"] = Now(policies.Get),
            ["PutBucketPolicy"] = policies.SetAsync,
            ["DeleteBucketPolicy"] = policies.DeleteAsync,
            ["GetBucketPolicyStatus"] = Now(policies.Status),
            ["GetBucketAcl"] = Now(acls.OfBucket),
            ["PutBucketAcl"] = acls.SetOfBucketAsync,
            ["ListObjects"] = Now(listings.First),
            ["ListObjectsV2"] = Now(listings.Second),
            ["ListObjectVersions"] = Now(listings.OfVersions),
            ["PutObject"] = objects.PutAsync,
            ["GetObject"] = Now(objects.Get),
            ["HeadObject"] = Now(objects.Head),
            ["GetObjectAttributes"] = Now(objects.Attributes),
            ["DeleteObject"] = objects.DeleteAsync,
            ["DeleteObjects"] = objects.DeleteManyAsync,
            ["RestoreObject"] = objects.RestoreAsync,
            ["CopyObject"] = copies.CopyAsync,
            ["GetObjectAcl"] = Now(acls.OfObject),
            ["PutObjectAcl"] = acls.SetOfObjectAsync,
            ["GetObjectTagging"] = Now(tags.Get),
            ["PutObjectTagging"] = tags.SetAsync,
            ["DeleteObjectTagging"] = tags.DeleteAsync,
            ["GetObjectRetention"] = Now(locks.Retention),
            ["PutObjectRetention"] = locks.SetRetentionAsync,
            ["GetObjectLegalHold"] = Now(locks.LegalHold),
            ["PutObjectLegalHold"] = locks.SetLegalHoldAsync,
            ["CreateMultipartUpload"] = uploads.CreateAsync,
            ["UploadPart"] = uploads.PutPartAsync,
            ["UploadPartCopy"] = uploads.CopyPartAsync,
            ["CompleteMultipartUpload"] = uploads.CompleteAsync,
            ["AbortMultipartUpload"] = uploads.AbortAsync,
            ["ListParts"] = Now(uploads.ListParts),
            ["ListMultipartUploads"] = Now(uploads.List),
        };
    }

    /// <inheritdoc/>
    public string Name => "s3";

    /// <inheritdoc/>
    public LabSchema Schema => S3Schema.Tables;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, LabOperation> Operations { get; }

    /// <inheritdoc/>
    public Task ResetAsync(CancellationToken cancel) => _store.ClearAsync(cancel);

    private static LabOperation Now(Func<LabCall, LabAnswer> operation) => (call, _) => new(operation(call));
}

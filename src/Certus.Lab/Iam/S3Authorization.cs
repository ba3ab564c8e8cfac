using System.Text.Json.Nodes;
using Certus.Lab.Iam.Policies;
using Certus.Lab.S3;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Iam;

/// <summary>S3's door: the caller's policies, the bucket's policy with its public access block, and ACLs where they are on.</summary>
internal sealed class S3Authorization(Access access, ObjectStore store)
{
    // What an ACL's permission lets all the world do; of objects, of buckets.
    private static readonly Dictionary<string, string> ByObjectAcl = new(StringComparer.Ordinal)
    {
        ["s3:GetObject"] = "READ", ["s3:GetObjectVersion"] = "READ", ["s3:GetObjectAcl"] = "READ_ACP", ["s3:GetObjectVersionAcl"] = "READ_ACP",
        ["s3:PutObjectAcl"] = "WRITE_ACP", ["s3:PutObjectVersionAcl"] = "WRITE_ACP",
    };

    private static readonly Dictionary<string, string> ByBucketAcl = new(StringComparer.Ordinal)
    {
        ["s3:ListBucket"] = "READ", ["s3:ListBucketVersions"] = "READ", ["s3:ListBucketMultipartUploads"] = "READ", ["s3:GetBucketAcl"] = "READ_ACP",
        ["s3:PutBucketAcl"] = "WRITE_ACP", ["s3:PutObject"] = "WRITE", ["s3:DeleteObject"] = "WRITE", ["s3:AbortMultipartUpload"] = "WRITE",
    };

    /// <summary>Does a call's work for a caller who may.</summary>
    /// <exception cref="AwsException">AccessDenied, in AWS's sentence; InvalidArgument where a version's id is empty.</exception>
    public async ValueTask<LabAnswer> RunAsync(LabCall call, LabOperation work, CancellationToken cancel)
    {
        Versions.RefuseEmpty(call);
        if (IsOpenToRoot(call)) return await work(call, cancel);
        if (call.Operation == "DeleteObjects") return await DeleteAsync(call, work, cancel);
        foreach (var need in S3Actions.Of(call)) Check(call, need);
        try
        {
            return await work(call, cancel);
        }
        catch (AwsException missing) when (missing.Code is "NoSuchKey" && call.Caller.Arn != IamNames.Root && call.Text("Bucket") is not null)
        {
            // Who may not list a bucket does not learn what is not in it; what a copy misses is its source.
            Check(call, new("s3:ListBucket", call.Text("CopySource") is { } source ? CopySource.Parse(source).Bucket : call.Required("Bucket")));
            throw;
        }
    }

    // Most calls: the root, and no bucket policy that could deny it anything.
    private bool IsOpenToRoot(LabCall call) => call.Caller.Arn == IamNames.Root && call.Text("CopySource") is null
        && (call.Text("Bucket") is not { } bucket || store.Database.Read(connection => BucketPolicies.Of(connection, bucket)) is null);

    private async ValueTask<LabAnswer> DeleteAsync(LabCall call, LabOperation work, CancellationToken cancel)
    {
        var objects = call.Structure("Delete")?["Objects"] as JsonArray ?? [];
        JsonArray refused = [];
        foreach (var item in objects.OfType<JsonObject>().ToList())
        {
            var (need, decision) = S3Actions.OfDeletion(call.Required("Bucket"), item, call.Flag("BypassGovernanceRetention") == true)
                .Select(need => (Need: need, Decision: Decide(call, need))).FirstOrDefault(decided => !decided.Decision.Allowed);
            if (need is null) continue;
            var refusal = Access.Refusal(call.Caller.Arn, need.Action, need.Arn, decision);
            JsonObject error = new() { ["Key"] = need.Key, ["Code"] = refusal.Code, ["Message"] = refusal.Message };
            if (need.VersionId is { } version) error["VersionId"] = version;
            refused.Add(error);
            objects.Remove(item);
        }
        if (refused.Count == 0) return await work(call, cancel);
        var answer = objects.Count > 0 ? await work(call, cancel) : LabAnswer.Empty;
        var errors = answer.Output["Errors"] as JsonArray ?? [];
        answer.Output["Errors"] = errors.Parent is null ? refused : new JsonArray([.. errors.Select(error => error!.DeepClone()), .. refused.Select(error => error!.DeepClone())]);
        return answer;
    }

    private void Check(LabCall call, S3Need need)
    {
        var decision = Decide(call, need);
        if (!decision.Allowed) throw Access.Refusal(call.Caller.Arn, need.Action, need.Arn, decision);
    }

    private AccessDecision Decide(LabCall call, S3Need need)
    {
        if (need.Bucket is not { } bucket) return access.Decide(call.Caller, need.Action, need.Arn, null, RequestContext.Of(call));
        var (exists, policy, block) = store.Database.Read(connection => Bucket.Find(connection, bucket) is null ? default : (true, BucketPolicies.Of(connection, bucket), PublicAccessBlock.Of(connection, bucket)));
        if (!exists && call.Operation != "CreateBucket") return new(AccessOutcome.Allowed, "there is no such bucket, and S3 says so to everybody");

        // RestrictPublicBuckets: a public policy then lets in nobody from outside the account.
        var heard = call.Caller.IsAnonymous && block.Restrict && policy is not null && PublicAccess.IsPublic(PolicyDocument.Known(policy, PolicyKind.Bucket)) ? null : policy;
        var context = RequestContext.Of(call);
        foreach (var tag in need.Key is { } key && store.Find(bucket, key, need.VersionId) is { } info ? info.Detail.Tags : []) context[$"s3:ExistingObjectTag/{tag.Key}"] = [tag.Value];
        var decision = access.Decide(call.Caller, need.Action, need.Arn, heard, context);
        return decision.Outcome is AccessOutcome.NotAllowedByIdentityPolicy or AccessOutcome.NotAllowedByResourcePolicy && !block.IgnoreAcls && store.Database.Read(connection => ByAcl(connection, need))
            ? new(AccessOutcome.Allowed, $"an ACL allows everybody {need.Action}")
            : decision;
    }

    private static bool ByAcl(SqliteConnection connection, S3Need need)
    {
        if (!Acls.AreOn(connection, need.Bucket!)) return false;
        if (ByBucketAcl.TryGetValue(need.Action, out var ofBucket))
            return Settings.Find(connection, need.Bucket!, SettingKinds.Acl)?["Grants"] is JsonArray grants && Acls.Lets(grants.ToJsonString(), ofBucket);
        if (need.Key is not { } key || !ByObjectAcl.TryGetValue(need.Action, out var ofObject)) return false;
        var info = need.VersionId is { } version ? Versions.Find(connection, need.Bucket!, key, version) : ObjectRows.Latest(connection, need.Bucket!, key);
        return info is not null && Acls.Lets(info.Detail.Grants, ofObject);
    }
}

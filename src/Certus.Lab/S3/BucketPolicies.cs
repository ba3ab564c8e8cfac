using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Iam;
using Certus.Lab.Iam.Policies;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.S3;

/// <summary>Bucket policies: kept once they can be understood and the public access block lets them be.</summary>
internal sealed class BucketPolicies(ObjectStore store)
{
    private const int MostBytes = 20 * 1024;

    public LabAnswer Get(LabCall call) => new JsonObject { ["Policy"] = Kept(call) };

    public async ValueTask<LabAnswer> SetAsync(LabCall call, CancellationToken cancel)
    {
        var text = call.Required("Policy");
        if (Encoding.UTF8.GetByteCount(text) > MostBytes) throw new AwsException("PolicyTooLarge", "Policy document exceeds the maximum allowed document size.");
        var policy = PolicyDocument.Parse(text, PolicyKind.Bucket);
        var arn = S3Names.BucketArn(call.Bucket);
        if (policy.Statements.SelectMany(statement => statement.Resources ?? []).Any(resource => !IsOf(arn, resource)))
            throw new AwsException("MalformedPolicy", "Policy has invalid resource");
        await store.Database.WriteAsync(connection =>
        {
            var bucket = Bucket.Get(connection, call.Bucket).Name;
            if (Entities.MissingPrincipal(connection, policy) is not null) throw new AwsException("MalformedPolicy", "Invalid principal in policy");
            if (PublicAccessBlock.Of(connection, bucket).BlockPolicy && PublicAccess.IsPublic(policy))
                throw S3Calls.AccessDenied($"User: {call.Caller.Arn} is not authorized to perform: s3:PutBucketPolicy on resource: \"{arn}\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.");
            Settings.Set(connection, bucket, SettingKinds.Policy, new() { ["Policy"] = text });
        }, cancel);
        return LabAnswer.Empty with { Status = 204 };
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        await store.Database.WriteAsync(connection => Settings.Delete(connection, Bucket.Get(connection, call.Bucket).Name, SettingKinds.Policy), cancel);
        return LabAnswer.Empty with { Status = 204 };
    }

    public LabAnswer Status(LabCall call)
    {
        var policy = PolicyDocument.Known(Kept(call), PolicyKind.Bucket);
        return new JsonObject { ["PolicyStatus"] = new JsonObject { ["IsPublic"] = PublicAccess.IsPublic(policy) } };
    }

    /// <summary>A bucket's policy; null where it has none.</summary>
    public static string? Of(SqliteConnection connection, string bucket) => (string?)Settings.Find(connection, bucket, SettingKinds.Policy)?["Policy"];

    private string Kept(LabCall call) => store.Database.Read(connection => Of(connection, Bucket.Get(connection, call.Bucket).Name))
        ?? throw new AwsException("NoSuchBucketPolicy", "The bucket policy does not exist", 404) { Members = { ["BucketName"] = call.Bucket } };

    /// <summary>Whether a statement's resource lies in the bucket: <c>*</c>, the bucket itself, or keys of it; wildcards may cut its name short.</summary>
    private static bool IsOf(string arn, string resource)
    {
        var name = resource.Split('/')[0];
        return name == arn || name == "*" || (name.IndexOfAny(['*', '?']) is >= 0 and var at && arn.StartsWith(name[..at], StringComparison.Ordinal));
    }
}

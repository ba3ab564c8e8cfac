using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.S3;

/// <summary>A bucket's configurations: kept as they were sent once they make sense, and given back.</summary>
internal sealed class Configurations(ObjectStore store)
{
    /// <summary>A kind of configuration of which a bucket has one.</summary>
    /// <param name="Name">Its name in the rows.</param>
    /// <param name="Member">The input's member that holds it.</param>
    /// <param name="Wrapped">Whether the answer holds it by the same name; else the answer's members are its own.</param>
    /// <param name="Missing">The refusal where there is none; null where the answer is then empty.</param>
    private sealed record Kind(string Name, string Member, bool Wrapped, AwsException? Missing = null, Action<JsonObject>? Check = null);

    private static readonly Kind Cors = new(SettingKinds.Cors, "CORSConfiguration", false,
        new("NoSuchCORSConfiguration", "The CORS configuration does not exist", 404), ConfigurationRules.Cors);

    private static readonly Kind Encryption = new(SettingKinds.Encryption, "ServerSideEncryptionConfiguration", true, null, ConfigurationRules.Encryption);

    private static readonly Kind Lifecycle = new(SettingKinds.Lifecycle, "LifecycleConfiguration", false,
        new("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", 404), ConfigurationRules.Lifecycle);

    private static readonly Kind Website = new(SettingKinds.Website, "WebsiteConfiguration", false,
        new("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration", 404), ConfigurationRules.Website);

    private static readonly Kind Replication = new(SettingKinds.Replication, "ReplicationConfiguration", true,
        new("ReplicationConfigurationNotFoundError", "The replication configuration was not found", 404), ConfigurationRules.Replication);

    private static readonly Kind OwnershipControls = new(SettingKinds.Ownership, "OwnershipControls", true,
        new("OwnershipControlsNotFoundError", "The bucket ownership controls were not found", 404), ConfigurationRules.Ownership);

    private static readonly Kind PublicAccessBlock = new(SettingKinds.PublicAccess, "PublicAccessBlockConfiguration", true,
        new("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", 404), ConfigurationRules.PublicAccess);

    private static readonly Kind Notification = new(SettingKinds.Notification, "NotificationConfiguration", false);

    private static readonly Kind Logging = new(SettingKinds.Logging, "BucketLoggingStatus", false);

    private static readonly Kind RequestPayment = new(SettingKinds.RequestPayment, "RequestPaymentConfiguration", false, null, ConfigurationRules.Payer);

    private static readonly Kind Accelerate = new(SettingKinds.Accelerate, "AccelerateConfiguration", false, null, ConfigurationRules.Accelerate);

    private static readonly Kind Tagging = new(SettingKinds.Tagging, "Tagging", false, new("NoSuchTagSet", "The TagSet does not exist", 404), ConfigurationRules.Tagging);

    private static readonly Kind ObjectLock = new(SettingKinds.ObjectLock, "ObjectLockConfiguration", true,
        new("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket", 404), ConfigurationRules.ObjectLock);

    /// <summary>Kinds of which a bucket has several, each with its id.</summary>
    private static readonly string[] Lists = ["Analytics", "IntelligentTiering", "Inventory", "Metrics"];

    /// <summary>All operations by name.</summary>
    public IEnumerable<KeyValuePair<string, LabOperation>> Operations()
    {
        foreach (var (noun, kind) in new[]
        {
            ("BucketCors", Cors), ("BucketEncryption", Encryption), ("BucketWebsite", Website), ("BucketReplication", Replication), ("BucketTagging", Tagging),
            ("BucketOwnershipControls", OwnershipControls), ("PublicAccessBlock", PublicAccessBlock),
        })
        {
            yield return New($"Put{noun}", (call, cancel) => PutAsync(kind, call, cancel));
            yield return New($"Get{noun}", (call, _) => new(Get(kind, call)));
            yield return New($"Delete{noun}", (call, cancel) => DeleteAsync(kind, call, cancel));
        }
        foreach (var (noun, kind) in new[]
        {
            ("BucketLifecycleConfiguration", Lifecycle), ("BucketLifecycle", Lifecycle), ("BucketNotificationConfiguration", Notification),
            ("BucketRequestPayment", RequestPayment), ("BucketAccelerateConfiguration", Accelerate),
        })
        {
            yield return New($"Put{noun}", (call, cancel) => PutAsync(kind, call, cancel));
            yield return New($"Get{noun}", (call, _) => new(Get(kind, call)));
        }
        yield return New("DeleteBucketLifecycle", (call, cancel) => DeleteAsync(Lifecycle, call, cancel));
        yield return New("PutBucketLogging", PutLoggingAsync);
        yield return New("GetBucketLogging", (call, _) => new(Get(Logging, call)));
        yield return New("PutObjectLockConfiguration", PutObjectLockAsync);
        yield return New("GetObjectLockConfiguration", (call, _) => new(Get(ObjectLock, call)));
        foreach (var list in Lists)
        {
            yield return New($"PutBucket{list}Configuration", (call, cancel) => PutOneAsync(list, call, cancel));
            yield return New($"GetBucket{list}Configuration", (call, _) => new(GetOne(list, call)));
            yield return New($"DeleteBucket{list}Configuration", (call, cancel) => DeleteOneAsync(list, call, cancel));
            yield return New($"ListBucket{list}Configurations", (call, _) => new(List(list, call)));
        }

        static KeyValuePair<string, LabOperation> New(string name, LabOperation operation) => new(name, operation);
    }

    /// <summary>BucketOwnerEnforced, BucketOwnerPreferred or ObjectWriter; the last where the controls were deleted.</summary>
    public static string Ownership(SqliteConnection connection, string bucket) =>
        (string?)Settings.Find(connection, bucket, SettingKinds.Ownership)?["Rules"]?[0]?["ObjectOwnership"] ?? "ObjectWriter";

    private async ValueTask<LabAnswer> PutAsync(Kind kind, LabCall call, CancellationToken cancel)
    {
        var body = call.Structure(kind.Member) ?? [];
        kind.Check?.Invoke(body);
        await store.Database.WriteAsync(connection =>
        {
            var bucket = Bucket.Get(connection, call.Bucket);
            if (kind == Notification) ConfigurationRules.Notification(body, bucket.Region);
            if (kind == Replication && !bucket.KeepsVersions)
                throw new AwsException("InvalidRequest", "Versioning must be 'Enabled' on the bucket to apply a replication configuration") { Members = { ["BucketName"] = bucket.Name } };
            if ((kind == Tagging && body["TagSet"] is not JsonArray { Count: > 0 })
                || (kind == Accelerate && (string?)body["Status"] == "Suspended" && Settings.Find(connection, bucket.Name, kind.Name) is null))
            {
                Settings.Delete(connection, bucket.Name, kind.Name);
                return;
            }
            if (kind == Accelerate && bucket.Name.Contains('.', StringComparison.Ordinal))
                throw S3Calls.InvalidRequest("S3 Transfer Acceleration is not supported for buckets with periods (.) in their names");
            if (kind == OwnershipControls && (string?)body["Rules"]?[0]?["ObjectOwnership"] == "BucketOwnerEnforced"
                && Settings.Find(connection, bucket.Name, SettingKinds.Acl)?["Grants"] is JsonArray grants && !Acls.IsPrivate(grants.ToJsonString()))
                throw new AwsException("InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
            Settings.Set(connection, bucket.Name, kind.Name, body);
        }, cancel);
        return LabAnswer.Empty with { Status = kind == Tagging ? 204 : null };
    }

    private JsonObject Get(Kind kind, LabCall call)
    {
        var body = store.Database.Read(connection => Settings.Find(connection, Bucket.Get(connection, call.Bucket).Name, kind.Name));
        body ??= kind switch
        {
            { Missing: { } missing } => throw new AwsException(missing.Code, missing.Message, missing.Status) { Members = { ["BucketName"] = call.Bucket } },
            _ when kind == RequestPayment => new() { ["Payer"] = "BucketOwner" },
            _ when kind == Encryption => ConfigurationRules.DefaultEncryption(),
            _ => [],
        };
        return kind.Wrapped ? new() { [kind.Member] = body } : body;
    }

    private async ValueTask<LabAnswer> DeleteAsync(Kind kind, LabCall call, CancellationToken cancel)
    {
        await store.Database.WriteAsync(connection => Settings.Delete(connection, Bucket.Get(connection, call.Bucket).Name, kind.Name), cancel);
        return LabAnswer.Empty with { Status = 204 };
    }

    private async ValueTask<LabAnswer> PutLoggingAsync(LabCall call, CancellationToken cancel)
    {
        var body = call.Structure(Logging.Member) ?? [];
        await store.Database.WriteAsync(connection =>
        {
            var bucket = Bucket.Get(connection, call.Bucket);
            if (body["LoggingEnabled"] is not JsonObject logging)
            {
                Settings.Delete(connection, bucket.Name, Logging.Name);
                return;
            }
            var target = Bucket.Find(connection, (string?)logging["TargetBucket"] ?? "")
                ?? throw new AwsException("InvalidTargetBucketForLogging", "The target bucket for logging does not exist") { Members = { ["TargetBucket"] = (string?)logging["TargetBucket"] } };
            if (target.Region != bucket.Region)
                throw new AwsException("CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed.", 403) { Members = { ["TargetBucketLocation"] = target.Region } };
            if (logging["TargetGrants"] is JsonArray { Count: > 0 } && !Acls.AreOn(connection, target.Name))
                throw S3Calls.InvalidArgument("Buckets with the BucketOwnerEnforced setting for Object Ownership can't have target grants.", "TargetGrants", null);
            Settings.Set(connection, bucket.Name, Logging.Name, body);
        }, cancel);
        return LabAnswer.Empty;
    }

    private async ValueTask<LabAnswer> PutObjectLockAsync(LabCall call, CancellationToken cancel)
    {
        var body = call.Structure(ObjectLock.Member) ?? throw new AwsException("MissingRequestBodyError", "Request Body is empty");
        ConfigurationRules.ObjectLock(body);
        await store.Database.WriteAsync(connection =>
        {
            var bucket = Bucket.Get(connection, call.Bucket);
            if (!bucket.KeepsVersions)
                throw new AwsException("InvalidBucketState", "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration", 409);
            Execute(connection, "UPDATE s3_bucket SET object_lock = 1 WHERE name = $name", ("$name", bucket.Name));
            Settings.Set(connection, bucket.Name, ObjectLock.Name, body);
        }, cancel);
        return LabAnswer.Empty;
    }

    private async ValueTask<LabAnswer> PutOneAsync(string list, LabCall call, CancellationToken cancel)
    {
        var body = call.Structure($"{list}Configuration") ?? [];
        var id = (string?)body["Id"] ?? call.Required("Id");
        await store.Database.WriteAsync(connection => Settings.Set(connection, Bucket.Get(connection, call.Bucket).Name, list, body, id), cancel);
        return LabAnswer.Empty;
    }

    private JsonObject GetOne(string list, LabCall call) => new()
    {
        [$"{list}Configuration"] = store.Database.Read(connection => Settings.Find(connection, Bucket.Get(connection, call.Bucket).Name, list, call.Required("Id"))) ?? throw NoSuchConfiguration(),
    };

    private async ValueTask<LabAnswer> DeleteOneAsync(string list, LabCall call, CancellationToken cancel)
    {
        if (!await store.Database.WriteAsync(connection => Settings.Delete(connection, Bucket.Get(connection, call.Bucket).Name, list, call.Required("Id")), cancel))
            throw NoSuchConfiguration();
        return LabAnswer.Empty with { Status = 204 };
    }

    private JsonObject List(string list, LabCall call)
    {
        const int Most = 100;
        var after = call.Text("ContinuationToken") is { Length: > 0 } token ? Listing.OfToken(token) : "";
        var all = store.Database.Read(connection => Settings.All(connection, Bucket.Get(connection, call.Bucket).Name, list))
            .Where(body => string.CompareOrdinal((string?)body["Id"], after) > 0).ToList();
        var page = all.Take(Most).ToList();
        var answer = new JsonObject { ["IsTruncated"] = all.Count > Most };
        if (page.Count > 0) answer[$"{list}ConfigurationList"] = new JsonArray([.. page]);
        if (all.Count > Most) answer["NextContinuationToken"] = Listing.ToToken((string)page[^1]["Id"]!);
        return answer;
    }

    private static AwsException NoSuchConfiguration() => new("NoSuchConfiguration", "The specified configuration does not exist.", 404);
}

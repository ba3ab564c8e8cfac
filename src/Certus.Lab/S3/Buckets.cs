using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Certus.Lab.Server;
using Certus.Lab.State;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.S3;

/// <summary>Buckets: made, listed, looked at, deleted, versioned.</summary>
internal sealed class Buckets(ObjectStore store)
{
    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var name = S3Names.Bucket(call.Bucket);
        var configuration = call.Structure("CreateBucketConfiguration");
        var region = RegionOf((string?)configuration?["LocationConstraint"], call.Caller.Region);
        var isRegional = call.Text("BucketNamespace") == "account-regional";
        if (isRegional && !name.EndsWith($"-{LabCaller.Account}-{region}-an", StringComparison.Ordinal))
            throw new AwsException("InvalidNamespaceHeader", $"A bucket of the account regional namespace has a name that ends with -{LabCaller.Account}-{region}-an.") { Members = { ["BucketName"] = name } };
        var locks = call.Flag("ObjectLockEnabledForBucket") == true;
        var ownership = call.Text("ObjectOwnership") ?? (store.MakesOpenBuckets ? "ObjectWriter" : "BucketOwnerEnforced");
        var grants = Acls.OfHeaders(call);
        if (grants is not null && ownership == "BucketOwnerEnforced" && !Acls.IsPrivate(grants))
            throw new AwsException("InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
        var tags = Tags.OfList(configuration?["Tags"] as JsonArray ?? [], Tags.MostOfBucket);
        await store.Database.WriteAsync(connection =>
        {
            if (Bucket.Find(connection, name) is { } bucket)
            {
                if (region == LabCaller.DefaultRegion && bucket.Region == region && !isRegional) return;
                throw new AwsException("BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", 409) { Members = { ["BucketName"] = name } };
            }
            new Bucket(name, region, store.Now, locks ? "Enabled" : null, locks).Insert(connection, ownership, isClosed: !store.MakesOpenBuckets);
            if (locks) Settings.Set(connection, name, SettingKinds.ObjectLock, new() { ["ObjectLockEnabled"] = "Enabled" });
            if (grants is not null) Settings.Set(connection, name, SettingKinds.Acl, new() { ["Grants"] = JsonNode.Parse(grants) });
            if (tags.Count > 0) Settings.Set(connection, name, SettingKinds.Tagging, new() { ["TagSet"] = Tags.ToList(tags) });
        }, cancel);
        return new JsonObject
        {
            ["Location"] = region == LabCaller.DefaultRegion ? $"/{name}" : new Uri(call.Endpoint, $"/{name}").ToString(),
            ["BucketArn"] = S3Names.BucketArn(name),
        };
    }

    public LabAnswer Head(LabCall call)
    {
        var bucket = store.Database.Read(connection => Bucket.Get(connection, call.Bucket));
        return new LabAnswer(new() { ["BucketRegion"] = bucket.Region, ["BucketArn"] = S3Names.BucketArn(bucket.Name), ["AccessPointAlias"] = false })
        {
            Headers = new Dictionary<string, string> { ["Content-Type"] = "application/xml" },
        };
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        await store.KeepAsync([], (connection, doomed) =>
        {
            var name = Bucket.Get(connection, call.Bucket).Name;
            if (Scalar(connection, "SELECT 1 FROM s3_object WHERE bucket = $bucket LIMIT 1", ("$bucket", name)) is not null)
                throw new AwsException("BucketNotEmpty", "The bucket you tried to delete is not empty", 409) { Members = { ["BucketName"] = name } };
            doomed.AddRange(Rows(connection, "SELECT file FROM s3_part WHERE upload IN (SELECT id FROM s3_upload WHERE bucket = $bucket)", row => row.GetString(0), ("$bucket", name)));
            Execute(connection, "DELETE FROM s3_upload WHERE bucket = $bucket", ("$bucket", name));
            return Execute(connection, "DELETE FROM s3_bucket WHERE name = $bucket", ("$bucket", name));
        }, cancel);
        return LabAnswer.Empty with { Status = 204 };
    }

    public LabAnswer List(LabCall call)
    {
        var most = (int)Math.Clamp(call.Whole("MaxBuckets") ?? 10_000, 1, 10_000);
        var prefix = call.Text("Prefix") ?? "";
        var region = call.Text("BucketRegion");
        var after = call.Text("ContinuationToken") is { Length: > 0 } token ? Listing.OfToken(token) : "";
        var buckets = store.Database.Read(Bucket.All)
            .Where(bucket => bucket.Name.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(bucket.Name, after) > 0 && (region is null || bucket.Region == region))
            .Take(most + 1).ToList();
        var answer = new JsonObject
        {
            ["Buckets"] = new JsonArray([.. buckets.Take(most).Select(bucket => new JsonObject
            {
                ["Name"] = bucket.Name, ["CreationDate"] = bucket.Created, ["BucketRegion"] = bucket.Region, ["BucketArn"] = S3Names.BucketArn(bucket.Name),
            })]),
            ["Owner"] = S3Calls.Owner(),
        };
        if (prefix.Length > 0) answer["Prefix"] = prefix;
        if (buckets.Count > most) answer["ContinuationToken"] = Listing.ToToken(buckets[most - 1].Name);
        return answer;
    }

    public LabAnswer Location(LabCall call)
    {
        var bucket = store.Database.Read(connection => Bucket.Get(connection, call.Bucket));
        return new JsonObject { ["LocationConstraint"] = bucket.Region == LabCaller.DefaultRegion ? null : bucket.Region };
    }

    public LabAnswer Versioning(LabCall call) =>
        store.Database.Read(connection => Bucket.Get(connection, call.Bucket)).Versioning is { } status ? new JsonObject { ["Status"] = status } : LabAnswer.Empty;

    public async ValueTask<LabAnswer> SetVersioningAsync(LabCall call, CancellationToken cancel)
    {
        var status = (string?)call.Structure("VersioningConfiguration")?["Status"];
        if (status is not ("Enabled" or "Suspended")) throw S3Calls.MalformedXml();
        await store.Database.WriteAsync(connection =>
        {
            var bucket = Bucket.Get(connection, call.Bucket);
            if (bucket.ObjectLock && status == "Suspended")
                throw new AwsException("InvalidBucketState", "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.", 409);
            Execute(connection, "UPDATE s3_bucket SET versioning = $status WHERE name = $bucket", ("$status", status), ("$bucket", bucket.Name));
        }, cancel);
        return LabAnswer.Empty;
    }

    private static string RegionOf(string? constraint, string endpoint)
    {
        if (constraint is null or "")
            return endpoint == LabCaller.DefaultRegion ? endpoint : throw Incompatible("unspecified");
        if (endpoint != LabCaller.DefaultRegion && constraint != endpoint && !(constraint == "EU" && endpoint == "eu-west-1")) throw Incompatible(constraint);
        if (constraint == LabCaller.DefaultRegion)
            throw new AwsException("InvalidLocationConstraint", "The specified location-constraint is not valid") { Members = { ["LocationConstraint"] = constraint } };
        if (!Regex.IsMatch(constraint, "^(EU|[a-z]{2}(-[a-z]+)+-[0-9])$"))
            throw new AwsException("InvalidLocationConstraint", "The specified location-constraint is not valid") { Members = { ["LocationConstraint"] = constraint } };
        return constraint == "EU" ? "eu-west-1" : constraint;
    }

    private static AwsException Incompatible(string constraint) => new("IllegalLocationConstraintException",
        $"The {constraint} location constraint is incompatible for the region specific endpoint this request was sent to.");
}

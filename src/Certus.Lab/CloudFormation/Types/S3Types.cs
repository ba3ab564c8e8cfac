using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation.Types;

/// <summary>Buckets and their policies.</summary>
internal static class S3Types
{
    public static IReadOnlyList<ResourceType> All { get; } = [new BucketType(), new PolicyType()];

    /// <summary>A setting of a bucket: the property, the operations, the member that holds it and how templates name it otherwise.</summary>
    private sealed record Setting(string Property, string Put, string? Delete, string Member)
    {
        public Func<JsonNode, JsonNode> Worded { get; init; } = value => value;
    }

    private sealed class BucketType() : ResourceType("AWS::S3::Bucket")
    {
        private const int LongestName = 63;

        private static readonly Setting[] Settings =
        [
            new("OwnershipControls", "PutBucketOwnershipControls", "DeleteBucketOwnershipControls", "OwnershipControls"),
            new("PublicAccessBlockConfiguration", "PutPublicAccessBlock", "DeletePublicAccessBlock", "PublicAccessBlockConfiguration"),
            new("BucketEncryption", "PutBucketEncryption", "DeleteBucketEncryption", "ServerSideEncryptionConfiguration") { Worded = Encryption },
            new("VersioningConfiguration", "PutBucketVersioning", null, "VersioningConfiguration"),
            new("LifecycleConfiguration", "PutBucketLifecycleConfiguration", "DeleteBucketLifecycle", "LifecycleConfiguration") { Worded = Lifecycle },
            new("CorsConfiguration", "PutBucketCors", "DeleteBucketCors", "CORSConfiguration") { Worded = Cors },
            new("WebsiteConfiguration", "PutBucketWebsite", "DeleteBucketWebsite", "WebsiteConfiguration") { Worded = Website },
        ];

        public override IReadOnlyCollection<string> Properties { get; } = ["BucketName", "AccessControl", .. Settings.Select(setting => setting.Property), "Tags"];

        public override IReadOnlyCollection<string> Fixed { get; } = ["BucketName"];

        public override string NameProperty => "BucketName";

        public override async Task CreateAsync(ResourceWork work, CancellationToken cancel)
        {
            var name = work.NameOr("BucketName", LongestName, lower: true);
            JsonObject input = new() { ["Bucket"] = name };
            if (work.Region != LabCaller.DefaultRegion) input["CreateBucketConfiguration"] = new JsonObject { ["LocationConstraint"] = work.Region };
            // S3 takes the call again of whoever has the bucket; a stack must not take over what another made.
            if (await ExistsAsync(work, name, cancel)) throw new AwsException("BucketAlreadyOwnedByYou", $"{name} already exists", 409);
            await work.MakeAsync(name, "s3", "CreateBucket", input, cancel);
            foreach (var (attribute, value) in new[]
            {
                ("Arn", $"arn:aws:s3:::{name}"), ("DomainName", $"{name}.s3.amazonaws.com"), ("RegionalDomainName", $"{name}.s3.{work.Region}.amazonaws.com"),
                ("DualStackDomainName", $"{name}.s3.dualstack.{work.Region}.amazonaws.com"), ("WebsiteURL", $"http://{name}.s3-website{(work.Region is "us-east-1" or "us-west-1" or "us-west-2" or "eu-west-1" or "ap-southeast-1" or "ap-southeast-2" or "ap-northeast-1" or "sa-east-1" ? '-' : '.')}{work.Region}.amazonaws.com"),
            }) work.Attributes[attribute] = value;
            await work.BeganAsync(name);
            await SetAsync(work, name, [], cancel);
        }

        public override Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel) => SetAsync(work, work.Existing, before, cancel);

        public override async Task DeleteAsync(ResourceWork work, CancellationToken cancel) => await work.CallAsync("s3", "DeleteBucket", new() { ["Bucket"] = work.Existing }, cancel);

        private static async Task<bool> ExistsAsync(ResourceWork work, string name, CancellationToken cancel)
        {
            try
            {
                await work.CallAsync("s3", "HeadBucket", new() { ["Bucket"] = name }, cancel);
                return true;
            }
            catch (AwsException absent) when (absent.Status is 404 or 400)
            {
                return false;
            }
            catch (AwsException hidden) when (hidden.Status == 403)
            {
                // S3 says so of a bucket that is there, and of no other.
                return true;
            }
        }

        private static async Task SetAsync(ResourceWork work, string name, JsonObject before, CancellationToken cancel)
        {
            foreach (var setting in Settings)
            {
                if (!Changed(before, work.Properties, setting.Property)) continue;
                if (work.Properties[setting.Property] is { } value)
                    await work.CallAsync("s3", setting.Put, new() { ["Bucket"] = name, [setting.Member] = Fit(setting.Worded(value.DeepClone()), ServiceDescription.Of("s3").Find(setting.Put)!.Input!.Members[setting.Member].Shape, setting.Property) }, cancel);
                else if (setting.Delete is { } delete) await work.CallAsync("s3", delete, new() { ["Bucket"] = name }, cancel);
                else await work.CallAsync("s3", setting.Put, new() { ["Bucket"] = name, [setting.Member] = new JsonObject { ["Status"] = "Suspended" } }, cancel);
            }
            if (Changed(before, work.Properties, "AccessControl"))
                await work.CallAsync("s3", "PutBucketAcl", new() { ["Bucket"] = name, ["ACL"] = Canned(work.Text("AccessControl") ?? "Private") }, cancel);
            if (!Changed(before, work.Properties, "Tags")) return;
            if (TagsOf(work.Properties) is { Count: > 0 } tags) await work.CallAsync("s3", "PutBucketTagging", new() { ["Bucket"] = name, ["Tagging"] = new JsonObject { ["TagSet"] = TagList(tags) } }, cancel);
            else await work.CallAsync("s3", "DeleteBucketTagging", new() { ["Bucket"] = name }, cancel);
        }

        // Templates write PublicReadWrite, the operation public-read-write.
        private static string Canned(string words) => string.Concat(words.Select((letter, at) => char.IsUpper(letter) && at > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

        private static JsonObject Encryption(JsonNode value)
        {
            var configuration = Object(value, "BucketEncryption");
            Rename(configuration, "ServerSideEncryptionConfiguration", "Rules");
            foreach (var rule in Items(configuration, "Rules"))
            {
                Rename(rule, "ServerSideEncryptionByDefault", "ApplyServerSideEncryptionByDefault");
                if (rule["ApplyServerSideEncryptionByDefault"] is JsonObject key) Rename(key, "KMSMasterKeyId", "KMSMasterKeyID");
            }
            return configuration;
        }

        private static JsonObject Cors(JsonNode value)
        {
            var configuration = Object(value, "CorsConfiguration");
            Rename(configuration, "CorsRules", "CORSRules");
            foreach (var rule in Items(configuration, "CORSRules"))
                foreach (var (from, to) in new[] { ("ExposedHeaders", "ExposeHeaders"), ("MaxAge", "MaxAgeSeconds"), ("Id", "ID") }) Rename(rule, from, to);
            return configuration;
        }

        private static JsonObject Website(JsonNode value)
        {
            var configuration = Object(value, "WebsiteConfiguration");
            if (configuration["IndexDocument"] is JsonValue index) configuration["IndexDocument"] = new JsonObject { ["Suffix"] = index.DeepClone() };
            if (configuration["ErrorDocument"] is JsonValue error) configuration["ErrorDocument"] = new JsonObject { ["Key"] = error.DeepClone() };
            return configuration;
        }

        private static JsonObject Lifecycle(JsonNode value)
        {
            var configuration = Object(value, "LifecycleConfiguration");
            foreach (var rule in Items(configuration, "Rules"))
            {
                Rename(rule, "Id", "ID");
                Nest(rule, "ExpirationInDays", "Expiration", "Days");
                Nest(rule, "ExpirationDate", "Expiration", "Date");
                Nest(rule, "ExpiredObjectDeleteMarker", "Expiration", "ExpiredObjectDeleteMarker");
                Nest(rule, "NoncurrentVersionExpirationInDays", "NoncurrentVersionExpiration", "NoncurrentDays");
                foreach (var one in new[] { "Transition", "NoncurrentVersionTransition" })
                    if (rule.Remove(one, out var single) && rule[one + "s"] is null) rule[one + "s"] = new JsonArray(single);
                foreach (var transition in Items(rule, "Transitions"))
                    foreach (var (from, to) in new[] { ("TransitionInDays", "Days"), ("TransitionDate", "Date") }) Rename(transition, from, to);
                foreach (var transition in Items(rule, "NoncurrentVersionTransitions")) Rename(transition, "TransitionInDays", "NoncurrentDays");
                Filter(rule);
            }
            return configuration;
        }

        // A rule's conditions are beside it in a template, and in a filter of it in the operation.
        private static void Filter(JsonObject rule)
        {
            JsonObject all = [];
            foreach (var member in new[] { "Prefix", "ObjectSizeGreaterThan", "ObjectSizeLessThan" })
                if (rule.Remove(member, out var value)) all[member] = value;
            var tags = rule.Remove("TagFilters", out var given) ? (given as JsonArray ?? []) : [];
            if (tags.Count == 1 && all.Count == 0) rule["Filter"] = new JsonObject { ["Tag"] = tags[0]!.DeepClone() };
            else if (all.Count + tags.Count > 1)
            {
                if (tags.Count > 0) all["Tags"] = tags.DeepClone();
                rule["Filter"] = new JsonObject { ["And"] = all };
            }
            else rule["Filter"] = all.Count == 0 ? new JsonObject { ["Prefix"] = "" } : all;
        }

        private static JsonObject Object(JsonNode? value, string property) => value as JsonObject ?? throw CloudFormationNames.Invalid($"Value of property {property} must be an object");

        private static IEnumerable<JsonObject> Items(JsonObject of, string member) => (of[member] as JsonArray ?? []).Select(item => Object(item, member));

        private static void Rename(JsonObject of, string from, string to)
        {
            if (of.Remove(from, out var value)) of[to] = value;
        }

        private static void Nest(JsonObject rule, string from, string into, string member)
        {
            if (!rule.Remove(from, out var value)) return;
            if (rule[into] is not JsonObject target) rule[into] = target = [];
            target[member] = value;
        }
    }

    /// <summary>A bucket's policy; Ref gives the bucket.</summary>
    private sealed class PolicyType() : ResourceType("AWS::S3::BucketPolicy")
    {
        public override IReadOnlyCollection<string> Properties { get; } = ["Bucket", "PolicyDocument"];

        public override IReadOnlyCollection<string> Fixed { get; } = ["Bucket"];

        /// <summary>A bucket has one policy, and putting it takes whatever was there: also that of another resource of the stack, under whose name it is to go on.</summary>
        public override async Task ClaimAsync(ResourceWork work, CancellationToken cancel)
        {
            if (work.Had.Count > 0) return;
            var bucket = work.Needed("Bucket");
            if (await work.IsThereAsync("s3", "GetBucketPolicy", new() { ["Bucket"] = bucket }, cancel)) throw CloudFormationNames.Taken($"The bucket policy already exists on bucket {bucket}.");
        }

        public override async Task CreateAsync(ResourceWork work, CancellationToken cancel)
        {
            var bucket = work.Needed("Bucket");
            await work.MakeAsync(bucket, "s3", "PutBucketPolicy", Input(work), cancel);
            await work.BeganAsync(bucket);
        }

        public override Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel) => work.CallAsync("s3", "PutBucketPolicy", Input(work), cancel);

        public override async Task DeleteAsync(ResourceWork work, CancellationToken cancel) => await work.CallAsync("s3", "DeleteBucketPolicy", new() { ["Bucket"] = work.Existing }, cancel);

        private static JsonObject Input(ResourceWork work) =>
            new() { ["Bucket"] = work.Needed("Bucket"), ["Policy"] = work.Properties["PolicyDocument"] is JsonObject document ? document.ToJsonString() : work.Needed("PolicyDocument") };
    }
}

using System.Text.Json.Nodes;

namespace Certus.Lab.Tests.S3;

/// <summary>A bucket's configurations: given back as they were set, refused where they make no sense, missing by AWS's codes.</summary>
public sealed class ConfigurationsTests : IAsyncDisposable
{
    private const string Everybody = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}]}""";

    private readonly S3World _s3 = new();

    private static JsonObject Input(string? member = null, string json = "{}") => member is null ? new() { ["Bucket"] = "data" } : new() { ["Bucket"] = "data", [member] = JsonNode.Parse(json) };

    [Theory]
    [InlineData("BucketCors", "CORSConfiguration", """{"CORSRules":[{"AllowedMethods":["GET"],"AllowedOrigins":["*"]}]}""", "NoSuchCORSConfiguration", "DeleteBucketCors")]
    [InlineData("BucketWebsite", "WebsiteConfiguration", """{"IndexDocument":{"Suffix":"index.html"}}""", "NoSuchWebsiteConfiguration", "DeleteBucketWebsite")]
    [InlineData("BucketTagging", "Tagging", """{"TagSet":[{"Key":"a","Value":"b"}]}""", "NoSuchTagSet", "DeleteBucketTagging")]
    [InlineData("BucketLifecycleConfiguration", "LifecycleConfiguration", """{"Rules":[{"ID":"r","Status":"Enabled","Filter":{"Prefix":""},"Expiration":{"Days":1}}]}""", "NoSuchLifecycleConfiguration", "DeleteBucketLifecycle")]
    public async Task A_configuration_is_missing_set_given_back_and_missing_again(string noun, string member, string json, string code, string delete)
    {
        await _s3.MakeBucketAsync();

        Assert.Equal((code, 404), await RefusalAsync($"Get{noun}"));
        await _s3.AskAsync($"Put{noun}", Input(member, json));
        Assert.Equal(json, (await _s3.AskAsync($"Get{noun}", Input())).ToJsonString());
        await _s3.AskAsync(delete, Input());
        Assert.Equal((code, 404), await RefusalAsync($"Get{noun}"));
    }

    [Theory]
    [InlineData("PutBucketCors", "CORSConfiguration", """{"CORSRules":[{"AllowedMethods":["BREW"],"AllowedOrigins":["*"]}]}""", "InvalidRequest")]
    [InlineData("PutBucketLifecycleConfiguration", "LifecycleConfiguration", """{"Rules":[{"Status":"Enabled","Expiration":{"Days":1}}]}""", "MalformedXML")]
    [InlineData("PutBucketLifecycleConfiguration", "LifecycleConfiguration", """{"Rules":[{"Status":"Enabled","Prefix":"","Expiration":{"Days":0}}]}""", "InvalidArgument")]
    [InlineData("PutBucketTagging", "Tagging", """{"TagSet":[{"Key":"a","Value":"b"},{"Key":"a","Value":"c"}]}""", "InvalidTag")]
    [InlineData("PutBucketVersioning", "VersioningConfiguration", """{"Status":"On"}""", "MalformedXML")]
    [InlineData("PutBucketReplication", "ReplicationConfiguration", """{"Role":"r","Rules":[{"Status":"Enabled","Destination":{"Bucket":"arn:aws:s3:::b"}}]}""", "InvalidRequest")]
    [InlineData("PutBucketNotificationConfiguration", "NotificationConfiguration", """{"QueueConfigurations":[{"QueueArn":"arn:aws:sqs:us-east-1:123456789012:q","Events":["s3:ObjectPainted:Blue"]}]}""", "InvalidArgument")]
    [InlineData("PutPublicAccessBlock", "PublicAccessBlockConfiguration", "{}", "InvalidRequest")]
    public async Task What_makes_no_sense_is_refused_by_AWSs_code(string operation, string member, string json, string code)
    {
        await _s3.MakeBucketAsync();

        Assert.Equal(code, (await _s3.RefusedAsync(operation, Input(member, json))).Code);
    }

    [Fact]
    public async Task A_new_bucket_is_closed_and_a_public_policy_needs_its_block_lifted()
    {
        await _s3.MakeBucketAsync();
        JsonObject policy = new() { ["Bucket"] = "data", ["Policy"] = Everybody };

        Assert.Equal("AccessDenied", (await _s3.RefusedAsync("PutBucketPolicy", policy)).Code);
        Assert.Equal("AccessControlListNotSupported", (await _s3.RefusedAsync("PutBucketAcl", new() { ["Bucket"] = "data", ["ACL"] = "public-read" })).Code);
        await _s3.AskAsync("DeletePublicAccessBlock", Input());
        await _s3.AskAsync("PutBucketPolicy", policy);

        Assert.Equal(Everybody, (string?)(await _s3.AskAsync("GetBucketPolicy", Input()))["Policy"]);
        Assert.True((bool)(await _s3.AskAsync("GetBucketPolicyStatus", Input()))["PolicyStatus"]!["IsPublic"]!);
        Assert.Equal(("MalformedPolicy", 400), await RefusalAsync("PutBucketPolicy", new() { ["Bucket"] = "data", ["Policy"] = Everybody.Replace(":::data/", ":::other/", StringComparison.Ordinal) }));
    }

    [Fact]
    public async Task A_locked_version_stays_until_its_day_and_a_held_one_until_it_is_let_go()
    {
        await _s3.AskAsync("CreateBucket", new() { ["Bucket"] = "data", ["ObjectLockEnabledForBucket"] = true });
        var until = _s3.Clock.Now.AddDays(2);
        var version = (string)(await _s3.PutAsync("key", "text", new() { ["ObjectLockMode"] = "COMPLIANCE", ["ObjectLockRetainUntilDate"] = until, ["ObjectLockLegalHoldStatus"] = "ON" }))["VersionId"]!;
        JsonObject delete = S3World.Input("key", new() { ["VersionId"] = version, ["BypassGovernanceRetention"] = true });

        Assert.Equal(("AccessDenied", 403), await RefusalAsync("DeleteObject", delete));
        _s3.Clock.Now = until.AddSeconds(1);
        Assert.Equal(("AccessDenied", 403), await RefusalAsync("DeleteObject", delete));
        await _s3.AskAsync("PutObjectLegalHold", S3World.Input("key", new() { ["LegalHold"] = new JsonObject { ["Status"] = "OFF" } }));
        await _s3.AskAsync("DeleteObject", (JsonObject)delete.DeepClone());

        Assert.Equal(0, _s3.FilesKept);
    }

    [Fact]
    public async Task Objects_take_the_buckets_encryption_unless_they_bring_their_own()
    {
        await _s3.MakeBucketAsync();
        Assert.Equal("AES256", (string?)(await _s3.PutAsync("a"))["ServerSideEncryption"]);

        await _s3.AskAsync("PutBucketEncryption", Input("ServerSideEncryptionConfiguration", """{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"key-1"}}]}"""));

        var (taken, own) = (await _s3.PutAsync("b"), await _s3.PutAsync("c", "", new() { ["ServerSideEncryption"] = "AES256" }));
        Assert.Equal(["aws:kms", "key-1", "AES256"], [(string?)taken["ServerSideEncryption"], (string?)taken["SSEKMSKeyId"], (string?)own["ServerSideEncryption"]]);
    }

    private async Task<(string, int)> RefusalAsync(string operation, JsonObject? input = null)
    {
        var refusal = await _s3.RefusedAsync(operation, (JsonObject)(input ?? Input()).DeepClone());
        return (refusal.Code, refusal.Status);
    }

    public ValueTask DisposeAsync() => _s3.DisposeAsync();
}

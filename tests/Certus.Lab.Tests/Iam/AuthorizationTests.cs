using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Iam;
using Certus.Lab.Server;

namespace Certus.Lab.Tests.Iam;

/// <summary>The door: the whole sandbox, called as its users, sessions, its root and the anonymous.</summary>
public sealed class AuthorizationTests : IAsyncDisposable
{
    private static readonly LabCaller Nobody = new(LabCaller.Account, "", "", LabCaller.DefaultRegion);

    private readonly string _directory = Directory.CreateTempSubdirectory("certus-door-").FullName;
    private readonly LabServices _lab;

    public AuthorizationTests() => _lab = LabServices.Open(new LabOptions(_directory));

    [Fact]
    public async Task A_user_may_what_its_policy_says_and_the_refusal_names_what_it_lacks()
    {
        await PutAsync("data", "a");
        var ana = await UserAsync("ana", """{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}""");

        Assert.Equal("a", await ReadAsync("data", "a", ana));
        Assert.Equal((403, "User: arn:aws:iam::123456789012:user/ana is not authorized to perform: s3:PutObject on resource: \"arn:aws:s3:::data/a\" because no identity-based policy allows the s3:PutObject action"),
            await RefusalAsync("s3", "PutObject", new() { ["Bucket"] = "data", ["Key"] = "a" }, ana));
        Assert.Equal((403, "User: arn:aws:iam::123456789012:user/ana is not authorized to perform: s3:ListBucket on resource: \"arn:aws:s3:::data\" because no identity-based policy allows the s3:ListBucket action"),
            await RefusalAsync("s3", "ListObjectsV2", new() { ["Bucket"] = "data" }, ana));
    }

    [Fact]
    public async Task Who_may_not_list_a_bucket_does_not_learn_what_is_not_in_it()
    {
        await PutAsync("data", "a");
        var reader = await UserAsync("reader", """{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}""");
        var lister = await UserAsync("lister", """{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"]}""");
        JsonObject Missing() => new() { ["Bucket"] = "data", ["Key"] = "missing" };

        Assert.Equal(403, (await RefusalAsync("s3", "GetObject", Missing(), reader)).Status);
        Assert.Equal(404, (await RefusalAsync("s3", "GetObject", Missing(), lister)).Status);
    }

    [Fact]
    public async Task Who_may_not_list_the_bucket_that_is_copied_from_does_not_learn_what_is_not_in_it()
    {
        await PutAsync("data", "a");
        await PutAsync("elsewhere", "b");
        var blind = await UserAsync("blind", """{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"*"},{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::elsewhere"}""");
        var seeing = await UserAsync("seeing", """{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"*"},{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::data"}""");
        JsonObject Copy() => new() { ["Bucket"] = "elsewhere", ["Key"] = "c", ["CopySource"] = "data/missing" };

        var refused = await RefusalAsync("s3", "CopyObject", Copy(), blind);
        Assert.Equal(403, refused.Status);
        Assert.Contains("s3:ListBucket on resource: \"arn:aws:s3:::data\"", refused.Message, StringComparison.Ordinal);
        Assert.Equal(404, (await RefusalAsync("s3", "CopyObject", Copy(), seeing)).Status);
    }

    [Fact]
    public async Task The_anonymous_read_what_a_bucket_policy_gives_to_everybody_until_public_policies_are_restricted()
    {
        await PutAsync("data", "a");
        Assert.Equal((403, "Access Denied"), await RefusalAsync("s3", "GetObject", new() { ["Bucket"] = "data", ["Key"] = "a" }, Nobody));
        await CallAsync("s3", "DeletePublicAccessBlock", new() { ["Bucket"] = "data" });
        await CallAsync("s3", "PutBucketPolicy", new() { ["Bucket"] = "data", ["Policy"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}]}""" });
        Assert.Equal("a", await ReadAsync("data", "a", Nobody));

        await CallAsync("s3", "PutPublicAccessBlock", new() { ["Bucket"] = "data", ["PublicAccessBlockConfiguration"] = new JsonObject { ["RestrictPublicBuckets"] = true } });

        Assert.Equal(403, (await RefusalAsync("s3", "GetObject", new() { ["Bucket"] = "data", ["Key"] = "a" }, Nobody)).Status);
        Assert.Equal("a", await ReadAsync("data", "a", LabCaller.Root()));
    }

    [Fact]
    public async Task The_account_of_the_anonymous_is_anonymous()
    {
        await PutAsync("data", "a");
        await CallAsync("s3", "DeletePublicAccessBlock", new() { ["Bucket"] = "data" });
        const string Everybody = """{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}""";

        await CallAsync("s3", "PutBucketPolicy", new() { ["Bucket"] = "data", ["Policy"] = $$$$"""{"Version":"2012-10-17","Statement":[{{{{Everybody}}}},{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":["123456789012","anonymous"]}}}]}""" });
        Assert.Equal("a", await ReadAsync("data", "a", Nobody));
        await CallAsync("s3", "PutBucketPolicy", new() { ["Bucket"] = "data", ["Policy"] = $$$$"""{"Version":"2012-10-17","Statement":[{{{{Everybody}}}},{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*","Condition":{"StringEquals":{"aws:PrincipalAccount":"anonymous"}}}]}""" });

        Assert.Equal(403, (await RefusalAsync("s3", "GetObject", new() { ["Bucket"] = "data", ["Key"] = "a" }, Nobody)).Status);
        Assert.Equal("a", await ReadAsync("data", "a", LabCaller.Root()));
    }

    [Fact]
    public async Task The_root_is_shut_out_by_a_deny_and_can_take_it_back()
    {
        await PutAsync("data", "a");
        await CallAsync("s3", "PutBucketPolicy", new() { ["Bucket"] = "data", ["Policy"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"]}]}""" });

        Assert.Contains("with an explicit deny in a resource-based policy", (await RefusalAsync("s3", "GetObject", new() { ["Bucket"] = "data", ["Key"] = "a" }, LabCaller.Root())).Message, StringComparison.Ordinal);
        await CallAsync("s3", "DeleteBucketPolicy", new() { ["Bucket"] = "data" });

        Assert.Equal("a", await ReadAsync("data", "a", LabCaller.Root()));
    }

    [Fact]
    public async Task A_policy_that_denies_what_does_not_come_by_TLS_shuts_nobody_out()
    {
        await PutAsync("data", "a");

        await CallAsync("s3", "PutBucketPolicy", new() { ["Bucket"] = "data", ["Policy"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::data/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""" });

        Assert.Equal("a", await ReadAsync("data", "a", LabCaller.Root()));
    }

    [Fact]
    public async Task Conditions_see_the_prefix_that_is_listed_and_the_tags_of_the_object()
    {
        await PutAsync("data", "open/a");
        await CallAsync("s3", "PutObjectTagging", new() { ["Bucket"] = "data", ["Key"] = "open/a", ["Tagging"] = new JsonObject { ["TagSet"] = new JsonArray(new JsonObject { ["Key"] = "stage", ["Value"] = "dev" }) } });
        await PutAsync("data", "open/b");
        var ana = await UserAsync("ana", """
            {"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::data","Condition":{"StringLike":{"s3:prefix":"open/*"}}},
            {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*","Condition":{"StringEquals":{"s3:ExistingObjectTag/stage":"dev"}}}
            """);

        await CallAsync("s3", "ListObjectsV2", new() { ["Bucket"] = "data", ["Prefix"] = "open/" }, ana);
        Assert.Equal(403, (await RefusalAsync("s3", "ListObjectsV2", new() { ["Bucket"] = "data" }, ana)).Status);
        Assert.Equal("open/a", await ReadAsync("data", "open/a", ana));
        Assert.Equal(403, (await RefusalAsync("s3", "GetObject", new() { ["Bucket"] = "data", ["Key"] = "open/b" }, ana)).Status);
    }

    [Fact]
    public async Task Of_a_batch_of_deletions_those_that_are_allowed_are_done_and_the_others_named()
    {
        await PutAsync("data", "mine/a");
        await PutAsync("data", "theirs/b");
        var ana = await UserAsync("ana", """{"Effect":"Allow","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::data/mine/*"}""");

        var output = await CallAsync("s3", "DeleteObjects", new() { ["Bucket"] = "data", ["Delete"] = new JsonObject { ["Objects"] = new JsonArray(new JsonObject { ["Key"] = "mine/a" }, new JsonObject { ["Key"] = "theirs/b" }) } }, ana);

        Assert.Equal("mine/a", (string?)Assert.Single(output["Deleted"]!.AsArray())!["Key"]);
        var error = Assert.Single(output["Errors"]!.AsArray())!;
        Assert.Equal(("theirs/b", "AccessDenied"), ((string?)error["Key"], (string?)error["Code"]));
        Assert.Equal("theirs/b", await ReadAsync("data", "theirs/b", LabCaller.Root()));
    }

    [Fact]
    public async Task A_batch_of_deletions_goes_past_governance_only_for_who_may()
    {
        await CallAsync("s3", "CreateBucket", new() { ["Bucket"] = "locked-data", ["ObjectLockEnabledForBucket"] = true });
        JsonObject kept = new() { ["Bucket"] = "locked-data", ["Key"] = "a", ["ObjectLockMode"] = "GOVERNANCE", ["ObjectLockRetainUntilDate"] = DateTimeOffset.UtcNow.AddDays(1) };
        var version = (string)(await AnswerAsync("s3", "PutObject", kept, LabCaller.Root(), new MemoryStream("a"u8.ToArray()))).Output["VersionId"]!;
        var deleter = await UserAsync("deleter", """{"Effect":"Allow","Action":"s3:DeleteObject*","Resource":"*"}""");
        var keeper = await UserAsync("keeper", """{"Effect":"Allow","Action":["s3:DeleteObject*","s3:BypassGovernanceRetention"],"Resource":"*"}""");
        JsonObject Batch() => new() { ["Bucket"] = "locked-data", ["BypassGovernanceRetention"] = true, ["Delete"] = new JsonObject { ["Objects"] = new JsonArray(new JsonObject { ["Key"] = "a", ["VersionId"] = version }) } };

        var refused = await CallAsync("s3", "DeleteObjects", Batch(), deleter);
        var error = Assert.Single(refused["Errors"]!.AsArray())!;
        Assert.Null(refused["Deleted"]);
        Assert.Equal(("a", version, "AccessDenied"), ((string?)error["Key"], (string?)error["VersionId"], (string?)error["Code"]));
        Assert.Contains("s3:BypassGovernanceRetention", (string?)error["Message"], StringComparison.Ordinal);
        Assert.Equal("a", await ReadAsync("locked-data", "a", LabCaller.Root()));

        var done = await CallAsync("s3", "DeleteObjects", Batch(), keeper);
        Assert.Equal(version, (string?)Assert.Single(done["Deleted"]!.AsArray())!["VersionId"]);
    }

    [Fact]
    public async Task A_bucket_policy_lets_in_the_user_it_names_who_must_exist()
    {
        await PutAsync("data", "a");
        JsonObject Policy() => new() { ["Bucket"] = "data", ["Policy"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/ana"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}]}""" };
        Assert.Equal((400, "Invalid principal in policy"), await RefusalAsync("s3", "PutBucketPolicy", Policy(), LabCaller.Root()));
        var ana = await UserAsync("ana", """{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}""");

        await CallAsync("s3", "PutBucketPolicy", Policy());

        Assert.Equal("a", await ReadAsync("data", "a", ana));
    }

    [Fact]
    public async Task A_copy_needs_reading_there_and_writing_here()
    {
        await PutAsync("data", "a");
        var writer = await UserAsync("writer", """{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::data/*"}""");

        var refusal = await RefusalAsync("s3", "CopyObject", new() { ["Bucket"] = "data", ["Key"] = "b", ["CopySource"] = "data/a" }, writer);

        Assert.Equal(403, refusal.Status);
        Assert.Contains("s3:GetObject on resource: \"arn:aws:s3:::data/a\"", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GetObject", "{}")]
    [InlineData("HeadObject", "{}")]
    [InlineData("DeleteObject", "{}")]
    [InlineData("GetObjectTagging", "{}")]
    [InlineData("PutObjectTagging", """{"Tagging":{"TagSet":[]}}""")]
    [InlineData("DeleteObjectTagging", "{}")]
    [InlineData("GetObjectAcl", "{}")]
    [InlineData("PutObjectAcl", """{"ACL":"private"}""")]
    public async Task A_version_without_an_id_gets_round_no_deny(string operation, string members)
    {
        await PutAsync("data", "a");
        var ana = await UserAsync("ana", """{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":["s3:*Object","s3:*ObjectTagging","s3:*ObjectAcl"],"Resource":"*"}""");
        JsonObject Input(string? version)
        {
            var input = JsonNode.Parse(members)!.AsObject();
            (input["Bucket"], input["Key"]) = ("data", "a");
            if (version is not null) input["VersionId"] = version;
            return input;
        }

        Assert.Equal(403, (await RefusalAsync("s3", operation, Input(null), ana)).Status);
        Assert.Equal((400, "Version id cannot be the empty string"), await RefusalAsync("s3", operation, Input(""), ana));
        Assert.Equal((400, "Version id cannot be the empty string"), await RefusalAsync("s3", operation, Input(""), LabCaller.Root()));
        Assert.Equal("a", await ReadAsync("data", "a", LabCaller.Root()));
    }

    [Fact]
    public async Task Neither_a_copy_nor_a_batch_of_deletions_gets_round_a_deny_by_a_version_without_an_id()
    {
        await PutAsync("data", "a");
        var ana = await UserAsync("ana", """{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":["s3:GetObject","s3:DeleteObject"],"Resource":"*"}""");
        JsonObject Batch() => new() { ["Bucket"] = "data", ["Delete"] = new JsonObject { ["Objects"] = new JsonArray(new JsonObject { ["Key"] = "a", ["VersionId"] = "" }) } };

        Assert.Equal((400, "Version id cannot be the empty string"), await RefusalAsync("s3", "CopyObject", new() { ["Bucket"] = "data", ["Key"] = "b", ["CopySource"] = "data/a?versionId=" }, ana));
        Assert.Equal((400, "Version id cannot be the empty string"), await RefusalAsync("s3", "DeleteObjects", Batch(), ana));
        Assert.Equal("a", await ReadAsync("data", "a", LabCaller.Root()));
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_named_so_to_everybody() =>
        Assert.Equal(404, (await RefusalAsync("s3", "ListObjectsV2", new() { ["Bucket"] = "nothing-here" }, Nobody)).Status);

    [Fact]
    public async Task A_user_manages_its_own_keys_where_its_policy_says_only_that()
    {
        var ana = await UserAsync("ana", """{"Effect":"Allow","Action":"iam:*AccessKey*","Resource":"arn:aws:iam::*:user/${aws:username}"}""");

        Assert.NotNull((await CallAsync("iam", "CreateAccessKey", [], ana))["AccessKey"]);
        Assert.Equal((403, "User: arn:aws:iam::123456789012:user/ana is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::123456789012:user/eve because no identity-based policy allows the iam:CreateUser action"),
            await RefusalAsync("iam", "CreateUser", new() { ["UserName"] = "eve" }, ana));
    }

    [Fact]
    public async Task A_bucket_with_an_ACL_and_ownership_of_its_own_needs_those_permissions_too()
    {
        var ana = await UserAsync("ana", """{"Effect":"Allow","Action":"s3:CreateBucket","Resource":"*"}""");

        await CallAsync("s3", "CreateBucket", new() { ["Bucket"] = "plain-bucket" }, ana);
        Assert.Contains("s3:PutBucketOwnershipControls", (await RefusalAsync("s3", "CreateBucket", new() { ["Bucket"] = "own-bucket", ["ObjectOwnership"] = "ObjectWriter" }, ana)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("own-bucket", (await CallAsync("s3", "ListBuckets", [])).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_of_the_account_regional_namespace_says_so_in_its_name_and_a_policy_can_ask_for_it()
    {
        const string Regional = "mine-123456789012-us-east-1-an";
        var ana = await UserAsync("ana", """{"Effect":"Allow","Action":"s3:CreateBucket","Resource":"*","Condition":{"StringEquals":{"s3:x-amz-bucket-namespace":"account-regional"}}}""");
        JsonObject Make(string name) => new() { ["Bucket"] = name, ["BucketNamespace"] = "account-regional" };

        Assert.Equal(403, (await RefusalAsync("s3", "CreateBucket", new() { ["Bucket"] = Regional }, ana)).Status);
        Assert.Equal((400, "A bucket of the account regional namespace has a name that ends with -123456789012-us-east-1-an."), await RefusalAsync("s3", "CreateBucket", Make("mine"), ana));
        Assert.Equal("arn:aws:s3:::" + Regional, (string?)(await CallAsync("s3", "CreateBucket", Make(Regional), ana))["BucketArn"]);
        Assert.Equal(409, (await RefusalAsync("s3", "CreateBucket", Make(Regional), ana)).Status);
    }

    [Theory]
    [InlineData("ACL", "private", false)]
    [InlineData("ACL", "public-read", true)]
    [InlineData("GrantRead", "id=0123", true)]
    [InlineData("GrantWriteACP", "id=0123", true)]
    public async Task Who_makes_a_bucket_may_say_who_else_comes_in_only_where_it_may_put_an_ACL(string member, string value, bool needsIt)
    {
        var ana = await UserAsync("ana", """{"Effect":"Allow","Action":["s3:CreateBucket","s3:PutBucketOwnershipControls"],"Resource":"*"}""");
        JsonObject input = new() { ["Bucket"] = "acl-bucket", ["ObjectOwnership"] = "ObjectWriter", [member] = value };

        if (needsIt) Assert.Contains("s3:PutBucketAcl", (await RefusalAsync("s3", "CreateBucket", input, ana)).Message, StringComparison.Ordinal);
        else await CallAsync("s3", "CreateBucket", input, ana);
    }

    [Fact]
    public async Task An_ACL_that_is_on_lets_everybody_read()
    {
        await CallAsync("s3", "CreateBucket", new() { ["Bucket"] = "open-bucket", ["ObjectOwnership"] = "ObjectWriter" });
        await CallAsync("s3", "DeletePublicAccessBlock", new() { ["Bucket"] = "open-bucket" });
        await AnswerAsync("s3", "PutObject", new() { ["Bucket"] = "open-bucket", ["Key"] = "a", ["ACL"] = "public-read" }, LabCaller.Root(), new MemoryStream("a"u8.ToArray()));
        Assert.Equal("a", await ReadAsync("open-bucket", "a", Nobody));

        await CallAsync("s3", "PutPublicAccessBlock", new() { ["Bucket"] = "open-bucket", ["PublicAccessBlockConfiguration"] = new JsonObject { ["IgnorePublicAcls"] = true } });

        Assert.Equal(403, (await RefusalAsync("s3", "GetObject", new() { ["Bucket"] = "open-bucket", ["Key"] = "a" }, Nobody)).Status);
    }

    [Fact]
    public async Task When_a_key_was_used_last_is_kept()
    {
        var ana = await UserAsync("ana", """{"Effect":"Allow","Action":"*","Resource":"*"}""");

        await CallAsync("s3", "CreateBucket", new() { ["Bucket"] = "later-bucket" });        // the note is made beside the call; writes are done in the order in which they come
        var used = (await CallAsync("iam", "GetAccessKeyLastUsed", new() { ["AccessKeyId"] = ana.AccessKeyId }))["AccessKeyLastUsed"]!;

        Assert.NotNull(used["LastUsedDate"]);
        Assert.Equal(("s3", "us-east-1"), ((string?)used["ServiceName"], (string?)used["Region"]));
    }

    [Fact]
    public async Task The_anonymous_are_told_that_they_must_sign()
    {
        Assert.Equal((403, "Request is missing Authentication Token"), await RefusalAsync("iam", "ListUsers", [], Nobody));
        Assert.Equal((403, "Request is missing Authentication Token"), await RefusalAsync("sts", "GetCallerIdentity", [], Nobody));
    }

    [Fact]
    public void A_role_that_is_handed_to_a_service_is_found_wherever_it_stands()
    {
        LabCall Call(string service, string operation, JsonObject input) => new() { Service = service, Operation = operation, Input = input, Caller = Nobody, Now = default, RequestId = "" };
        const string Role = "arn:aws:iam::123456789012:role/r";

        Assert.Equal([Role], ServiceActions.PassedRoles(Call("sagemaker", "CreateTrainingJob", new() { ["RoleArn"] = Role })));
        Assert.Equal([Role], ServiceActions.PassedRoles(Call("sagemaker", "CreateModel", new() { ["ExecutionRoleArn"] = Role })));
        Assert.Equal([Role], ServiceActions.PassedRoles(Call("firehose", "CreateDeliveryStream", new() { ["S3DestinationConfiguration"] = new JsonObject { ["RoleARN"] = Role } })));
        Assert.Empty(ServiceActions.PassedRoles(Call("sts", "AssumeRole", new() { ["RoleArn"] = Role })));
    }

    private async Task<JsonObject> CallAsync(string service, string operation, JsonObject input, LabCaller? caller = null) =>
        (await AnswerAsync(service, operation, input, caller ?? LabCaller.Root(), Stream.Null)).Output;

    private ValueTask<LabAnswer> AnswerAsync(string service, string operation, JsonObject input, LabCaller caller, Stream payload) => _lab.AnswerAsync(
        new() { Service = service, Operation = operation, Input = input, Caller = caller, Now = DateTimeOffset.UtcNow, RequestId = "test", Payload = payload, PayloadLength = payload.Length }, TestContext.Current.CancellationToken);

    private async Task<(int Status, string Message)> RefusalAsync(string service, string operation, JsonObject input, LabCaller caller)
    {
        var refusal = await Assert.ThrowsAsync<AwsException>(async () => await AnswerAsync(service, operation, input, caller, Stream.Null));
        return (refusal.Status, refusal.Message);
    }

    private async Task PutAsync(string bucket, string key)
    {
        // In us-east-1 the owner may create a bucket that is there.
        await CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket });
        await AnswerAsync("s3", "PutObject", new() { ["Bucket"] = bucket, ["Key"] = key }, LabCaller.Root(), new MemoryStream(Encoding.UTF8.GetBytes(key)));
    }

    private async Task<string> ReadAsync(string bucket, string key, LabCaller caller)
    {
        using var reader = new StreamReader((await AnswerAsync("s3", "GetObject", new() { ["Bucket"] = bucket, ["Key"] = key }, caller, Stream.Null)).Payload!);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private async Task<LabCaller> UserAsync(string name, string statements)
    {
        await CallAsync("iam", "CreateUser", new() { ["UserName"] = name });
        await CallAsync("iam", "PutUserPolicy", new() { ["UserName"] = name, ["PolicyName"] = "own", ["PolicyDocument"] = $$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""" });
        var key = (string)(await CallAsync("iam", "CreateAccessKey", new() { ["UserName"] = name }))["AccessKey"]!["AccessKeyId"]!;
        return _lab.Credentials.CallerOf(key, null, "us-east-1", "s3").Caller;
    }

    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

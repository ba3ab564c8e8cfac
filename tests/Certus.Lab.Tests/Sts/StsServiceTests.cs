using System.Text.Json.Nodes;
using Certus.Lab.Iam;
using Certus.Lab.Server;
using Certus.Lab.Tests.Iam;

namespace Certus.Lab.Tests.Sts;

/// <summary>Who calls, and sessions that end.</summary>
public sealed class StsServiceTests : IAsyncDisposable
{
    private const string Object = "arn:aws:s3:::data/a";

    private readonly IamBench _bench = new();

    [Fact]
    public async Task A_key_that_IAM_never_gave_out_is_the_root()
    {
        var caller = _bench.Credentials.CallerOf("test", null, "eu-west-1", "sts").Caller;

        Assert.Equal(("arn:aws:iam::123456789012:root", "eu-west-1"), (caller.Arn, caller.Region));
        Assert.Equal("arn:aws:iam::123456789012:root", (string?)(await _bench.CallAsync("GetCallerIdentity", [], caller))["Arn"]);
        Assert.True(_bench.Credentials.CallerOf("", null, "us-east-1", "s3").Caller.IsAnonymous);
    }

    [Fact]
    public async Task A_users_key_is_the_user_until_it_is_made_inactive_or_deleted()
    {
        var ana = await _bench.UserAsync("ana");
        Assert.Equal("arn:aws:iam::123456789012:user/ana", ana.Arn);

        await _bench.CallAsync("UpdateAccessKey", new() { ["UserName"] = "ana", ["AccessKeyId"] = ana.AccessKeyId, ["Status"] = "Inactive" });
        Assert.Equal("InvalidClientTokenId", Refusal(ana.AccessKeyId, null, "sts").Code);
        await _bench.CallAsync("DeleteAccessKey", new() { ["UserName"] = "ana", ["AccessKeyId"] = ana.AccessKeyId });

        Assert.Equal("InvalidAccessKeyId", Refusal(ana.AccessKeyId, null, "s3").Code);
        Assert.Equal("UnrecognizedClientException", Refusal(ana.AccessKeyId, null, "sagemaker").Code);
        Assert.Empty((await _bench.CallAsync("ListAccessKeys", new() { ["UserName"] = "ana" }))["AccessKeyMetadata"]!.AsArray());
    }

    [Fact]
    public async Task A_session_is_the_roles_until_it_ends()
    {
        var arn = await _bench.RoleAsync("trainer");
        await _bench.CallAsync("AttachRolePolicy", new() { ["RoleName"] = "trainer", ["PolicyArn"] = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" });

        var assumed = await _bench.CallAsync("AssumeRole", new() { ["RoleArn"] = arn, ["RoleSessionName"] = "run", ["DurationSeconds"] = 900L });
        var (key, token) = ((string)assumed["Credentials"]!["AccessKeyId"]!, (string)assumed["Credentials"]!["SessionToken"]!);
        var session = _bench.Credentials.CallerOf(key, token, "us-east-1", "s3").Caller;

        Assert.Equal("arn:aws:sts::123456789012:assumed-role/trainer/run", session.Arn);
        Assert.True(_bench.Access.Decide(session, "s3:GetObject", Object, null, null).Allowed);
        Assert.False(_bench.Access.Decide(session, "s3:PutObject", Object, null, null).Allowed);
        Assert.Matches("^AROA[A-Z2-7]{17}:run$", (string?)(await _bench.CallAsync("GetCallerIdentity", [], session))["UserId"]);
        Assert.Equal("InvalidToken", Refusal(key, token + "x", "s3").Code);
        _bench.Now += TimeSpan.FromSeconds(900);
        Assert.Equal(("ExpiredToken", 403), Code(Refusal(key, token, "sts")));
        Assert.Equal(("ExpiredToken", 400), Code(Refusal(key, token, "s3")));
    }

    [Fact]
    public async Task A_session_policy_takes_away_and_never_gives()
    {
        var arn = await _bench.RoleAsync("trainer");
        await _bench.CallAsync("AttachRolePolicy", new() { ["RoleName"] = "trainer", ["PolicyArn"] = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" });

        var session = await SessionAsync(new() { ["RoleArn"] = arn, ["RoleSessionName"] = "run", ["Policy"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:ListBucket","s3:PutObject"],"Resource":"*"}]}""" });

        Assert.True(_bench.Access.Decide(session, "s3:ListBucket", "arn:aws:s3:::data", null, null).Allowed);
        Assert.False(_bench.Access.Decide(session, "s3:GetObject", Object, null, null).Allowed);
        Assert.False(_bench.Access.Decide(session, "s3:PutObject", Object, null, null).Allowed);
    }

    [Fact]
    public async Task A_user_assumes_a_role_only_where_both_sides_allow_it()
    {
        var ana = await _bench.UserAsync("ana");
        var arn = await _bench.RoleAsync("trainer");
        JsonObject Ask() => new() { ["RoleArn"] = arn, ["RoleSessionName"] = "run" };

        Assert.Equal(("AccessDenied", $"User: {ana.Arn} is not authorized to perform: sts:AssumeRole on resource: {arn}"), await _bench.RefusalAsync("AssumeRole", Ask(), ana));
        await _bench.CallAsync("PutUserPolicy", new() { ["UserName"] = "ana", ["PolicyName"] = "assume", ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}""" });
        Assert.NotNull((await _bench.CallAsync("AssumeRole", Ask(), ana))["Credentials"]);
        await _bench.CallAsync("UpdateAssumeRolePolicy", new() { ["RoleName"] = "trainer", ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]}""" });

        Assert.Equal("AccessDenied", (await _bench.RefusalAsync("AssumeRole", Ask(), ana)).Code);
        Assert.Equal("AccessDenied", (await _bench.RefusalAsync("AssumeRole", Ask())).Code);
    }

    [Fact]
    public async Task A_session_assumes_a_further_role_only_as_far_as_its_own_policy_and_tags_let_it()
    {
        var first = await _bench.RoleAsync("first");
        var next = await _bench.RoleAsync("next");
        await _bench.CallAsync("PutRolePolicy", new() { ["RoleName"] = "first", ["PolicyName"] = "own", ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue"}}}]}""" });
        JsonObject Session(string team, string action) => new()
        {
            ["RoleArn"] = first, ["RoleSessionName"] = "run", ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "team", ["Value"] = team }),
            ["Policy"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"*"}]}""",
        };
        JsonObject Further() => new() { ["RoleArn"] = next, ["RoleSessionName"] = "further" };

        Assert.NotNull((await _bench.CallAsync("AssumeRole", Further(), await SessionAsync(Session("blue", "sts:*"))))["Credentials"]);
        Assert.Equal("AccessDenied", (await _bench.RefusalAsync("AssumeRole", Further(), await SessionAsync(Session("blue", "s3:*")))).Code);
        Assert.Equal("AccessDenied", (await _bench.RefusalAsync("AssumeRole", Further(), await SessionAsync(Session("red", "sts:*")))).Code);
    }

    [Theory]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}}""", true)]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}""", false)]
    [InlineData("""{"Bool":{"aws:SecureTransport":"true"}}""", true)]
    [InlineData("""{"ForAllValues:StringEquals":{"aws:TagKeys":["team"]},"Null":{"aws:TagKeys":"false"}}""", true)]
    [InlineData("""{"ForAllValues:StringEquals":{"aws:TagKeys":["project"]}}""", false)]
    [InlineData("""{"StringEquals":{"aws:RequestTag/team":"blue","sts:RoleSessionName":"run","sts:ExternalId":"7"}}""", true)]
    public async Task A_trust_policy_s_conditions_see_the_request(string condition, bool lets)
    {
        var arn = await _bench.RoleAsync("trainer", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":["sts:AssumeRole","sts:TagSession"],"Condition":{{condition}}}]}""");
        JsonObject input = new() { ["RoleArn"] = arn, ["RoleSessionName"] = "run", ["ExternalId"] = "7", ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "team", ["Value"] = "blue" }) };

        if (lets) Assert.NotNull((await _bench.CallAsync("AssumeRole", input))["Credentials"]);
        else Assert.Equal("AccessDenied", (await _bench.RefusalAsync("AssumeRole", input)).Code);
    }

    [Fact]
    public async Task A_session_may_not_last_longer_than_its_role_says()
    {
        var arn = await _bench.RoleAsync("trainer");

        Assert.Equal(("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."),
            await _bench.RefusalAsync("AssumeRole", new() { ["RoleArn"] = arn, ["RoleSessionName"] = "run", ["DurationSeconds"] = 3601L }));
    }

    [Fact]
    public async Task Session_tags_are_condition_keys_of_the_session()
    {
        var arn = await _bench.RoleAsync("trainer");
        await _bench.CallAsync("PutRolePolicy", new() { ["RoleName"] = "trainer", ["PolicyName"] = "own", ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/${aws:PrincipalTag/team}/*"}]}""" });

        var session = await SessionAsync(new() { ["RoleArn"] = arn, ["RoleSessionName"] = "run", ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "team", ["Value"] = "blue" }) });

        Assert.True(_bench.Access.Decide(session, "s3:GetObject", "arn:aws:s3:::data/blue/x", null, null).Allowed);
        Assert.False(_bench.Access.Decide(session, "s3:GetObject", "arn:aws:s3:::data/red/x", null, null).Allowed);
    }

    [Fact]
    public async Task Identities_of_others_are_refused_plainly()
    {
        Assert.Equal("InvalidIdentityToken", (await _bench.RefusalAsync("AssumeRoleWithWebIdentity", new() { ["RoleArn"] = "arn:aws:iam::123456789012:role/x" })).Code);
        Assert.Equal("InvalidAuthorizationMessageException", (await _bench.RefusalAsync("DecodeAuthorizationMessage", new() { ["EncodedMessage"] = "x" })).Code);
    }

    private async Task<LabCaller> SessionAsync(JsonObject input)
    {
        var credentials = (await _bench.CallAsync("AssumeRole", input))["Credentials"]!;
        return _bench.Credentials.CallerOf((string)credentials["AccessKeyId"]!, (string)credentials["SessionToken"]!, "us-east-1", "s3").Caller;
    }

    private AwsException Refusal(string key, string? token, string service) => Assert.Throws<AwsException>(() => _bench.Credentials.CallerOf(key, token, "us-east-1", service));

    private static (string, int) Code(AwsException refusal) => (refusal.Code, refusal.Status);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}

using System.Text.Json.Nodes;
using Certus.Lab.Iam;
using Certus.Lab.Server;

namespace Certus.Lab.Tests.Iam;

/// <summary>IAM's operations: what was made is found, what hangs on it must go first, and policies bear on who has them.</summary>
public sealed class IamServiceTests : IAsyncDisposable
{
    private const string ReadData = """{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}]}""";
    private const string Object = "arn:aws:s3:::data/a";

    private readonly IamBench _bench = new();

    [Fact]
    public async Task A_name_is_taken_whatever_its_letter_case()
    {
        await _bench.CallAsync("CreateUser", new() { ["UserName"] = "Ana", ["Path"] = "/team/" });

        Assert.Equal(("EntityAlreadyExists", "User with name ana already exists."), await _bench.RefusalAsync("CreateUser", new() { ["UserName"] = "ana" }));
        Assert.Equal("arn:aws:iam::123456789012:user/team/Ana", (string?)(await _bench.CallAsync("GetUser", new() { ["UserName"] = "ANA" }))["User"]!["Arn"]);
    }

    [Fact]
    public async Task What_is_not_there_is_refused_by_its_name()
    {
        Assert.Equal(("NoSuchEntity", "The role with name trainer cannot be found."), await _bench.RefusalAsync("GetRole", new() { ["RoleName"] = "trainer" }));
        Assert.Equal(("NoSuchEntity", "Policy arn:aws:iam::123456789012:policy/x was not found."), await _bench.RefusalAsync("GetPolicy", new() { ["PolicyArn"] = "arn:aws:iam::123456789012:policy/x" }));
        Assert.Equal(("NoSuchEntity", "Instance Profile x cannot be found."), await _bench.RefusalAsync("GetInstanceProfile", new() { ["InstanceProfileName"] = "x" }));
    }

    [Fact]
    public async Task A_user_gets_policies_inline_attached_and_through_a_group_and_loses_them_again()
    {
        var ana = await _bench.UserAsync("ana");
        bool May() => _bench.Access.Decide(ana.Arn, "s3:GetObject", Object).Allowed;
        Assert.False(May());

        await _bench.CallAsync("PutUserPolicy", new() { ["UserName"] = "ana", ["PolicyName"] = "read", ["PolicyDocument"] = ReadData });
        Assert.True(May());
        await _bench.CallAsync("DeleteUserPolicy", new() { ["UserName"] = "ana", ["PolicyName"] = "read" });
        Assert.False(May());

        var policy = (string)(await _bench.CallAsync("CreatePolicy", new() { ["PolicyName"] = "read", ["PolicyDocument"] = ReadData }))["Policy"]!["Arn"]!;
        await _bench.CallAsync("AttachUserPolicy", new() { ["UserName"] = "ana", ["PolicyArn"] = policy });
        Assert.True(May());
        await _bench.CallAsync("DetachUserPolicy", new() { ["UserName"] = "ana", ["PolicyArn"] = policy });
        Assert.False(May());

        await _bench.CallAsync("CreateGroup", new() { ["GroupName"] = "readers" });
        await _bench.CallAsync("AttachGroupPolicy", new() { ["GroupName"] = "readers", ["PolicyArn"] = policy });
        await _bench.CallAsync("AddUserToGroup", new() { ["GroupName"] = "readers", ["UserName"] = "ana" });
        Assert.True(May());
        await _bench.CallAsync("PutUserPermissionsBoundary", new() { ["UserName"] = "ana", ["PermissionsBoundary"] = "arn:aws:iam::aws:policy/IAMReadOnlyAccess" });
        Assert.False(May());
    }

    [Fact]
    public async Task The_version_that_is_default_is_in_force_and_five_are_the_most()
    {
        var ana = await _bench.UserAsync("ana");
        var arn = (string)(await _bench.CallAsync("CreatePolicy", new() { ["PolicyName"] = "p", ["PolicyDocument"] = ReadData }))["Policy"]!["Arn"]!;
        await _bench.CallAsync("AttachUserPolicy", new() { ["UserName"] = "ana", ["PolicyArn"] = arn });
        var other = ReadData.Replace("GetObject", "PutObject", StringComparison.Ordinal);

        for (var version = 2; version <= 5; version++) await _bench.CallAsync("CreatePolicyVersion", new() { ["PolicyArn"] = arn, ["PolicyDocument"] = other, ["SetAsDefault"] = version == 5 });

        Assert.False(_bench.Access.Decide(ana.Arn, "s3:GetObject", Object).Allowed);
        await _bench.CallAsync("SetDefaultPolicyVersion", new() { ["PolicyArn"] = arn, ["VersionId"] = "v1" });
        Assert.True(_bench.Access.Decide(ana.Arn, "s3:GetObject", Object).Allowed);
        Assert.Equal("LimitExceeded", (await _bench.RefusalAsync("CreatePolicyVersion", new() { ["PolicyArn"] = arn, ["PolicyDocument"] = other })).Code);
        Assert.Equal(("DeleteConflict", "Cannot delete the default version of a policy."), await _bench.RefusalAsync("DeletePolicyVersion", new() { ["PolicyArn"] = arn, ["VersionId"] = "v1" }));
        Assert.Equal(["v5", "v4", "v3", "v2", "v1"], (await _bench.CallAsync("ListPolicyVersions", new() { ["PolicyArn"] = arn }))["Versions"]!.AsArray().Select(version => (string?)version!["VersionId"]));
    }

    [Fact]
    public async Task Nothing_is_deleted_while_something_hangs_on_it()
    {
        await _bench.RoleAsync("trainer");
        await _bench.CallAsync("AttachRolePolicy", new() { ["RoleName"] = "trainer", ["PolicyArn"] = "arn:aws:iam::aws:policy/AmazonS3FullAccess" });
        await _bench.CallAsync("PutRolePolicy", new() { ["RoleName"] = "trainer", ["PolicyName"] = "p", ["PolicyDocument"] = ReadData });

        Assert.Equal(("DeleteConflict", "Cannot delete entity, must detach all policies first."), await _bench.RefusalAsync("DeleteRole", new() { ["RoleName"] = "trainer" }));
        await _bench.CallAsync("DetachRolePolicy", new() { ["RoleName"] = "trainer", ["PolicyArn"] = "arn:aws:iam::aws:policy/AmazonS3FullAccess" });
        Assert.Equal(("DeleteConflict", "Cannot delete entity, must delete policies first."), await _bench.RefusalAsync("DeleteRole", new() { ["RoleName"] = "trainer" }));
        await _bench.CallAsync("DeleteRolePolicy", new() { ["RoleName"] = "trainer", ["PolicyName"] = "p" });
        await _bench.CallAsync("DeleteRole", new() { ["RoleName"] = "trainer" });

        Assert.Equal("NoSuchEntity", (await _bench.RefusalAsync("GetRole", new() { ["RoleName"] = "trainer" })).Code);
    }

    [Fact]
    public async Task A_renamed_user_keeps_its_policies_groups_and_keys()
    {
        var ana = await _bench.UserAsync("ana");
        await _bench.CallAsync("PutUserPolicy", new() { ["UserName"] = "ana", ["PolicyName"] = "read", ["PolicyDocument"] = ReadData });

        await _bench.CallAsync("UpdateUser", new() { ["UserName"] = "ana", ["NewUserName"] = "anna", ["NewPath"] = "/x/" });

        var again = _bench.Credentials.CallerOf(ana.AccessKeyId, null, "us-east-1", "s3").Caller;
        Assert.Equal("arn:aws:iam::123456789012:user/x/anna", again.Arn);
        Assert.True(_bench.Access.Decide(again.Arn, "s3:GetObject", Object).Allowed);
    }

    [Fact]
    public async Task Pages_together_are_the_whole_list_once()
    {
        foreach (var n in Enumerable.Range(0, 25)) await _bench.CallAsync("CreateUser", new() { ["UserName"] = $"u{(n * 7) % 25:D2}" });
        List<string> names = [];
        string? marker = null;

        do
        {
            var page = await _bench.CallAsync("ListUsers", new() { ["MaxItems"] = 10L, ["Marker"] = marker });
            names.AddRange(page["Users"]!.AsArray().Select(user => (string)user!["UserName"]!));
            marker = (bool)page["IsTruncated"]! ? (string?)page["Marker"] : null;
        }
        while (marker is not null);

        Assert.Equal(Enumerable.Range(0, 25).Select(n => $"u{n:D2}"), names);
        Assert.Equal(("ValidationError", "Invalid Marker."), await _bench.RefusalAsync("ListUsers", new() { ["Marker"] = "nonsense" }));
    }

    [Fact]
    public async Task Tags_of_one_key_in_two_letter_cases_are_refused_and_a_tag_is_replaced()
    {
        await _bench.RoleAsync("trainer");
        JsonObject Tags(params string[] keys) => new() { ["RoleName"] = "trainer", ["Tags"] = new JsonArray([.. keys.Select(key => new JsonObject { ["Key"] = key, ["Value"] = key })]) };

        Assert.Equal("InvalidInput", (await _bench.RefusalAsync("TagRole", Tags("team", "Team"))).Code);
        await _bench.CallAsync("TagRole", Tags("team", "stage"));
        await _bench.CallAsync("TagRole", Tags("TEAM"));
        await _bench.CallAsync("UntagRole", new() { ["RoleName"] = "trainer", ["TagKeys"] = new JsonArray("stage") });

        Assert.Equal(["TEAM"], (await _bench.CallAsync("ListRoleTags", new() { ["RoleName"] = "trainer" }))["Tags"]!.AsArray().Select(tag => (string?)tag!["Key"]));
    }

    [Fact]
    public async Task A_trust_policy_may_only_name_who_exists()
    {
        var trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/nobody"},"Action":"sts:AssumeRole"}]}""";

        Assert.Equal(("MalformedPolicyDocument", "Invalid principal in policy: \"AWS\":\"arn:aws:iam::123456789012:user/nobody\""), await _bench.RefusalAsync("CreateRole", new() { ["RoleName"] = "r", ["AssumeRolePolicyDocument"] = trust }));
    }

    [Fact]
    public async Task The_simulator_says_what_would_be_decided_and_by_which_statement()
    {
        var ana = await _bench.UserAsync("ana");
        await _bench.CallAsync("PutUserPolicy", new() { ["UserName"] = "ana", ["PolicyName"] = "read", ["PolicyDocument"] = ReadData });

        var results = (await _bench.CallAsync("SimulatePrincipalPolicy", new()
        {
            ["PolicySourceArn"] = ana.Arn,
            ["ActionNames"] = new JsonArray("s3:GetObject", "s3:PutObject"),
            ["ResourceArns"] = new JsonArray(Object),
        }))["EvaluationResults"]!.AsArray();

        Assert.Equal(["allowed", "implicitDeny"], results.Select(result => (string?)result!["EvalDecision"]));
        Assert.Equal("read", (string?)results[0]!["MatchedStatements"]![0]!["SourcePolicyId"]);
        var denied = (await _bench.CallAsync("SimulateCustomPolicy", new()
        {
            ["PolicyInputList"] = new JsonArray(ReadData, ReadData.Replace("Allow", "Deny", StringComparison.Ordinal)),
            ["ActionNames"] = new JsonArray("s3:GetObject"),
            ["ResourceArns"] = new JsonArray(Object),
        }))["EvaluationResults"]!.AsArray();
        Assert.Equal("explicitDeny", (string?)Assert.Single(denied)!["EvalDecision"]);
    }

    [Fact]
    public async Task Authorization_details_show_what_hangs_on_each_identity()
    {
        await _bench.UserAsync("ana");
        await _bench.CallAsync("AttachUserPolicy", new() { ["UserName"] = "ana", ["PolicyArn"] = "arn:aws:iam::aws:policy/AmazonS3FullAccess" });
        await _bench.RoleAsync("trainer");

        var details = await _bench.CallAsync("GetAccountAuthorizationDetails", []);

        Assert.Equal("AmazonS3FullAccess", (string?)details["UserDetailList"]![0]!["AttachedManagedPolicies"]![0]!["PolicyName"]);
        Assert.Equal("trainer", (string?)details["RoleDetailList"]![0]!["RoleName"]);
        Assert.Equal("AmazonS3FullAccess", (string?)Assert.Single(details["Policies"]!.AsArray())!["PolicyName"]);
    }

    [Fact]
    public async Task A_service_linked_role_is_the_services_own()
    {
        var name = (string)(await _bench.CallAsync("CreateServiceLinkedRole", new() { ["AWSServiceName"] = "autoscaling.amazonaws.com" }))["Role"]!["RoleName"]!;

        Assert.Equal("AWSServiceRoleForAutoScaling", name);
        Assert.Equal("UnmodifiableEntity", (await _bench.RefusalAsync("DeleteRole", new() { ["RoleName"] = name })).Code);
        var task = (string)(await _bench.CallAsync("DeleteServiceLinkedRole", new() { ["RoleName"] = name }))["DeletionTaskId"]!;
        Assert.Equal("SUCCEEDED", (string?)(await _bench.CallAsync("GetServiceLinkedRoleDeletionStatus", new() { ["DeletionTaskId"] = task }))["Status"]);
    }

    [Fact]
    public void Every_operation_is_one_that_IAM_has()
    {
        using var description = System.Text.Json.JsonDocument.Parse(typeof(LabCall).Assembly.GetManifestResourceStream(typeof(LabCall).Assembly.GetManifestResourceNames().Single(name => name.EndsWith("iam.json", StringComparison.Ordinal)))!);
        var known = description.RootElement.GetProperty("operations").EnumerateObject().Select(operation => operation.Name).ToHashSet();

        Assert.All(new IamService(null!).Operations.Keys, name => Assert.Contains(name, known));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}

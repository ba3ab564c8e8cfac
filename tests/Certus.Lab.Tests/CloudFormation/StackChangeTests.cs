using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.CloudFormation;
using Certus.Lab.Grading;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;
using Certus.Lab.Tests.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.Tests.CloudFormation;

/// <summary>What stacks leave alone, and how they go on after what failed.</summary>
public sealed class StackChangeTests : IAsyncLifetime
{
    private const string Builder = "arn:aws:iam::123456789012:role/builder";
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudformation.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private Sandbox _sandbox = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LabBench Bench => _sandbox.Server.Services.Bench;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await Sandbox.StartAsync();
        await CallAsync("iam", "CreateRole", new JsonObject { ["RoleName"] = "builder", ["AssumeRolePolicyDocument"] = Trust });
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(_sandbox.Trouble);
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_bucket_policy_that_was_there_is_neither_overwritten_nor_deleted_and_outlives_its_new_name()
    {
        await CallAsync("s3", "CreateBucket", """{"Bucket":"theirs"}""");
        await CallAsync("s3", "PutBucketPolicy", new JsonObject { ["Bucket"] = "theirs", ["Policy"] = Policy("theirs", "theirs") });
        await CallAsync("s3", "CreateBucket", """{"Bucket":"ours"}""");
        JsonObject Stack(string name, string logical, string bucket) => Of(name, $$$"""{"Resources":{"{{{logical}}}":{"Type":"AWS::S3::BucketPolicy","Properties":{"Bucket":"{{{bucket}}}","PolicyDocument":{{{Policy(bucket, "stack")}}} } } } }""");

        await CallAsync("cloudformation", "CreateStack", Stack("over", "P", "theirs"));
        await CallAsync("cloudformation", "CreateStack", Stack("own", "P1", "ours"));
        await CallAsync("cloudformation", "UpdateStack", Stack("own", "P2", "ours"));

        Assert.Equal(("ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"), (await StatusAsync("over"), await StatusAsync("own")));
        Assert.Contains("\"Sid\":\"theirs\"", await PolicyOfAsync("theirs"), StringComparison.Ordinal);
        Assert.Contains("\"Sid\":\"stack\"", await PolicyOfAsync("ours"), StringComparison.Ordinal);

        static string Policy(string bucket, string sid) => $$$"""{"Version":"2012-10-17","Statement":[{"Sid":"{{{sid}}}","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::{{{bucket}}}/*"}]}""";
        async Task<string> PolicyOfAsync(string bucket)
        {
            var answer = await Bench.AnswerAsync("s3", "GetBucketPolicy", new() { ["Bucket"] = bucket }, Cancel);
            return answer.Payload is { } payload ? await new StreamReader(payload).ReadToEndAsync(Cancel) : (string)answer.Output["Policy"]!;
        }
    }

    [Fact]
    public async Task An_inline_policy_that_was_there_is_neither_overwritten_nor_deleted()
    {
        foreach (var role in new[] { "a", "b" }) await CallAsync("iam", "CreateRole", new JsonObject { ["RoleName"] = role, ["AssumeRolePolicyDocument"] = Trust });
        await CallAsync("iam", "PutRolePolicy", new JsonObject { ["RoleName"] = "b", ["PolicyName"] = "p", ["PolicyDocument"] = Document("theirs") });
        JsonObject Stack(string name, string roles) => Of(name, $$$"""{"Resources":{"P":{"Type":"AWS::IAM::Policy","Properties":{"PolicyName":"p","Roles":{{{roles}}},"PolicyDocument":{{{Document("stack")}}} } } } }""");

        await CallAsync("cloudformation", "CreateStack", Stack("over", """["a","b"]"""));
        var left = (await CallAsync("iam", "ListRolePolicies", """{"RoleName":"a"}"""))["PolicyNames"]!.AsArray().Count;
        await CallAsync("cloudformation", "CreateStack", Stack("grows", """["a"]"""));
        await CallAsync("cloudformation", "UpdateStack", Stack("grows", """["a","b"]"""));
        var (_, kept) = await Bench.TryAsync("iam", "GetRolePolicy", new() { ["RoleName"] = "a", ["PolicyName"] = "p" }, Cancel);
        await CallAsync("cloudformation", "DeleteStack", """{"StackName":"grows"}""");

        Assert.Equal(("ROLLBACK_COMPLETE", 0), (await StatusAsync("over"), left));
        Assert.Null(kept);
        Assert.Contains("theirs", Uri.UnescapeDataString((string)(await CallAsync("iam", "GetRolePolicy", """{"RoleName":"b","PolicyName":"p"}"""))["PolicyDocument"]!), StringComparison.Ordinal);
        Assert.Empty((await CallAsync("iam", "ListRolePolicies", """{"RoleName":"a"}"""))["PolicyNames"]!.AsArray());

        static string Document(string sid) => $$$"""{"Version":"2012-10-17","Statement":[{"Sid":"{{{sid}}}","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""";
    }

    [Fact]
    public async Task A_bucket_that_the_stacks_role_may_not_see_is_there_all_the_same()
    {
        await CallAsync("s3", "CreateBucket", """{"Bucket":"hidden"}""");
        await AllowAsync("s3:CreateBucket", "s3:DeleteBucket");

        await CallAsync("cloudformation", "CreateStack", Of("s", """{"Resources":{"B":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"hidden"}}}}""", Builder));

        Assert.Equal("ROLLBACK_COMPLETE", await StatusAsync("s"));
        Assert.Null((await Bench.TryAsync("s3", "HeadBucket", new() { ["Bucket"] = "hidden" }, Cancel)).Refused);
    }

    [Fact]
    public async Task What_failed_without_a_rollback_is_done_when_it_is_asked_for_again()
    {
        string Stream(int shards, int hours, string tags = "[]") => $$$"""{"Resources":{"S":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"s","ShardCount":{{{shards}}},"RetentionPeriodHours":{{{hours}}},"Tags":{{{tags}}} } } } }""";
        const string tagged = """[{"Key":"k","Value":"v"}]""";
        Task UpdateAsync(string template) => CallAsync("cloudformation", "UpdateStack", Failing(template));
        string[] reads = ["kinesis:CreateStream", "kinesis:Describe*", "kinesis:DeleteStream"];

        // Made, and not kept long enough.
        await AllowAsync(reads);
        await CallAsync("cloudformation", "CreateStack", Failing(Stream(1, 48)));
        var failed = await StatusAsync("s");
        await AllowAsync([.. reads, "kinesis:IncreaseStreamRetentionPeriod"]);
        await UpdateAsync(Stream(1, 48));
        Assert.Equal(("CREATE_FAILED", "UPDATE_COMPLETE", (48, 1)), (failed, await StatusAsync("s"), await NowAsync()));

        // Not changed at all.
        await UpdateAsync(Stream(2, 48));
        failed = await StatusAsync("s");
        await AllowAsync([.. reads, "kinesis:UpdateShardCount"]);
        await UpdateAsync(Stream(2, 48));
        Assert.Equal(("UPDATE_FAILED", "UPDATE_COMPLETE", (48, 2)), (failed, await StatusAsync("s"), await NowAsync()));

        // Changed by half, and wanted back.
        await UpdateAsync(Stream(4, 48, tagged));
        Assert.Equal(("UPDATE_FAILED", (48, 4)), (await StatusAsync("s"), await NowAsync()));
        await UpdateAsync(Stream(2, 48));
        Assert.Equal(("UPDATE_FAILED", (48, 2)), (await StatusAsync("s"), await NowAsync()));
        await AllowAsync("kinesis:*");
        await UpdateAsync(Stream(2, 48));
        Assert.Equal(("UPDATE_COMPLETE", (48, 2)), (await StatusAsync("s"), await NowAsync()));

        JsonObject Failing(string template)
        {
            var stack = Of("s", template, Builder);
            stack["DisableRollback"] = true;
            return stack;
        }

        async Task<(int Hours, int Shards)> NowAsync()
        {
            var now = (await CallAsync("kinesis", "DescribeStreamSummary", """{"StreamName":"s"}"""))["StreamDescriptionSummary"]!;
            return (Whole(now["RetentionPeriodHours"]), Whole(now["OpenShardCount"]));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_replaced_before_something_failed_goes_with_the_next_update_or_with_the_stack(bool deleted)
    {
        await CallAsync("s3", "CreateBucket", """{"Bucket":"taken"}""");
        JsonObject Stack(string stream, string bucket)
        {
            var stack = Of("s", $$$"""{"Resources":{"S":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"{{{stream}}}"}},"B":{"Type":"AWS::S3::Bucket","DependsOn":"S","Properties":{"BucketName":"{{{bucket}}}"} } } }""");
            stack["DisableRollback"] = true;
            return stack;
        }
        await CallAsync("cloudformation", "CreateStack", Stack("old", "first"));

        await CallAsync("cloudformation", "UpdateStack", Stack("new", "taken"));
        var (status, streams) = (await StatusAsync("s"), await StreamsAsync());
        if (deleted) await CallAsync("cloudformation", "DeleteStack", """{"StackName":"s"}""");
        else await CallAsync("cloudformation", "UpdateStack", Stack("new", "second"));

        Assert.Equal(("UPDATE_FAILED", "new,old"), (status, streams));
        Assert.Equal(deleted ? "" : "new", await StreamsAsync());
        Assert.Null((await Bench.TryAsync("s3", "HeadBucket", new() { ["Bucket"] = "taken" }, Cancel)).Refused);
        Assert.NotNull((await Bench.TryAsync("s3", "HeadBucket", new() { ["Bucket"] = "first" }, Cancel)).Refused);

        async Task<string> StreamsAsync() => string.Join(',', (await CallAsync("kinesis", "ListStreams", "{}"))["StreamNames"]!.AsArray().Select(name => (string)name!).Order());
    }

    [Fact]
    public async Task Two_who_delete_a_stack_at_once_delete_it_once()
    {
        await CallAsync("cloudformation", "CreateStack", Of("s", """{"Resources":{"S":{"Type":"AWS::Kinesis::Stream"}}}"""));
        var id = (string)(await CallAsync("cloudformation", "DescribeStacks", """{"StackName":"s"}"""))["Stacks"]![0]!["StackId"]!;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CallAsync("cloudformation", "DeleteStack", """{"StackName":"s"}""")));
        await Until.Async(() => CallAsync("cloudformation", "DescribeStacks", new JsonObject { ["StackName"] = id }), answer => (string?)answer["Stacks"]![0]!["StackStatus"] == "DELETE_COMPLETE", "The stack does not go.", 60);

        var events = (JsonArray)(await CallAsync("cloudformation", "DescribeStackEvents", new JsonObject { ["StackName"] = id }))["StackEvents"]!;
        Assert.Single(events, one => ((string?)one!["ResourceType"], (string?)one["ResourceStatus"]) == ("AWS::CloudFormation::Stack", "DELETE_IN_PROGRESS"));
    }

    [Fact]
    public async Task A_stack_that_is_saved_takes_no_other_stacks_row()
    {
        var directory = Directory.CreateTempSubdirectory("certus-stack-").FullName;
        await using (var database = LabDatabase.Open(directory, [CloudFormationService.Tables]))
        {
            var (first, second) = (Kept("DELETE_COMPLETE"), Kept("CREATE_COMPLETE"));
            await database.WriteAsync(first.Save, Cancel);
            await database.WriteAsync(second.Save, Cancel);
            first.Status = "DELETE_IN_PROGRESS";

            await Assert.ThrowsAsync<SqliteException>(() => database.WriteAsync(first.Save, Cancel));

            Assert.Equal(2, database.Read(connection => Stack.All(connection, "us-east-1")).Count);
        }
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Whatever_happens_while_a_stack_is_worked_on_it_is_told_and_taken_back()
    {
        var directory = Directory.CreateTempSubdirectory("certus-stack-").FullName;
        List<string> trouble = [];
        await using (var database = LabDatabase.Open(directory, [CloudFormationService.Tables]))
        {
            var (store, stack) = (new StackStore(database, TimeProvider.System), Kept("CREATE_IN_PROGRESS"));
            var work = new StackWork(store, (_, _, _, _) => Task.FromResult(new JsonObject()), stack, null, () => { }, trouble.Add);

            // The value of a parameter is missing, which no call lets come to pass.
            await Deployments.CreateAsync(work, Template.Read("""{"Parameters":{"P":{"Type":"String"}},"Resources":{"S":{"Type":"AWS::Kinesis::Stream"}}}"""), "ROLLBACK", Cancel);
            var created = stack.Status;
            await Deployments.UpdateAsync(work, stack.Copy(), Template.Read("""{"Parameters":{"P":{"Type":"String"}},"Resources":{"S":{"Type":"AWS::Kinesis::Stream"}}}"""), false, Cancel);

            Assert.Equal(("ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"), (created, stack.Status));
            Assert.All(trouble, one => Assert.Contains("KeyNotFoundException", one, StringComparison.Ordinal));
            Assert.Equal(2, trouble.Count);
            await Assert.ThrowsAsync<InvalidOperationException>(() => new StackRuns().BeginAsync("s", (_, _) => Task.FromException(new InvalidOperationException())));
        }
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task What_is_there_is_known_of_though_the_sandbox_was_stopped_before_it_could_say_so()
    {
        var directory = Directory.CreateTempSubdirectory("certus-stack-").FullName;
        List<string> calls = [];
        await using (var database = LabDatabase.Open(directory, [CloudFormationService.Tables]))
        {
            var (store, stack) = (new StackStore(database, TimeProvider.System), Kept("CREATE_IN_PROGRESS"));
            await database.WriteAsync(stack.Save, Cancel);
            StackWork Work() => new(store, async (_, operation, input, _) =>
            {
                calls.Add($"{operation} {input["StreamName"]}");
                await database.WriteAsync(static _ => { }, Cancel);
                return operation == "CreateStream" ? throw new OperationCanceledException() : [];
            }, stack, null, () => { }, Assert.Fail);

            await Assert.ThrowsAsync<OperationCanceledException>(() => Deployments.CreateAsync(Work(), Template.Read("""{"Resources":{"S":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"made"}}}}"""), "ROLLBACK", Cancel));
            await Deployments.DeleteAsync(Work(), [], Cancel);

            Assert.Equal(("CreateStream made, DeleteStream made", "DELETE_COMPLETE"), (string.Join(", ", calls), stack.Status));
        }
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task What_no_service_takes_keeps_a_stack_neither_from_going_back_nor_from_being_deleted()
    {
        const string trust = $$"""{"Type":"AWS::IAM::Role","Properties":{"RoleName":"r","AssumeRolePolicyDocument":{{Trust}}""";
        string Template(string more, string stream, string group) => $$$"""
            {"Resources":{"R":{{{trust}}}{{{more}}}}},"S":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"s","ShardCount":1{{{stream}}} } },
            "W":{"Type":"AWS::Athena::WorkGroup","DependsOn":["R","S"],"Properties":{"Name":"w","WorkGroupConfiguration":{{{group}}} } } } }
            """;
        var (good, name) = (Template("", "", "{}"), new string('x', 200));
        await CallAsync("cloudformation", "CreateStack", Of("s", good));
        List<string?> statuses = [];

        foreach (var (bad, rolledBack) in new[]
        {
            (Template($$$""","ManagedPolicyArns":["{{{name}}}"],"Tags":[{"Key":"{{{name}}}","Value":"v"}]""", "", "{}"), true),
            (Template("", $$$""","Tags":[{"Key":"{{{name}}}","Value":"v"}],"DesiredShardLevelMetrics":["{{{name}}}"]""", "{}"), true),
            (Template("", ""","MaxRecordSizeInKiB":"{}" """, "{}"), true),
            (Template("", "", """{"ResultConfiguration":"nowhere"}"""), true),
            (Template($$$""","Policies":[{"PolicyName":"{{{name}}}","PolicyDocument":{{{Trust}}} }]""", "", "{}"), false),
        })
        {
            var stack = Of("s", bad);
            stack["DisableRollback"] = !rolledBack;
            await CallAsync("cloudformation", "UpdateStack", stack);
            statuses.Add(await StatusAsync("s"));
        }
        await CallAsync("cloudformation", "DeleteStack", """{"StackName":"s"}""");

        Assert.Equal([.. Enumerable.Repeat("UPDATE_ROLLBACK_COMPLETE", 4), "UPDATE_FAILED"], statuses);
        Assert.Equal("NoSuchEntity", (await Bench.TryAsync("iam", "GetRole", new() { ["RoleName"] = "r" }, Cancel)).Refused?.Code);
    }

    [Fact]
    public async Task What_was_made_and_may_not_be_looked_at_is_taken_back()
    {
        await AllowAsync("kinesis:CreateStream", "kinesis:DeleteStream");

        await CallAsync("cloudformation", "CreateStack", Of("s", """{"Resources":{"S":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"s"}}}}""", Builder));

        Assert.Equal("ROLLBACK_COMPLETE", await StatusAsync("s"));
        Assert.Empty((await CallAsync("kinesis", "ListStreams", "{}"))["StreamNames"]!.AsArray());
    }

    private static Stack Kept(string status) => new("us-east-1", new()
    {
        ["StackId"] = CloudFormationNames.StackArn("us-east-1", "s"), ["StackName"] = "s", ["StackStatus"] = status, ["CreationTime"] = Values.Of(DateTimeOffset.UnixEpoch), ["_template"] = "", ["_parameters"] = new JsonObject(),
    });

    private static int Whole(JsonNode? value) => int.Parse(value!.ToString(), CultureInfo.InvariantCulture);

    private static JsonObject Of(string name, string template, string? role = null)
    {
        JsonObject stack = new() { ["StackName"] = name, ["TemplateBody"] = template, ["Capabilities"] = new JsonArray("CAPABILITY_NAMED_IAM") };
        if (role is not null) stack["RoleARN"] = role;
        return stack;
    }

    private Task AllowAsync(params string[] actions) => CallAsync("iam", "PutRolePolicy", new JsonObject
    {
        ["RoleName"] = "builder", ["PolicyName"] = "work",
        ["PolicyDocument"] = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonObject { ["Effect"] = "Allow", ["Action"] = new JsonArray([.. actions]), ["Resource"] = "*" } }.ToJsonString(),
    });

    private Task<JsonObject> CallAsync(string service, string operation, JsonObject input) => Bench.CallAsync(service, operation, input, Cancel);

    private Task<JsonObject> CallAsync(string service, string operation, string input) => CallAsync(service, operation, JsonNode.Parse(input)!.AsObject());

    private async Task<string?> StatusAsync(string stack) => (string?)(await CallAsync("cloudformation", "DescribeStacks", new JsonObject { ["StackName"] = stack }))["Stacks"]![0]!["StackStatus"];
}

using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.CloudFormation.Types;
using Certus.Lab.Server;
using Certus.Lab.State;
using Certus.Lab.Tests.SageMaker;
using Certus.Lab.Tests.SageMaker.Training;
using Certus.Lab.Tests.Server;

namespace Certus.Lab.Tests.CloudFormation;

/// <summary>Stacks of a whole sandbox; what clients see of them is in Clients/stacks.py.</summary>
public sealed class StackTests
{
    private const string OneStream = """{"Resources":{"Stream":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"one"}}}}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stack_does_what_its_role_may_and_no_more()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var lab = sandbox.Server.Services.Bench;
        await lab.CallAsync("iam", "CreateRole", new() { ["RoleName"] = "builder", ["AssumeRolePolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudformation.amazonaws.com"},"Action":"sts:AssumeRole"}]}""" }, Cancel);
        const string role = "arn:aws:iam::123456789012:role/builder";
        JsonObject Stack(string name) => new() { ["StackName"] = name, ["TemplateBody"] = OneStream, ["RoleARN"] = role };

        await lab.CallAsync("cloudformation", "CreateStack", Stack("barred"), Cancel);
        await lab.CallAsync("iam", "PutRolePolicy", new() { ["RoleName"] = "builder", ["PolicyName"] = "p", ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesis:*","Resource":"*"}]}""" }, Cancel);
        await lab.CallAsync("cloudformation", "CreateStack", Stack("allowed"), Cancel);
        var (_, unknown) = await lab.TryAsync("cloudformation", "CreateStack", new() { ["StackName"] = "nobody", ["TemplateBody"] = OneStream, ["RoleARN"] = "arn:aws:iam::123456789012:role/nobody" }, Cancel);

        Assert.Equal("ROLLBACK_COMPLETE", await StatusAsync(sandbox, "barred"));
        var events = (JsonArray)(await lab.CallAsync("cloudformation", "DescribeStackEvents", new() { ["StackName"] = "barred" }, Cancel))["StackEvents"]!;
        Assert.Contains(events, one => ((string?)one!["ResourceStatusReason"])?.Contains($"{role} is not authorized to perform: kinesis:CreateStream", StringComparison.Ordinal) == true);
        Assert.Equal("CREATE_COMPLETE", await StatusAsync(sandbox, "allowed"));
        Assert.Equal("ValidationError", unknown?.Code);
    }

    [Theory]
    [InlineData("CREATE_IN_PROGRESS", "CREATE_FAILED")]
    [InlineData("UPDATE_IN_PROGRESS", "UPDATE_FAILED")]
    [InlineData("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE")]
    [InlineData("DELETE_IN_PROGRESS", "DELETE_FAILED")]
    public async Task A_stack_that_was_worked_on_when_the_sandbox_stopped_says_so_and_can_be_deleted(string was, string expected)
    {
        var directory = Directory.CreateTempSubdirectory("certus-stack-").FullName;
        try
        {
            await using (var before = await LabServer.StartAsync(new(directory) { Port = 0 }, [], Cancel))
            {
                await before.Services.Bench.CallAsync("cloudformation", "CreateStack", new() { ["StackName"] = "cut", ["TemplateBody"] = OneStream }, Cancel);
                await before.Services.Database.WriteAsync(connection => LabDatabase.Execute(connection,
                    "UPDATE cloudformation_stack SET status = $status, body = json_set(body, '$.StackStatus', $status)", ("$status", was)), Cancel);
            }

            await using var after = await LabServer.StartAsync(new(directory) { Port = 0 }, [], Cancel);
            var lab = after.Services.Bench;
            var stack = (await lab.CallAsync("cloudformation", "DescribeStacks", new() { ["StackName"] = "cut" }, Cancel))["Stacks"]![0]!;
            await lab.CallAsync("cloudformation", "DeleteStack", new() { ["StackName"] = "cut" }, Cancel);

            Assert.Equal((expected, "The sandbox was stopped while it worked on this."), ((string?)stack["StackStatus"], (string?)stack["StackStatusReason"]));
            Assert.Empty((JsonArray)(await lab.CallAsync("kinesis", "ListStreams", [], Cancel))["StreamNames"]!);
            Assert.Equal("ValidationError", (await lab.TryAsync("cloudformation", "DescribeStacks", new() { ["StackName"] = "cut" }, Cancel)).Refused?.Code);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task A_model_its_configuration_and_its_endpoint_are_one_stack_that_serves_and_goes()
    {
        await using var world = await SageMakerWorld.OpenAsync();
        var artifact = await world.ModelAsync("trained");
        JsonObject It() => new() { ["StackName"] = "served" };
        var create = It();
        create["TemplateBody"] = $$"""
            Resources:
              Endpoint: {Type: 'AWS::SageMaker::Endpoint', Properties: {EndpointName: served, EndpointConfigName: !GetAtt Config.EndpointConfigName} }
              Config:
                Type: AWS::SageMaker::EndpointConfig
                Properties: {ProductionVariants: [{VariantName: all, ModelName: !GetAtt Model.ModelName, InitialInstanceCount: 1, InstanceType: ml.m5.large, InitialVariantWeight: 1}]}
              Model: {Type: 'AWS::SageMaker::Model', Properties: {ExecutionRoleArn: '{{SageMakerWorld.Role}}', PrimaryContainer: {Image: '{{Jobs.XgboostImage}}', ModelDataUrl: '{{artifact}}'} } }
            Outputs: {Arn: {Value: !Ref Endpoint} }
            """;

        await world.CallAsync("cloudformation", "CreateStack", create);
        var stack = await Until.Async(async () => (JsonObject)(await world.CallAsync("cloudformation", "DescribeStacks", It()))["Stacks"]![0]!, one => (string?)one["StackStatus"] != "CREATE_IN_PROGRESS", "The stack does not end.", 180);
        var (answer, fault) = await world.InvokeAsync("served", "1,2,3,4,5,6");
        await world.CallAsync("cloudformation", "DeleteStack", It());

        Assert.Equal(("CREATE_COMPLETE", "arn:aws:sagemaker:us-east-1:123456789012:endpoint/served"), ((string?)stack["StackStatus"], (string?)stack["Outputs"]?[0]?["OutputValue"]));
        Assert.Null(fault);
        Assert.InRange(double.Parse(answer!, CultureInfo.InvariantCulture), 0, 1);
        Assert.Equal("trained", (string?)(await world.CallAsync("ListModels", []))["Models"]!.AsArray().Single()!["ModelName"]);
        Assert.Empty((await world.CallAsync("ListEndpoints", []))["Endpoints"]!.AsArray());
    }

    [Fact]
    public async Task A_resource_whose_properties_are_nonsense_fails_its_stack_in_words_and_leaves_nothing()
    {
        string[] odd = ["\"x\"", "-1", "[]", "{}", "[\"x\"]", "[{}]", "{\"a\":1}", "true", "\"\"", "[null]", "{\"Rules\":[{\"Transitions\":[1]}]}", "[{\"Key\":[1]}]", "{\"Name\":{}}", "[[[\"deep\"]]]"];
        await using var sandbox = await Sandbox.StartAsync();
        var lab = sandbox.Server.Services.Bench;
        var number = 0;
        foreach (var name in ResourceTypes.Names)
        {
            foreach (var property in ResourceTypes.Find(name)!.Properties)
            {
                var stack = $"s{++number}";
                JsonObject properties = [];
                if (ResourceTypes.Find(name)!.Properties.Contains("PolicyName")) properties["PolicyName"] = "p";
                properties[property] = JsonNode.Parse(odd[number % odd.Length]);
                var template = new JsonObject { ["Resources"] = new JsonObject { ["R"] = new JsonObject { ["Type"] = name, ["Properties"] = properties } } };
                await lab.CallAsync("cloudformation", "CreateStack", new() { ["StackName"] = stack, ["Capabilities"] = new JsonArray("CAPABILITY_NAMED_IAM"), ["TemplateBody"] = template.ToJsonString() }, Cancel);
                if (await StatusAsync(sandbox, stack) is var status and not "ROLLBACK_COMPLETE") Assert.True(status == "CREATE_COMPLETE", $"{name} {property} {odd[number % odd.Length]}: {status}");
            }
        }
        Assert.Empty(sandbox.Trouble);
    }

    [Fact]
    public async Task A_template_in_S3_is_read_as_who_calls()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var lab = sandbox.Server.Services.Bench;
        await lab.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = "templates" }, Cancel);
        await lab.PutAsync("templates", "one.json", OneStream, Cancel);

        await lab.CallAsync("cloudformation", "CreateStack", new() { ["StackName"] = "one", ["TemplateURL"] = "https://templates.s3.amazonaws.com/one.json" }, Cancel);
        var (_, missing) = await lab.TryAsync("cloudformation", "CreateStack", new() { ["StackName"] = "two", ["TemplateURL"] = "https://templates.s3.amazonaws.com/two.json" }, Cancel);

        Assert.Equal("CREATE_COMPLETE", await StatusAsync(sandbox, "one"));
        Assert.StartsWith("S3 error:", missing?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Action=CreateStack&Version=2010-05-15", 400, "ValidationError")]
    [InlineData("Action=CreateStack&Version=2010-05-15&StackName=9&TemplateBody=x", 400, "ValidationError")]
    [InlineData("Action=DescribeStackEvents&Version=2010-05-15&StackName=none", 400, "ValidationError")]
    [InlineData("Action=DescribeStacks&Version=2010-05-15&NextToken=bad", 400, "ValidationError")]
    [InlineData("Action=CreateChangeSet&Version=2010-05-15&StackName=a&ChangeSetName=b", 501, "NotImplemented")]
    public async Task What_is_wrong_or_not_built_is_refused_in_the_Query_protocol(string form, int status, string code)
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(form, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded") };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261123/us-east-1/cloudformation/aws4_request, SignedHeaders=host, Signature=00");

        using var answer = await sandbox.Http.SendAsync(request, Cancel);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains($"<Code>{code}</Code>", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Empty(sandbox.Trouble);
    }

    private static async Task<string?> StatusAsync(Sandbox sandbox, string stack) =>
        (string?)(await sandbox.Server.Services.Bench.CallAsync("cloudformation", "DescribeStacks", new() { ["StackName"] = stack }, Cancel))["Stacks"]![0]!["StackStatus"];
}

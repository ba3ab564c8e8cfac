using System.Text.Json.Nodes;
using Certus.Lab.SageMaker.Records;
using Certus.Lab.Server;
using static Certus.Lab.Tests.SageMaker.SageMakerWorld;

namespace Certus.Lab.Tests.SageMaker.Records;

/// <summary>What SageMaker only keeps: made, described, listed, tagged, changed and deleted by one table; nothing says that it ran.</summary>
public sealed class RecordsTests
{
    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static string Definition(string of) => $$"""
        {"{{of}}AppSpecification": {"ImageUri": "image", "ConfigUri": "s3://data/config", "ProblemType": "Regression"},
         "{{of}}JobInput": {"EndpointInput": {"EndpointName": "served", "LocalPath": "/in"}, "GroundTruthS3Input": {"S3Uri": "s3://data/truth"} },
         "{{of}}JobOutputConfig": {"MonitoringOutputs": [{"S3Output": {"S3Uri": "s3://data/out", "LocalPath": "/out"} } ]},
         "JobResources": {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 5} }, "RoleArn": "{{Role}}"}
        """;

    /// <summary>What each kind is asked with, beside its name.</summary>
    private static readonly Dictionary<string, string> Asked = new()
    {
        ["Experiment"] = """{"Description": "of trees"}""",
        ["Trial"] = """{"ExperimentName": "parent"}""",
        ["TrialComponent"] = """{"Parameters": {"eta": {"NumberValue": 0.3}}, "Status": {"PrimaryStatus": "Completed"}}""",
        ["Pipeline"] = $$"""{"PipelineDefinition": "{\"Steps\": []}", "RoleArn": "{{Role}}", "ClientRequestToken": "0123456789012345678901234567890123"}""",
        ["NotebookInstance"] = $$"""{"InstanceType": "ml.t3.medium", "RoleArn": "{{Role}}"}""",
        ["NotebookInstanceLifecycleConfig"] = """{"OnStart": [{"Content": "ZWNobw=="}]}""",
        ["FeatureGroup"] = $$"""{"RecordIdentifierFeatureName": "id", "EventTimeFeatureName": "at", "FeatureDefinitions": [{"FeatureName": "id", "FeatureType": "String"}, {"FeatureName": "at", "FeatureType": "String"}], "OfflineStoreConfig": {"S3StorageConfig": {"S3Uri": "s3://data/features"} }, "RoleArn": "{{Role}}"}""",
        ["Cluster"] = $$"""{"InstanceGroups": [{"InstanceCount": 2, "InstanceGroupName": "workers", "InstanceType": "ml.g5.8xlarge", "LifeCycleConfig": {"SourceS3Uri": "s3://sagemaker-scripts", "OnCreate": "start.sh"}, "ExecutionRole": "{{Role}}"}]}""",
        ["DataQualityJobDefinition"] = Definition("DataQuality"),
        ["ModelQualityJobDefinition"] = Definition("ModelQuality"),
        ["ModelBiasJobDefinition"] = Definition("ModelBias"),
        ["ModelExplainabilityJobDefinition"] = Definition("ModelExplainability"),
        ["StudioLifecycleConfig"] = """{"StudioLifecycleConfigContent": "ZWNobw==", "StudioLifecycleConfigAppType": "JupyterLab"}""",
        ["AppImageConfig"] = """{"JupyterLabAppImageConfig": {"FileSystemConfig": {"MountPath": "/home"} } }""",
        ["CodeRepository"] = """{"GitConfig": {"RepositoryUrl": "https://example.com/repository"}}""",
    };

    private const string Token = "0123456789012345678901234567890123";

    [Fact]
    public async Task Every_kind_is_made_described_listed_tagged_and_deleted_alike()
    {
        await using var world = await OpenAsync();
        await world.CallAsync("CreateExperiment", new() { ["ExperimentName"] = "parent" });
        foreach (var kind in RecordTable.All.Where(kind => kind.CannotRun is null && kind.NameOf is null))
        {
            JsonObject Named() => new() { [kind.Kind.NameMember] = "one" };
            var input = Json(Asked[kind.Noun]);
            input[kind.Kind.NameMember] = "one";
            var asked = input.DeepClone().AsObject();
            input["Tags"] = Json("""{"list": [{"Key": "team", "Value": "a"}]}""")["list"]!.DeepClone();

            var arn = (string)(await world.CallAsync("Create" + kind.Noun, input.DeepClone().AsObject()))[kind.Kind.ArnMember]!;
            Assert.Matches($"^arn:aws:sagemaker:us-east-1:123456789012:{kind.Kind.Path}/{(kind.Noun == "Cluster" ? "[a-z0-9]{12}" : "one")}$", arn);
            Assert.Contains((await world.RefusedAsync("Create" + kind.Noun, input)).Code, new[] { "ResourceInUse", "ValidationException" });
            var described = await world.CallAsync("Describe" + kind.Noun, Named());
            foreach (var (member, value) in asked.Where(pair => described[pair.Key] is not null && pair.Key is not ("InstanceGroups" or "OfflineStoreConfig")))
                Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(described[member]!.ToJsonString())), $"{kind.Noun}.{member}");
            var listed = (await world.CallAsync("List" + kind.Plural, [])).Select(pair => pair.Value).OfType<JsonArray>().Single();
            Assert.Contains(listed, entry => entry!.AsObject().Any(pair => pair.Value is JsonValue value && value.ToString() == arn));
            Assert.Equal("a", (string?)(await world.CallAsync("ListTags", new() { ["ResourceArn"] = arn }))["Tags"]![0]!["Value"]);
            if (kind.Noun == "Cluster") Assert.Equal("one", (string?)(await world.CallAsync("DescribeCluster", new() { ["ClusterName"] = arn }))["ClusterName"]);
            if (kind.Noun == "NotebookInstance") await world.CallAsync("StopNotebookInstance", Named());
            await world.CallAsync("Delete" + kind.Noun, Leaving());
            await world.RefusedAsync("Describe" + kind.Noun, Named());
            Assert.DoesNotContain("validation error", (await world.RefusedAsync("Delete" + kind.Noun, Leaving())).Message, StringComparison.Ordinal);

            JsonObject Leaving()
            {
                var leaving = Named();
                if (kind.Noun == "Pipeline") leaving["ClientRequestToken"] = Token;
                return leaving;
            }
        }
    }

    [Fact]
    public async Task A_domain_has_profiles_and_spaces_and_goes_after_them()
    {
        await using var world = await OpenAsync();
        var made = await world.CallAsync("CreateDomain", Json($$"""{"DomainName": "team", "AuthMode": "IAM", "DefaultUserSettings": {"ExecutionRole": "{{Role}}"}, "SubnetIds": ["subnet-1"], "VpcId": "vpc-1"}"""));
        var (id, arn) = ((string)made["DomainId"]!, (string)made["DomainArn"]!);
        JsonObject Of(string? member = null, string? name = null)
        {
            JsonObject input = new() { ["DomainId"] = id };
            if (member is not null) input[member] = name;
            return input;
        }

        await world.CallAsync("CreateUserProfile", Of("UserProfileName", "ana"));
        var space = Of("SpaceName", "desk");
        space["OwnershipSettings"] = new JsonObject { ["OwnerUserProfileName"] = "ana" };
        await world.CallAsync("CreateSpace", space);
        await world.CallAsync("UpdateDomain", Json($$"""{"DomainId": "{{id}}", "DomainSettingsForUpdate": {"SecurityGroupIds": ["sg-1"]} }"""));

        var domain = await world.CallAsync("DescribeDomain", Of());
        Assert.Matches("^d-[a-z0-9]{12}$", id);
        Assert.Equal((arn, "team", "InService", "sg-1"), ((string?)domain["DomainArn"], (string?)domain["DomainName"], (string?)domain["Status"], (string?)domain["DomainSettings"]?["SecurityGroupIds"]?[0]));
        Assert.Equal($"arn:aws:sagemaker:us-east-1:123456789012:user-profile/{id}/ana", (string?)(await world.CallAsync("DescribeUserProfile", Of("UserProfileName", "ana")))["UserProfileArn"]);
        Assert.Equal("desk", (string?)(await world.CallAsync("ListSpaces", new() { ["DomainIdEquals"] = id }))["Spaces"]!.AsArray().Single()!["SpaceName"]);
        Assert.Empty((await world.CallAsync("ListUserProfiles", new() { ["UserProfileNameContains"] = "bo" }))["UserProfiles"]!.AsArray());
        Assert.Equal("ResourceInUse", (await world.RefusedAsync("CreateUserProfile", Of("UserProfileName", "ana"))).Code);
        Assert.Equal("ResourceNotFound", (await world.RefusedAsync("CreateUserProfile", new() { ["DomainId"] = "d-none", ["UserProfileName"] = "ana" })).Code);
        Assert.Contains("runs no notebooks", (await world.RefusedAsync("CreateApp", Json($$"""{"DomainId": "{{id}}", "UserProfileName": "ana", "AppType": "JupyterLab", "AppName": "default"}"""))).Message, StringComparison.Ordinal);
        Assert.Equal(["ResourceInUse", "ResourceInUse"], [(await world.RefusedAsync("DeleteDomain", Of())).Code, (await world.RefusedAsync("DeleteUserProfile", Of("UserProfileName", "ana"))).Code]);
        await world.CallAsync("DeleteSpace", Of("SpaceName", "desk"));
        await world.CallAsync("DeleteUserProfile", Of("UserProfileName", "ana"));
        await world.CallAsync("DeleteDomain", Of());
        Assert.Equal("ResourceNotFound", (await world.RefusedAsync("DescribeDomain", Of())).Code);
    }

    [Fact]
    public async Task What_would_have_to_run_is_refused_with_a_reason_and_nothing_is_kept()
    {
        await using var world = await OpenAsync();

        var refused = await world.RefusedAsync("CreateProcessingJob", Json($$"""
            {"ProcessingJobName": "p", "RoleArn": "{{Role}}", "AppSpecification": {"ImageUri": "image"}, "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 5} } }
            """));

        Assert.Equal(("ValidationException", "The sandbox runs no containers: what a processing job does is code in an image. Process the data on your own machine and put the result into S3."), (refused.Code, refused.Message));
        Assert.Empty((await world.CallAsync("ListProcessingJobs", []))["ProcessingJobSummaries"]!.AsArray());
        Assert.Contains("runs no notebooks", (await world.RefusedAsync("CreatePresignedNotebookInstanceUrl", new() { ["NotebookInstanceName"] = "n" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_execution_of_a_pipeline_fails_at_once_names_its_steps_and_claims_none_of_them()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("pipeline.json", """{"Version": "2020-12-01", "Steps": [{"Name": "a", "Type": "Training"}, {"Name": "b", "Type": "Processing"}]}""");
        var pipeline = Json(Asked["Pipeline"]);
        (pipeline["PipelineName"], pipeline["PipelineDefinitionS3Location"]) = ("p", Json("""{"Bucket": "data", "ObjectKey": "pipeline.json"}"""));
        Assert.Contains("Exactly one", (await world.RefusedAsync("CreatePipeline", pipeline.DeepClone().AsObject())).Message, StringComparison.Ordinal);
        pipeline.Remove("PipelineDefinition");
        await world.CallAsync("CreatePipeline", pipeline);

        var arn = (string)(await world.CallAsync("StartPipelineExecution", new() { ["PipelineName"] = "p", ["ClientRequestToken"] = Token, ["PipelineParameters"] = new JsonArray(Json("""{"Name": "eta", "Value": "0.1"}""")) }))["PipelineExecutionArn"]!;

        JsonObject It() => new() { ["PipelineExecutionArn"] = arn };
        var execution = await world.CallAsync("DescribePipelineExecution", It());
        Assert.Equal("Failed", (string?)execution["PipelineExecutionStatus"]);
        Assert.Contains("runs none of their steps; start the jobs by themselves. This definition has 2 (Training, Processing).", (string?)execution["FailureReason"], StringComparison.Ordinal);
        Assert.Empty((await world.CallAsync("ListPipelineExecutionSteps", It()))["PipelineExecutionSteps"]!.AsArray());
        Assert.Equal("0.1", (string?)(await world.CallAsync("ListPipelineParametersForExecution", It()))["PipelineParameters"]![0]!["Value"]);
        Assert.Contains("Processing", (string?)(await world.CallAsync("DescribePipelineDefinitionForExecution", It()))["PipelineDefinition"], StringComparison.Ordinal);
        Assert.Equal(arn, (string?)(await world.CallAsync("ListPipelineExecutions", new() { ["PipelineName"] = "p" }))["PipelineExecutionSummaries"]![0]!["PipelineExecutionArn"]);
        Assert.Equal("p", (string?)(await world.CallAsync("ListPipelines", new() { ["PipelineNamePrefix"] = "p" }))["PipelineSummaries"]!.AsArray().Single()!["PipelineName"]);
        await world.CallAsync("UpdatePipeline", new() { ["PipelineName"] = "p", ["PipelineDefinition"] = "none" });
        var second = (string)(await world.CallAsync("StartPipelineExecution", new() { ["PipelineName"] = "p", ["ClientRequestToken"] = Token + "1" }))["PipelineExecutionArn"]!;
        Assert.Equal(second, (string?)(await world.CallAsync("StartPipelineExecution", new() { ["PipelineName"] = "p", ["ClientRequestToken"] = Token + "1" }))["PipelineExecutionArn"]);
        Assert.Contains("not JSON", (string?)(await world.CallAsync("DescribePipelineExecution", new() { ["PipelineExecutionArn"] = second }))["FailureReason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_in_S3_is_read_by_whoever_may_read_it()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("pipeline.json", """{"Version": "2020-12-01", "Steps": []}""");
        await world.CallAsync("CreatePipeline", Json($$"""{"PipelineName": "p", "PipelineDefinitionS3Location": {"Bucket": "data", "ObjectKey": "pipeline.json"}, "RoleArn": "{{Role}}", "ClientRequestToken": "{{Token}}"}"""));
        await world.CallAsync("iam", "CreateUser", new() { ["UserName"] = "ann" });
        var ann = new LabCaller(LabCaller.Account, "arn:aws:iam::123456789012:user/ann", "AKIAANN", "us-east-1");
        Task AllowAsync(params string[] actions) => world.CallAsync("iam", "PutUserPolicy", new()
        {
            ["UserName"] = "ann", ["PolicyName"] = "p",
            ["PolicyDocument"] = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonObject { ["Effect"] = "Allow", ["Action"] = new JsonArray([.. actions]), ["Resource"] = "*" } }.ToJsonString(),
        });
        Task<JsonObject> StartAsync() => world.CallAsync("sagemaker", "StartPipelineExecution", new() { ["PipelineName"] = "p", ["ClientRequestToken"] = Token }, ann);

        await AllowAsync("sagemaker:*");
        var refused = await Assert.ThrowsAsync<AwsException>(StartAsync);
        await AllowAsync("sagemaker:*", "s3:GetObject");
        await StartAsync();

        Assert.Equal("AccessDeniedException", refused.Code);
        Assert.Contains("not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::data/pipeline.json\"", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trials_belong_to_experiments_and_components_to_trials_and_none_goes_before_what_belongs_to_it()
    {
        await using var world = await OpenAsync();
        Assert.Equal("ResourceNotFound", (await world.RefusedAsync("CreateTrial", new() { ["TrialName"] = "t", ["ExperimentName"] = "e" })).Code);
        await world.CallAsync("CreateExperiment", new() { ["ExperimentName"] = "e" });
        await world.CallAsync("CreateTrial", new() { ["TrialName"] = "t", ["ExperimentName"] = "e" });
        await world.CallAsync("CreateTrialComponent", new() { ["TrialComponentName"] = "c", ["Parameters"] = Json("""{"eta": {"NumberValue": 0.3}, "depth": {"NumberValue": 6}}""") });
        JsonObject Pair() => new() { ["TrialComponentName"] = "c", ["TrialName"] = "t" };

        await world.CallAsync("AssociateTrialComponent", Pair());

        Assert.Equal("t", (string?)(await world.CallAsync("ListTrials", new() { ["TrialComponentName"] = "c" }))["TrialSummaries"]!.AsArray().Single()!["TrialName"]);
        Assert.Equal("c", (string?)(await world.CallAsync("ListTrialComponents", new() { ["ExperimentName"] = "e" }))["TrialComponentSummaries"]!.AsArray().Single()!["TrialComponentName"]);
        Assert.Contains("still has trials (t)", (await world.RefusedAsync("DeleteExperiment", new() { ["ExperimentName"] = "e" })).Message, StringComparison.Ordinal);
        Assert.Contains("still has trial components (c)", (await world.RefusedAsync("DeleteTrial", new() { ["TrialName"] = "t" })).Message, StringComparison.Ordinal);
        Assert.Contains("belongs to trials (t)", (await world.RefusedAsync("DeleteTrialComponent", new() { ["TrialComponentName"] = "c" })).Message, StringComparison.Ordinal);
        await world.CallAsync("UpdateTrialComponent", new() { ["TrialComponentName"] = "c", ["ParametersToRemove"] = new JsonArray("depth"), ["DisplayName"] = "shown" });
        var found = (await world.CallAsync("Search", Json("""{"Resource": "ExperimentTrialComponent", "SearchExpression": {"Filters": [{"Name": "DisplayName", "Operator": "Equals", "Value": "shown"}]}}""")))["Results"]!.AsArray().Single()!["TrialComponent"]!;
        Assert.Equal("eta", found["Parameters"]!.AsObject().Single().Key);
        Assert.Equal("Unknown property name: ExperimentName", (await world.RefusedAsync("Search", Json("""{"Resource": "ExperimentTrialComponent", "SearchExpression": {"Filters": [{"Name": "ExperimentName", "Value": "e"}]}}"""))).Message);
        await world.CallAsync("DisassociateTrialComponent", Pair());
        await world.CallAsync("DeleteTrial", new() { ["TrialName"] = "t" });
        await world.CallAsync("DeleteExperiment", new() { ["ExperimentName"] = "e" });
    }

    [Fact]
    public async Task A_model_card_keeps_every_version_over_a_restart()
    {
        await using var world = await OpenAsync();
        await world.CallAsync("CreateModelCard", new() { ["ModelCardName"] = "card", ["ModelCardStatus"] = "Draft", ["Content"] = "first" });
        await world.CallAsync("UpdateModelCard", new() { ["ModelCardName"] = "card", ["ModelCardStatus"] = "Approved", ["Content"] = "second" });
        await world.RestartAsync();

        Assert.Equal(("second", 2), await VersionAsync(null));
        Assert.Equal(("first", 1), await VersionAsync(1));
        Assert.Equal("ResourceNotFound", (await world.RefusedAsync("DescribeModelCard", new() { ["ModelCardName"] = "card", ["ModelCardVersion"] = 3L })).Code);
        var versions = (await world.CallAsync("ListModelCardVersions", new() { ["ModelCardName"] = "card", ["SortOrder"] = "Descending" }))["ModelCardVersionSummaryList"]!.AsArray();
        Assert.Equal(["2 Approved", "1 Draft"], versions.Select(version => $"{version!["ModelCardVersion"]} {version["ModelCardStatus"]}"));
        Assert.Equal("ConflictException", (await world.RefusedAsync("CreateModelCard", new() { ["ModelCardName"] = "card", ["ModelCardStatus"] = "Draft", ["Content"] = "again" })).Code);

        async Task<(string, long)> VersionAsync(long? version)
        {
            JsonObject input = new() { ["ModelCardName"] = "card" };
            if (version is not null) input["ModelCardVersion"] = version;
            var card = await world.CallAsync("DescribeModelCard", input);
            return ((string)card["Content"]!, (long)card["ModelCardVersion"]!);
        }
    }

    [Fact]
    public async Task A_notebook_changes_and_goes_only_while_it_is_stopped()
    {
        await using var world = await OpenAsync();
        JsonObject Name() => new() { ["NotebookInstanceName"] = "n" };
        var asked = Json(Asked["NotebookInstance"]);
        asked["NotebookInstanceName"] = "n";
        await world.CallAsync("CreateNotebookInstance", asked);
        var larger = Name();
        larger["VolumeSizeInGB"] = 20L;

        Assert.Contains("Status (InService) not in ([Stopped, Failed]). Unable to transition to (Deleting)", (await world.RefusedAsync("DeleteNotebookInstance", Name())).Message, StringComparison.Ordinal);
        Assert.Contains("Unable to transition to (Updating)", (await world.RefusedAsync("UpdateNotebookInstance", larger.DeepClone().AsObject())).Message, StringComparison.Ordinal);
        await world.CallAsync("StopNotebookInstance", Name());
        Assert.Contains("Status (Stopped) not in ([InService])", (await world.RefusedAsync("StopNotebookInstance", Name())).Message, StringComparison.Ordinal);
        await world.CallAsync("UpdateNotebookInstance", larger);
        await world.CallAsync("StartNotebookInstance", Name());
        var notebook = await world.CallAsync("DescribeNotebookInstance", Name());
        Assert.Equal(("InService", 20L), ((string?)notebook["NotebookInstanceStatus"], (long)notebook["VolumeSizeInGB"]!));
    }

    [Fact]
    public async Task A_feature_group_names_features_it_has_and_a_cluster_its_scripts_place()
    {
        await using var world = await OpenAsync();
        var group = Json(Asked["FeatureGroup"]);
        (group["FeatureGroupName"], group["EventTimeFeatureName"]) = ("g", "when");
        var cluster = Json(Asked["Cluster"].Replace("s3://sagemaker-scripts", "s3://scripts", StringComparison.Ordinal));
        cluster["ClusterName"] = "c";

        Assert.Equal("EventTimeFeatureName 'when' is none of the FeatureDefinitions.", (await world.RefusedAsync("CreateFeatureGroup", group)).Message);
        Assert.Contains("does not start with 's3://sagemaker'", (await world.RefusedAsync("CreateCluster", cluster)).Message, StringComparison.Ordinal);
    }
}

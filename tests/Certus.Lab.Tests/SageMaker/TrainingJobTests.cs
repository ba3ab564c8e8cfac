using System.Text.Json.Nodes;
using Certus.Lab.SageMaker;
using Certus.Lab.State;
using Certus.Lab.Tests.SageMaker.Algorithms;
using Certus.Lab.Tests.SageMaker.Training;
using static Certus.Lab.Tests.SageMaker.SageMakerWorld;

namespace Certus.Lab.Tests.SageMaker;

/// <summary>Training jobs in a sandbox: they train, they fail for the right reason, they stop, and a restart tells the truth about them.</summary>
public sealed class TrainingJobTests
{
    /// <summary>How often a job has told a figure.</summary>
    private static Task<JsonObject> FiguresAsync(SageMakerWorld world, string job, string metric) => world.CallAsync("cloudwatch", "GetMetricStatistics", new()
    {
        ["Namespace"] = TrainingJobRun.Group, ["MetricName"] = metric, ["Dimensions"] = new JsonArray(new JsonObject { ["Name"] = "TrainingJobName", ["Value"] = job }),
        ["StartTime"] = JsonValue.Create(DateTimeOffset.UtcNow.AddMinutes(-10)), ["EndTime"] = JsonValue.Create(DateTimeOffset.UtcNow.AddMinutes(1)), ["Period"] = 3600L, ["Statistics"] = new JsonArray("SampleCount"),
    });

    [Fact]
    public async Task A_job_goes_through_the_states_logs_measures_and_leaves_a_model()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("train/a.csv", Jobs.Csv(world.Data.Rows(300)));
        await world.PutAsync("train/b.csv", Jobs.Csv(world.Data.Rows(300)));
        await world.PutAsync("held/a.csv", Jobs.Csv(world.Data.Rows(200)));
        var input = Job("one");
        input["InputDataConfig"]!.AsArray().Add(Channel("validation", "held/a.csv"));
        input["HyperParameters"]!["eval_metric"] = "auc";

        var arn = (string)(await world.CallAsync("CreateTrainingJob", input))["TrainingJobArn"]!;
        var job = await world.TrainedAsync("one");

        Assert.Equal("arn:aws:sagemaker:us-east-1:123456789012:training-job/one", arn);
        Assert.Equal(["Starting", "Downloading", "Training", "Uploading", "Completed"], job["SecondaryStatusTransitions"]!.AsArray().Select(state => (string)state!["Status"]!));
        Assert.All(job["SecondaryStatusTransitions"]!.AsArray(), state => Assert.NotNull(state!["EndTime"]));
        Assert.Equal(["out/one/output/model.tar.gz"], await world.KeysAsync("out/"));
        Assert.Equal($"s3://{Bucket}/out/one/output/model.tar.gz", (string?)job["ModelArtifacts"]!["S3ModelArtifacts"]);
        Assert.InRange((long)job["BillableTimeInSeconds"]!, 1, 120);
        var auc = job["FinalMetricDataList"]!.AsArray().Single(metric => (string)metric!["MetricName"]! == "validation:auc")!;
        Assert.InRange((double)auc["Value"]!, 0.7, 1);

        var stream = (string)(await world.CallAsync("logs", "DescribeLogStreams", new() { ["logGroupName"] = TrainingJobRun.Group, ["logStreamNamePrefix"] = "one/" }))["logStreams"]![0]!["logStreamName"]!;
        var lines = (await world.CallAsync("logs", "GetLogEvents", new() { ["logGroupName"] = TrainingJobRun.Group, ["logStreamName"] = stream, ["startFromHead"] = true }))["events"]!.AsArray().Select(line => (string)line!["message"]!).ToList();
        Assert.Contains(lines, line => line.Contains("600 rows", StringComparison.Ordinal));
        Assert.Equal(20, (await FiguresAsync(world, "one", "validation:auc"))["Datapoints"]!.AsArray().Sum(point => (double)point!["SampleCount"]!));
    }

    [Theory]
    [InlineData("s3:GetObject", "s3:GetObject on arn:aws:s3:::data/train/a.csv")]
    [InlineData("s3:ListBucket", "\"s3:ListBucket\" permissions on bucket \"data\"")]
    [InlineData("s3:PutObject", "Artifact upload failed")]
    public async Task A_role_that_lacks_a_permission_fails_the_job_by_its_name(string lacking, string expected)
    {
        await using var world = await OpenAsync([.. new[] { "s3:GetObject", "s3:PutObject", "s3:ListBucket" }.Where(action => action != lacking)]);
        await world.PutAsync("train/a.csv", Jobs.Csv(world.Data.Rows(100)));

        await world.CallAsync("CreateTrainingJob", Job("one"));
        var job = await world.TrainedAsync("one", "Failed");

        var reason = (string)job["FailureReason"]!;
        Assert.StartsWith(lacking == "s3:PutObject" ? "ClientError: Artifact" : "ClientError: Data download failed:", reason, StringComparison.Ordinal);
        Assert.Contains(expected, reason, StringComparison.Ordinal);
        Assert.Contains("Access Denied", reason, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Failed", (string?)job["SecondaryStatus"]);
        Assert.Empty(await world.KeysAsync("out/"));
    }

    [Fact]
    public async Task A_bucket_policy_that_denies_the_role_fails_the_job_too()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("train/a.csv", Jobs.Csv(world.Data.Rows(100)));
        await world.CallAsync("s3", "PutBucketPolicy", new()
        {
            ["Bucket"] = Bucket,
            ["Policy"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":{"AWS":"{{Role}}"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::{{Bucket}}/train/*"}]}""",
        });

        await world.CallAsync("CreateTrainingJob", Job("one"));

        Assert.Contains("Access denied", (string)(await world.TrainedAsync("one", "Failed"))["FailureReason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_are_not_there_or_not_good_fail_the_job_by_what_is_wrong()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("bad/a.csv", "label,f1,f2\n1,2,3\n");
        await world.PutAsync("train/a.csv", Jobs.Csv(world.Data.Rows(50)));
        var parameter = Job("parameter");
        parameter["HyperParameters"]!["eta"] = "7";
        var elsewhere = Job("elsewhere");
        elsewhere["InputDataConfig"]![0]!["DataSource"]!["S3DataSource"]!["S3Uri"] = "s3://nobodys-bucket/train/";

        await world.CallAsync("CreateTrainingJob", Job("empty", "nothing/"));
        await world.CallAsync("CreateTrainingJob", Job("header", "bad/"));
        await world.CallAsync("CreateTrainingJob", parameter);
        await world.CallAsync("CreateTrainingJob", elsewhere);

        Assert.Contains("No S3 objects found under S3 URL \"s3://data/nothing/\" given in input data source", await ReasonAsync("empty"), StringComparison.Ordinal);
        Assert.Contains("'label' is not a number", await ReasonAsync("header"), StringComparison.Ordinal);
        Assert.Contains("eta", await ReasonAsync("parameter"), StringComparison.Ordinal);
        Assert.Contains("The specified bucket does not exist", await ReasonAsync("elsewhere"), StringComparison.Ordinal);

        async Task<string> ReasonAsync(string name)
        {
            var reason = (string)(await world.TrainedAsync(name, "Failed"))["FailureReason"]!;
            Assert.StartsWith("ClientError: ", reason, StringComparison.Ordinal);
            return reason;
        }
    }

    [Fact]
    public async Task A_manifest_names_the_objects_that_are_read()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("parts/a.csv", Jobs.Csv(world.Data.Rows(70)));
        await world.PutAsync("parts/b.csv", Jobs.Csv(world.Data.Rows(80)));
        await world.PutAsync("parts/c.csv", "not read\n");
        await world.PutAsync("list.manifest", $$"""[{"prefix":"s3://{{Bucket}}/parts/"},"a.csv","b.csv"]""");
        await world.PutAsync("broken.manifest", "a.csv");
        var (good, bad) = (Job("good"), Job("bad"));
        good["InputDataConfig"] = new JsonArray(Channel("train", "list.manifest", "ManifestFile"));
        bad["InputDataConfig"] = new JsonArray(Channel("train", "broken.manifest", "ManifestFile"));

        await world.CallAsync("CreateTrainingJob", good);
        await world.CallAsync("CreateTrainingJob", bad);

        await world.TrainedAsync("good");
        var found = await world.CallAsync("logs", "FilterLogEvents", new() { ["logGroupName"] = TrainingJobRun.Group, ["logStreamNamePrefix"] = "good/", ["filterPattern"] = "\"150 rows\"" });
        Assert.Single(found["events"]!.AsArray());
        Assert.Contains("manifest", (string)(await world.TrainedAsync("bad", "Failed"))["FailureReason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_job_is_stopped_with_the_model_it_had_and_a_waiting_one_without_having_begun()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("train/a.csv", Jobs.Csv(world.Data.Rows(3000)));
        await world.CallAsync("CreateTrainingJob", Job("long", rounds: "100000"));
        await world.CallAsync("CreateTrainingJob", Job("waiting"));
        await world.WaitAsync("DescribeTrainingJob", "TrainingJobName", "long", "SecondaryStatus", "Training");
        await Until.Async(() => FiguresAsync(world, "long", "train:logloss"), figures => figures["Datapoints"]!.AsArray().Count > 0, "The job has no rounds.");

        await world.CallAsync("StopTrainingJob", new() { ["TrainingJobName"] = "waiting" });
        await world.CallAsync("StopTrainingJob", new() { ["TrainingJobName"] = "long" });

        var waiting = await world.TrainedAsync("waiting", "Stopped");
        Assert.Null(waiting["TrainingStartTime"]);
        var stopped = await world.TrainedAsync("long", "Stopped");
        Assert.Equal(["Training", "Stopping", "Stopped"], stopped["SecondaryStatusTransitions"]!.AsArray().Select(state => (string)state!["Status"]!).TakeLast(3));
        Assert.Equal(["out/long/output/model.tar.gz"], await world.KeysAsync("out/"));
        Assert.Equal("The request was rejected because the training job is in status Stopped.", (await world.RefusedAsync("StopTrainingJob", new() { ["TrainingJobName"] = "long" })).Message);
    }

    [Fact]
    public async Task A_job_that_runs_too_long_is_stopped_by_its_limit()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("train/a.csv", Jobs.Csv(world.Data.Rows(3000)));
        var job = Job("long", rounds: "100000");
        job["StoppingCondition"]!["MaxRuntimeInSeconds"] = 2L;

        await world.CallAsync("CreateTrainingJob", job);
        var stopped = await world.TrainedAsync("long", "Stopped");

        Assert.Equal("MaxRuntimeExceeded", (string?)stopped["SecondaryStatus"]);
        Assert.InRange((long)stopped["TrainingTimeInSeconds"]!, 2, 180);
    }

    [Fact]
    public async Task After_a_restart_what_ran_has_failed_and_says_why_and_what_waited_runs()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("train/a.csv", Jobs.Csv(world.Data.Rows(3000)));
        await world.CallAsync("CreateTrainingJob", Job("running", rounds: "100000"));
        await world.CallAsync("CreateTrainingJob", Job("waiting"));
        await world.WaitAsync("DescribeTrainingJob", "TrainingJobName", "running", "SecondaryStatus", "Training");

        await world.RestartAsync();

        await world.AssertCutAndWaitingRanAsync("running", "waiting");
    }

    [Fact]
    public async Task A_jobs_model_and_its_end_are_there_in_the_same_instant()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("train/rows.csv", Jobs.Csv(world.Data.Rows(100)));
        await world.CallAsync("CreateTrainingJob", Job("job", rounds: "1"));
        HashSet<string> seen = [];

        await Task.Run(() =>
        {
            while (!seen.Any(one => one.EndsWith("Completed", StringComparison.Ordinal)) && seen.All(one => !one.EndsWith("Failed", StringComparison.Ordinal)))
                seen.Add(world.Read(connection => (string)LabDatabase.Scalar(connection, "SELECT (SELECT count(*) FROM s3_object WHERE CAST(key AS TEXT) LIKE '%model.tar.gz') || ' ' || status FROM sagemaker_resource WHERE kind = 'training-job'")!));
        }, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("1 InProgress", seen);
        Assert.Contains("1 Completed", seen);
    }

    [Fact]
    public async Task What_AWS_refuses_at_once_is_refused_at_once_and_nothing_is_made()
    {
        await using var world = await OpenAsync();
        await world.RoleAsync("for-lambda", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""");
        var (channel, count, spot) = (Job("a"), Job("a"), Job("a"));
        channel["InputDataConfig"]!.AsArray().Add(Channel("train", "train/"));
        count["ResourceConfig"]!["InstanceCount"] = 0L;
        spot["EnableManagedSpotTraining"] = true;

        Assert.Contains("can't run here", await MessageAsync(Job("a", image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/my-torch:1")), StringComparison.Ordinal);
        Assert.Contains("Could not assume role arn:aws:iam::123456789012:role/nobody", await MessageAsync(Job("a", role: "arn:aws:iam::123456789012:role/nobody")), StringComparison.Ordinal);
        Assert.Contains("allows principal 'sagemaker.amazonaws.com' to assume the role", await MessageAsync(Job("a", role: "arn:aws:iam::123456789012:role/for-lambda")), StringComparison.Ordinal);
        Assert.Contains("'train' is there twice", await MessageAsync(channel), StringComparison.Ordinal);
        Assert.Contains("InstanceCount", await MessageAsync(count), StringComparison.Ordinal);
        Assert.Contains("MaxWaitTimeInSeconds", await MessageAsync(spot), StringComparison.Ordinal);
        Assert.Equal("Requested resource not found.", (await world.RefusedAsync("DescribeTrainingJob", new() { ["TrainingJobName"] = "a" })).Message);
        await world.CallAsync("CreateTrainingJob", Job("a"));
        Assert.Equal("ResourceInUse", (await world.RefusedAsync("CreateTrainingJob", Job("a"))).Code);

        async Task<string> MessageAsync(JsonObject input)
        {
            var refused = await world.RefusedAsync("CreateTrainingJob", input);
            Assert.Equal("ValidationException", refused.Code);
            return refused.Message;
        }
    }

    [Fact]
    public async Task Jobs_are_found_by_tags_metrics_hyperparameters_and_inputs()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("train/a.csv", Jobs.Csv(world.Data.Rows(80)));
        foreach (var (name, rounds, team) in new[] { ("first", "5", "red"), ("second", "15", "blue"), ("third", "25", "red") })
        {
            var job = Job(name, rounds: rounds);
            job["Tags"] = new JsonArray(new JsonObject { ["Key"] = "Team", ["Value"] = team });
            await world.CallAsync("CreateTrainingJob", job);
            await world.TrainedAsync(name);
        }

        Assert.Equal(["third", "first"], await FindAsync(Filter("Tags.Team", "Equals", "red")));
        Assert.Equal(["third", "second"], await FindAsync(Filter("HyperParameters.num_round", "GreaterThan", "9")));
        Assert.Equal(["third"], await FindAsync(Filter("Tags.Team", "Equals", "red"), Filter("HyperParameters.num_round", "GreaterThan", "9")));
        Assert.Equal(["second"], await FindAsync(Filter("TrainingJobName", "Contains", "eco")));
        Assert.Equal(["third", "second", "first"], await FindAsync(Filter("Metrics.train:logloss", "Exists", null)));
        Assert.Empty(await FindAsync(Filter("Metrics.validation:auc", "Exists", null)));
        var nested = new JsonObject { ["NestedFilters"] = new JsonArray(new JsonObject { ["NestedPropertyName"] = "InputDataConfig", ["Filters"] = new JsonArray(Filter("InputDataConfig.DataSource.S3DataSource.S3Uri", "Contains", "train")) }) };
        Assert.Equal(3, (await SearchAsync(nested)).Count);
        Assert.Equal(["first"], await SearchAsync(new() { ["Operator"] = "And", ["SubExpressions"] = new JsonArray(new JsonObject { ["Operator"] = "Or", ["Filters"] = new JsonArray(Filter("TrainingJobName", "Equals", "first"), Filter("TrainingJobName", "Equals", "second")) }), ["Filters"] = new JsonArray(Filter("Tags.Team", "NotEquals", "blue")) }));

        static JsonObject Filter(string name, string operation, string? value)
        {
            JsonObject filter = new() { ["Name"] = name, ["Operator"] = operation };
            if (value is not null) filter["Value"] = value;
            return filter;
        }

        Task<List<string>> FindAsync(params JsonObject[] filters) => SearchAsync(new() { ["Filters"] = new JsonArray([.. filters]) });

        async Task<List<string>> SearchAsync(JsonObject expression) =>
            [.. (await world.CallAsync("Search", new() { ["Resource"] = "TrainingJob", ["SearchExpression"] = expression, ["SortBy"] = "CreationTime" }))["Results"]!.AsArray().Select(result => (string)result!["TrainingJob"]!["TrainingJobName"]!)];
    }

    [Fact]
    public async Task Tags_are_kept_in_order_replaced_by_key_and_gone_with_the_job()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("train/a.csv", Jobs.Csv(world.Data.Rows(50)));
        var arn = (string)(await world.CallAsync("CreateTrainingJob", Job("a")))["TrainingJobArn"]!;
        await world.TrainedAsync("a");

        await world.CallAsync("AddTags", new() { ["ResourceArn"] = arn, ["Tags"] = new JsonArray(Tag("b", "1"), Tag("a", "2")) });
        await world.CallAsync("AddTags", new() { ["ResourceArn"] = arn, ["Tags"] = new JsonArray(Tag("b", "3"), Tag("c", "4")) });
        await world.CallAsync("DeleteTags", new() { ["ResourceArn"] = arn, ["TagKeys"] = new JsonArray("a") });

        Assert.Equal("b=3 c=4", string.Join(' ', (await world.CallAsync("ListTags", new() { ["ResourceArn"] = arn }))["Tags"]!.AsArray().Select(tag => $"{tag!["Key"]}={tag["Value"]}")));
        await world.CallAsync("DeleteTrainingJob", new() { ["TrainingJobName"] = "a" });
        Assert.Equal("ValidationException", (await world.RefusedAsync("ListTags", new() { ["ResourceArn"] = arn })).Code);

        static JsonObject Tag(string key, string value) => new() { ["Key"] = key, ["Value"] = value };
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using Certus.Lab.Server;
using Certus.Lab.Tests.SageMaker.Algorithms;
using Certus.Lab.Tests.SageMaker.Training;

namespace Certus.Lab.Tests.SageMaker;

/// <summary>A sandbox with a bucket and a role, which can be stopped and started again; calls go the server's way without the network.</summary>
internal sealed class SageMakerWorld : IAsyncDisposable
{
    public const string Bucket = "data";
    public const string Role = "arn:aws:iam::123456789012:role/trainer";

    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("certus-sagemaker-").FullName;
    private readonly AheadClock _clock = new();
    private LabServer? _server;

    public string Directory => _directory;

    /// <summary>How far the sandbox's clock is ahead.</summary>
    public TimeSpan Ahead
    {
        get => _clock.Ahead;
        set => _clock.Ahead = value;
    }

    public LogisticData Data { get; } = new(LogisticData.FreshSeed, 6, 1.5);

    public static async Task<SageMakerWorld> OpenAsync(params string[] actions)
    {
        var world = new SageMakerWorld();
        await world.StartAsync();
        await world.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = Bucket });
        await world.RoleAsync("trainer", Trust, actions.Length > 0 ? actions : ["s3:GetObject", "s3:PutObject", "s3:ListBucket"]);
        return world;
    }

    private LabBench Bench => _server!.Services.Bench;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task StartAsync() => _server = await LabServer.StartAsync(new(_directory) { Port = 0, Time = _clock, Trouble = trouble => throw new InvalidOperationException(trouble) }, Cancel);

    /// <summary>Stops the sandbox in the middle of what it does.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server) await server.DisposeAsync();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public Task<JsonObject> CallAsync(string service, string operation, JsonObject input, LabCaller? caller = null) => Bench.CallAsync(service, operation, input, Cancel, caller);

    public Task<JsonObject> CallAsync(string operation, JsonObject input) => CallAsync("sagemaker", operation, input);

    public async Task<AwsException> RefusedAsync(string operation, JsonObject input, string service = "sagemaker") => await Assert.ThrowsAsync<AwsException>(() => CallAsync(service, operation, input));

    public async Task RoleAsync(string name, string trust, params string[] actions)
    {
        await CallAsync("iam", "CreateRole", new() { ["RoleName"] = name, ["AssumeRolePolicyDocument"] = trust });
        if (actions.Length > 0)
            await CallAsync("iam", "PutRolePolicy", new()
            {
                ["RoleName"] = name, ["PolicyName"] = "work",
                ["PolicyDocument"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":{{JsonSerializer.Serialize(actions)}},"Resource":"*"}]}""",
            });
    }

    public T Read<T>(Func<Microsoft.Data.Sqlite.SqliteConnection, T> work) => _server!.Services.Database.Read(work);

    public Task PutAsync(string key, string text) => Bench.PutAsync(Bucket, key, text, Cancel);

    public async Task<string?> TextAsync(string key) => (await Bench.TextAsync(Bucket, key, Cancel)).Text;

    public async Task<List<string>> KeysAsync(string prefix) => [.. (await Bench.ListAsync("s3", "ListObjectsV2", new() { ["Bucket"] = Bucket, ["Prefix"] = prefix }, "Contents", Cancel)).Select(item => (string)item["Key"]!)];

    public Task<(string? Text, string? Fault)> InvokeAsync(string endpoint, string rows, string accept = "text/csv") => Bench.InvokeAsync(endpoint, "text/csv", accept, rows, Cancel);

    /// <summary>Asks an endpoint with a body that is still to come.</summary>
    public Task<LabAnswer> InvokeAsync(string endpoint, Stream rows) => _server!.Services.ByName["sagemaker-runtime"].Operations["InvokeEndpoint"](new()
    {
        Service = "sagemaker-runtime", Operation = "InvokeEndpoint", Input = new() { ["EndpointName"] = endpoint, ["ContentType"] = "text/csv" },
        Caller = LabCaller.Root(), Now = Bench.Now, RequestId = Guid.NewGuid().ToString(), Payload = rows,
    }, Cancel).AsTask();

    /// <summary>What a training job is asked with; each test changes what it is about.</summary>
    public static JsonObject Job(string name, string train = "train/", string image = Jobs.XgboostImage, string rounds = "20", string role = Role) => new()
    {
        ["TrainingJobName"] = name,
        ["RoleArn"] = role,
        ["AlgorithmSpecification"] = new JsonObject { ["TrainingImage"] = image, ["TrainingInputMode"] = "File" },
        ["HyperParameters"] = new JsonObject { ["objective"] = "binary:logistic", ["num_round"] = rounds },
        ["InputDataConfig"] = new JsonArray(Channel("train", train)),
        ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = $"s3://{Bucket}/out" },
        ["ResourceConfig"] = new JsonObject { ["InstanceType"] = "ml.m5.large", ["InstanceCount"] = 1L, ["VolumeSizeInGB"] = 10L },
        ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 3600L },
    };

    public static JsonObject Channel(string name, string prefix, string type = "S3Prefix") => new()
    {
        ["ChannelName"] = name,
        ["ContentType"] = "text/csv",
        ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = type, ["S3Uri"] = $"s3://{Bucket}/{prefix}", ["S3DataDistributionType"] = "FullyReplicated" } },
    };

    /// <summary>Waits until something has a status; fails where it has another that is final.</summary>
    public async Task<JsonObject> WaitAsync(string operation, string nameMember, string name, string statusMember, params string[] wanted)
    {
        var ended = await Until.Async(
            () => CallAsync(operation, new() { [nameMember] = name }), answer => (string?)answer[statusMember] is var status && (wanted.Contains(status) || status is "Failed" or "Stopped" or "Completed"),
            $"{name} does not become {string.Join(" or ", wanted)}.", 180);
        Assert.True(wanted.Contains((string?)ended[statusMember]), $"{name} is {(string?)ended[statusMember]}: {(string?)ended["FailureReason"]}");
        return ended;
    }

    public Task<JsonObject> TrainedAsync(string name, params string[] wanted) => WaitAsync("DescribeTrainingJob", "TrainingJobName", name, "TrainingJobStatus", wanted.Length > 0 ? wanted : ["Completed"]);

    /// <summary>After a start: the job that ran was cut off and says so, what waited ran to its end, and only its model is there.</summary>
    public async Task AssertCutAndWaitingRanAsync(string cut, string waiting)
    {
        Assert.Contains("The sandbox was stopped while this training job ran", (string)(await TrainedAsync(cut, "Failed"))["FailureReason"]!, StringComparison.Ordinal);
        await TrainedAsync(waiting);
        Assert.Equal([$"out/{waiting}/output/model.tar.gz"], await KeysAsync("out/"));
    }

    public Task<JsonObject> TransformedAsync(string name, params string[] wanted) => WaitAsync("DescribeTransformJob", "TransformJobName", name, "TransformJobStatus", wanted.Length > 0 ? wanted : ["Completed"]);

    /// <summary>Trains on fresh rows and makes a model of it.</summary>
    public async Task<string> ModelAsync(string name, int rows = 400)
    {
        await PutAsync($"{name}/train.csv", Jobs.Csv(Data.Rows(rows)));
        await CallAsync("CreateTrainingJob", Job(name, $"{name}/"));
        var job = await TrainedAsync(name);
        var artifact = (string)job["ModelArtifacts"]!["S3ModelArtifacts"]!;
        await CallAsync("CreateModel", new() { ["ModelName"] = name, ["ExecutionRoleArn"] = Role, ["PrimaryContainer"] = new JsonObject { ["Image"] = Jobs.XgboostImage, ["ModelDataUrl"] = artifact } });
        return artifact;
    }

    public static JsonObject Variant(string name, string model, double weight = 1) =>
        new() { ["VariantName"] = name, ["ModelName"] = model, ["InstanceType"] = "ml.m5.large", ["InitialInstanceCount"] = 1L, ["InitialVariantWeight"] = weight };

    public static JsonObject Serverless(string name, string model) =>
        new() { ["VariantName"] = name, ["ModelName"] = model, ["ServerlessConfig"] = new JsonObject { ["MemorySizeInMB"] = 2048L, ["MaxConcurrency"] = 5L } };

    public Task<JsonObject> ConfigAsync(string name, params JsonObject[] variants) =>
        CallAsync("CreateEndpointConfig", new() { ["EndpointConfigName"] = name, ["ProductionVariants"] = new JsonArray([.. variants]) });

    public async Task<JsonObject> EndpointAsync(string name, JsonObject? capture, params JsonObject[] variants)
    {
        JsonObject config = new() { ["EndpointConfigName"] = name, ["ProductionVariants"] = new JsonArray([.. variants]) };
        if (capture is not null) config["DataCaptureConfig"] = capture;
        await CallAsync("CreateEndpointConfig", config);
        await CallAsync("CreateEndpoint", new() { ["EndpointName"] = name, ["EndpointConfigName"] = name });
        return await ServingAsync(name);
    }

    public Task<JsonObject> ServingAsync(string name, params string[] wanted) => WaitAsync("DescribeEndpoint", "EndpointName", name, "EndpointStatus", wanted.Length > 0 ? wanted : ["InService"]);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        System.IO.Directory.Delete(_directory, recursive: true);
    }
}

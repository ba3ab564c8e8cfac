using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using Certus.Lab.Meter;
using Certus.Lab.Server;
using Certus.Lab.Tests.S3;

namespace Certus.Lab.Tests.Meter;

/// <summary>A sandbox under a clock that a test moves, with a model of two centers to serve; calls are the learner's.</summary>
public sealed class MeterWorld : IAsyncLifetime
{
    public const string Bucket = "meter-data", Job = "meter-job", Model = "meter-model";

    private const string Image = "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1", Role = "arn:aws:iam::123456789012:role/meter-role";

    private static readonly LabCaller Learner = LabCaller.Root();

    private readonly string _directory = Path.Combine(Path.GetTempPath(), "certus-meter-" + Path.GetRandomFileName());
    private LabServices _services = null!;

    internal SettableClock Clock { get; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await OpenAsync();
        await DoAsync("s3", "CreateBucket", new() { ["Bucket"] = Bucket });
        await JobRole.MakeAsync(_services.Bench, "meter-role", Bucket, Bucket, Cancel);
        await PutAsync("train/rows.csv", string.Concat(Enumerable.Range(0, 20).Select(row => $"{row % 2},{row % 3}\n")));
        await TrainAsync(Job, "ml.m5.large", 2);
        await DoAsync("sagemaker", "CreateModel", new()
        {
            ["ModelName"] = Model, ["ExecutionRoleArn"] = Role, ["PrimaryContainer"] = new JsonObject { ["Image"] = Image, ["ModelDataUrl"] = $"s3://{Bucket}/models/{Job}/output/model.tar.gz" },
        });
    }

    private async Task OpenAsync()
    {
        _services = LabServices.Open(new(_directory) { Time = Clock });
        foreach (var service in _services.ByName.Values) await service.StartAsync(Cancel);
    }

    /// <summary>Stops the sandbox, and starts it again later.</summary>
    public async Task RestartAsync(TimeSpan later)
    {
        await _services.DisposeAsync();
        Clock.Now += later;
        await OpenAsync();
    }

    public Task<JsonObject> DoAsync(string service, string operation, JsonObject input) => _services.Bench.CallAsync(service, operation, input, Cancel, Learner);

    public Task PutAsync(string key, string text) => _services.Bench.AnswerAsync("s3", "PutObject", new() { ["Bucket"] = Bucket, ["Key"] = key }, Cancel, Learner, Encoding.UTF8.GetBytes(text));

    /// <summary>As graders and pages call, whom nobody bills.</summary>
    internal LabBench Unbilled => _services.Bench;

    public Task<MeterReport> ReadAsync() => _services.Meter.ReadAsync(Cancel);

    public Task ResetAsync() => _services.ResetAsync(Cancel);

    public async Task TrainAsync(string job, string instance, long count)
    {
        await DoAsync("sagemaker", "CreateTrainingJob", new()
        {
            ["TrainingJobName"] = job, ["RoleArn"] = Role,
            ["AlgorithmSpecification"] = new JsonObject { ["TrainingImage"] = Image, ["TrainingInputMode"] = "File" },
            ["HyperParameters"] = new JsonObject { ["k"] = "2", ["feature_dim"] = "2" },
            ["InputDataConfig"] = new JsonArray(new JsonObject
            {
                ["ChannelName"] = "train", ["ContentType"] = "text/csv;label_size=0",
                ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = $"s3://{Bucket}/train/", ["S3DataDistributionType"] = "FullyReplicated" } },
            }),
            ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = $"s3://{Bucket}/models/" },
            ["ResourceConfig"] = new JsonObject { ["InstanceType"] = instance, ["InstanceCount"] = count, ["VolumeSizeInGB"] = 30L },
            ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 600L },
        });
        await EndedAsync("DescribeTrainingJob", "TrainingJobName", job, "TrainingJobStatus", "Completed");
    }

    public async Task TransformAsync(string job, string instance)
    {
        await DoAsync("sagemaker", "CreateTransformJob", new()
        {
            ["TransformJobName"] = job, ["ModelName"] = Model,
            ["TransformInput"] = new JsonObject { ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = $"s3://{Bucket}/train/" } }, ["ContentType"] = "text/csv", ["SplitType"] = "Line" },
            ["TransformOutput"] = new JsonObject { ["S3OutputPath"] = $"s3://{Bucket}/out/" },
            ["TransformResources"] = new JsonObject { ["InstanceType"] = instance, ["InstanceCount"] = 1L },
        });
        await EndedAsync("DescribeTransformJob", "TransformJobName", job, "TransformJobStatus", "Completed");
    }

    /// <summary>An endpoint on an instance type; without one where that is null.</summary>
    public async Task ServeAsync(string endpoint, string? instance = "ml.m5.large")
    {
        JsonObject variant = new() { ["VariantName"] = "all", ["ModelName"] = Model };
        if (instance is null) variant["ServerlessConfig"] = new JsonObject { ["MemorySizeInMB"] = 2048L, ["MaxConcurrency"] = 5L };
        else (variant["InstanceType"], variant["InitialInstanceCount"]) = (instance, 1L);
        var config = $"{endpoint}-{Guid.NewGuid():N}"[..(endpoint.Length + 9)];
        await DoAsync("sagemaker", "CreateEndpointConfig", new() { ["EndpointConfigName"] = config, ["ProductionVariants"] = new JsonArray(variant) });
        await DoAsync("sagemaker", "CreateEndpoint", new() { ["EndpointName"] = endpoint, ["EndpointConfigName"] = config });
        await EndedAsync("DescribeEndpoint", "EndpointName", endpoint, "EndpointStatus", "InService");
        await DoAsync("sagemaker", "DeleteEndpointConfig", new() { ["EndpointConfigName"] = config });
    }

    public Task RemoveAsync(string endpoint) => DoAsync("sagemaker", "DeleteEndpoint", new() { ["EndpointName"] = endpoint });

    public Task AskAsync(string endpoint) =>
        DoAsync("sagemaker-runtime", "InvokeEndpoint", new() { ["EndpointName"] = endpoint, ["ContentType"] = "text/csv", ["Body"] = JsonValue.Create("0,1"u8.ToArray()) });

    private Task<JsonObject> EndedAsync(string operation, string member, string name, string status, string wanted) =>
        Until.Async(() => DoAsync("sagemaker", operation, new() { [member] = name }), answer => (string?)answer[status] == wanted, $"{name} does not become {wanted}.", 180);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using Certus.Lab.Server;
using Certus.Numerics;

namespace Certus.Lab.Tests.Grading;

/// <summary>A lab begun in a real sandbox of its own, with the learner's hands.</summary>
internal sealed class Attempt : IAsyncDisposable
{
    private static readonly LabCaller Learner = LabCaller.Root();

    private readonly string _directory;
    private readonly AheadClock _clock;
    private readonly LabServices _services;
    private readonly ILabExercise _exercise;

    private Attempt(string directory, AheadClock clock, LabServices services, ILabExercise exercise, LabStart start) => (_directory, _clock, _services, _exercise, Start) = (directory, clock, services, exercise, start);

    public LabStart Start { get; private set; }

    public LabBench Bench => _services.Bench;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Attempt> BeginAsync(string lab, ulong seed, bool broken = false)
    {
        var directory = Path.Combine(Path.GetTempPath(), "certus-attempt-" + Path.GetRandomFileName());
        var clock = new AheadClock();
        var services = LabServices.Open(new(directory) { Time = clock });
        foreach (var service in services.ByName.Values) await service.StartAsync(CancellationToken.None);
        var exercise = Exercises.Find(lab)!;
        return new(directory, clock, services, exercise, await services.Exercises.StartAsync(exercise, seed, broken, Cancel));
    }

    /// <summary>The first seed whose fault is this one.</summary>
    public static ulong SeedOf(string lab, string fault)
    {
        var exercise = Exercises.Find(lab)!;
        ulong seed = 1;
        while (new SeededRandom(seed, $"{lab} fault").Pick(exercise.Faults) != fault) seed++;
        return seed;
    }

    public async Task BeginAgainAsync(ulong seed) => Start = await _services.Exercises.StartAsync(_exercise, seed, broken: false, Cancel);

    /// <summary>Whether every delivery stream has taken in what its source holds and has delivered it.</summary>
    public bool Idle() => _services.Database.Read(connection => Certus.Lab.Firehose.DeliveryStream.All(connection)).TrueForAll(stream => stream.Oldest is null
        && _services.Database.Read(connection => Certus.Lab.Kinesis.DataStream.Find(connection, stream.Region, Certus.Lab.Kinesis.KinesisNames.StreamOf(stream.SourceArn!)!))!.NextNumber <= stream.Position);

    /// <summary>Lets time go by.</summary>
    public void Later(TimeSpan time) => _clock.Ahead += time;

    public Task<JsonObject> DoAsync(string service, string operation, JsonObject input) => Bench.CallAsync(service, operation, input, Cancel, Learner);

    public Task PutAsync(string bucket, string key, string text) =>
        Bench.AnswerAsync("s3", "PutObject", new() { ["Bucket"] = bucket, ["Key"] = key }, Cancel, Learner, Encoding.UTF8.GetBytes(text));

    public Task PutAsync(string bucket, string key, JsonObject json) => PutAsync(bucket, key, json.ToJsonString());

    public async Task<string> TextAsync(string bucket, string key) => (await Bench.TextAsync(bucket, key, Cancel)).Text ?? throw new InvalidOperationException($"There is no s3://{bucket}/{key}.");

    /// <summary>Trains to the end.</summary>
    /// <param name="name">The job's name.</param>
    /// <param name="algorithm">Such as xgboost.</param>
    /// <param name="role">A role's name.</param>
    /// <param name="output">Where the model goes.</param>
    /// <param name="channels">Names, addresses and content types.</param>
    /// <param name="hyperparameters">Names and values, parted by spaces: <c>k=3 feature_dim=7</c>.</param>
    public async Task TrainAsync(string name, string algorithm, string role, string output, (string Name, string Address, string ContentType)[] channels, string hyperparameters)
    {
        await DoAsync("sagemaker", "CreateTrainingJob", new()
        {
            ["TrainingJobName"] = name,
            ["AlgorithmSpecification"] = new JsonObject { ["TrainingImage"] = Image(algorithm), ["TrainingInputMode"] = "File" },
            ["RoleArn"] = Role(role),
            ["HyperParameters"] = new JsonObject(hyperparameters.Split(' ').Select(pair => pair.Split('=')).Select(pair => KeyValuePair.Create(pair[0], (JsonNode?)pair[1]))),
            ["InputDataConfig"] = new JsonArray([.. channels.Select(channel => new JsonObject
            {
                ["ChannelName"] = channel.Name, ["ContentType"] = channel.ContentType,
                ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = channel.Address, ["S3DataDistributionType"] = "FullyReplicated" } },
            })]),
            ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = output },
            ["ResourceConfig"] = new JsonObject { ["InstanceType"] = "ml.m5.large", ["InstanceCount"] = 1L, ["VolumeSizeInGB"] = 5L },
            ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 600L },
        });
        await TrainedAsync(name);
    }

    /// <summary>Waits for a training job's good end.</summary>
    /// <returns>Its description.</returns>
    public Task<JsonObject> TrainedAsync(string name) => EndAsync("DescribeTrainingJob", "TrainingJobName", name, "TrainingJobStatus", "Completed");

    /// <summary>The last value of a job's metric.</summary>
    public async Task<double> MetricAsync(string job, string metric) =>
        ((JsonArray)(await TrainedAsync(job))["FinalMetricDataList"]!).Single(entry => (string?)entry!["MetricName"] == metric)!["Value"]!.GetValue<double>();

    /// <summary>Makes a model of a job.</summary>
    public async Task ModelAsync(string name, string algorithm, string role, string job) => await DoAsync("sagemaker", "CreateModel", new()
    {
        ["ModelName"] = name, ["ExecutionRoleArn"] = Role(role),
        ["PrimaryContainer"] = new JsonObject { ["Image"] = Image(algorithm), ["ModelDataUrl"] = (string?)(await TrainedAsync(job))["ModelArtifacts"]!["S3ModelArtifacts"] },
    });

    /// <summary>Trains to the end and makes a model of the job's name.</summary>
    public async Task TrainModelAsync(string name, string algorithm, string role, string output, (string Name, string Address, string ContentType)[] channels, string hyperparameters)
    {
        await TrainAsync(name, algorithm, role, output, channels, hyperparameters);
        await ModelAsync(name, algorithm, role, name);
    }

    /// <summary>Has a model answer files of comma-separated lines, to the end.</summary>
    public async Task TransformAsync(string name, string model, string input, string output, JsonObject processing)
    {
        await DoAsync("sagemaker", "CreateTransformJob", new()
        {
            ["TransformJobName"] = name, ["ModelName"] = model,
            ["TransformInput"] = new JsonObject { ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = input } }, ["ContentType"] = "text/csv", ["SplitType"] = "Line" },
            ["TransformOutput"] = new JsonObject { ["S3OutputPath"] = output, ["Accept"] = "text/csv", ["AssembleWith"] = "Line" },
            ["TransformResources"] = new JsonObject { ["InstanceType"] = "ml.m5.large", ["InstanceCount"] = 1L },
            ["DataProcessing"] = processing,
        });
        await EndAsync("DescribeTransformJob", "TransformJobName", name, "TransformJobStatus", "Completed");
    }

    /// <summary>Serves a model, on an instance or without one.</summary>
    public async Task ServeAsync(string endpoint, string model, bool serverless = false)
    {
        var config = $"{endpoint}-{Guid.NewGuid():N}"[..Math.Min(63, endpoint.Length + 9)];
        JsonObject variant = new() { ["VariantName"] = "all", ["ModelName"] = model };
        if (serverless) variant["ServerlessConfig"] = new JsonObject { ["MemorySizeInMB"] = 2048L, ["MaxConcurrency"] = 5L };
        else (variant["InstanceType"], variant["InitialInstanceCount"]) = ("ml.m5.large", 1L);
        await DoAsync("sagemaker", "CreateEndpointConfig", new() { ["EndpointConfigName"] = config, ["ProductionVariants"] = new JsonArray(variant) });
        await DoAsync("sagemaker", "CreateEndpoint", new() { ["EndpointName"] = endpoint, ["EndpointConfigName"] = config });
        await EndAsync("DescribeEndpoint", "EndpointName", endpoint, "EndpointStatus", "InService");
    }

    /// <summary>Waits for a thing's good end.</summary>
    public async Task<JsonObject> EndAsync(string operation, string member, string name, string statusMember, string wanted)
    {
        var ended = await Until.Async(
            () => DoAsync("sagemaker", operation, new() { [member] = name }), described => (string?)described[statusMember] is var status && (status == wanted || status is "Failed" or "Stopped"), $"{name} does not become {wanted}.", 180);
        Assert.True((string?)ended[statusMember] == wanted, $"{name} is {(string?)ended[statusMember]}: {(string?)ended["FailureReason"]}");
        return ended;
    }

    /// <summary>Breaks something, looks, and mends it whether what was looked for was seen or not.</summary>
    public static async Task WhileAsync(Func<Task> broken, Func<Task> look, Func<Task> mended)
    {
        try
        {
            await broken();
            await look();
        }
        finally
        {
            await mended();
        }
    }

    /// <summary>Another text in an object's place while it is looked at.</summary>
    public async Task WhileTextAsync(string bucket, string key, Func<string, string> wrong, Func<Task> look)
    {
        var right = await TextAsync(bucket, key);
        await WhileAsync(() => PutAsync(bucket, key, wrong(right)), look, () => PutAsync(bucket, key, right));
    }

    /// <summary>Other members in a JSON object's place while it is looked at.</summary>
    public Task WhileJsonAsync(string bucket, string key, Action<JsonObject> wrong, Func<Task> look) => WhileTextAsync(bucket, key, text =>
    {
        var report = JsonNode.Parse(text)!.AsObject();
        wrong(report);
        return report.ToJsonString();
    }, look);

    /// <summary>Another model behind an endpoint while it is looked at; none where it is null.</summary>
    public Task WhileServedAsync(string endpoint, string? wrong, string right, Func<Task> look, bool wrongServerless = false, bool serverless = false) => WhileAsync(
        async () =>
        {
            await DoAsync("sagemaker", "DeleteEndpoint", new() { ["EndpointName"] = endpoint });
            if (wrong is not null) await ServeAsync(endpoint, wrong, wrongServerless);
        },
        look,
        async () =>
        {
            await Bench.TryAsync("sagemaker", "DeleteEndpoint", new() { ["EndpointName"] = endpoint }, Cancel);
            await ServeAsync(endpoint, right, serverless);
        });

    public async Task<IReadOnlyList<Finding>> GradeAsync()
    {
        var findings = await _services.Exercises.GradeAsync(_exercise, Start, Cancel);
        Assert.Equal(_exercise.Checks, findings.Select(finding => finding.Check));
        return findings;
    }

    /// <summary>Everything is earned.</summary>
    public async Task AllGoodAsync() => Assert.All(await GradeAsync(), finding => Assert.True(finding.Earned == 1, $"{finding.Check} {finding.Earned:0.00}: {finding.Found}"));

    /// <summary>One check is not, or not all, earned and says why; all others are.</summary>
    /// <param name="check">Which.</param>
    /// <param name="phrase">What its finding says.</param>
    /// <param name="most">The share it may earn at most.</param>
    public Task OnlyAsync(string check, string phrase, double most = 0) => OnlyAsync([(check, phrase, most)]);

    /// <summary>Some checks are not earned and say why; all others are.</summary>
    public async Task OnlyAsync(params (string Check, string Phrase, double Most)[] missed)
    {
        foreach (var finding in await GradeAsync())
        {
            var said = $"{finding.Check} {finding.Earned:0.00}: {finding.Found}";
            var expected = missed.SingleOrDefault(miss => miss.Check == finding.Check);
            if (expected.Check is null) Assert.True(finding.Earned == 1, said);
            else
            {
                Assert.True(finding.Earned <= expected.Most && finding.Earned < 1, said);
                Assert.Contains(expected.Phrase, finding.Found, StringComparison.Ordinal);
            }
        }
    }

    public static string Role(string name) => $"arn:aws:iam::{LabCaller.Account}:role/{name}";

    public static string Image(string algorithm) => algorithm switch
    {
        "xgboost" => "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1",
        _ => $"382416733822.dkr.ecr.us-east-1.amazonaws.com/{algorithm}:1",
    };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

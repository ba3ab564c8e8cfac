using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Certus.Browser.Tests;

/// <summary>What a learner makes in the sandbox, made here over its own door.</summary>
public sealed class SandboxWork(int port) : IDisposable
{
    private const string Role = "certus-fraud-gallery", Image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1";

    private readonly HttpClient _client = new() { BaseAddress = new($"http://127.0.0.1:{port}") };

    /// <summary>Trains boosted trees on a few made rows and serves them.</summary>
    /// <returns>The names of the job and of the endpoint.</returns>
    public async Task<(string Job, string Endpoint)> TrainAndServeAsync()
    {
        const string bucket = "certus-fraud-gallery", name = "gallery-trees";
        await CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket });
        var random = new Random(3);
        string Rows(int count) => string.Concat(Enumerable.Range(0, count).Select(_ =>
        {
            var (x, y) = (random.NextDouble(), random.NextDouble());
            return FormattableString.Invariant($"{(x + y + 0.4 * random.NextDouble() > 1.2 ? 1 : 0)},{x:0.000},{y:0.000}\n");
        }));
        foreach (var channel in (string[])["train", "validation"]) await CallAsync("s3", "PutObject", new() { ["Bucket"] = bucket, ["Key"] = $"{channel}/rows.csv" }, Rows(400));
        await CallAsync("iam", "CreateRole", new()
        {
            ["RoleName"] = Role,
            ["AssumeRolePolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        });
        await CallAsync("iam", "AttachRolePolicy", new() { ["RoleName"] = Role, ["PolicyArn"] = "arn:aws:iam::aws:policy/AmazonS3FullAccess" });
        JsonObject Channel(string channel) => new()
        {
            ["ChannelName"] = channel, ["ContentType"] = "text/csv",
            ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = $"s3://{bucket}/{channel}/", ["S3DataDistributionType"] = "FullyReplicated" } },
        };
        await CallAsync("sagemaker", "CreateTrainingJob", new()
        {
            ["TrainingJobName"] = name, ["RoleArn"] = Arn,
            ["AlgorithmSpecification"] = new JsonObject { ["TrainingImage"] = Image, ["TrainingInputMode"] = "File" },
            ["HyperParameters"] = new JsonObject { ["objective"] = "binary:logistic", ["num_round"] = "30", ["max_depth"] = "3", ["eval_metric"] = "auc,logloss" },
            ["InputDataConfig"] = new JsonArray(Channel("train"), Channel("validation")),
            ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = $"s3://{bucket}/models/" },
            ["ResourceConfig"] = new JsonObject { ["InstanceType"] = "ml.m5.large", ["InstanceCount"] = 1, ["VolumeSizeInGB"] = 5 },
            ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 600 },
        });
        var artifact = (string)(await UntilAsync("DescribeTrainingJob", "TrainingJobName", name, "TrainingJobStatus", "Completed"))["ModelArtifacts"]!["S3ModelArtifacts"]!;
        await CallAsync("sagemaker", "CreateModel", new() { ["ModelName"] = name, ["ExecutionRoleArn"] = Arn, ["PrimaryContainer"] = new JsonObject { ["Image"] = Image, ["ModelDataUrl"] = artifact } });
        await CallAsync("sagemaker", "CreateEndpointConfig", new()
        {
            ["EndpointConfigName"] = name,
            ["ProductionVariants"] = new JsonArray(new JsonObject { ["VariantName"] = "all", ["ModelName"] = name, ["InstanceType"] = "ml.m5.large", ["InitialInstanceCount"] = 1, ["InitialVariantWeight"] = 1 }),
        });
        await CallAsync("sagemaker", "CreateEndpoint", new() { ["EndpointName"] = name, ["EndpointConfigName"] = name });
        await UntilAsync("DescribeEndpoint", "EndpointName", name, "EndpointStatus", "InService");
        return (name, name);
    }

    /// <summary>Makes a Kinesis stream with a few records, and a Firehose delivery from it.</summary>
    public async Task StreamAsync(string stream, string delivery)
    {
        await CallAsync("iam", "CreateRole", new()
        {
            ["RoleName"] = delivery,
            ["AssumeRolePolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        });
        await CallAsync("kinesis", "CreateStream", new() { ["StreamName"] = stream, ["ShardCount"] = 2 });
        await CallAsync("firehose", "CreateDeliveryStream", new()
        {
            ["DeliveryStreamName"] = delivery, ["DeliveryStreamType"] = "KinesisStreamAsSource",
            ["KinesisStreamSourceConfiguration"] = new JsonObject { ["KinesisStreamARN"] = $"arn:aws:kinesis:us-east-1:123456789012:stream/{stream}", ["RoleARN"] = $"arn:aws:iam::123456789012:role/{delivery}" },
            ["ExtendedS3DestinationConfiguration"] = new JsonObject { ["RoleARN"] = $"arn:aws:iam::123456789012:role/{delivery}", ["BucketARN"] = "arn:aws:s3:::certus-fraud-gallery", ["Prefix"] = "clicks/" },
        });
        foreach (var visitor in (string[])["ann", "bob", "cleo"])
            await CallAsync("kinesis", "PutRecord", new() { ["StreamName"] = stream, ["PartitionKey"] = visitor, ["Data"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($$"""{"visitor":"{{visitor}}","product":"kettle"}""")) });
    }

    private static string Arn => $"arn:aws:iam::123456789012:role/{Role}";

    /// <summary>Puts a few events into a partitioned table and asks a question of it.</summary>
    /// <returns>The query's id.</returns>
    public async Task<string> AskAsync()
    {
        const string bucket = "certus-gallery-lake";
        await CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket });
        foreach (var day in (string[])["2026-11-01", "2026-11-02"])
            await CallAsync("s3", "PutObject", new() { ["Bucket"] = bucket, ["Key"] = $"events/day={day}/0.csv" }, "north,2.5\nsouth,\n");
        await QueryAsync("CREATE DATABASE gallery");
        await QueryAsync($"CREATE EXTERNAL TABLE gallery.events (region string, amount double) PARTITIONED BY (day string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://{bucket}/events/'");
        await QueryAsync("MSCK REPAIR TABLE gallery.events");
        return await QueryAsync("SELECT region, sum(amount) AS revenue FROM gallery.events WHERE day = '2026-11-01' GROUP BY region ORDER BY region");

        async Task<string> QueryAsync(string sql)
        {
            var id = (string)(await CallAsync("athena", "StartQueryExecution", new() { ["QueryString"] = sql, ["ResultConfiguration"] = new JsonObject { ["OutputLocation"] = $"s3://{bucket}/results/" } }))["QueryExecutionId"]!;
            for (var patience = DateTime.UtcNow.AddMinutes(2); ; await Task.Delay(100))
            {
                var state = (string?)(await CallAsync("athena", "GetQueryExecution", new() { ["QueryExecutionId"] = id }))["QueryExecution"]!["Status"]!["State"];
                if (state == "SUCCEEDED") return id;
                if (state is "FAILED" or "CANCELLED" || DateTime.UtcNow > patience) throw new InvalidOperationException($"{sql}: {state}");
            }
        }
    }

    private async Task<JsonObject> UntilAsync(string operation, string member, string name, string state, string wanted)
    {
        for (var patience = DateTime.UtcNow.AddMinutes(2); ; await Task.Delay(200))
        {
            var described = await CallAsync("sagemaker", operation, new() { [member] = name });
            if ((string?)described[state] == wanted) return described;
            if ((string?)described[state] == "Failed" || DateTime.UtcNow > patience) throw new InvalidOperationException($"{name}: {described.ToJsonString()}");
        }
    }

    private async Task<JsonObject> CallAsync(string service, string operation, JsonObject input, string? text = null)
    {
        using var content = JsonContent.Create(new JsonObject { ["service"] = service, ["operation"] = operation, ["input"] = input, ["text"] = text });
        using var answer = await _client.PostAsync("/_lab/call", content);
        var said = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(said)!.AsObject() : throw new InvalidOperationException($"{operation}: {said}");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}

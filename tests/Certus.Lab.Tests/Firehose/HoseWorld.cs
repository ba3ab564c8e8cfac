using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Firehose;
using Certus.Lab.Grading;
using Certus.Lab.Server;
using Certus.Lab.Tests.S3;
using Parquet;

namespace Certus.Lab.Tests.Firehose;

/// <summary>A sandbox whose clock a test sets and which delivers when it is told to: a bucket, a role, a stream and a schema.</summary>
internal sealed class HoseWorld : IAsyncDisposable
{
    public const string Role = "arn:aws:iam::123456789012:role/hose";

    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private readonly string _directory = Directory.CreateTempSubdirectory("certus-firehose-").FullName;
    private LabServices _services;

    private HoseWorld() => _services = Open();

    public SettableClock Clock { get; } = new() { Now = new(2026, 11, 23, 12, 30, 0, TimeSpan.Zero) };

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public LabBench Bench => _services.Bench;

    public static async Task<HoseWorld> OpenAsync(params string[] actions)
    {
        var world = new HoseWorld();
        await world.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = "lake" });
        await world.CallAsync("iam", "CreateRole", new() { ["RoleName"] = "hose", ["AssumeRolePolicyDocument"] = Trust });
        await world.AllowAsync(actions.Length > 0 ? actions : ["s3:PutObject", "kinesis:*", "glue:*"]);
        await world.CallAsync("kinesis", "CreateStream", new() { ["StreamName"] = "s", ["ShardCount"] = 2 });
        await world.CallAsync("glue", "CreateDatabase", new() { ["DatabaseInput"] = new JsonObject { ["Name"] = "db" } });
        (string, string)[] columns = [("id", "bigint"), ("name", "string"), ("price", "double"), ("at", "timestamp"), ("cost", "decimal(10,2)"), ("day", "date"), ("small", "int"), ("yes", "boolean")];
        await world.CallAsync("glue", "CreateTable", new()
        {
            ["DatabaseName"] = "db",
            ["TableInput"] = new JsonObject { ["Name"] = "t", ["StorageDescriptor"] = new JsonObject { ["Columns"] = new JsonArray([.. columns.Select(column => new JsonObject { ["Name"] = column.Item1, ["Type"] = column.Item2 })]) } },
        });
        return world;
    }

    public Task AllowAsync(params string[] actions) => CallAsync("iam", "PutRolePolicy", new()
    {
        ["RoleName"] = "hose", ["PolicyName"] = "work", ["PolicyDocument"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":{{JsonSerializer.Serialize(actions)}},"Resource":"*"}]}""",
    });

    private LabServices Open() => LabServices.Open(new(_directory) { Time = Clock });

    public async Task RestartAsync()
    {
        await _services.DisposeAsync();
        _services = Open();
    }

    // Numbers lose their C# type on the way, as they do in a request.
    public Task<JsonObject> CallAsync(string service, string operation, JsonObject input) => Bench.CallAsync(service, operation, JsonNode.Parse(input.ToJsonString())!.AsObject(), Cancel);

    public Task<AwsException> RefusedAsync(string operation, JsonObject input) => Assert.ThrowsAsync<AwsException>(() => CallAsync("firehose", operation, input));

    /// <summary>A delivery stream to the bucket; what <paramref name="settings"/> has is set on top.</summary>
    public static JsonObject Hose(JsonObject? settings = null, bool fromStream = false)
    {
        JsonObject target = new() { ["RoleARN"] = Role, ["BucketARN"] = "arn:aws:s3:::lake", ["BufferingHints"] = new JsonObject { ["IntervalInSeconds"] = 60, ["SizeInMBs"] = 1 } };
        foreach (var (name, value) in settings ?? []) target[name] = value?.DeepClone();
        JsonObject hose = new() { ["DeliveryStreamName"] = "h", ["ExtendedS3DestinationConfiguration"] = target };
        if (!fromStream) return hose;
        hose["DeliveryStreamType"] = "KinesisStreamAsSource";
        hose["KinesisStreamSourceConfiguration"] = new JsonObject { ["KinesisStreamARN"] = "arn:aws:kinesis:us-east-1:123456789012:stream/s", ["RoleARN"] = Role };
        return hose;
    }

    public static JsonObject ToParquet() => new()
    {
        ["BufferingHints"] = new JsonObject { ["IntervalInSeconds"] = 60, ["SizeInMBs"] = 64 },
        ["Prefix"] = "events/dt=!{timestamp:yyyy-MM-dd}/", ["ErrorOutputPrefix"] = "errors/!{firehose:error-output-type}/",
        ["DataFormatConversionConfiguration"] = new JsonObject
        {
            ["Enabled"] = true, ["SchemaConfiguration"] = new JsonObject { ["RoleARN"] = Role, ["DatabaseName"] = "db", ["TableName"] = "t", ["Region"] = "us-east-1" },
            ["InputFormatConfiguration"] = new JsonObject { ["Deserializer"] = new JsonObject { ["OpenXJsonSerDe"] = new JsonObject() } },
            ["OutputFormatConfiguration"] = new JsonObject { ["Serializer"] = new JsonObject { ["ParquetSerDe"] = new JsonObject() } },
        },
    };

    public Task MakeAsync(JsonObject hose) => CallAsync("firehose", "CreateDeliveryStream", hose);

    public Task PutAsync(params string[] records) => CallAsync("firehose", "PutRecordBatch", new()
    {
        ["DeliveryStreamName"] = "h", ["Records"] = new JsonArray([.. records.Select(record => new JsonObject { ["Data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(record)) })]),
    });

    /// <summary>Lets time go by, then one round of deliveries.</summary>
    public async Task WaitAsync(int seconds)
    {
        Clock.Now += TimeSpan.FromSeconds(seconds);
        await ((FirehoseService)_services.ByName["firehose"]).DeliverAsync(Cancel);
    }

    public async Task<List<string>> KeysAsync() => [.. (await Bench.ListAsync("s3", "ListObjectsV2", new() { ["Bucket"] = "lake" }, "Contents", Cancel)).Select(item => (string)item["Key"]!)];

    public async Task<byte[]> BytesAsync(string key) => (await Bench.BytesAsync("lake", key, Cancel)).Bytes!;

    public async Task<string> TextAsync(string key) => Encoding.UTF8.GetString(await BytesAsync(key));

    public static string Unzipped(byte[] bytes)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    public async Task<T?[]> ColumnAsync<T>(string key, string name) where T : struct
    {
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(await BytesAsync(key)));
        using var group = reader.OpenRowGroupReader(0);
        var values = new T?[group.RowCount];
        await group.ReadAsync(reader.Schema.GetDataFields().Single(field => field.Name == name), values.AsMemory(), null, Cancel);
        return values;
    }

    public string? Failure() => _services.Database.Read(connection => DeliveryStream.Find(connection, "us-east-1", "h"))!.Failure;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using static Certus.Lab.Grading.StreamToParquet;

namespace Certus.Lab.Tests.Grading;

/// <summary>The grader of stream-to-parquet: what is right earns everything, and each wrong way loses what it should, for the right reason.</summary>
public sealed class StreamToParquetTests(StreamToParquetTests.Solved solved) : IClassFixture<StreamToParquetTests.Solved>
{
    private const string Prefix = "events/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/", Hose = "certus-clicks-hose";

    private readonly Attempt _lab = solved.Lab;

    /// <summary>The lab as the reference solution leaves it; tests break one thing and mend it again.</summary>
    public sealed class Solved : IAsyncLifetime
    {
        internal Attempt Lab { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Lab = await SolvedAsync(1);

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }

    /// <summary>A lab solved; without arguments rightly.</summary>
    private static async Task<Attempt> SolvedAsync(ulong seed, int shards = 2, Func<Click, string>? key = null, JsonObject? settings = null, Func<IReadOnlyList<Click>, IEnumerable<Click>>? sent = null)
    {
        var lab = await Attempt.BeginAsync("stream-to-parquet", seed);
        await lab.DoAsync("kinesis", "CreateStream", new() { ["StreamName"] = StreamToParquet.Stream, ["ShardCount"] = (long)shards });
        await HoseAsync(lab, Hose, settings);
        await SendAsync(lab, [.. (sent ?? (all => all))(OfFile(lab.Start))], key ?? (click => click.Session));
        await GatheredAsync(lab);
        return lab;
    }

    private static Task HoseAsync(Attempt lab, string name, JsonObject? settings = null)
    {
        JsonObject target = new()
        {
            ["RoleARN"] = Attempt.Role(RoleName), ["BucketARN"] = $"arn:aws:s3:::{Lake}", ["Prefix"] = Prefix, ["ErrorOutputPrefix"] = Errors,
            ["BufferingHints"] = new JsonObject { ["IntervalInSeconds"] = 0L, ["SizeInMBs"] = 64L },
            ["DataFormatConversionConfiguration"] = new JsonObject
            {
                ["Enabled"] = true,
                ["SchemaConfiguration"] = new JsonObject { ["RoleARN"] = Attempt.Role(RoleName), ["DatabaseName"] = Database, ["TableName"] = StreamToParquet.Table, ["Region"] = "us-east-1" },
                ["InputFormatConfiguration"] = new JsonObject { ["Deserializer"] = new JsonObject { ["OpenXJsonSerDe"] = new JsonObject() } },
                ["OutputFormatConfiguration"] = new JsonObject { ["Serializer"] = new JsonObject { ["ParquetSerDe"] = new JsonObject() } },
            },
        };
        foreach (var (member, value) in settings ?? [])
            if (value is null) target.Remove(member);
            else target[member] = value.DeepClone();
        return lab.DoAsync("firehose", "CreateDeliveryStream", new()
        {
            ["DeliveryStreamName"] = name, ["DeliveryStreamType"] = "KinesisStreamAsSource",
            ["KinesisStreamSourceConfiguration"] = new JsonObject { ["KinesisStreamARN"] = $"arn:aws:kinesis:us-east-1:123456789012:stream/{StreamToParquet.Stream}", ["RoleARN"] = Attempt.Role(RoleName) },
            ["ExtendedS3DestinationConfiguration"] = target,
        });
    }

    /// <summary>Sends events in their order, a second's worth of a shard at a time.</summary>
    private static async Task SendAsync(Attempt lab, IReadOnlyList<Click> clicks, Func<Click, string> key)
    {
        foreach (var batch in clicks.Chunk(400))
        {
            var answer = await lab.DoAsync("kinesis", "PutRecords", new()
            {
                ["StreamName"] = StreamToParquet.Stream,
                ["Records"] = new JsonArray([.. batch.Select(click => new JsonObject { ["PartitionKey"] = key(click), ["Data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(click.Json())) })]),
            });
            Assert.Equal(0, (int)answer["FailedRecordCount"]!);
            lab.Later(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Waits until nothing is gathered any more and the source is read to its end.</summary>
    private static Task GatheredAsync(Attempt lab) => Until.Async(() => Task.FromResult(lab.Idle()), idle => idle, "What the stream holds is not delivered.", 60);

    [Fact]
    public Task The_reference_solution_earns_everything() => _lab.AllGoodAsync();

    [Fact]
    public async Task Begun_and_not_touched_it_earns_nothing_and_begun_again_its_streams_are_gone()
    {
        await using var lab = await Attempt.BeginAsync("stream-to-parquet", 2);

        Assert.All(await lab.GradeAsync(), finding => Assert.Equal(0, finding.Earned));

        await lab.DoAsync("kinesis", "CreateStream", new() { ["StreamName"] = StreamToParquet.Stream, ["ShardCount"] = 1L });
        await HoseAsync(lab, Hose);
        await lab.BeginAgainAsync(3);
        Assert.Empty((await lab.DoAsync("kinesis", "ListStreams", []))["StreamNames"]!.AsArray());
        Assert.Empty((await lab.DoAsync("firehose", "ListDeliveryStreams", []))["DeliveryStreamNames"]!.AsArray());
    }

    [Fact]
    public async Task Keys_that_are_the_events_own_lose_the_order()
    {
        await using var lab = await SolvedAsync(4, key: click => click.Id);

        await lab.OnlyAsync(Order, "spread over shards");
    }

    [Fact]
    public async Task One_shard_and_one_key_for_all_lose_what_they_should()
    {
        await using var one = await SolvedAsync(5, shards: 1);
        await one.OnlyAsync(Shards, "takes records in 1 shard", 0.4);
        await using var same = await SolvedAsync(6, key: _ => "all");
        await same.OnlyAsync(Order, "all in one shard", 0.5);
    }

    [Fact]
    public async Task Half_of_the_file_and_the_file_sent_twice_lose_rows()
    {
        await using var half = await SolvedAsync(7, sent: all => all.Take(500));
        await half.OnlyAsync((Order, "of 40 events are missing", 0), (Delivered, "500 lie under", 0));
        await using var twice = await SolvedAsync(8, sent: all => all.Concat(all.Take(300)));
        await twice.OnlyAsync((Delivered, "300 lie there more than once", 0.5));
    }

    [Fact]
    public async Task JSON_as_it_came_is_no_Parquet()
    {
        await using var lab = await SolvedAsync(9, settings: new() { ["DataFormatConversionConfiguration"] = null });

        await lab.OnlyAsync((Delivered, "is not a Parquet file", 0), (Live, "0 came to", 0));
    }

    [Fact]
    public async Task Other_partitions_than_asked_for_are_seen()
    {
        await using var lab = await SolvedAsync(10, settings: new() { ["Prefix"] = "events/" });

        await lab.OnlyAsync(Partitions, "do not lie in the partition");
    }

    [Fact]
    public async Task A_delivery_that_gathers_for_minutes_is_not_waited_for()
    {
        await Attempt.WhileAsync(() => SetAsync("BufferingHints", new JsonObject { ["IntervalInSeconds"] = 300L, ["SizeInMBs"] = 64L }), () => _lab.OnlyAsync(Live, "gathers for up to 300 seconds"),
            () => SetAsync("BufferingHints", new JsonObject { ["IntervalInSeconds"] = 0L, ["SizeInMBs"] = 64L }));
    }

    [Fact]
    public async Task Errors_that_go_elsewhere_and_rows_put_there_by_hand_are_seen()
    {
        await using var lab = await SolvedAsync(11, settings: new() { ["ErrorOutputPrefix"] = "elsewhere/" });
        await lab.OnlyAsync(Live, "did not come to", 0.7);

        // The rows as they were delivered, once more by hand instead of by the service.
        foreach (var item in await lab.Bench.ListAsync("s3", "ListObjectsV2", new() { ["Bucket"] = Lake, ["Prefix"] = StreamToParquet.Rows }, "Contents", Attempt.Cancel))
            await lab.DoAsync("s3", "CopyObject", new() { ["Bucket"] = Lake, ["Key"] = (string)item["Key"]!, ["CopySource"] = $"{Lake}/{(string)item["Key"]!}", ["MetadataDirective"] = "REPLACE" });
        var findings = await lab.GradeAsync();
        Assert.Contains("0 lie under", findings.Single(finding => finding.Check == Delivered).Found, StringComparison.Ordinal);
    }

    private async Task SetAsync(string member, JsonNode value)
    {
        var version = (string?)(await _lab.DoAsync("firehose", "DescribeDeliveryStream", new() { ["DeliveryStreamName"] = Hose }))["DeliveryStreamDescription"]!["VersionId"];
        await _lab.DoAsync("firehose", "UpdateDestination", new()
        {
            ["DeliveryStreamName"] = Hose, ["CurrentDeliveryStreamVersionId"] = version, ["DestinationId"] = "destinationId-000000000001", ["ExtendedS3DestinationUpdate"] = new JsonObject { [member] = value },
        });
    }
}

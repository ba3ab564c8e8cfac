using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Catalog;
using Certus.Lab.Grading;
using Certus.Lab.Meter;
using Certus.Lab.Server;

namespace Certus.Lab.Tests.Meter;

/// <summary>What each thing would have cost on AWS, under a clock that the tests move.</summary>
public sealed class UsageMeterTests(MeterWorld world) : IClassFixture<MeterWorld>
{
    private const decimal Large = 0.115m;

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private void Later(double hours) => world.Clock.Now += TimeSpan.FromHours(hours);

    private async Task<IReadOnlyList<MeterLine>> LinesAsync(string resource, string? use = null) => [.. (await world.ReadAsync()).Lines.Where(line => line.Resource == resource && (use is null || line.Use == use))];

    private async Task<MeterLine> LineAsync(string resource, string use, string? item = null) => Assert.Single(await LinesAsync(resource, use), line => item is null || line.Item == item);

    [Fact]
    public async Task An_endpoint_counts_by_the_hour_until_it_is_deleted_and_no_longer()
    {
        await world.ServeAsync("counted");
        Later(3);
        var standing = await LineAsync("counted", "hosting");
        await world.RemoveAsync("counted");
        Later(10);
        var gone = await LineAsync("counted", "hosting");
        await world.ServeAsync("counted");
        Later(0.5);
        var again = await LineAsync("counted", "hosting");
        await world.RemoveAsync("counted");

        Assert.Equal(("ml.m5.large", 3.0, "instance hours", true), (standing.Item, Math.Round(standing.Quantity, 6), standing.Unit, standing.Running));
        Assert.Equal(3 * Large, Math.Round(standing.Usd!.Value, 6));
        Assert.Equal((3.0, false), (Math.Round(gone.Quantity, 6), gone.Running));
        Assert.Equal(3.5, again.Quantity, 6);
    }

    [Fact]
    public async Task Instances_more_count_from_when_they_are_wished_for_and_a_stopped_sandbox_stops_no_bill()
    {
        await world.ServeAsync("grown");
        Later(1);
        await world.DoAsync("sagemaker", "UpdateEndpointWeightsAndCapacities", new() { ["EndpointName"] = "grown", ["DesiredWeightsAndCapacities"] = new JsonArray(new JsonObject { ["VariantName"] = "all", ["DesiredInstanceCount"] = 3L }) });
        Later(1);
        await world.RestartAsync(TimeSpan.FromHours(2));
        var line = await LineAsync("grown", "hosting");
        await world.RemoveAsync("grown");

        Assert.Equal(1 + 3 * 3, line.Quantity, 6);
    }

    [Fact]
    public async Task What_nobody_has_asked_for_hours_is_shouted_about_until_somebody_asks()
    {
        await world.ServeAsync("lonely");
        await world.ServeAsync("free", null);
        Later(1.9);
        var early = await world.ReadAsync();
        Later(0.2);
        var late = await world.ReadAsync();
        await world.AskAsync("lonely");
        var asked = await world.ReadAsync();
        await Task.WhenAll(world.RemoveAsync("lonely"), world.RemoveAsync("free"));

        Assert.DoesNotContain(early.Forgotten, endpoint => endpoint.Endpoint == "lonely");
        var forgotten = Assert.Single(late.Forgotten, endpoint => endpoint.Endpoint is "lonely" or "free");
        Assert.Equal(("lonely", 2.1, 24 * Large), (forgotten.Endpoint, Math.Round(forgotten.IdleHours, 6), forgotten.UsdADay));
        Assert.DoesNotContain(asked.Forgotten, endpoint => endpoint.Endpoint == "lonely");
    }

    [Fact]
    public async Task A_job_counts_its_seconds_on_every_instance_and_its_volume_also_when_it_was_deleted()
    {
        var before = await LinesAsync(MeterWorld.Job);
        await world.TrainAsync("gone", "ml.m5.xlarge", 1);
        await world.DoAsync("sagemaker", "DeleteTrainingJob", new() { ["TrainingJobName"] = "gone" });
        var after = await LineAsync("gone", "training", "ml.m5.xlarge");

        // The clock stood still: a second is the least that is billed.
        Assert.Equal([("ml.m5.large", 2 / 3600.0), ("volume", 2 * 30 / 3600.0 / 730)], before.Select(line => (line.Item, Math.Round(line.Quantity, 12))).OrderBy(line => line.Item, StringComparer.Ordinal).Select(line => line), new Near());
        Assert.All(before, line => Assert.False(line.Running));
        Assert.Equal(Math.Round(0.23m / 3600, 10), Math.Round(after.Usd!.Value, 10));
    }

    [Fact]
    public async Task A_transform_job_counts_its_time_and_a_type_without_a_price_is_said_to_have_none()
    {
        await world.TransformAsync("night", "ml.m5.24xlarge");
        var report = await world.ReadAsync();

        var line = Assert.Single(report.Lines, line => line.Resource == "night");
        Assert.Equal(("transform", "ml.m5.24xlarge", (decimal?)null, (string?)null), (line.Use, line.Item, line.Usd, line.Price));
        Assert.True(report.Unpriced >= 1);
        Assert.Equal(report.Lines.Sum(one => one.Usd ?? 0), report.TotalUsd);
        Assert.Equal(report.Lines.Count(one => one.Usd is null), report.Unpriced);
    }

    [Fact]
    public async Task Bytes_count_for_as_long_as_they_lay_there()
    {
        const string other = "meter-other";
        await world.DoAsync("s3", "CreateBucket", new() { ["Bucket"] = other });
        async Task PutAsync(int kibibytes) => await world.Unbilled.PutAsync(other, "bytes", new string('x', kibibytes * 1024), Cancel);
        await PutAsync(512);
        Later(10);
        await PutAsync(256);        // what it replaces has lain there for ten hours
        Later(4);
        var standing = await LineAsync(other, "storage");
        await world.DoAsync("s3", "DeleteObject", new() { ["Bucket"] = other, ["Key"] = "bytes" });
        Later(100);
        var gone = await LineAsync(other, "storage");

        Assert.Equal((512 * 10 + 256 * 4) / 1048576.0 / 730, standing.Quantity, 12);
        Assert.Equal((true, false), (standing.Running, gone.Running));
        Assert.Equal(standing.Quantity, gone.Quantity, 12);
        Assert.Equal((decimal)standing.Quantity * 0.023m, standing.Usd!.Value);
    }

    [Fact]
    public async Task Requests_count_by_kind_those_of_graders_and_pages_do_not_and_deleting_is_free()
    {
        const string asked = "meter-asked";
        await world.DoAsync("s3", "CreateBucket", new() { ["Bucket"] = asked });
        for (var time = 0; time < 3; time++) await world.DoAsync("s3", "ListObjectsV2", new() { ["Bucket"] = asked });
        for (var time = 0; time < 2; time++) await world.DoAsync("s3", "HeadBucket", new() { ["Bucket"] = asked });
        await world.Unbilled.CallAsync("s3", "ListObjectsV2", new() { ["Bucket"] = asked }, Cancel);
        await world.Unbilled.TryAsync("s3", "HeadObject", new() { ["Bucket"] = asked, ["Key"] = "nothing" }, Cancel);
        await world.DoAsync("s3", "DeleteBucket", new() { ["Bucket"] = asked });

        var lines = await LinesAsync(asked, "requests");

        Assert.Equal([("GET and all others", 2.0), ("PUT, COPY, POST, LIST", 4.0)], lines.Select(line => (line.Item, line.Quantity)).OrderBy(line => line.Item, StringComparer.Ordinal));
        Assert.Equal(4 * 0.005m / 1000, lines.Single(line => line.Quantity == 4).Usd);
    }

    [Fact]
    public async Task Seconds_without_an_instance_are_counted_and_have_no_price()
    {
        await world.ServeAsync("onrequest", null);
        await world.AskAsync("onrequest");
        Later(50);
        // What passed through an endpoint is handed on to CloudWatch every few seconds.
        var line = await Until.Async(() => LineAsync("onrequest", "hosting"), line => line.Quantity > 0, "The request is not counted.", 60);
        await world.RemoveAsync("onrequest");

        Assert.Equal(("serverless inference", "seconds", (decimal?)null), (line.Item, line.Unit, line.Usd));
        Assert.InRange(line.Quantity, 1e-7, 30);
    }

    [Fact]
    public async Task Shards_count_from_when_they_are_opened_until_they_are_closed_or_their_stream_is_gone_and_records_in_units_of_25_KB()
    {
        const string name = "meter-stream";
        Task<JsonObject> KinesisAsync(string operation, JsonObject more)
        {
            more["StreamName"] = name;
            return world.DoAsync("kinesis", operation, more);
        }
        Task StandsAsync() => Until.Async(() => KinesisAsync("DescribeStreamSummary", []), answer => (string?)answer["StreamDescriptionSummary"]!["StreamStatus"] == "ACTIVE", "The stream does not become active.", 60);
        await KinesisAsync("CreateStream", new() { ["ShardCount"] = 1L });
        await StandsAsync();
        Later(2);
        await KinesisAsync("SplitShard", new() { ["ShardToSplit"] = "shardId-000000000000", ["NewStartingHashKey"] = "170141183460469231731687303715884105728" });
        await StandsAsync();
        foreach (var size in new[] { 1, 25 * 1024, 25 * 1024 + 1 }) await KinesisAsync("PutRecord", new() { ["PartitionKey"] = "k", ["Data"] = JsonValue.Create(new byte[size]) });
        Later(3);
        var standing = await LineAsync(name, "streams", "shard");
        await KinesisAsync("DeleteStream", []);
        await Until.Async(() => LinesAsync(name, "streams"), lines => lines.All(line => !line.Running), "The stream does not go.", 60);
        Later(10);
        var gone = await LineAsync(name, "streams", "shard");
        var units = await LineAsync(name, "streams", "PUT payload unit");

        // One shard for two hours, its two children for three.
        Assert.Equal(2 + 2 * 3, standing.Quantity, 3);
        Assert.Equal((true, 0.015m), (standing.Running, Math.Round(standing.Usd!.Value / (decimal)standing.Quantity, 6)));
        Assert.Equal(8, gone.Quantity, 3);
        Assert.Equal((1 + 1 + 2, (decimal?)null), ((int)units.Quantity, units.Usd));
    }

    [Fact]
    public async Task A_stream_that_changes_its_mode_keeps_the_hours_it_had_in_the_other()
    {
        const string name = "meter-modes";
        Task ModeAsync(string mode) => world.DoAsync("kinesis", "UpdateStreamMode", new() { ["StreamARN"] = $"arn:aws:kinesis:us-east-1:123456789012:stream/{name}", ["StreamModeDetails"] = new JsonObject { ["StreamMode"] = mode } });
        async Task<(double, double)> HoursAsync() => (Math.Round((await LineAsync(name, "streams", "shard")).Quantity, 6), Math.Round((await LineAsync(name, "streams", "on-demand stream")).Quantity, 6));
        await world.DoAsync("kinesis", "CreateStream", new() { ["StreamName"] = name, ["ShardCount"] = 2L });

        Later(3);
        await ModeAsync("ON_DEMAND");
        var switched = await HoursAsync();
        Later(1);
        var demanded = await HoursAsync();
        await ModeAsync("PROVISIONED");
        Later(0.5);
        var back = await HoursAsync();
        await ModeAsync("ON_DEMAND");
        Later(2);
        await world.DoAsync("kinesis", "DeleteStream", new() { ["StreamName"] = name });
        Later(10);

        Assert.Equal(((6.0, 0.0), (6.0, 1.0), (7.0, 1.0), (7.0, 3.0)), (switched, demanded, back, await HoursAsync()));
    }

    [Fact]
    public async Task What_a_delivery_stream_takes_in_counts_in_steps_of_5_KB()
    {
        await world.DoAsync("iam", "CreateRole", new() { ["RoleName"] = "meter-hose", ["AssumeRolePolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole"}]}""" });
        await world.DoAsync("iam", "PutRolePolicy", new() { ["RoleName"] = "meter-hose", ["PolicyName"] = "all", ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""" });
        await world.DoAsync("firehose", "CreateDeliveryStream", new()
        {
            ["DeliveryStreamName"] = "meter-hose", ["ExtendedS3DestinationConfiguration"] = new JsonObject { ["RoleARN"] = "arn:aws:iam::123456789012:role/meter-hose", ["BucketARN"] = $"arn:aws:s3:::{MeterWorld.Bucket}" },
        });
        await Until.Async(() => world.DoAsync("firehose", "DescribeDeliveryStream", new() { ["DeliveryStreamName"] = "meter-hose" }), answer => (string?)answer["DeliveryStreamDescription"]!["DeliveryStreamStatus"] == "ACTIVE", "The stream does not become active.", 60);
        foreach (var size in new[] { 1, 5 * 1024, 5 * 1024 + 1 }) await world.DoAsync("firehose", "PutRecord", new() { ["DeliveryStreamName"] = "meter-hose", ["Record"] = new JsonObject { ["Data"] = JsonValue.Create(new byte[size]) } });

        var line = await LineAsync("meter-hose", "ingestion");

        Assert.Equal(("Amazon Data Firehose", "data ingested", "GB", (decimal?)null), (line.Service, line.Item, line.Unit, line.Usd));
        Assert.Equal((1 + 1 + 2) * 5 * 1024 / 1073741824.0, line.Quantity, 12);
    }

    [Fact]
    public async Task Queries_count_what_they_scan_ten_megabytes_at_least_and_what_changes_the_catalog_is_free()
    {
        foreach (var sql in new[] { "CREATE DATABASE metered", $"CREATE EXTERNAL TABLE metered.numbers (a int, b int) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://{MeterWorld.Bucket}/train/'", "SELECT count(*) FROM metered.numbers", "SELECT nothing FROM metered.numbers" })
        {
            var id = (string?)(await world.DoAsync("athena", "StartQueryExecution", new() { ["QueryString"] = sql, ["ResultConfiguration"] = new JsonObject { ["OutputLocation"] = $"s3://{MeterWorld.Bucket}/queries/" } }))["QueryExecutionId"];
            await Until.Async(() => world.DoAsync("athena", "GetQueryExecution", new() { ["QueryExecutionId"] = id }), answer => (string?)answer["QueryExecution"]!["Status"]!["State"] is "SUCCEEDED" or "FAILED", "The query does not end.", 120);
        }

        var line = await LineAsync("primary", "queries");

        Assert.Equal(("Amazon Athena", "data scanned", 10 / 1024.0, "GB"), (line.Service, line.Item, line.Quantity, line.Unit));
        Assert.Equal(10 * 5m / 1024 / 1024, Math.Round(line.Usd!.Value, 12), 9);
    }

    [Fact]
    public async Task A_crawl_counts_the_units_that_Glue_says_of_it()
    {
        await world.DoAsync("iam", "CreateRole", new() { ["RoleName"] = "meter-crawler", ["AssumeRolePolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"glue.amazonaws.com"},"Action":"sts:AssumeRole"}]}""" });
        await world.DoAsync("iam", "PutRolePolicy", new() { ["RoleName"] = "meter-crawler", ["PolicyName"] = "all", ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""" });
        await world.DoAsync("glue", "CreateDatabase", new() { ["DatabaseInput"] = new JsonObject { ["Name"] = "crawled" } });
        await world.DoAsync("glue", "CreateCrawler", new()
        {
            ["Name"] = "meter-crawl", ["Role"] = "meter-crawler", ["DatabaseName"] = "crawled", ["Targets"] = new JsonObject { ["S3Targets"] = new JsonArray(new JsonObject { ["Path"] = $"s3://{MeterWorld.Bucket}/train/" }) },
        });
        await world.DoAsync("glue", "StartCrawler", new() { ["Name"] = "meter-crawl" });
        await Until.Async(() => world.DoAsync("glue", "GetCrawler", new() { ["Name"] = "meter-crawl" }), answer => (string?)answer["Crawler"]!["State"] == "READY", "The crawler does not come to its end.", 120);
        var crawled = await LineAsync("meter-crawl", "crawlers");
        await world.DoAsync("glue", "DeleteCrawler", new() { ["Name"] = "meter-crawl" });
        var gone = await LineAsync("meter-crawl", "crawlers");

        // Two units for ten minutes, the least that is billed.
        Assert.Equal(("DPU", 0.333, "DPU hours"), (crawled.Item, crawled.Quantity, crawled.Unit));
        Assert.Equal(0.333m * 0.44m, Math.Round(crawled.Usd!.Value, 6));
        Assert.Equal(crawled, gone);
    }

    [Fact]
    public void Every_price_has_its_source_and_its_day_and_is_there_once()
    {
        Assert.All(UsageMeter.Prices.Prices, price =>
        {
            Assert.Equal("https", price.Source.Scheme);
            Assert.InRange(price.AsOf, new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));
            Assert.True(price.Usd > 0);
        });
        Assert.Equal(Large, UsageMeter.Prices.Find("Amazon SageMaker AI", "hosting", "ml.m5.large")!.Usd);
        Assert.Null(UsageMeter.Prices.Find("Amazon SageMaker AI", "hosting", "ml.m5.large "));
        Assert.Equal(PriceUnit.GigabyteMonth, UsageMeter.Prices.Find("Amazon S3", "storage", "STANDARD")!.Unit);
    }

    [Fact]
    public async Task The_meter_is_read_over_the_sandbox_s_own_door_as_it_is()
    {
        var directory = Directory.CreateTempSubdirectory("certus-meter-").FullName;
        try
        {
            await using var server = await LabServer.StartAsync(new(directory) { Port = 0 }, Cancel);
            await server.Services.Bench.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = "over-the-door" }, Cancel, LabCaller.Root());
            using var client = new SandboxClient(new($"http://127.0.0.1:{server.Port}"));

            var (told, own) = (await client.MeterAsync(Cancel), await server.Services.Meter.ReadAsync(Cancel));

            Assert.Equal(own.Lines, told.Lines);
            Assert.Equal((own.TotalUsd, own.PricesAsOf, own.Region, "USD"), (told.TotalUsd, told.PricesAsOf, told.Region, told.Currency));
            Assert.Equal("over-the-door", Assert.Single(told.Lines).Resource);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Theory]
    [InlineData(58.0, "instance hours", "58 instance hours")]
    [InlineData(1.0 / 3600, "instance hours", "1 instance second")]
    [InlineData(0.00001, "GB-months", "less than 0.0001 GB-months")]
    [InlineData(0.0, "GB-months", "0 GB-months")]
    [InlineData(1.0, "requests", "1 request")]
    [InlineData(12_345.0, "requests", "12,345 requests")]
    public void Quantities_are_said_as_people_read_them(double quantity, string unit, string said) => Assert.Equal(said, MeterWords.Quantity(new("Amazon S3", "storage", "bucket", "STANDARD", quantity, unit, null, null, false)));

    [Theory]
    [InlineData("0", "$0.00")]
    [InlineData("1234.5", "$1,234.50")]
    [InlineData("0.0123", "$0.01")]
    [InlineData("0.00042", "$0.0004")]
    [InlineData("0.0000001", "less than $0.0001")]
    public void Amounts_below_a_cent_are_not_said_to_be_nothing(string amount, string said) => Assert.Equal(said, MeterWords.Usd(decimal.Parse(amount, CultureInfo.InvariantCulture)));

    [Fact]
    public async Task A_sandbox_that_was_emptied_has_cost_nothing()
    {
        await using var own = new MeterWorld();
        await own.InitializeAsync();
        await own.ServeAsync("one");
        var before = await own.ReadAsync();
        await own.ResetAsync();

        var after = await own.ReadAsync();

        Assert.NotEmpty(before.Lines);
        Assert.Equal((0, 0m, null), (after.Lines.Count, after.TotalUsd, after.Since));
        Assert.Empty(after.Forgotten);
    }

    private sealed class Near : IEqualityComparer<(string Item, double Quantity)>
    {
        public bool Equals((string Item, double Quantity) x, (string Item, double Quantity) y) => x.Item == y.Item && Math.Abs(x.Quantity - y.Quantity) < 1e-9;

        public int GetHashCode((string Item, double Quantity) row) => row.Item.GetHashCode(StringComparison.Ordinal);
    }
}

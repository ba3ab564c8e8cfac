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

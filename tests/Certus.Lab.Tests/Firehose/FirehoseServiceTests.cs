using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Tests.Firehose;

/// <summary>What is put is gathered, delivered when it is due, in order, once, and where the prefix says.</summary>
public sealed class FirehoseServiceTests
{
    [Fact]
    public async Task Records_are_delivered_together_when_their_time_is_up_and_not_before()
    {
        await using var world = await HoseWorld.OpenAsync();
        await world.MakeAsync(HoseWorld.Hose());
        await world.PutAsync("one", "two");
        await world.WaitAsync(30);
        await world.PutAsync("three");
        await world.WaitAsync(29);
        var early = await world.KeysAsync();

        await world.WaitAsync(1);

        Assert.Empty(early);
        var key = Assert.Single(await world.KeysAsync());
        Assert.Matches("^2026/11/23/12/h-1-2026-11-23-12-30-00-[0-9a-f-]{36}$", key);
        Assert.Equal("onetwothree", await world.TextAsync(key));
    }

    [Fact]
    public async Task A_buffer_that_is_full_waits_for_no_time()
    {
        await using var world = await HoseWorld.OpenAsync();
        await world.MakeAsync(HoseWorld.Hose());
        var half = new string('x', 600_000);
        await world.PutAsync(half, half, "rest");

        await world.WaitAsync(0);
        var full = await world.KeysAsync();
        await world.WaitAsync(60);

        Assert.Equal(1_200_000, (await world.BytesAsync(Assert.Single(full))).Length);
        Assert.Equal(2, (await world.KeysAsync()).Count);
        Assert.Contains("rest", await Task.WhenAll((await world.KeysAsync()).Select(world.TextAsync)));
    }

    [Fact]
    public async Task What_was_gathered_is_delivered_after_a_restart_and_only_once()
    {
        await using var world = await HoseWorld.OpenAsync();
        await world.MakeAsync(HoseWorld.Hose());
        await world.PutAsync("kept");

        await world.RestartAsync();
        await world.WaitAsync(60);
        await world.RestartAsync();
        await world.WaitAsync(60);

        Assert.Equal("kept", await world.TextAsync(Assert.Single(await world.KeysAsync())));
    }

    [Theory]
    [InlineData("GZIP", ".gz")]
    [InlineData("ZIP", ".zip")]
    public async Task Objects_are_compressed_as_asked(string format, string extension)
    {
        await using var world = await HoseWorld.OpenAsync();
        await world.MakeAsync(HoseWorld.Hose(new() { ["CompressionFormat"] = format, ["Prefix"] = "raw/" }));
        await world.PutAsync("a\n", "b\n");

        await world.WaitAsync(60);

        var key = Assert.Single(await world.KeysAsync());
        Assert.StartsWith("raw/2026/11/23/12/", key, StringComparison.Ordinal);
        Assert.EndsWith(extension, key, StringComparison.Ordinal);
        var bytes = await world.BytesAsync(key);
        if (format == "GZIP") Assert.Equal("a\nb\n", HoseWorld.Unzipped(bytes));
        else
        {
            using var zip = new ZipArchive(new MemoryStream(bytes));
            using var reader = new StreamReader(Assert.Single(zip.Entries).Open());
            Assert.Equal("a\nb\n", await reader.ReadToEndAsync(HoseWorld.Cancel));
        }
    }

    [Fact]
    public async Task JSON_becomes_the_rows_of_a_Glue_table_and_what_does_not_fit_goes_to_the_errors()
    {
        await using var world = await HoseWorld.OpenAsync();
        await world.MakeAsync(HoseWorld.Hose(HoseWorld.ToParquet()));
        await world.PutAsync(
            """{"id":1,"Name":"ann","price":1.5,"at":"2026-11-23T10:00:00Z","cost":9.995,"day":"2026-11-22","small":7,"yes":true,"unknown":[1]}""",
            """{"id":2}{"id":3,"name":null,"price":"2.25","at":1700000000}""",
            "no json", """{"id":7,"name":"\ud800"}""", """{"id":"four"}""", """{"id":5,"small":3000000000}""", "[1]");

        await world.WaitAsync(60);

        var keys = await world.KeysAsync();
        var rows = Assert.Single(keys, key => key.StartsWith("events/dt=2026-11-23/", StringComparison.Ordinal));
        Assert.EndsWith(".parquet", rows, StringComparison.Ordinal);
        Assert.Equal([1L, 2L, 3L], await world.ColumnAsync<long>(rows, "id"));
        Assert.Equal([1.5, null, 2.25], await world.ColumnAsync<double>(rows, "price"));
        Assert.Equal([10.00m, null, null], await world.ColumnAsync<decimal>(rows, "cost"));
        Assert.Equal([new DateTime(2026, 11, 23, 10, 0, 0), null, DateTimeOffset.FromUnixTimeSeconds(1700000000).DateTime], await world.ColumnAsync<DateTime>(rows, "at"));
        Assert.Equal([7, null, null], await world.ColumnAsync<int>(rows, "small"));
        Assert.Equal([true, null, null], await world.ColumnAsync<bool>(rows, "yes"));
        var failures = (await world.TextAsync(Assert.Single(keys, key => key.StartsWith("errors/format-conversion-failed/2026/11/23/12/", StringComparison.Ordinal)))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["no json", """{"id":7,"name":"\ud800"}""", """{"id":"four"}""", """{"id":5,"small":3000000000}""", "[1]"], failures.Select(failure => Encoding.UTF8.GetString(Convert.FromBase64String((string)failure["rawData"]!))));
        Assert.All(failures, failure => Assert.Equal("DataFormatConversion.MalformedData", (string?)failure["lastErrorCode"]));
    }

    [Fact]
    public async Task A_Kinesis_stream_is_taken_in_from_when_the_delivery_stream_was_made_in_the_order_of_its_shards_over_a_split()
    {
        await using var world = await HoseWorld.OpenAsync();
        await StreamAsync("before");
        await world.MakeAsync(HoseWorld.Hose(fromStream: true));
        for (var i = 0; i < 10; i++) await StreamAsync($"{i},");
        await world.WaitAsync(1);
        await world.CallAsync("kinesis", "SplitShard", new() { ["StreamName"] = "s", ["ShardToSplit"] = "shardId-000000000000", ["NewStartingHashKey"] = "1000" });
        for (var i = 10; i < 20; i++) await StreamAsync($"{i},");
        await world.RestartAsync();

        await world.WaitAsync(61);
        await world.WaitAsync(61);

        Assert.Equal(string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},")), string.Concat(await Task.WhenAll((await world.KeysAsync()).Select(world.TextAsync))));
        Assert.Equal("InvalidArgumentException", (await world.RefusedAsync("PutRecord", new() { ["DeliveryStreamName"] = "h", ["Record"] = new JsonObject { ["Data"] = "AA==" } })).Code);

        Task StreamAsync(string text) => world.CallAsync("kinesis", "PutRecord", new() { ["StreamName"] = "s", ["PartitionKey"] = "k", ["ExplicitHashKey"] = "5", ["Data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) });
    }

    [Fact]
    public async Task A_stream_made_anew_under_its_name_is_taken_in_from_its_first_record()
    {
        await using var world = await HoseWorld.OpenAsync();
        for (var i = 0; i < 3; i++) await StreamAsync("before");
        await world.MakeAsync(HoseWorld.Hose(fromStream: true));
        await world.CallAsync("kinesis", "DeleteStream", new() { ["StreamName"] = "s" });
        world.Clock.Now += TimeSpan.FromSeconds(1);
        await world.CallAsync("kinesis", "CreateStream", new() { ["StreamName"] = "s", ["ShardCount"] = 2 });
        await StreamAsync("anew");

        await world.WaitAsync(1);
        await world.WaitAsync(60);

        Assert.Equal("anew", await world.TextAsync(Assert.Single(await world.KeysAsync())));

        Task StreamAsync(string text) => world.CallAsync("kinesis", "PutRecord", new() { ["StreamName"] = "s", ["PartitionKey"] = "k", ["Data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) });
    }

    [Fact]
    public async Task What_waits_in_a_stream_is_taken_in_by_parts_and_none_is_left_out()
    {
        await using var world = await HoseWorld.OpenAsync();
        await world.MakeAsync(HoseWorld.Hose(new() { ["Prefix"] = "!{firehose:random-string}/", ["ErrorOutputPrefix"] = "e/" }, fromStream: true));
        for (var i = 0; i < 14; i++)
        {
            world.Clock.Now += TimeSpan.FromSeconds(1);
            await world.CallAsync("kinesis", "PutRecord", new() { ["StreamName"] = "s", ["PartitionKey"] = $"{i}", ["Data"] = Convert.ToBase64String([(byte)i, .. new byte[1_000_000]]) });
        }

        await world.WaitAsync(1);
        var first = await world.KeysAsync();
        await world.WaitAsync(60);

        Assert.InRange(first.Count, 1, 6); // eleven of the fourteen are 10 MiB, and two an object
        var objects = await Task.WhenAll((await world.KeysAsync()).Select(world.BytesAsync));
        Assert.Equal(Enumerable.Range(0, 14).Select(i => (byte)i), objects.SelectMany(bytes => bytes.Chunk(1_000_001).Select(record => record[0])).Order());
    }

    [Fact]
    public async Task A_schema_that_can_not_be_written_stops_no_other_stream()
    {
        await using var world = await HoseWorld.OpenAsync();
        await world.CallAsync("glue", "CreateTable", new()
        {
            ["DatabaseName"] = "db",
            ["TableInput"] = new JsonObject { ["Name"] = "u", ["StorageDescriptor"] = new JsonObject { ["Columns"] = new JsonArray(new JsonObject { ["Name"] = "id", ["Type"] = "decimal(10,-3)" }) } },
        });
        var wrong = HoseWorld.ToParquet();
        wrong["DataFormatConversionConfiguration"]!["SchemaConfiguration"]!["TableName"] = "u";
        await world.MakeAsync(HoseWorld.Hose(wrong));
        await world.PutAsync("""{"id":1}""");
        var other = HoseWorld.Hose();
        other["DeliveryStreamName"] = "other";
        await world.MakeAsync(other);
        await world.CallAsync("firehose", "PutRecord", new() { ["DeliveryStreamName"] = "other", ["Record"] = new JsonObject { ["Data"] = "eA==" } });

        await world.WaitAsync(60);

        Assert.Equal("x", await world.TextAsync(Assert.Single(await world.KeysAsync())));
        Assert.StartsWith("DataFormatConversion.InvalidSchema: The sandbox converts no column of the type decimal(10,-3)", world.Failure(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_may_not_write_keeps_the_records_and_says_so_in_the_log_until_it_may()
    {
        await using var world = await HoseWorld.OpenAsync("glue:*");
        await world.MakeAsync(HoseWorld.Hose(new() { ["CloudWatchLoggingOptions"] = new JsonObject { ["Enabled"] = true, ["LogGroupName"] = "hoses", ["LogStreamName"] = "h" } }));
        await world.PutAsync("held");
        await world.WaitAsync(60);
        var failure = world.Failure();
        var log = await world.CallAsync("logs", "GetLogEvents", new() { ["logGroupName"] = "hoses", ["logStreamName"] = "h" });

        await world.AllowAsync("s3:PutObject");
        await world.WaitAsync(10);

        Assert.StartsWith("S3.AccessDenied", failure, StringComparison.Ordinal);
        Assert.Contains("S3.AccessDenied", (string?)log["events"]![0]!["message"], StringComparison.Ordinal);
        Assert.Equal("held", await world.TextAsync(Assert.Single(await world.KeysAsync())));
        Assert.Null(world.Failure());
    }

    [Fact]
    public async Task What_was_gathered_is_delivered_also_where_its_source_can_not_be_read_any_more()
    {
        await using var world = await HoseWorld.OpenAsync();
        await world.MakeAsync(HoseWorld.Hose(fromStream: true));
        await StreamAsync("in time");
        await world.WaitAsync(1);
        await world.AllowAsync("s3:PutObject");
        await StreamAsync("too late");

        await world.WaitAsync(30);
        await world.WaitAsync(31);

        Assert.Equal("in time", await world.TextAsync(Assert.Single(await world.KeysAsync())));
        Assert.StartsWith("Kinesis.AccessDenied", world.Failure(), StringComparison.Ordinal);

        Task StreamAsync(string text) => world.CallAsync("kinesis", "PutRecord", new() { ["StreamName"] = "s", ["PartitionKey"] = "k", ["Data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) });
    }

    [Theory]
    [InlineData("""{"DynamicPartitioningConfiguration":{"Enabled":true}}""", "NotImplemented")]
    [InlineData("""{"ProcessingConfiguration":{"Enabled":true,"Processors":[{"Type":"Lambda"}]}}""", "NotImplemented")]
    [InlineData("""{"CompressionFormat":"Snappy"}""", "NotImplemented")]
    [InlineData("""{"S3BackupMode":"Enabled"}""", "NotImplemented")]
    [InlineData("""{"Prefix":"x/!{timestamp:yyyy}/"}""", "InvalidArgumentException")]
    [InlineData("""{"Prefix":"x/!{oops:yyyy}/","ErrorOutputPrefix":"e/"}""", "InvalidArgumentException")]
    [InlineData("""{"Prefix":"x/!{timestamp:QQ}/","ErrorOutputPrefix":"e/"}""", "InvalidArgumentException")]
    [InlineData("""{"RoleARN":"arn:aws:iam::123456789012:role/nobody"}""", "InvalidArgumentException")]
    [InlineData("""{"BucketARN":"lake"}""", "ValidationException")]
    public async Task What_AWS_refuses_is_refused_and_what_is_not_built_is_refused_by_its_name(string settings, string code)
    {
        await using var world = await HoseWorld.OpenAsync();

        Assert.Equal(code, (await world.RefusedAsync("CreateDeliveryStream", HoseWorld.Hose(JsonNode.Parse(settings)!.AsObject()))).Code);
        Assert.Equal("ResourceNotFoundException", (await world.RefusedAsync("DescribeDeliveryStream", new() { ["DeliveryStreamName"] = "h" })).Code);
    }

    [Fact]
    public async Task Small_buffers_and_compression_are_refused_with_a_conversion()
    {
        await using var world = await HoseWorld.OpenAsync();
        var small = HoseWorld.ToParquet();
        small["BufferingHints"]!["SizeInMBs"] = 63;
        var zipped = HoseWorld.ToParquet();
        zipped["CompressionFormat"] = "GZIP";

        Assert.Contains("at least 64", (await world.RefusedAsync("CreateDeliveryStream", HoseWorld.Hose(small))).Message, StringComparison.Ordinal);
        Assert.Contains("Compression format", (await world.RefusedAsync("CreateDeliveryStream", HoseWorld.Hose(zipped))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_counts_the_version_and_needs_the_one_before()
    {
        await using var world = await HoseWorld.OpenAsync();
        await world.MakeAsync(HoseWorld.Hose());
        JsonObject update = new() { ["DeliveryStreamName"] = "h", ["CurrentDeliveryStreamVersionId"] = "1", ["DestinationId"] = "destinationId-000000000001", ["ExtendedS3DestinationUpdate"] = new JsonObject { ["Prefix"] = "new/" } };

        await world.CallAsync("firehose", "UpdateDestination", update);
        var again = await world.RefusedAsync("UpdateDestination", update);
        await world.PutAsync("x");
        await world.WaitAsync(60);

        Assert.Equal("ConcurrentModificationException", again.Code);
        Assert.StartsWith("new/2026/11/23/12/h-2-", Assert.Single(await world.KeysAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_no_destination_here_goes_to_the_bucket_for_backup_with_the_reason()
    {
        await using var world = await HoseWorld.OpenAsync();
        await world.MakeAsync(new()
        {
            ["DeliveryStreamName"] = "h",
            ["HttpEndpointDestinationConfiguration"] = new JsonObject
            {
                ["EndpointConfiguration"] = new JsonObject { ["Url"] = "https://example.com", ["AccessKey"] = "secret" },
                ["S3Configuration"] = new JsonObject { ["RoleARN"] = HoseWorld.Role, ["BucketARN"] = "arn:aws:s3:::lake", ["BufferingHints"] = new JsonObject { ["IntervalInSeconds"] = 60, ["SizeInMBs"] = 1 } },
            },
        });
        await world.PutAsync("x");

        await world.WaitAsync(60);
        var described = await world.CallAsync("firehose", "DescribeDeliveryStream", new() { ["DeliveryStreamName"] = "h" });

        var key = Assert.Single(await world.KeysAsync());
        Assert.StartsWith("httpendpoint-failed/", key, StringComparison.Ordinal);
        Assert.Contains("The sandbox has no HttpEndpoint to deliver to.", await world.TextAsync(key), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", described.ToJsonString(), StringComparison.Ordinal);
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Certus.Lab.Tests.Kinesis;

/// <summary>Records go where their keys say, come back in their order, and are gone when their time is over.</summary>
public sealed class KinesisServiceTests : IAsyncDisposable
{
    private readonly StreamWorld _world = new();

    [Fact]
    public async Task A_record_goes_to_the_shard_whose_hash_keys_hold_the_MD5_of_its_partition_key()
    {
        await _world.MakeAsync(shards: 5);
        var ranges = (await _world.ShardsAsync()).ToDictionary(shard => (string)shard["ShardId"]!, shard => (Low: Hash(shard, "StartingHashKey"), High: Hash(shard, "EndingHashKey")));

        await Gen.String[Gen.Char.AlphaNumeric, 1, 40].SampleAsync(async key =>
        {
            _world.Now += TimeSpan.FromSeconds(1);
            var (shard, _) = await _world.PutAsync(key, "x");
            var hash = UInt128.Parse(Convert.ToHexString(CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes(key))), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return ranges[shard].Low <= hash && hash <= ranges[shard].High;
        }, iter: 200, threads: 1);

        var ordered = ranges.Values.OrderBy(range => range.Low).ToList();
        Assert.Equal((UInt128.Zero, UInt128.MaxValue), (ordered[0].Low, ordered[^1].High));
        Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.Equal(pair.First.High + 1, pair.Second.Low));

        static UInt128 Hash(JsonObject shard, string end) => UInt128.Parse((string)shard["HashKeyRange"]![end]!, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task The_records_of_a_key_stay_in_order_over_random_splits_and_merges_when_parents_are_read_before_children()
    {
        await Gen.Select(Gen.Int[1, 4], Gen.Int[0, 4].Array[5, 40]).SampleAsync(async (shards, steps) =>
        {
            await using var world = new StreamWorld();
            await world.MakeAsync(shards: shards);
            Dictionary<string, List<string>> sent = [];
            foreach (var (index, step) in steps.Index())
            {
                world.Now += TimeSpan.FromSeconds(1);
                var open = (await world.ShardsAsync(new() { ["ShardFilter"] = new JsonObject { ["Type"] = "AT_LATEST" } })).OrderBy(shard => UInt128.Parse((string)shard["HashKeyRange"]!["StartingHashKey"]!, CultureInfo.InvariantCulture)).ToList();
                if (step == 0)
                {
                    var range = open[index % open.Count]["HashKeyRange"]!;
                    var (low, high) = (UInt128.Parse((string)range["StartingHashKey"]!, CultureInfo.InvariantCulture), UInt128.Parse((string)range["EndingHashKey"]!, CultureInfo.InvariantCulture));
                    await world.AskAsync("SplitShard", new() { ["StreamName"] = "s", ["ShardToSplit"] = (string)open[index % open.Count]["ShardId"]!, ["NewStartingHashKey"] = (low + (high - low) / 3).ToString(CultureInfo.InvariantCulture) });
                }
                else if (step == 1 && open.Count > 1)
                {
                    var at = index % (open.Count - 1);
                    await world.AskAsync("MergeShards", new() { ["StreamName"] = "s", ["ShardToMerge"] = (string)open[at]["ShardId"]!, ["AdjacentShardToMerge"] = (string)open[at + 1]["ShardId"]! });
                }
                else
                {
                    var key = $"key-{index % 7}";
                    await world.PutAsync(key, $"{index}");
                    (sent.TryGetValue(key, out var list) ? list : sent[key] = []).Add($"{index}");
                }
            }

            // Numbers of children are greater than those of their parents.
            Dictionary<string, List<string>> read = [];
            foreach (var shard in await world.ShardsAsync())
                foreach (var (key, data) in (await world.DrainAsync((string)shard["ShardId"]!)).Records)
                    (read.TryGetValue(key, out var list) ? list : read[key] = []).Add(data);
            return sent.Count == read.Count && sent.All(pair => pair.Value.SequenceEqual(read[pair.Key]));
        }, iter: 20, threads: 1);
    }

    [Fact]
    public async Task Every_kind_of_iterator_begins_where_it_says()
    {
        await _world.MakeAsync();
        List<string> numbers = [];
        var began = _world.Now;
        for (var i = 0; i < 5; i++)
        {
            _world.Now = began + TimeSpan.FromSeconds(10 * i);
            numbers.Add((await _world.PutAsync("k", $"{i}")).Number);
        }
        async Task<string> ReadAsync(string type, string? number = null, DateTimeOffset? at = null)
        {
            _world.Now += TimeSpan.FromSeconds(1);
            return string.Concat(StreamWorld.Texts(await _world.GetAsync(await _world.IteratorAsync("shardId-000000000000", type, number, at))).Select(record => record.Data));
        }

        Assert.Equal("01234", await ReadAsync("TRIM_HORIZON"));
        Assert.Equal("", await ReadAsync("LATEST"));
        Assert.Equal("234", await ReadAsync("AT_SEQUENCE_NUMBER", numbers[2]));
        Assert.Equal("34", await ReadAsync("AFTER_SEQUENCE_NUMBER", numbers[2]));
        Assert.Equal("34", await ReadAsync("AT_TIMESTAMP", at: began + TimeSpan.FromSeconds(21)));
        Assert.Equal("234", await ReadAsync("AT_TIMESTAMP", at: began + TimeSpan.FromSeconds(20)));
        Assert.Equal("01234", await ReadAsync("AT_TIMESTAMP", at: began - TimeSpan.FromDays(3)));
        Assert.Equal("InvalidArgumentException", (await _world.RefusedAsync("GetShardIterator", new() { ["StreamName"] = "s", ["ShardId"] = "shardId-000000000000", ["ShardIteratorType"] = "AT_SEQUENCE_NUMBER", ["StartingSequenceNumber"] = "49590338271490256608559692538361571095921575989136588898" })).Code);
        Assert.Equal(numbers, numbers.OrderBy(number => long.Parse(number, CultureInfo.InvariantCulture)));
        Assert.Equal(5, numbers.Distinct().Count());
    }

    [Fact]
    public async Task LATEST_sees_what_comes_after_it_and_a_reader_behind_is_told_by_how_much()
    {
        await _world.MakeAsync();
        await _world.PutAsync("k", "before");
        var latest = await _world.IteratorAsync("shardId-000000000000", "LATEST");
        var horizon = await _world.IteratorAsync("shardId-000000000000");
        _world.Now += TimeSpan.FromSeconds(7);
        await _world.PutAsync("k", "after");

        var first = await _world.GetAsync(horizon, 1);
        var rest = await _world.GetAsync((string)first["NextShardIterator"]!);

        Assert.Equal([("k", "after")], StreamWorld.Texts(await _world.GetAsync(latest)));
        Assert.Equal((7000, 0), ((long)first["MillisBehindLatest"]!, (long)rest["MillisBehindLatest"]!));
    }

    [Fact]
    public async Task An_iterator_is_good_for_five_minutes_and_for_the_stream_it_was_made_for()
    {
        await _world.MakeAsync();
        var iterator = await _world.IteratorAsync("shardId-000000000000");

        _world.Now += TimeSpan.FromMinutes(5);
        await _world.GetAsync(iterator);
        _world.Now += TimeSpan.FromSeconds(1);
        var (code, message) = await _world.RefusedAsync("GetRecords", new() { ["ShardIterator"] = iterator });
        var fresh = await _world.IteratorAsync("shardId-000000000000");
        await _world.AskAsync("DeleteStream", new() { ["StreamName"] = "s" });
        await _world.MakeAsync();

        Assert.Equal("ExpiredIteratorException", code);
        Assert.Contains("tolerated delay of 300000 milliseconds", message, StringComparison.Ordinal);
        Assert.Equal("ResourceNotFoundException", (await _world.RefusedAsync("GetRecords", new() { ["ShardIterator"] = fresh })).Code);
        Assert.Equal(("InvalidArgumentException", "Invalid ShardIterator."), await _world.RefusedAsync("GetRecords", new() { ["ShardIterator"] = "AAAA" }));
    }

    [Fact]
    public async Task A_shard_takes_a_thousand_records_a_second_and_the_next_second_again()
    {
        await _world.MakeAsync();

        var first = await PutManyAsync(500);
        var second = await PutManyAsync(500);
        var third = await PutManyAsync(10);
        _world.Now += TimeSpan.FromMilliseconds(5);
        var some = await PutManyAsync(10);
        _world.Now += TimeSpan.FromSeconds(1);
        var again = await PutManyAsync(500);

        Assert.Equal((0, 0, 10, 5, 0), (Failed(first), Failed(second), Failed(third), Failed(some), Failed(again)));
        Assert.Equal("Rate exceeded for shard shardId-000000000000 in stream s under account 123456789012.", (string?)third["Records"]![0]!["ErrorMessage"]);
        Assert.Equal("ProvisionedThroughputExceededException", (string?)third["Records"]![0]!["ErrorCode"]);

        Task<JsonObject> PutManyAsync(int count) => _world.AskAsync("PutRecords", new()
        {
            ["StreamName"] = "s", ["Records"] = new JsonArray([.. Enumerable.Range(0, count).Select(n => new JsonObject { ["PartitionKey"] = $"{n}", ["Data"] = StreamWorld.Data("x") })]),
        });

        static int Failed(JsonObject answer) => (int)answer["FailedRecordCount"]!;
    }

    [Fact]
    public async Task A_shard_takes_a_mebibyte_a_second_while_its_neighbor_has_its_own()
    {
        await _world.MakeAsync(shards: 2);
        var large = new string('x', 700_000);
        var high = "200000000000000000000000000000000000000";

        await _world.PutAsync("k", large, "0");
        var (code, _) = await _world.RefusedAsync("PutRecord", new() { ["StreamName"] = "s", ["PartitionKey"] = "k", ["ExplicitHashKey"] = "0", ["Data"] = StreamWorld.Data(large) });
        await _world.PutAsync("k", large, high);
        _world.Now += TimeSpan.FromSeconds(1);
        await _world.PutAsync("k", large, "0");

        Assert.Equal("ProvisionedThroughputExceededException", code);
        Assert.Equal("ValidationException", (await _world.RefusedAsync("PutRecord", new() { ["StreamName"] = "s", ["PartitionKey"] = "k", ["Data"] = StreamWorld.Data(new string('x', 1 << 20)) })).Code);
    }

    [Fact]
    public async Task A_shard_is_read_five_times_a_second_and_waits_after_more_than_two_mebibytes()
    {
        await _world.MakeAsync();
        for (var i = 0; i < 6; i++)
        {
            await _world.PutAsync("k", new string('x', 1_000_000));
            _world.Now += TimeSpan.FromSeconds(1);
        }
        var end = await _world.IteratorAsync("shardId-000000000000", "LATEST");

        for (var i = 0; i < 5; i++) await _world.GetAsync(end);
        var sixth = await _world.RefusedAsync("GetRecords", new() { ["ShardIterator"] = end });
        _world.Now += TimeSpan.FromSeconds(1);
        await _world.GetAsync(await _world.IteratorAsync("shardId-000000000000"));
        _world.Now += TimeSpan.FromSeconds(2);
        var waiting = await _world.RefusedAsync("GetRecords", new() { ["ShardIterator"] = end });
        _world.Now += TimeSpan.FromSeconds(1);
        await _world.GetAsync(end);

        Assert.Equal(("ProvisionedThroughputExceededException", "ProvisionedThroughputExceededException"), (sixth.Code, waiting.Code));
    }

    [Fact]
    public async Task Records_older_than_the_stream_keeps_are_gone_and_a_longer_retention_brings_none_back()
    {
        await _world.MakeAsync();
        await _world.PutAsync("k", "old");
        _world.Now += TimeSpan.FromHours(23);
        await _world.PutAsync("k", "new");

        _world.Now += TimeSpan.FromHours(1.5);
        var (kept, _) = await _world.DrainAsync("shardId-000000000000");
        await _world.AskAsync("IncreaseStreamRetentionPeriod", new() { ["StreamName"] = "s", ["RetentionPeriodHours"] = 48 });
        var (longer, _) = await _world.DrainAsync("shardId-000000000000");
        _world.Now += TimeSpan.FromHours(23);
        await _world.PutAsync("k", "newest");
        var (later, _) = await _world.DrainAsync("shardId-000000000000");

        Assert.Equal([("k", "new")], kept);
        Assert.Equal(kept, longer);
        Assert.Equal([("k", "new"), ("k", "newest")], later);
    }

    [Fact]
    public async Task The_end_of_a_closed_shard_names_its_children_and_no_further_iterator()
    {
        await _world.MakeAsync();
        await _world.PutAsync("k", "parent");
        await _world.AskAsync("SplitShard", new() { ["StreamName"] = "s", ["ShardToSplit"] = "shardId-000000000000", ["NewStartingHashKey"] = "100" });
        await _world.PutAsync("k", "child", "50");

        var (records, children) = await _world.DrainAsync("shardId-000000000000", page: 1);

        Assert.Equal([("k", "parent")], records);
        Assert.Equal(["shardId-000000000001", "shardId-000000000002"], children);
        Assert.Equal([("k", "child")], (await _world.DrainAsync("shardId-000000000001")).Records);
        Assert.Equal("InvalidArgumentException", (await _world.RefusedAsync("SplitShard", new() { ["StreamName"] = "s", ["ShardToSplit"] = "shardId-000000000000", ["NewStartingHashKey"] = "50" })).Code);
    }

    [Theory]
    [InlineData(2, 4, 6)]
    [InlineData(4, 5, 15)]
    [InlineData(5, 3, 7)]
    [InlineData(4, 4, 4)]
    public async Task A_stream_comes_to_the_shards_it_is_asked_for_by_halving_and_merging(int from, int to, int ever)
    {
        await _world.MakeAsync(shards: from);

        await _world.AskAsync("UpdateShardCount", new() { ["StreamName"] = "s", ["TargetShardCount"] = to, ["ScalingType"] = "UNIFORM_SCALING" });

        Assert.Equal(ever, (await _world.ShardsAsync()).Count);
        Assert.Equal(to, (await _world.ShardsAsync(new() { ["ShardFilter"] = new JsonObject { ["Type"] = "AT_LATEST" } })).Count);
        foreach (var beyond in (int[])[2 * to + 1, (to - 1) / 2])
            if (beyond > 0) Assert.Equal("LimitExceededException", (await _world.RefusedAsync("UpdateShardCount", new() { ["StreamName"] = "s", ["TargetShardCount"] = beyond, ["ScalingType"] = "UNIFORM_SCALING" })).Code);
    }

    [Fact]
    public async Task Only_neighbors_merge_and_the_first_shard_and_the_last_are_none()
    {
        await _world.MakeAsync(shards: 3);
        JsonObject Merge(int shard, int adjacent) => new() { ["StreamName"] = "s", ["ShardToMerge"] = $"shardId-{shard:D12}", ["AdjacentShardToMerge"] = $"shardId-{adjacent:D12}" };

        foreach (var (shard, adjacent) in new[] { (0, 2), (2, 0), (1, 1) }) Assert.Equal("InvalidArgumentException", (await _world.RefusedAsync("MergeShards", Merge(shard, adjacent))).Code);
        await _world.AskAsync("MergeShards", Merge(2, 1));

        Assert.Equal(4, (await _world.ShardsAsync()).Count);
    }

    [Fact]
    public async Task Pages_of_shards_joined_are_all_shards_and_a_filter_holds_over_pages()
    {
        await _world.MakeAsync(shards: 7);
        await _world.AskAsync("MergeShards", new() { ["StreamName"] = "s", ["ShardToMerge"] = "shardId-000000000002", ["AdjacentShardToMerge"] = "shardId-000000000003" });
        List<string> ids = [];
        JsonObject page = new() { ["StreamName"] = "s", ["MaxResults"] = 2, ["ShardFilter"] = new JsonObject { ["Type"] = "AT_LATEST" } };
        while (true)
        {
            var answer = await _world.AskAsync("ListShards", page);
            ids.AddRange(answer["Shards"]!.AsArray().Select(shard => (string)shard!["ShardId"]!));
            if (answer["NextToken"] is not { } token) break;
            page = new() { ["NextToken"] = (string)token!, ["MaxResults"] = 2 };
        }

        Assert.Equal(["shardId-000000000000", "shardId-000000000001", "shardId-000000000004", "shardId-000000000005", "shardId-000000000006", "shardId-000000000007"], ids);
        _world.Now += TimeSpan.FromHours(25);
        Assert.Equal(ids, (await _world.ShardsAsync()).Select(shard => (string)shard["ShardId"]!));
        Assert.Equal("InvalidArgumentException", (await _world.RefusedAsync("ListShards", new() { ["NextToken"] = "no token" })).Code);
    }

    [Theory]
    [InlineData("""{"Type":5}""")]
    [InlineData("""{"Type":"AT_TIMESTAMP","Timestamp":"x"}""")]
    [InlineData("""{"Type":"AT_TIMESTAMP","Type":"AT_LATEST"}""")]
    public async Task A_token_of_shards_that_somebody_has_changed_is_refused(string filter)
    {
        await _world.MakeAsync();
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"1|0|{_world.Now.ToUnixTimeMilliseconds()}|{filter}"));

        Assert.Equal("InvalidArgumentException", (await _world.RefusedAsync("ListShards", new() { ["NextToken"] = token })).Code);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("{}")]
    [InlineData("[")]
    public async Task A_policy_that_is_none_is_refused(string policy)
    {
        await _world.MakeAsync();

        Assert.Equal("InvalidArgumentException", (await _world.RefusedAsync("PutResourcePolicy", new() { ["ResourceARN"] = "arn:aws:kinesis:us-east-1:123456789012:stream/s", ["Policy"] = policy })).Code);
    }

    [Fact]
    public async Task A_stream_made_anew_counts_on_from_the_one_before()
    {
        await _world.MakeAsync();
        var (_, before) = await _world.PutAsync("k", "old");
        _world.Now += TimeSpan.FromSeconds(1);
        await _world.AskAsync("DeleteStream", new() { ["StreamName"] = "s" });
        await _world.MakeAsync();

        var (_, after) = await _world.PutAsync("k", "new");

        Assert.True(long.Parse(after, CultureInfo.InvariantCulture) > long.Parse(before, CultureInfo.InvariantCulture));
        Assert.Equal([("k", "new")], (await _world.DrainAsync("shardId-000000000000")).Records);
    }

    [Fact]
    public async Task A_stream_with_consumers_is_deleted_only_when_that_is_meant()
    {
        await _world.MakeAsync();
        var arn = "arn:aws:kinesis:us-east-1:123456789012:stream/s";
        var consumer = (string)(await _world.AskAsync("RegisterStreamConsumer", new() { ["StreamARN"] = arn, ["ConsumerName"] = "c" }))["Consumer"]!["ConsumerARN"]!;

        var (code, _) = await _world.RefusedAsync("DeleteStream", new() { ["StreamName"] = "s" });
        var described = await _world.AskAsync("DescribeStreamConsumer", new() { ["ConsumerARN"] = consumer });
        await _world.AskAsync("DeleteStream", new() { ["StreamARN"] = arn, ["EnforceConsumerDeletion"] = true });

        Assert.Equal("ResourceInUseException", code);
        Assert.Equal(arn, (string?)described["ConsumerDescription"]!["StreamARN"]);
        Assert.Equal(("ResourceNotFoundException", "Stream s under account 123456789012 not found."), await _world.RefusedAsync("DescribeStream", new() { ["StreamName"] = "s" }));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}

using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Kinesis;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Tests.Kinesis;

/// <summary>Kinesis on rows of its own, at an instant that a test moves.</summary>
internal sealed class StreamWorld : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("certus-kinesis-").FullName;
    private readonly LabDatabase _database;
    private readonly KinesisService _kinesis;

    public StreamWorld()
    {
        _database = LabDatabase.Open(_directory, [KinesisService.Tables]);
        _kinesis = new(_database);
    }

    public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public Task<JsonObject> AskAsync(string operation, JsonObject input) => _kinesis.AskAsync(operation, input, Now);

    public async Task<(string Code, string Message)> RefusedAsync(string operation, JsonObject input)
    {
        var refused = await Assert.ThrowsAsync<AwsException>(() => AskAsync(operation, input));
        return (refused.Code, refused.Message);
    }

    public Task MakeAsync(string name = "s", int shards = 1) => AskAsync("CreateStream", new() { ["StreamName"] = name, ["ShardCount"] = shards });

    public async Task<(string Shard, string Number)> PutAsync(string key, string data, string? hash = null)
    {
        JsonObject input = new() { ["StreamName"] = "s", ["PartitionKey"] = key, ["Data"] = Data(data) };
        if (hash is not null) input["ExplicitHashKey"] = hash;
        var answer = await AskAsync("PutRecord", input);
        return ((string)answer["ShardId"]!, (string)answer["SequenceNumber"]!);
    }

    public async Task<string> IteratorAsync(string shard, string type = "TRIM_HORIZON", string? number = null, DateTimeOffset? at = null)
    {
        JsonObject input = new() { ["StreamName"] = "s", ["ShardId"] = shard, ["ShardIteratorType"] = type };
        if (number is not null) input["StartingSequenceNumber"] = number;
        if (at is { } time) input["Timestamp"] = time.ToUnixTimeMilliseconds() / 1000m;
        return (string)(await AskAsync("GetShardIterator", input))["ShardIterator"]!;
    }

    public Task<JsonObject> GetAsync(string iterator, int? limit = null)
    {
        JsonObject input = new() { ["ShardIterator"] = iterator };
        if (limit is { } most) input["Limit"] = most;
        return AskAsync("GetRecords", input);
    }

    /// <summary>All that a shard holds, read as a consumer reads: from the beginning, a page a second.</summary>
    public async Task<(List<(string Key, string Data)> Records, List<string> Children)> DrainAsync(string shard, int page = 3)
    {
        List<(string, string)> records = [];
        for (var iterator = await IteratorAsync(shard); ;)
        {
            Now += TimeSpan.FromSeconds(1);
            var answer = await GetAsync(iterator, page);
            records.AddRange(Texts(answer));
            if (answer["NextShardIterator"] is not { } next) return (records, [.. answer["ChildShards"]!.AsArray().Select(child => (string)child!["ShardId"]!)]);
            if (answer["Records"]!.AsArray().Count == 0) return (records, []);
            iterator = (string)next!;
        }
    }

    public async Task<List<JsonObject>> ShardsAsync(JsonObject? input = null)
    {
        input ??= [];
        input["StreamName"] = "s";
        return [.. (await AskAsync("ListShards", input))["Shards"]!.AsArray().Select(shard => shard!.AsObject())];
    }

    public static IEnumerable<(string Key, string Data)> Texts(JsonObject answer) =>
        answer["Records"]!.AsArray().Select(record => ((string)record!["PartitionKey"]!, Encoding.UTF8.GetString(Convert.FromBase64String((string)record["Data"]!))));

    public static string Data(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.S3;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Tests.S3;

/// <summary>S3 on a folder of its own, called as the server calls it.</summary>
public sealed class S3World : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("certus-s3-").FullName;
    private readonly LabDatabase _database;
    private readonly S3Service _service;

    public S3World()
    {
        _database = LabDatabase.Open(_directory, [ObjectStore.Tables]);
        Store = new(_database, _directory, Clock);
        _service = new(Store);
    }

    public SettableClock Clock { get; } = new();

    public ObjectStore Store { get; }

    public LabCaller Caller { get; set; } = LabCaller.Root();

    public int FilesKept => Directory.GetFiles(Path.Combine(_directory, "objects"), "*", SearchOption.AllDirectories).Length;

    /// <summary>The answer to an operation.</summary>
    public async Task<LabAnswer> CallAsync(string operation, JsonObject input, byte[]? body = null)
    {
        var answer = await _service.Operations[operation](new()
        {
            Service = "s3", Operation = operation, Input = input, Caller = Caller, Now = Clock.GetUtcNow(), RequestId = "1",
            Payload = body is null ? Stream.Null : new MemoryStream(body), PayloadLength = body?.Length,
        }, TestContext.Current.CancellationToken);
        return answer;
    }

    /// <summary>The members of the answer.</summary>
    public async Task<JsonObject> AskAsync(string operation, JsonObject input, byte[]? body = null) => (await CallAsync(operation, input, body)).Output;

    /// <summary>The refusal of an operation.</summary>
    public Task<AwsException> RefusedAsync(string operation, JsonObject input, byte[]? body = null) => Assert.ThrowsAsync<AwsException>(() => CallAsync(operation, input, body));

    public Task<JsonObject> MakeBucketAsync(string bucket = "data") => AskAsync("CreateBucket", new() { ["Bucket"] = bucket });

    public Task<JsonObject> PutAsync(string key, string text = "", JsonObject? more = null) => PutAsync(key, Encoding.UTF8.GetBytes(text), more);

    public Task<JsonObject> PutAsync(string key, byte[] bytes, JsonObject? more = null)
    {
        JsonObject input = new() { ["Bucket"] = "data", ["Key"] = key };
        foreach (var (member, value) in more ?? []) input[member] = value?.DeepClone();
        return AskAsync("PutObject", input, bytes);
    }

    /// <summary>The bytes of an object, or of a part of it.</summary>
    public async Task<byte[]> GetAsync(string key, JsonObject? more = null)
    {
        var answer = await GetCallAsync(key, more);
        using var bytes = new MemoryStream();
        await using (answer.Payload!) await answer.Payload!.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        Assert.Equal(answer.PayloadLength, bytes.Length);
        return bytes.ToArray();
    }

    /// <summary>The answer to GetObject; whoever asks disposes its payload.</summary>
    public Task<LabAnswer> GetCallAsync(string key, JsonObject? more = null) => CallAsync("GetObject", Input(key, more));

    /// <summary>Bucket and key, and further members.</summary>
    public static JsonObject Input(string key, JsonObject? more = null)
    {
        JsonObject input = new() { ["Bucket"] = "data", ["Key"] = key };
        foreach (var (member, value) in more ?? []) input[member] = value?.DeepClone();
        return input;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

/// <summary>A clock that stands until it is set.</summary>
public sealed class SettableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

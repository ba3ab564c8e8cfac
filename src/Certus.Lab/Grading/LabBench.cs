using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Grading;

/// <summary>The sandbox as a lab's starting state and grader use it: the same operations that a client calls, without the network.</summary>
/// <param name="dispatch">Runs a call as the server would, authorization included.</param>
/// <param name="log">What was called.</param>
/// <param name="clock">The time.</param>
public sealed class LabBench(Func<LabCall, CancellationToken, ValueTask<LabAnswer>> dispatch, CallLog log, TimeProvider clock)
{
    /// <summary>What the grader's own calls are named by in the log, so that they are not taken for the learner's.</summary>
    public const string AccessKeyId = "certus-grader";

    private static readonly JsonDocumentOptions OnceEach = new() { AllowDuplicateProperties = false };

    private static readonly LabCaller Grader = LabCaller.Root() with { AccessKeyId = AccessKeyId };

    /// <summary>Nobody: a request without a signature.</summary>
    public static LabCaller Anonymous { get; } = new(LabCaller.Account, "", "", LabCaller.DefaultRegion);

    /// <summary>The time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Calls an operation.</summary>
    /// <param name="service">Such as s3.</param>
    /// <param name="operation">Such as ListObjectsV2.</param>
    /// <param name="input">Its members.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="caller">Who calls; the account itself where it is left out.</param>
    /// <param name="body">What it streams.</param>
    /// <exception cref="AwsException">The sandbox refused it.</exception>
    public async Task<LabAnswer> AnswerAsync(string service, string operation, JsonObject input, CancellationToken cancel, LabCaller? caller = null, byte[]? body = null)
    {
        using var payload = new MemoryStream(body ?? []);
        return await dispatch(new()
        {
            Service = service, Operation = operation, Input = input, Caller = caller ?? Grader, Now = Now, RequestId = Guid.NewGuid().ToString(), Payload = payload, PayloadLength = payload.Length,
        }, cancel);
    }

    /// <summary>Calls an operation that answers members only.</summary>
    public async Task<JsonObject> CallAsync(string service, string operation, JsonObject input, CancellationToken cancel, LabCaller? caller = null) =>
        (await AnswerAsync(service, operation, input, cancel, caller)).Output;

    /// <summary>Calls an operation that may be refused.</summary>
    /// <returns>The answer, or null and why.</returns>
    public async Task<(JsonObject? Output, AwsException? Refused)> TryAsync(string service, string operation, JsonObject input, CancellationToken cancel, LabCaller? caller = null)
    {
        try
        {
            var answer = await AnswerAsync(service, operation, input, cancel, caller);
            if (answer.Payload is { } stream) await stream.DisposeAsync();
            return (answer.Output, null);
        }
        catch (AwsException refused)
        {
            return (null, refused);
        }
    }

    /// <summary>Stores an object.</summary>
    public Task PutAsync(string bucket, string key, string text, CancellationToken cancel, string contentType = "text/csv") =>
        AnswerAsync("s3", "PutObject", new() { ["Bucket"] = bucket, ["Key"] = key, ["ContentType"] = contentType }, cancel, body: Encoding.UTF8.GetBytes(text));

    /// <summary>An object's bytes.</summary>
    /// <returns>The bytes, or null and a sentence that says why there are none: no such object, or the account itself may not read it.</returns>
    public async Task<(byte[]? Bytes, string? Fault)> BytesAsync(string bucket, string key, CancellationToken cancel)
    {
        try
        {
            var answer = await AnswerAsync("s3", "GetObject", new() { ["Bucket"] = bucket, ["Key"] = key }, cancel);
            await using var stream = answer.Payload ?? Stream.Null;
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancel);
            return (bytes.ToArray(), null);
        }
        catch (AwsException refused)
        {
            return (null, refused.Status == 404 ? $"There is no s3://{bucket}/{key}." : $"The account itself is refused s3://{bucket}/{key}: {refused.Message}");
        }
    }

    /// <summary>An object's text, without the byte order mark that some editors begin it with.</summary>
    /// <returns>The text, or null and a sentence that says why there is none.</returns>
    public async Task<(string? Text, string? Fault)> TextAsync(string bucket, string key, CancellationToken cancel)
    {
        var (bytes, fault) = await BytesAsync(bucket, key, cancel);
        if (bytes is null) return (null, fault);
        var text = Encoding.UTF8.GetString(bytes);
        return (text.StartsWith('\uFEFF') ? text[1..] : text, null);
    }

    /// <summary>An object that holds a JSON object.</summary>
    /// <returns>The object, or null and a sentence that says what is wrong with it.</returns>
    public async Task<(JsonObject? Value, string? Fault)> JsonAsync(string bucket, string key, CancellationToken cancel)
    {
        var (text, fault) = await TextAsync(bucket, key, cancel);
        if (text is null) return (null, fault);
        try
        {
            return JsonNode.Parse(text, null, OnceEach) is JsonObject value ? (value, null) : (null, $"s3://{bucket}/{key} holds no JSON object.");
        }
        catch (JsonException)
        {
            return (null, IsJson(text) ? $"s3://{bucket}/{key} is not JSON that can be read: an object in it holds a key twice." : $"s3://{bucket}/{key} is not JSON.");
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What others than graders and pages have called since an instant, the oldest first, as far back as the log goes.</summary>
    public async Task<IReadOnlyList<CallRecord>> CalledAsync(string service, string operation, DateTimeOffset since, CancellationToken cancel) =>
        [.. (await log.ReadAsync(service, operation, since, cancel: cancel)).Where(call => call.AccessKeyId != AccessKeyId)];

    /// <summary>Every page of a list.</summary>
    /// <param name="service">Such as sagemaker.</param>
    /// <param name="operation">Such as ListTrainingJobs.</param>
    /// <param name="input">Its members without the token.</param>
    /// <param name="list">The member that holds the entries.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string service, string operation, JsonObject input, string list, CancellationToken cancel)
    {
        List<JsonObject> entries = [];
        string? token = null;
        do
        {
            var page = (JsonObject)input.DeepClone();
            if (token is not null) page["NextToken"] = token;
            var output = await CallAsync(service, operation, page, cancel);
            entries.AddRange((output[list] as JsonArray ?? []).OfType<JsonObject>());
            token = (string?)output["NextToken"];
        }
        while (token is not null);
        return entries;
    }

    /// <summary>Sends rows to an endpoint.</summary>
    /// <returns>What it answered as text; a refusal, with its sentence, where it answered none.</returns>
    public async Task<(string? Text, string? Fault)> InvokeAsync(string endpoint, string contentType, string accept, string rows, CancellationToken cancel)
    {
        try
        {
            var input = new JsonObject { ["EndpointName"] = endpoint, ["ContentType"] = contentType, ["Accept"] = accept, ["Body"] = JsonValue.Create(Encoding.UTF8.GetBytes(rows)) };
            var answer = await AnswerAsync("sagemaker-runtime", "InvokeEndpoint", input, cancel);
            if (answer.Payload is not { } stream) return (answer.Output["Body"] is { } body ? Encoding.UTF8.GetString(body.GetValue<byte[]>()) : "", null);
            await using (stream)
            {
                using var reader = new StreamReader(stream);
                return (await reader.ReadToEndAsync(cancel), null);
            }
        }
        catch (AwsException refused)
        {
            return (null, refused.Message);
        }
    }
}

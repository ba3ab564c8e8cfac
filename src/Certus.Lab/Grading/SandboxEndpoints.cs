using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Certus.Lab.Grading;

/// <summary>What the pages and the command line ask of a running sandbox: labs begun and graded, and its state to look at.</summary>
/// <remarks>
/// Everything lies below <see cref="Root"/>, which no AWS client uses. <c>GET exercises</c> lists what was begun; <c>POST exercises/ID/start</c>
/// (<c>{"seed": 7, "broken": true}</c>, or nothing) begins a lab; <c>POST exercises/ID/grade</c> grades it; <c>POST call</c> (<c>{"service", "operation", "input",
/// "text"}</c>) runs an operation as the account itself. Answers are JSON; a refusal is <c>{"error": sentence}</c> with its status.
/// </remarks>
public static class SandboxEndpoints
{
    /// <summary>Where they lie.</summary>
    public const string Root = "/_lab/";

    private const int MostBytes = 8 * 1024 * 1024;
    private const int LongestName = 200;

    /// <summary>Answers a request below <see cref="Root"/>.</summary>
    /// <param name="context">The request and its answer.</param>
    /// <param name="exercises">The labs begun.</param>
    /// <param name="bench">The sandbox.</param>
    /// <param name="trouble">Where a defect is told, beside the answer 500.</param>
    /// <returns>Whether the path was one of these; if not, nothing was written.</returns>
    public static async Task<bool> TryHandleAsync(HttpContext context, Exercises exercises, LabBench bench, Action<string> trouble)
    {
        var path = context.Request.Path.Value!;
        if (!path.StartsWith(Root, StringComparison.Ordinal)) return false;
        var cancel = context.RequestAborted;
        try
        {
            switch (context.Request.Method, path[Root.Length..].Split('/'))
            {
                case ("GET", ["exercises"]):
                    var begun = new JsonObject();
                    foreach (var exercise in Exercises.All)
                        if (exercises.StartOf(exercise.Id) is { } start) begun[exercise.Id] = Written(start);
                    await WriteAsync(context, 200, begun);
                    return true;
                case ("POST", ["exercises", var id, "start"]):
                    if (Exercises.Find(id) is not { } toStart) { await RefuseAsync(context, 404, $"There is no lab '{id}'."); return true; }
                    var wished = await BodyAsync(context);
                    await WriteAsync(context, 200, Written(await exercises.StartAsync(toStart, SeedOf(wished), IsBroken(wished), cancel)));
                    return true;
                case ("POST", ["exercises", var id, "grade"]):
                    if (Exercises.Find(id) is not { } toGrade) { await RefuseAsync(context, 404, $"There is no lab '{id}'."); return true; }
                    if (exercises.StartOf(id) is not { } begin) { await RefuseAsync(context, 409, $"The lab '{id}' has not been begun in this sandbox."); return true; }
                    var findings = await exercises.GradeAsync(toGrade, begin, cancel);
                    var graded = Written(begin);
                    graded["gradedAt"] = bench.Now;
                    graded["findings"] = new JsonArray([.. findings.Select(finding => new JsonObject { ["check"] = finding.Check, ["earned"] = finding.Earned, ["found"] = finding.Found })]);
                    await WriteAsync(context, 200, graded);
                    return true;
                case ("POST", ["call"]):
                    await CallAsync(context, bench, await BodyAsync(context), cancel);
                    return true;
                default: return false;
            }
        }
        catch (AwsException refused)
        {
            await RefuseAsync(context, refused.Status, $"{refused.Code}: {refused.Message}");
        }
        catch (BadHttpRequestException fault)
        {
            await RefuseAsync(context, fault.StatusCode, fault.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !cancel.IsCancellationRequested && failure is not ConnectionResetException)
        {
            trouble($"{path}: {failure}");
            if (!context.Response.HasStarted) await RefuseAsync(context, 500, "The sandbox met an internal error.");
        }
        return true;
    }

    private static JsonObject Written(LabStart start) => new() { ["seed"] = start.Seed.ToString(CultureInfo.InvariantCulture), ["fault"] = start.Fault, ["startedAt"] = start.StartedAt };

    private static ulong? SeedOf(JsonObject body) => body["seed"] switch
    {
        null => null,
        var seed when ulong.TryParse(seed.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var other => throw new BadHttpRequestException($"'{other}' is no seed; a whole number from 0 on is one."),
    };

    private static bool IsBroken(JsonObject body) => body["broken"] switch
    {
        null => false,
        JsonValue value when value.TryGetValue<bool>(out var broken) => broken,
        _ => throw new BadHttpRequestException("'broken' is true or false."),
    };

    private static async Task CallAsync(HttpContext context, LabBench bench, JsonObject body, CancellationToken cancel)
    {
        var (service, operation) = (TextOf(body, "service"), TextOf(body, "operation"));
        if (service is null || operation is null) throw new BadHttpRequestException("A call names 'service' and 'operation'.");
        if (service.Length > LongestName || operation.Length > LongestName) throw new BadHttpRequestException($"'service' and 'operation' have at most {LongestName} characters.");
        var input = body["input"] switch
        {
            null => [],
            JsonObject members => (JsonObject)members.DeepClone(),
            _ => throw new BadHttpRequestException("A call's 'input' is an object."),
        };
        if (ServiceDescription.Names.Contains(service) && ServiceDescription.Of(service).Find(operation)?.Input is { } shape && CallInput.Fault(shape, input, "input") is { } fault) throw new BadHttpRequestException(fault);
        var bytes = TextOf(body, "text") is { } text ? Encoding.UTF8.GetBytes(text) : null;
        // What S3 streams, an endpoint takes as a member.
        if (bytes is not null && service == "sagemaker-runtime") input["Body"] = JsonValue.Create(bytes);
        var answer = await bench.AnswerAsync(service, operation, input, cancel, body: bytes);
        var output = answer.Output;
        if (answer.Payload is { } payload)
            await using (payload)
                output["$text"] = await TextOfAsync(payload, cancel);
        else if (output["Body"] is JsonValue member && member.TryGetValue<byte[]>(out var read)) output["$text"] = Encoding.UTF8.GetString(read);
        await WriteAsync(context, 200, output);
    }

    private static string? TextOf(JsonObject body, string member) => body[member] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => (string?)value,
        _ => throw new BadHttpRequestException($"A call's '{member}' is text."),
    };

    private static async Task<string> TextOfAsync(Stream payload, CancellationToken cancel)
    {
        var bytes = new byte[64 * 1024];     // to look at, not to download
        var length = await payload.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static async Task<JsonObject> BodyAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MostBytes) throw new BadHttpRequestException("The request is larger than 8 MiB.", 413);
        }
        if (bytes.Length == 0) return [];
        try
        {
            using var document = JsonDocument.Parse(bytes.ToArray());
            // It would be found out only where it is read.
            if (CallInput.Twice(document.RootElement) is { } twice) throw new BadHttpRequestException($"'{twice}' is there twice.");
            return JsonNode.Parse(bytes.ToArray()) as JsonObject ?? throw new BadHttpRequestException("The request's body is no JSON object.");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name with half of a surrogate pair.
            throw new BadHttpRequestException("The request's body is not JSON.");
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string sentence) => WriteAsync(context, status, new() { ["error"] = sentence });

    private static Task WriteAsync(HttpContext context, int status, JsonObject answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }
}

using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using Certus.Lab.Iam;
using Certus.Lab.Protocols;
using Certus.Lab.S3;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Certus.Lab.Server;

/// <summary>One request: whose it is, which service and operation it means, what that answers.</summary>
internal sealed class LabHandler(LabOptions options, LabServices services)
{
    private const int LongestBody = 64 << 20;
    private const int LongestForm = 4 << 20; // AWS takes at most 1 MB
    private const int LongestXml = 8 << 20; // a completion of 10,000 parts with their checksums comes to 3 MB
    private const string DefaultKey = "test";
    private const string DefaultSecret = "test";

    private static readonly string Version = typeof(LabHandler).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTimeOffset _started = options.Time.GetUtcNow();

    /// <summary>Lets requests in; those that have come before have waited.</summary>
    public void Open() => _open.TrySetResult();

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await _open.Task.WaitAsync(context.RequestAborted);
            if (Refusal(context.Request) is { } refusal) await WriteTextAsync(context, 403, "text/plain; charset=utf-8", refusal);
            else if (!await OwnAsync(context) && !await PreflightAsync(context)) await CallAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whom the answer was for is gone.
        }
    }

    /// <summary>Why a request is none of this machine's own; null where it is.</summary>
    private static string? Refusal(HttpRequest request)
    {
        var host = request.Host.Value ?? "";
        if (!LabAddress.IsOwn(host)) return $"The sandbox answers only to localhost, 127.0.0.1, [::1] and names under .localhost; this request was for '{host}'.\n";
        foreach (var origin in request.Headers.Origin)
            if (origin is not null && !LabAddress.IsOwnOrigin(origin)) return $"The sandbox answers no pages of other hosts; this request came from '{origin}'.\n";
        // A picture or a script of a foreign page is asked for without an origin, and a query can change an account; a link that a person opens can't.
        if (request.Headers["Sec-Fetch-Site"] == "cross-site" && !IsOpened(request)) return "The sandbox answers no pages of other hosts; this request came from one.\n";
        return null;

        static bool IsOpened(HttpRequest request) =>
            request.Method is "GET" or "HEAD" && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document" && !request.Query.ContainsKey("Action");
    }

    /// <summary>What is the sandbox's own and no service's.</summary>
    private async Task<bool> OwnAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path == "/_lab/health" && request.Method is "GET" or "HEAD")
        {
            var health = new JsonObject
            {
                ["version"] = Version, ["services"] = new JsonArray([.. services.ByName.Keys.Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]),
                ["uptimeSeconds"] = Math.Round((options.Time.GetUtcNow() - _started).TotalSeconds, 3),
            };
            await WriteTextAsync(context, 200, "application/json", health.ToJsonString());
            return true;
        }
        if (request.Path == "/_lab/meter" && request.Method is "GET" or "HEAD")
        {
            await WriteTextAsync(context, 200, "application/json", JsonSerializer.Serialize(await services.Meter.ReadAsync(context.RequestAborted), JsonSerializerOptions.Web));
            return true;
        }
        if (await SandboxEndpoints.TryHandleAsync(context, services.Exercises, services.Bench, options.Trouble)) return true;
        if (!options.Dev || request.Path != "/moto-api/reset" || request.Method != "POST") return false;
        await services.ResetAsync(context.RequestAborted);
        await WriteTextAsync(context, 200, "application/json", """{"status": "ok"}""");
        return true;
    }

    /// <summary>A browser's question whether a page may call S3, answered by the bucket's CORS rules.</summary>
    private async Task<bool> PreflightAsync(HttpContext context)
    {
        if (context.Request.Method != "OPTIONS" || context.Request.Headers.Origin.Count == 0) return false;
        var label = LabAddress.Label(context.Request.Host.Value ?? "");
        IReadOnlyDictionary<string, string>? allowed;
        try
        {
            var request = RequestReader.Read(context.Request);
            var target = RequestTarget.Of(request, null, label);
            if (target.Service.Name != "s3") return false;
            allowed = services.Cors.Allow(target.Addressed(request, label));
        }
        catch (AwsException)
        {
            return false; // CallAsync says in the protocol's words what is wrong with it
        }
        foreach (var (name, value) in allowed ?? new Dictionary<string, string>()) context.Response.Headers[name] = Clean(value);
        await WriteTextAsync(context, allowed is null ? 403 : 200, "application/xml", allowed is null
            ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.</Message></Error>"
            : "");
        return true;
    }

    private static async Task WriteTextAsync(HttpContext context, int status, string type, string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        if (context.Request.Method != "HEAD") await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private async Task CallAsync(HttpContext context)
    {
        var now = options.Time.GetUtcNow();
        var target = new RequestTarget(ServiceDescription.Of("s3"), Protocol.Of("rest-xml"));
        var requestId = NewRequestId(s3: true);
        OperationDescription? operation = null;
        var name = "";
        LabCaller caller = new(LabCaller.Account, "", "", LabCaller.DefaultRegion);
        JsonObject members = [];
        WireAnswer answer;
        string? code = null;
        IReadOnlyDictionary<string, string>? shared = null;
        try
        {
            var request = RequestReader.Read(context.Request);
            var form = PostForm.IsOne(request) ? await PostForm.ReadAsync(request, context.Request.Body, context.RequestAborted) : null;
            var signature = form is null ? Signature.Read(request) : form.Signature;
            target = RequestTarget.Of(request, signature, LabAddress.Label(context.Request.Host.Value ?? ""));
            requestId = NewRequestId(target.Service.Name == "s3");
            if (target.UnknownService is { } unknown) throw new AwsException("NotImplemented", $"The service '{unknown}' is not built in this sandbox.", 501);
            signature?.CheckExpiry(now);
            signature?.CheckSent(request);
            var region = signature?.Region.Length is > 0 and <= 40 ? signature.Region : LabCaller.DefaultRegion;
            var credential = services.Credentials.CallerOf(signature?.AccessKeyId ?? "", signature?.SessionToken, region, target.Service.Name);
            caller = credential.Caller;
            var asSigned = request;
            request = target.Addressed(request, LabAddress.Label(context.Request.Host.Value ?? ""));
            if (target.Service.Name == "s3") shared = services.Cors.Allow(request);
            var asSent = request;
            if (form is not null)
            {
                form.Check(PostForm.BucketOf(request), options.Strict && signature is not null ? SecretOf(credential, target) : null, now);
                request = form.AsPut(request);
            }
            // The old way signs the bucket in the path wherever the client has put it.
            var gate = options.Strict && signature is not null && form is null ? new StrictGate(signature.IsVersion2 ? request : asSigned, signature, SecretOf(credential, target), now) : null;

            request = signature?.Unfolded(request) ?? request;

            // A form's operation stands in its body, the others' in the path or the headers.
            var isForm = target.Protocol is QueryProtocol;
            gate?.CheckHead();
            if (isForm) request = request with { Body = await BufferAsync(Body(context, request, gate), LongestForm, context.RequestAborted) };
            name = target.Protocol.NameOf(request);
            operation = target.Protocol.Route(target.Service, request);
            name = operation?.Name ?? name;
            if (operation is null || services.Find(target.Service.Name, name) is null) throw LabServices.NotBuilt(target.Service.Name, name);

            var body = isForm || form is not null ? null : Body(context, request, gate);
            if (body is not null && !operation.StreamsInput) request = request with { Body = await BufferAsync(body, target.Protocol is RestXmlProtocol ? LongestXml : LongestBody, context.RequestAborted) };
            gate?.CheckBody(request.Body);
            var input = target.Protocol.Read(operation, request);
            members = CallLog.MembersOf(operation, input);
            var result = await services.AnswerAsync(new()
            {
                Service = target.Service.Name, Operation = operation.Name, Input = input, Caller = caller, Now = now, RequestId = requestId, Headers = asSent.Headers,
                Payload = form?.File ?? (operation.StreamsInput ? body! : Stream.Null), PayloadLength = operation.StreamsInput ? body?.StatedLength : null,
                Endpoint = new($"{context.Request.Scheme}://{context.Request.Host.Value}"),
            }, context.RequestAborted);
            answer = target.Protocol.Write(operation, result, requestId);
            foreach (var header in result.Headers) answer.Headers.Add(header);
            if (form is not null) answer = form.Answer(answer, asSent, $"{context.Request.Scheme}://{context.Request.Host.Value}{context.Request.Path.Value!.TrimEnd('/')}/");
        }
        catch (AwsException refused)
        {
            (answer, code) = (Refused(target, refused, requestId), refused.Code);
        }
        catch (BadHttpRequestException broken)
        {
            var error = broken.StatusCode == 413 ? new AwsException("RequestEntityTooLarge", "The request's body is too large.", 413) : new AwsException("IncompleteBody", "The request's body can't be read.");
            (answer, code) = (Refused(target, error, requestId), error.Code);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !context.RequestAborted.IsCancellationRequested && failure is not ConnectionResetException)
        {
            options.Trouble($"{target.Service.Name} {name}: {failure}");
            var error = new AwsException(target.Service.Name == "s3" ? "InternalError" : "InternalFailure", "We encountered an internal error. Please try again.", 500);
            (answer, code) = (Refused(target, error, requestId), error.Code);
        }
        foreach (var header in shared ?? new Dictionary<string, string>()) answer.Headers.Add(header);
        services.Calls.Add(new(now, target.Service.Name, name.Length > 200 ? name[..200] : name, caller.Arn, caller.AccessKeyId, caller.Region, answer.Status, code, members));
        await WriteAsync(context, answer);
    }

    private static WireAnswer Refused(RequestTarget target, AwsException refused, string requestId)
    {
        var answer = target.Protocol.WriteError(target.Service, refused, requestId);
        foreach (var header in refused.Headers) answer.Headers.Add(header);
        return answer;
    }

    private static string NewRequestId(bool s3) =>
        s3 ? RandomNumberGenerator.GetString("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 16) : new Guid(RandomNumberGenerator.GetBytes(16)).ToString();

    // Where signatures count, only keys with a secret do: IAM's, and the one everybody begins with.
    private static string SecretOf(LabCredential credential, RequestTarget target) =>
        credential.Secret ?? (credential.Caller.AccessKeyId == DefaultKey ? DefaultSecret : throw Credentials.Invalid(target.Service.Name, wrongToken: false));

    private static VerifiedStream Body(HttpContext context, WireRequest request, StrictGate? gate) =>
        new(request, context.Request.Body, context.Request.ContentLength, gate?.Chunks());

    private static async Task<ReadOnlyMemory<byte>> BufferAsync(VerifiedStream body, int longest, CancellationToken cancel)
    {
        if (body.StatedLength > longest) throw TooLarge(longest);
        var buffer = new MemoryStream(body.StatedLength is { } length and < 1 << 20 ? (int)length : 0);
        var chunk = new byte[32 * 1024];
        int read;
        while ((read = await body.ReadAsync(chunk, cancel)) > 0)
        {
            if (buffer.Length + read > longest) throw TooLarge(longest);
            buffer.Write(chunk, 0, read);
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static AwsException TooLarge(int longest) => new("RequestEntityTooLarge", $"The request's body is larger than {longest >> 20} MB.", 413);

    private static async Task WriteAsync(HttpContext context, WireAnswer answer)
    {
        await using var stream = answer.Stream;
        var response = context.Response;
        response.StatusCode = answer.Status;
        // A client that waits for 100-continue and is refused sends no body: what it sends next must not be taken for one. Of an empty body none is asked for,
        // and botocore then reads the next answer on the connection wrongly.
        if (context.Request.Headers.Expect.Count > 0 && (answer.Status >= 400 || context.Request.ContentLength == 0)) response.Headers.Connection = "close";
        long? stated = null;
        foreach (var (name, value) in answer.Headers)
        {
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) stated = long.Parse(value, CultureInfo.InvariantCulture);
            else response.Headers[name] = Clean(value);
        }
        var hasBody = context.Request.Method != "HEAD" && answer.Status is not (204 or 304);
        if (answer.Status is not (204 or 304))
            response.ContentLength = stream is not null ? answer.StreamLength ?? stated : hasBody ? answer.Body.Length : stated ?? (answer.Body.IsEmpty ? null : answer.Body.Length);
        if (!hasBody) return;
        if (stream is null) await response.Body.WriteAsync(answer.Body, context.RequestAborted);
        else await stream.CopyToAsync(response.Body, 128 * 1024, context.RequestAborted);
    }

    // A line break in a value would begin a header of the client's choosing.
    private static string Clean(string value) => value.Any(char.IsControl) ? string.Concat(value.Where(c => !char.IsControl(c))) : value;
}

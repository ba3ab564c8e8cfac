using System.Text;
using Certus.Lab.Protocols;
using Certus.Lab.Tests.Protocols;
using CsCheck;

namespace Certus.Lab.Tests.Server;

/// <summary>Whatever comes over the wire, the answer is AWS's error or a plain 400, never a 500 and never silence.</summary>
public sealed class FuzzTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static readonly Gen<string> Lines = Gen.String[Gen.Char["abcXYZ019-_./?&=%+ \t:;\"'<>\0\u00e9\u0001"], 0, 200];

    private static async Task<string> SendAsync(Sandbox sandbox, byte[] request, bool ends = false)
    {
        using var client = new RawClient(sandbox.Server.Port);
        try
        {
            return await client.SendAsync(request, ends);
        }
        catch (IOException)
        {
            return ""; // the server has hung up on what is no HTTP
        }
    }

    private static void IsNoDefect(Sandbox sandbox, string answer, string request)
    {
        Assert.True(sandbox.Trouble.IsEmpty, $"{request}\n{string.Join('\n', sandbox.Trouble)}");
        Assert.False(answer.StartsWith("HTTP/1.1 500", StringComparison.Ordinal), request);
    }

    [Fact]
    public async Task Random_bytes_and_half_requests_end_in_an_answer_or_a_closed_connection()
    {
        await using var sandbox = await Sandbox.StartAsync();

        await Gen.Byte.Array[0, 400].SampleAsync(async bytes => IsNoDefect(sandbox, await SendAsync(sandbox, bytes, ends: true), Convert.ToHexString(bytes)), iter: 150, threads: 2);
        await Gen.Select(Lines, Lines, Lines).SampleAsync(async (method, target, header) =>
        {
            var request = $"{method} /{target} HTTP/1.1\r\nHost: localhost\r\n{header}\r\nConnection: close\r\n\r\n{header}";
            IsNoDefect(sandbox, await SendAsync(sandbox, Encoding.Latin1.GetBytes(request)), request);
        }, iter: 300, threads: 2);
    }

    [Fact]
    public async Task Random_targets_queries_and_bodies_are_answered_without_a_defect()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var methods = new[] { "GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "PATCH", "BREW" };
        var scopes = ServiceDescription.Names.Append("ec2").Append("monitoring").ToArray();
        var headers = new[] { "Range: ", "x-amz-copy-source: ", "Content-MD5: ", "x-amz-content-sha256: ", "x-amz-decoded-content-length: ", "Content-Encoding: ", "x-amz-tagging: ", "If-Modified-Since: ", "x-amz-acl: ", "Content-Type: ", "X-Amz-Target: SageMaker.", "x-amz-checksum-crc32: ", "x-amz-date: ", "smithy-protocol: " };
        var text = Gen.String[Gen.Char["abcXYZ019-_./?&=%+:;\"'<>,{}[]é"], 0, 80];

        await Gen.Select(Gen.Int[0, 7], text, Gen.Int[0, 12], Gen.Int[0, 13], text, text).SampleAsync(async (method, target, scope, header, value, body) =>
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            var head = $"{methods[method]} /{target.Replace(" ", "", StringComparison.Ordinal)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {bytes.Length}\r\n{headers[header]}{value}\r\n"
                + $"Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{scopes[scope]}/aws4_request, SignedHeaders=host, Signature=0\r\n\r\n";
            IsNoDefect(sandbox, await SendAsync(sandbox, [.. Encoding.UTF8.GetBytes(head), .. bytes]), head + body);
        }, iter: 600, threads: 2);
    }

    [Theory]
    [InlineData("DescribeTrainingJob")]
    [InlineData("CreateTrainingJob")]
    public async Task JSON_however_deep_is_refused(string operation)
    {
        await using var sandbox = await Sandbox.StartAsync();
        var body = string.Concat(Enumerable.Repeat("{\"a\":[", 100_000));

        var answer = await SendAsync(sandbox, Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Amz-Target: SageMaker.{operation}\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("SerializationException", answer, StringComparison.Ordinal);
        IsNoDefect(sandbox, answer, operation);
    }

    [Fact]
    public async Task XML_however_deep_is_refused()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var body = string.Concat(Enumerable.Repeat("<a>", 100_000));
        await SendAsync(sandbox, "PUT /deep-bucket HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0\r\nContent-Length: 0\r\n\r\n"u8.ToArray());

        var answer = await SendAsync(sandbox, Encoding.ASCII.GetBytes($"PUT /deep-bucket?tagging HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

        Assert.Contains("<Code>MalformedXML</Code>", answer, StringComparison.Ordinal);
        IsNoDefect(sandbox, answer, "deep XML");
    }

    [Fact]
    public async Task XML_of_too_many_elements_or_too_many_bytes_is_refused()
    {
        await using var sandbox = await Sandbox.StartAsync();
        const string Head = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0\r\n";
        await SendAsync(sandbox, Encoding.ASCII.GetBytes($"PUT /wide-bucket{Head}Content-Length: 0\r\n\r\n"));
        Task<string> DeleteAsync(int more)
        {
            var body = $"<Delete><Object><Key>k</Key></Object>{string.Concat(Enumerable.Repeat("<a/>", more))}</Delete>";
            return SendAsync(sandbox, Encoding.ASCII.GetBytes($"POST /wide-bucket?delete{Head}Content-Length: {body.Length}\r\n\r\n{body}"));
        }

        var most = await DeleteAsync(200_000 - 3);
        var tooMany = await DeleteAsync(200_000 - 2);
        var tooLong = await SendAsync(sandbox, Encoding.ASCII.GetBytes($"POST /wide-bucket?delete{Head}Content-Length: {(8 << 20) + 1}\r\n\r\n{new string(' ', (8 << 20) + 1)}"));

        Assert.StartsWith("HTTP/1.1 200", most, StringComparison.Ordinal);
        Assert.Contains("<Code>MalformedXML</Code>", tooMany, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 413", tooLong, StringComparison.Ordinal);
        IsNoDefect(sandbox, tooMany + tooLong, "wide XML");
    }

    [Fact]
    public async Task Headers_beyond_all_measure_are_refused()
    {
        await using var sandbox = await Sandbox.StartAsync();

        var one = await SendAsync(sandbox, Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: localhost\r\nx: {new string('a', 100_000)}\r\n\r\n"));
        var many = await SendAsync(sandbox, Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: localhost\r\n{string.Concat(Enumerable.Range(0, 1000).Select(i => $"x{i}: a\r\n"))}\r\n"));
        var line = await SendAsync(sandbox, Encoding.ASCII.GetBytes($"GET /{new string('a', 100_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n"));

        foreach (var answer in new[] { one, many, line }) Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), answer);
        Assert.Empty(sandbox.Trouble);
    }

    /// <summary>Inputs that are right in form and drawn at random in everything else, for every operation that is built.</summary>
    [Fact]
    public async Task Every_operation_answers_random_inputs_of_its_model_without_a_defect()
    {
        await using var sandbox = await Sandbox.StartAsync();
        List<string> defects = [];
        var asked = 0;

        foreach (var service in sandbox.Server.Services.ByName.Values)
        {
            var description = ServiceDescription.Of(service.Name);
            var protocol = description.Protocols[0];
            foreach (var operation in service.Operations.Keys.Order(StringComparer.Ordinal).Select(description.Find).OfType<OperationDescription>())
            {
                for (var seed = 0; seed < 3; seed++)
                {
                    var input = operation.Input is { } shape ? new ModelValues(new(seed), keepsEmpty: true).Members(shape) : [];
                    using var answer = await sandbox.Http.SendAsync(Message(description, ClientWriter.Write(protocol, operation, input), seed), Cancel);
                    asked++;
                    if ((int)answer.StatusCode == 500) defects.Add($"{service.Name} {operation.Name} (seed {seed}): {await answer.Content.ReadAsStringAsync(Cancel)}");
                }
            }
        }

        Assert.True(asked > 300, $"only {asked} were asked");
        Assert.True(defects.Count == 0 && sandbox.Trouble.IsEmpty, string.Join('\n', defects.Concat(sandbox.Trouble)));
    }

    private static HttpRequestMessage Message(ServiceDescription service, WireRequest request, int seed)
    {
        var query = string.Join('&', request.Query.Select(pair => pair.Value is null ? Uri.EscapeDataString(pair.Key) : $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        var message = new HttpRequestMessage(new(request.Method), request.Path + (query.Length == 0 ? "" : "?" + query)) { Content = new ReadOnlyMemoryContent(request.Body) };
        foreach (var (name, value) in request.Headers)
            if (!message.Headers.TryAddWithoutValidation(name, value)) message.Content.Headers.TryAddWithoutValidation(name, value);
        message.Content.Headers.Remove("Content-Length");
        message.Content.Headers.ContentLength = request.Body.Length;
        message.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={(seed == 2 ? "AKIA" : "test")}/20260101/us-east-1/{(service.Name == "cloudwatch" ? "monitoring" : service.Name == "sagemaker-runtime" ? "sagemaker" : service.Name)}/aws4_request, SignedHeaders=host, Signature=0");
        return message;
    }
}

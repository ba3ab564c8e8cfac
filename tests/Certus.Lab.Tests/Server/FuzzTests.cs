using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
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

    /// <summary>Calls that mean harm on things that are there: streams with records, a catalog with tables, queries, records; what they answer is asked for again, changed.</summary>
    [Theory]
    [InlineData("kinesis", 700)]
    [InlineData("firehose", 300)]
    [InlineData("glue", 900)]
    [InlineData("athena", 500)]
    [InlineData("sagemaker", 900)]
    public async Task Hostile_calls_on_things_that_are_there_are_answered_without_a_defect(string name, int calls)
    {
        var outside = Directory.CreateTempSubdirectory("certus-fuzz-").FullName;
        await using var sandbox = await Sandbox.StartAsync(options => options with { DataDirectory = Path.Combine(outside, "a", "data") });
        var values = new HostileValues(new(name.Length * calls));
        await FurnishAsync(sandbox, values);
        var (service, random) = (ServiceDescription.Of(name), new Random(calls));
        var operations = Operations(sandbox, name);
        List<string> defects = [];

        for (var call = 0; call < calls; call++)
        {
            var operation = operations[random.Next(operations.Count)];
            var input = operation.Input is { } shape ? values.Members(shape) : [];
            using var answer = await sandbox.Http.SendAsync(Message(service, ClientWriter.Write("json", operation, input), call), Cancel);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            if ((int)answer.StatusCode == 500) defects.Add($"{operation.Name} {input.ToJsonString()}: {text}");
            else if (answer.IsSuccessStatusCode && text.Length is > 0 and < 100_000) values.Learn(JsonNode.Parse(text));
        }

        Assert.True(defects.Count == 0 && sandbox.Trouble.IsEmpty, string.Join('\n', defects.Concat(sandbox.Trouble)));
        Assert.Equal(["a"], Directory.GetFileSystemEntries(outside).Select(Path.GetFileName));
        Assert.Equal(["data"], Directory.GetFileSystemEntries(Path.Combine(outside, "a")).Select(Path.GetFileName));
    }

    private static List<OperationDescription> Operations(Sandbox sandbox, string service) =>
        [.. sandbox.Server.Services.ByName[service].Operations.Keys.Order(StringComparer.Ordinal).Select(ServiceDescription.Of(service).Find).OfType<OperationDescription>()];

    private static async Task FurnishAsync(Sandbox sandbox, HostileValues values)
    {
        var bench = sandbox.Server.Services.Bench;
        Task CallAsync(string service, string operation, string input) => bench.CallAsync(service, operation, JsonNode.Parse(input)!.AsObject(), Cancel);
        const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["firehose.amazonaws.com","glue.amazonaws.com","sagemaker.amazonaws.com"]},"Action":"sts:AssumeRole"}]}""";
        const string All = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
        const string Arn = "arn:aws:iam::123456789012:role/worker";
        await CallAsync("s3", "CreateBucket", """{"Bucket":"lake"}""");
        await CallAsync("iam", "CreateRole", new JsonObject { ["RoleName"] = "worker", ["AssumeRolePolicyDocument"] = Trust }.ToJsonString());
        await CallAsync("iam", "PutRolePolicy", new JsonObject { ["RoleName"] = "worker", ["PolicyName"] = "all", ["PolicyDocument"] = All }.ToJsonString());
        foreach (var (key, text) in ((string, string)[])[("t/1.json", "{\"id\":1,\"n\":2.5}\n{\"id\":2}\n"), ("p/day=1/1.json", "{\"id\":1}\n"), ("p/day=2/1.json", "{\"id\":2}\n")])
            await bench.AnswerAsync("s3", "PutObject", new() { ["Bucket"] = "lake", ["Key"] = key }, Cancel, LabCaller.Root(), Encoding.UTF8.GetBytes(text));
        await CallAsync("kinesis", "CreateStream", """{"StreamName":"s","ShardCount":2}""");
        await CallAsync("firehose", "CreateDeliveryStream", $$$"""{"DeliveryStreamName":"h","ExtendedS3DestinationConfiguration":{"RoleARN":"{{{Arn}}}","BucketARN":"arn:aws:s3:::lake","BufferingHints":{"IntervalInSeconds":0,"SizeInMBs":1} } }""");
        await CallAsync("glue", "CreateDatabase", """{"DatabaseInput":{"Name":"db"}}""");
        const string Storage = "\"Columns\":[{\"Name\":\"id\",\"Type\":\"int\"},{\"Name\":\"n\",\"Type\":\"double\"}],\"SerdeInfo\":{\"SerializationLibrary\":\"org.openx.data.jsonserde.JsonSerDe\"}";
        await CallAsync("glue", "CreateTable", $$"""{"DatabaseName":"db","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://lake/t/",{{Storage}}} } }""");
        await CallAsync("glue", "CreateTable", $$"""{"DatabaseName":"db","TableInput":{"Name":"p","PartitionKeys":[{"Name":"day","Type":"int"}],"StorageDescriptor":{"Location":"s3://lake/p/",{{Storage}}} } }""");
        await CallAsync("glue", "CreateCrawler", $$$"""{"Name":"c","Role":"{{{Arn}}}","DatabaseName":"db","Targets":{"S3Targets":[{"Path":"s3://lake/"}]}}""");
        await CallAsync("athena", "StartQueryExecution", """{"QueryString":"SELECT * FROM db.t","ResultConfiguration":{"OutputLocation":"s3://lake/out/"}}""");
        foreach (var (member, texts) in new Dictionary<string, string[]>
        {
            ["StreamName"] = ["s"], ["StreamARN"] = ["arn:aws:kinesis:us-east-1:123456789012:stream/s"], ["KinesisStreamARN"] = ["arn:aws:kinesis:us-east-1:123456789012:stream/s"], ["ShardId"] = ["shardId-000000000000", "shardId-000000000001"], ["PartitionKey"] = ["k"],
            ["DeliveryStreamName"] = ["h"], ["RoleARN"] = [Arn], ["Role"] = [Arn], ["RoleArn"] = [Arn], ["BucketARN"] = ["arn:aws:s3:::lake"], ["DestinationId"] = ["destinationId-000000000001"], ["CurrentDeliveryStreamVersionId"] = ["1", "2", "3"],
            ["DatabaseName"] = ["db"], ["Database"] = ["db"], ["TableName"] = ["t", "p"], ["Name"] = ["db", "t", "p", "c", "id"], ["CrawlerName"] = ["c"], ["CrawlerNames"] = ["c"], ["Type"] = ["int", "string", "decimal(10,2)"], ["Path"] = ["s3://lake/", "s3://lake/t/"], ["Location"] = ["s3://lake/t/"],
            ["PartitionValues"] = ["1"], ["Values"] = ["1", "2"], ["CatalogId"] = ["123456789012"], ["WorkGroup"] = ["primary"], ["CatalogName"] = ["AwsDataCatalog"], ["OutputLocation"] = ["s3://lake/out/"], ["ResourceARN"] = ["arn:aws:kinesis:us-east-1:123456789012:stream/s"],
            ["QueryString"] = ["SELECT * FROM t", "SELECT count(*) FROM p", "SHOW PARTITIONS p"], ["Catalog"] = ["AwsDataCatalog"],
        })
            foreach (var text in texts) values.Know(member, text);
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

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Tests.Server;

public sealed class LabServerTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private const string Sagemaker = "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/sagemaker/aws4_request, SignedHeaders=host, Signature=00";

    private static HttpRequestMessage Json(string operation, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1") };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "SageMaker." + operation);
        request.Headers.TryAddWithoutValidation("Authorization", Sagemaker);
        return request;
    }

    [Fact]
    public async Task A_call_in_JSON_reaches_its_operation_with_its_members_and_its_caller()
    {
        var sagemaker = new SaidService("sagemaker", ("DescribeTrainingJob", call => new JsonObject { ["TrainingJobName"] = call.Text("TrainingJobName"), ["CreationTime"] = Values.Of(DateTimeOffset.UnixEpoch.AddSeconds(1.5)) }));
        await using var sandbox = await Sandbox.StartAsync(null, sagemaker);

        using var answer = await sandbox.Http.SendAsync(Json("DescribeTrainingJob", """{"TrainingJobName":"job-1"}"""), Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/x-amz-json-1.1", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("""{"TrainingJobName":"job-1","CreationTime":1.5}""", await answer.Content.ReadAsStringAsync(Cancel));
        var call = Assert.Single(sagemaker.Calls);
        Assert.Equal(("eu-west-1", "test", "arn:aws:iam::123456789012:root"), (call.Caller.Region, call.Caller.AccessKeyId, call.Caller.Arn));
        Assert.Equal(call.RequestId, answer.Headers.GetValues("x-amzn-RequestId").Single());
    }

    [Fact]
    public async Task What_breaks_the_model_is_answered_as_AWS_words_it()
    {
        await using var sandbox = await Sandbox.StartAsync(null, new SaidService("sagemaker", ("DescribeTrainingJob", _ => LabAnswer.Empty)));

        using var answer = await sandbox.Http.SendAsync(Json("DescribeTrainingJob", """{"TrainingJobName":"-no-"}"""), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("ValidationException", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["__type"]);
        Assert.Equal("1 validation error detected: Value '-no-' at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
            (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["message"]);
    }

    [Fact]
    public async Task What_is_not_built_says_so_by_its_name()
    {
        await using var sandbox = await Sandbox.StartAsync();

        using var answer = await sandbox.Http.SendAsync(Json("CreateHub", "{}"), Cancel);

        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
        Assert.Equal(("NotImplemented", "sagemaker: CreateHub is not built in this sandbox."), ((string?)body["__type"], (string?)body["message"]));
    }

    [Theory]
    [InlineData("/bucket/a//b/../c%2Fd", "127.0.0.1", "bucket", "a//b/../c/d")]
    [InlineData("/a%20b%2B+", "my.bucket.localhost", "my.bucket", "a b++")]
    [InlineData("/k", "bucket.s3.localhost:4566", "bucket", "k")]
    [InlineData("/k", "bucket.s3.eu-west-1.localhost", "bucket", "k")]
    [InlineData("/k", "bucket.s3-us-gov-west-1.localhost", "bucket", "k")]
    [InlineData("/k", "my.s3-logs.localhost", "my.s3-logs", "k")]
    [InlineData("/k", "s3-logs.localhost", "s3-logs", "k")]
    public async Task An_object_is_found_by_path_and_by_host_with_its_key_as_it_was_written(string path, string host, string bucket, string key)
    {
        var s3 = new SaidService("s3", ("GetObject", _ => new(new JsonObject { ["ETag"] = "\"x\"", ["Metadata"] = new JsonObject { ["m"] = "ü\r\nevil: yes" } }) { Payload = new MemoryStream([1, 2, 3]), PayloadLength = 3 }));
        await using var sandbox = await Sandbox.StartAsync(null, s3);
        using var client = new RawClient(sandbox.Server.Port);

        var answer = await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("x-amz-meta-m: üevil: yes\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n\u0001\u0002\u0003", answer, StringComparison.Ordinal);
        var call = Assert.Single(s3.Calls);
        Assert.Equal((bucket, key), (call.Text("Bucket"), call.Text("Key")));
        Assert.True(call.Caller.IsAnonymous);
    }

    [Theory]
    [InlineData("GET", "/b?list-type=2&prefix=a%2F", "ListObjectsV2")]
    [InlineData("GET", "/b", "ListObjects")]
    [InlineData("GET", "/", "ListBuckets")]
    [InlineData("GET", "/b/", "ListObjects")]
    [InlineData("PUT", "/b?lifecycle", "PutBucketLifecycleConfiguration")]
    [InlineData("GET", "/b?uploads", "ListMultipartUploads")]
    [InlineData("GET", "/b/k?uploadId=1", "ListParts")]
    [InlineData("PUT", "/b/k?uploadId=1&partNumber=2", "UploadPart")]
    [InlineData("DELETE", "/b/k?tagging", "DeleteObjectTagging")]
    [InlineData("GET", "/b?notification", "GetBucketNotificationConfiguration")]
    [InlineData("GET", "/b/k?x-id=GetObject&versionId=3", "GetObject")]
    [InlineData("POST", "/b?delete", "DeleteObjects")]
    public void A_path_and_its_query_mean_one_operation_of_S3(string method, string target, string operation)
    {
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var request = new WireRequest(method, mark < 0 ? target : target[..mark], mark < 0 ? [] : QueryString.Parse(target.AsSpan(mark + 1)), new Dictionary<string, string>(), default);

        Assert.Equal(operation, Protocol.Of("rest-xml").Route(ServiceDescription.Of("s3"), request)?.Name);
    }

    [Theory]
    [InlineData("example.com", null)]
    [InlineData("bucket.s3.us-east-1.localhost.localstack.cloud", null)]
    [InlineData("localhost.evil.com", null)]
    [InlineData("localhost:4566", "https://evil.com")]
    [InlineData("localhost:4566", "null")]
    public async Task Another_host_or_a_page_of_another_host_is_refused(string host, string? origin)
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var client = new RawClient(sandbox.Server.Port);

        var answer = await client.SendAsync($"GET /_lab/health HTTP/1.1\r\nHost: {host}\r\n{(origin is null ? "" : $"Origin: {origin}\r\n")}Connection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Contains(origin ?? host, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_says_version_services_and_uptime()
    {
        await using var sandbox = await Sandbox.StartAsync(null, new SaidService("kinesis"));

        var health = JsonNode.Parse(await sandbox.Http.GetStringAsync("/_lab/health", Cancel))!;

        Assert.Equal("0.1.0", (string?)health["version"]);
        Assert.Contains("kinesis", health["services"]!.AsArray().Select(name => (string?)name));
        Assert.True((double?)health["uptimeSeconds"] >= 0);
    }

    [Fact]
    public async Task Reset_exists_only_for_developers()
    {
        await using var plain = await Sandbox.StartAsync();
        await using var dev = await Sandbox.StartAsync(options => options with { Dev = true });

        using var refused = await plain.Http.PostAsync("/moto-api/reset", null, Cancel);
        using var done = await dev.Http.PostAsync("/moto-api/reset", null, Cancel);

        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }

    [Fact]
    public async Task The_log_of_calls_says_what_was_asked_and_what_came_of_it()
    {
        var sagemaker = new SaidService("sagemaker", ("StopTrainingJob", _ => LabAnswer.Empty), ("DescribeTrainingJob", _ => throw new AwsException("ValidationException", "Requested resource not found.")));
        await using var sandbox = await Sandbox.StartAsync(null, sagemaker);

        using (await sandbox.Http.SendAsync(Json("StopTrainingJob", """{"TrainingJobName":"a"}"""), Cancel))
        using (await sandbox.Http.SendAsync(Json("DescribeTrainingJob", """{"TrainingJobName":"b"}"""), Cancel))
        {
        }
        var calls = await sandbox.Server.Calls.ReadAsync("sagemaker", cancel: Cancel);

        Assert.Equal(["StopTrainingJob", "DescribeTrainingJob"], calls.Select(call => call.Operation));
        Assert.Equal(["a", "b"], calls.Select(call => call.Text("TrainingJobName")));
        Assert.Equal([null, "ValidationException"], calls.Select(call => call.ErrorCode));
        Assert.Equal([200, 400], calls.Select(call => call.Status));
    }

    [Fact]
    public async Task A_taken_port_is_refused_with_the_name_of_who_has_it()
    {
        await using var sandbox = await Sandbox.StartAsync();

        var refused = await Assert.ThrowsAsync<LabStateException>(() => Sandbox.StartAsync(options => options with { Port = sandbox.Server.Port }));

        Assert.Contains($"Port {sandbox.Server.Port} is taken by ", refused.Message, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux()) Assert.Contains($"(process {Environment.ProcessId})", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_fails_leaves_neither_port_nor_rows_taken()
    {
        var directory = Directory.CreateTempSubdirectory("certus-start-").FullName;
        await using (var probe = await LabServer.StartAsync(new(directory) { Port = 0 }, Cancel)) { }
        var options = new LabOptions(directory) { Port = 0 };
        var failing = new SaidService("sagemaker") { Begin = () => throw new InvalidOperationException("no start") };
        int port;
        await using (var server = await LabServer.StartAsync(options, Cancel)) port = server.Port;

        await Assert.ThrowsAsync<InvalidOperationException>(() => LabServer.StartAsync(options with { Port = port }, [failing], Cancel));
        Directory.Delete(Path.Combine(directory, "objects"), recursive: true);
        await File.WriteAllTextAsync(Path.Combine(directory, "objects"), "in the way", Cancel);
        Assert.Contains("can't be used", (await Assert.ThrowsAsync<LabStateException>(() => LabServer.StartAsync(options, Cancel))).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(directory, "objects"));

        await using (var again = await LabServer.StartAsync(options with { Port = port }, Cancel)) Assert.Equal(port, again.Port);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Nobody_is_answered_before_every_service_has_begun()
    {
        var (listens, goes) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = new SaidService("sagemaker", ("ListModels", _ => new JsonObject())) { Begin = () => { listens.SetResult(); return goes.Task; } };
        int port;
        await using (var probe = await Sandbox.StartAsync()) port = probe.Server.Port;

        var starting = Sandbox.StartAsync(options => options with { Port = port }, slow);
        await listens.Task;
        using var http = new HttpClient();
        var asked = http.GetAsync(new Uri($"http://127.0.0.1:{port}/_lab/health"), Cancel);
        await Task.WhenAny(asked, Task.Delay(300, Cancel)); // long enough for an answer that would come too early
        Assert.False(asked.IsCompleted);
        goes.SetResult();

        await using var sandbox = await starting;
        using var answer = await asked;
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"service":1,"operation":"ListBuckets"}""", 400, "A call's 'service' is text.")]
    [InlineData("""{"service":"s3","operation":{}}""", 400, "A call's 'operation' is text.")]
    [InlineData("""{"service":"s3"}""", 400, "A call names 'service' and 'operation'.")]
    [InlineData("""{"service":"s3","operation":"ListBuckets","input":[]}""", 400, "A call's 'input' is an object.")]
    [InlineData("""{"service":"s3","operation":"ListBuckets","text":7}""", 400, "A call's 'text' is text.")]
    [InlineData("""{"service":"s3","service":"iam","operation":"ListBuckets"}""", 400, "'service' is there twice.")]
    [InlineData("""{"service":"s3","operation":"GetObject","input":{"Bucket":"a","Bucket":"b"}}""", 400, "'input.Bucket' is there twice.")]
    [InlineData("""{"service":"iam","operation":"CreateUser","input":{"UserName":"a","Tags":[{"Key":"k","Value":"v","Key":"l"}]}}""", 400, "'input.Tags[0].Key' is there twice.")]
    [InlineData("""{"service":"sagemaker","operation":"AddTags","input":{"ResourceArn":"a","Tags":{"Key":"k"}}}""", 400, "'input.Tags' is a list.")]
    [InlineData("""{"service":"sagemaker","operation":"AddTags","input":{"ResourceArn":"a","Tags":[7]}}""", 400, "'input.Tags[0]' is an object.")]
    [InlineData("""{"service":"sagemaker","operation":"AddTags","input":{"ResourceArn":["a"]}}""", 400, "'input.ResourceArn' is text.")]
    [InlineData("""{"service":"sagemaker","operation":"ListModels","input":{"MaxResults":"ten"}}""", 400, "'input.MaxResults' is a whole number.")]
    [InlineData("""{"service":"sagemaker","operation":"ListModels","input":{"CreationTimeAfter":"noon"}}""", 400, "'input.CreationTimeAfter' is an instant: ISO 8601 text, or seconds since 1970.")]
    [InlineData("""{"service":"sagemaker","operation":"CreateTrainingJob","input":{"HyperParameters":{"k":3}}}""", 400, "'input.HyperParameters.k' is text.")]
    [InlineData("""{"service":"s3","operation":"DeleteObject","input":{"Bucket":"a","Key":"b","BypassGovernanceRetention":"yes"}}""", 400, "'input.BypassGovernanceRetention' is true or false.")]
    [InlineData("""{"service":"s3","operation":"\ud800":1}""", 400, "The request's body is not JSON.")]
    [InlineData("""{"service":"nothing","operation":"Do"}""", 501, "NotImplemented: nothing: Do is not built in this sandbox.")]
    [InlineData("""{"service":"s3","operation":"Do"}""", 501, "NotImplemented: s3: Do is not built in this sandbox.")]
    public async Task A_call_of_the_sandboxs_own_door_that_is_none_is_answered_in_a_sentence(string body, int status, string sentence)
    {
        await using var sandbox = await Sandbox.StartAsync();

        using var answer = await sandbox.Http.PostAsync("/_lab/call", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);

        Assert.Equal((status, sentence), ((int)answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["error"]));
        Assert.Empty(sandbox.Trouble);
    }

    [Fact]
    public async Task A_defect_behind_the_sandboxs_own_door_is_answered_in_a_sentence_and_told()
    {
        await using var sandbox = await Sandbox.StartAsync(null, new SaidService("sagemaker", ("ListModels", _ => throw new InvalidOperationException("a defect"))));

        using var answer = await sandbox.Http.PostAsync("/_lab/call", new StringContent("""{"service":"sagemaker","operation":"ListModels"}"""), Cancel);

        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Equal("""{"error":"The sandbox met an internal error."}""", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("a defect", Assert.Single(sandbox.Trouble), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWSAccessKeyId=test&Signature=x&Expires=4102444800&content-type=a%2Fb&x-amz-meta-color=blue")]
    [InlineData("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20261123%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=NOW&X-Amz-Expires=600&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Signature=x&x-amz-meta-color=blue")]
    public async Task A_link_needs_the_headers_it_was_signed_with_and_brings_others_in_its_query(string query)
    {
        await using var sandbox = await Sandbox.StartAsync();
        await sandbox.Server.Services.ByName["s3"].AskAsync("CreateBucket", new() { ["Bucket"] = "links" });
        var link = "/links/k?" + query.Replace("NOW", DateTimeOffset.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        using var plain = new ByteArrayContent("x"u8.ToArray());
        using var typed = new ByteArrayContent("x"u8.ToArray()) { Headers = { { "Content-Type", "a/b" } } };

        using var refused = await sandbox.Http.PutAsync(link, plain, Cancel);
        using var put = await sandbox.Http.PutAsync(link, typed, Cancel);

        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Contains("<Code>SignatureDoesNotMatch</Code>", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(200, (int)put.StatusCode);
        Assert.Equal("blue", (string?)(await sandbox.Server.Services.ByName["s3"].AskAsync("HeadObject", new() { ["Bucket"] = "links", ["Key"] = "k" }))["Metadata"]!["color"]);
    }

    [Theory]
    [InlineData("GET", "/versions/k?versionId=", null, null)]
    [InlineData("GET", "/versions/k?versionId", null, null)]
    [InlineData("HEAD", "/versions/k?versionId=", null, null)]
    [InlineData("DELETE", "/versions/k?versionId=", null, null)]
    [InlineData("GET", "/versions/k?tagging&versionId=", null, null)]
    [InlineData("GET", "/versions/k?acl&versionId=", null, null)]
    [InlineData("PUT", "/versions/copy", "/versions/k?versionId=", null)]
    [InlineData("POST", "/versions?delete", null, "<Delete><Object><Key>k</Key><VersionId></VersionId></Object></Delete>")]
    public async Task A_version_without_an_id_is_refused_wherever_it_stands(string method, string target, string? source, string? body)
    {
        await using var sandbox = await Sandbox.StartAsync();
        HttpRequestMessage Request(string verb, string at, string content)
        {
            var request = new HttpRequestMessage(new(verb), at) { Content = new StringContent(content) };
            request.Headers.TryAddWithoutValidation("Authorization", Sagemaker.Replace("eu-west-1/sagemaker", "us-east-1/s3", StringComparison.Ordinal));
            return request;
        }

        foreach (var (at, content) in new[] { ("/versions", ""), ("/versions/k", "kept") })
            Assert.Equal(HttpStatusCode.OK, (await sandbox.Http.SendAsync(Request("PUT", at, content), Cancel)).StatusCode);
        using var empty = Request(method, target, body ?? "");
        if (source is not null) empty.Headers.Add("x-amz-copy-source", source);

        using var answer = await sandbox.Http.SendAsync(empty, Cancel);
        using var kept = await sandbox.Http.SendAsync(Request("GET", "/versions/k", ""), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        if (method != "HEAD") Assert.Contains("<Code>InvalidArgument</Code><Message>Version id cannot be the empty string</Message>", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal("kept", await kept.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_service_that_is_not_described_says_so_by_its_name()
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new FormUrlEncodedContent([new("Action", "DescribeInstances")]) };
        request.Headers.TryAddWithoutValidation("Authorization", Sagemaker.Replace("sagemaker", "ec2", StringComparison.Ordinal));

        using var answer = await sandbox.Http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Contains("<Message>The service 'ec2' is not built in this sandbox.</Message>", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_sandboxes_never_share_a_directory()
    {
        await using var sandbox = await Sandbox.StartAsync();

        var refused = await Assert.ThrowsAsync<LabStateException>(() => Sandbox.StartAsync(_ => sandbox.Options with { Port = 0 }));

        Assert.Contains(sandbox.Options.DataDirectory, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_of_the_directory_removes_what_a_sandbox_made_and_nothing_else()
    {
        var sandbox = await Sandbox.StartAsync();
        await sandbox.Server.DisposeAsync();
        Directory.CreateDirectory(Path.Combine(sandbox.Options.DataDirectory, "sagemaker", "jobs", "interrupted"));
        var own = Path.Combine(sandbox.Options.DataDirectory, "thesis.txt");
        await File.WriteAllTextAsync(own, "mine", Cancel);

        var (removed, left) = LabData.Remove(sandbox.Options.DataDirectory);

        Assert.True(removed);
        Assert.Equal(["thesis.txt"], left);
        Assert.Equal([own], Directory.GetFileSystemEntries(sandbox.Options.DataDirectory));
        Directory.Delete(sandbox.Options.DataDirectory, recursive: true);
    }

    [Fact]
    public async Task A_directory_that_holds_something_else_is_not_taken()
    {
        var directory = Directory.CreateTempSubdirectory("certus-lab-").FullName;
        Directory.CreateDirectory(Path.Combine(directory, "objects", "mesh"));
        await File.WriteAllTextAsync(Path.Combine(directory, "objects", "mesh", "teapot.obj"), "mine", Cancel);

        var refused = await Assert.ThrowsAsync<LabStateException>(() => Sandbox.StartAsync(options => options with { DataDirectory = directory }));

        Assert.Equal($"{directory} is no sandbox's directory and not empty ('objects' lies in it): choose another --data.", refused.Message);
        Assert.Equal((false, 0), (LabData.Remove(directory).Removed, Directory.GetFiles(directory).Length));
        Assert.True(File.Exists(Path.Combine(directory, "objects", "mesh", "teapot.obj")));
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData("GET /?Action=CreateUser&UserName=mallory&Version=2010-05-08", "no-cors", "image")]
    [InlineData("GET /?Action=CreateUser&UserName=mallory&Version=2010-05-08", "navigate", "document")]
    [InlineData("POST /_lab/exercises/s3-hygiene/start", "navigate", "document")]
    [InlineData("PUT /mine", "no-cors", "empty")]
    public async Task What_a_foreign_page_asks_for_is_refused_also_without_an_origin(string request, string mode, string destination)
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var client = new RawClient(sandbox.Server.Port);

        var answer = await client.SendAsync($"{request} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {destination}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_a_person_opens_from_another_page_is_answered()
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var client = new RawClient(sandbox.Server.Port);

        var answer = await client.SendAsync("GET /_lab/health HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_no_object()
    {
        await using var sandbox = await Sandbox.StartAsync();
        const string Head = " HTTP/1.1\r\nHost: localhost\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0\r\n";
        using (var made = new RawClient(sandbox.Server.Port)) Assert.StartsWith("HTTP/1.1 200", await made.SendAsync($"PUT /broken{Head}Connection: close\r\nContent-Length: 0\r\n\r\n"), StringComparison.Ordinal);

        using (var plain = new RawClient(sandbox.Server.Port)) await plain.SendAsync(Encoding.ASCII.GetBytes($"PUT /broken/plain{Head}Content-Length: 100\r\n\r\nhalf"), ends: true);
        string chunked;
        using (var framed = new RawClient(sandbox.Server.Port))
            chunked = await framed.SendAsync($"PUT /broken/chunked{Head}Connection: close\r\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nx-amz-decoded-content-length: 100\r\nContent-Length: 9\r\n\r\n64\r\nhalf\n");

        Assert.StartsWith("HTTP/1.1 400", chunked, StringComparison.Ordinal);
        Assert.Contains("<Code>IncompleteBody</Code>", chunked, StringComparison.Ordinal);
        using var listing = new RawClient(sandbox.Server.Port);
        Assert.Contains("<KeyCount>0</KeyCount>", await listing.SendAsync($"GET /broken?list-type=2{Head}Connection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.Empty(sandbox.Trouble);
    }

    [Fact]
    public async Task An_object_that_lost_its_bytes_is_an_internal_error_and_is_told_of()
    {
        await using var sandbox = await Sandbox.StartAsync();
        const string Head = " HTTP/1.1\r\nHost: localhost\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0\r\nConnection: close\r\n";
        using (var made = new RawClient(sandbox.Server.Port)) await made.SendAsync($"PUT /lost-bytes{Head}Content-Length: 0\r\n\r\n");
        using (var put = new RawClient(sandbox.Server.Port)) await put.SendAsync($"PUT /lost-bytes/key{Head}Content-Length: 4\r\n\r\ntext");
        File.Delete(Directory.GetFiles(Path.Combine(sandbox.Options.DataDirectory, "objects"), "*", SearchOption.AllDirectories).Single());

        using var client = new RawClient(sandbox.Server.Port);
        var answer = await client.SendAsync($"GET /lost-bytes/key{Head}\r\n").WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        Assert.StartsWith("HTTP/1.1 500 ", answer, StringComparison.Ordinal);
        Assert.Contains("<Code>InternalError</Code>", answer, StringComparison.Ordinal);
        Assert.Contains("GetObject", Assert.Single(sandbox.Trouble), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/bucket/%FF%FE")]
    [InlineData("/bucket/k?prefix=%C3")]
    [InlineData("/bucket/nul%00nul")]
    public async Task A_key_that_is_no_text_is_refused(string target)
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var client = new RawClient(sandbox.Server.Port);

        var answer = await client.SendAsync($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Empty(sandbox.Trouble);
    }
}

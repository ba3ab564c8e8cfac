using Amazon.Runtime;
using Amazon.S3;

namespace Certus.Lab.Tests.Server;

/// <summary>The client of AWS's SDK for .NET against a server that verifies signatures.</summary>
public sealed class StrictTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static AmazonS3Client Client(Sandbox sandbox, string key = "test", string secret = "test") =>
        new(new BasicAWSCredentials(key, secret), new AmazonS3Config { ServiceURL = sandbox.Server.Endpoint.ToString(), ForcePathStyle = true, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0, UseHttp = true });

    // The SDK signs links to us-east-1 the old way unless told otherwise.
    static StrictTests() => Amazon.AWSConfigsS3.UseSignatureVersion4 = true;

    private static Task<Sandbox> StartAsync() => Sandbox.StartAsync(options => options with { Strict = true });

    [Theory]
    [InlineData("plain")]
    [InlineData("a b/c+d%2F/ü/..//x~*'()")]
    public async Task An_object_put_in_signed_chunks_comes_back_as_it_was(string key)
    {
        await using var sandbox = await StartAsync();
        using var client = Client(sandbox);
        var body = Enumerable.Range(0, 300_000).Select(i => (byte)i).ToArray();

        await client.PutBucketAsync("strict-bucket", Cancel);
        await client.PutObjectAsync(new() { BucketName = "strict-bucket", Key = key, InputStream = new MemoryStream(body), UseChunkEncoding = true }, Cancel);
        using var got = await client.GetObjectAsync("strict-bucket", key, Cancel);
        using var read = new MemoryStream();
        await got.ResponseStream.CopyToAsync(read, Cancel);

        Assert.Equal(body, read.ToArray());
        Assert.Empty(sandbox.Trouble);
    }

    [Theory]
    [InlineData("test", "wrong", "SignatureDoesNotMatch")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "whatever", "InvalidAccessKeyId")]
    public async Task A_wrong_secret_and_an_unknown_key_are_refused(string key, string secret, string code)
    {
        await using var sandbox = await StartAsync();
        using var client = Client(sandbox, key, secret);

        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => client.ListBucketsAsync(Cancel));

        Assert.Equal((code, 403), (refused.ErrorCode, (int)refused.StatusCode));
    }

    [Fact]
    public async Task A_user_signs_with_its_own_secret_and_may_what_its_policy_says()
    {
        await using var sandbox = await StartAsync();
        using var root = Client(sandbox);
        await root.PutBucketAsync("shared", Cancel);
        await root.PutObjectAsync(new() { BucketName = "shared", Key = "k", ContentBody = "hello" }, Cancel);
        var iam = sandbox.Server.Services.ByName["iam"];
        await iam.AskAsync("CreateUser", new() { ["UserName"] = "ana" });
        await iam.AskAsync("PutUserPolicy", new()
        {
            ["UserName"] = "ana", ["PolicyName"] = "read", ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::shared/*"}]}""",
        });
        var key = (await iam.AskAsync("CreateAccessKey", new() { ["UserName"] = "ana" }))["AccessKey"]!;
        using var ana = Client(sandbox, (string)key["AccessKeyId"]!, (string)key["SecretAccessKey"]!);
        using var impostor = Client(sandbox, (string)key["AccessKeyId"]!, "guessed");

        using var got = await ana.GetObjectAsync("shared", "k", Cancel);
        var denied = await Assert.ThrowsAsync<AmazonS3Exception>(() => ana.PutObjectAsync(new() { BucketName = "shared", Key = "k", ContentBody = "other" }, Cancel));
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => impostor.GetObjectAsync("shared", "k", Cancel));

        Assert.Equal(5, got.ContentLength);
        Assert.Equal(("AccessDenied", "SignatureDoesNotMatch"), (denied.ErrorCode, refused.ErrorCode));
        Assert.Contains("not authorized to perform: s3:PutObject on resource: \"arn:aws:s3:::shared/k\"", denied.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_is_no_UTF_8_is_refused_whatever_its_signature()
    {
        await using var sandbox = await StartAsync();
        using var client = new RawClient(sandbox.Server.Port);

        var answer = await client.SendAsync($"GET /b/%ff HTTP/1.1\r\nHost: localhost\r\nx-amz-date: {DateTimeOffset.UtcNow:yyyyMMdd'T'HHmmss'Z'}\r\nx-amz-content-sha256: UNSIGNED-PAYLOAD\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/{DateTimeOffset.UtcNow:yyyyMMdd}/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=0\r\nConnection: close\r\n\r\n");

        Assert.Contains("<Code>InvalidURI</Code>", answer, StringComparison.Ordinal);
        Assert.Empty(sandbox.Trouble);
    }

    [Fact]
    public async Task A_presigned_link_works_until_a_letter_of_it_is_changed()
    {
        await using var sandbox = await StartAsync();
        using var client = Client(sandbox);
        await client.PutBucketAsync("links", Cancel);
        await client.PutObjectAsync(new() { BucketName = "links", Key = "k", ContentBody = "hello" }, Cancel);

        var link = await client.GetPreSignedURLAsync(new() { BucketName = "links", Key = "k", Expires = DateTime.UtcNow.AddMinutes(5), Protocol = Amazon.S3.Protocol.HTTP });
        using var got = await sandbox.Http.GetAsync(link, Cancel);
        using var other = await sandbox.Http.GetAsync(link.Replace("/links/k?", "/links/l?", StringComparison.Ordinal), Cancel);

        Assert.Equal("hello", await got.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(403, (int)other.StatusCode);
        Assert.Contains("<Code>SignatureDoesNotMatch</Code>", await other.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_presigned_link_to_put_is_not_made_a_copy_by_a_header_that_nobody_signed()
    {
        await using var sandbox = await StartAsync();
        using var client = Client(sandbox);
        await client.PutBucketAsync("links", Cancel);
        await client.PutObjectAsync(new() { BucketName = "links", Key = "secret", ContentBody = "hidden" }, Cancel);
        var link = await client.GetPreSignedURLAsync(new() { BucketName = "links", Key = "mine", Verb = HttpVerb.PUT, Expires = DateTime.UtcNow.AddMinutes(5), Protocol = Amazon.S3.Protocol.HTTP });
        using var copy = new HttpRequestMessage(HttpMethod.Put, link) { Headers = { { "x-amz-copy-source", "links/secret" } } };

        using var refused = await sandbox.Http.SendAsync(copy, Cancel);
        using var put = await sandbox.Http.PutAsync(link, new ByteArrayContent("open"u8.ToArray()), Cancel);
        using var got = await client.GetObjectAsync("links", "mine", Cancel);

        var sentence = await refused.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Contains("<Code>AccessDenied</Code><Message>There were headers present in the request which were not signed</Message>", sentence, StringComparison.Ordinal);
        Assert.Contains("<HeadersNotSigned>x-amz-copy-source</HeadersNotSigned>", sentence, StringComparison.Ordinal);
        Assert.Equal((200, 4), ((int)put.StatusCode, (int)got.ContentLength));
    }
}

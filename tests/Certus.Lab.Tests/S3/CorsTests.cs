using Amazon.Runtime;
using Amazon.S3;
using Certus.Lab.Tests.Server;

namespace Certus.Lab.Tests.S3;

/// <summary>A browser's questions, answered by the bucket's rules.</summary>
public sealed class CorsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://localhost:3000", "PUT", "x-amz-meta-a", true)]
    [InlineData("http://localhost:3000", "DELETE", "x-amz-meta-a", false)]
    [InlineData("http://localhost:3000", "PUT", "authorization", false)]
    [InlineData("http://localhost:4000", "PUT", "x-amz-meta-a", false)]
    public async Task A_preflight_passes_where_a_rule_fits_origin_method_and_headers(string origin, string method, string header, bool passes)
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var client = new AmazonS3Client(new BasicAWSCredentials("test", "test"), new AmazonS3Config { ServiceURL = sandbox.Server.Endpoint.ToString(), ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        await client.PutBucketAsync("data", Cancel);
        await client.PutCORSConfigurationAsync(new()
        {
            BucketName = "data",
            Configuration = new() { Rules = [new() { AllowedOrigins = ["http://localhost:3*"], AllowedMethods = ["GET", "PUT"], AllowedHeaders = ["x-amz-*"], ExposeHeaders = ["ETag"], MaxAgeSeconds = 60 }] },
        }, Cancel);
        using var question = new HttpRequestMessage(HttpMethod.Options, "/data/key");
        question.Headers.Add("Origin", origin);
        question.Headers.Add("Access-Control-Request-Method", method);
        question.Headers.Add("Access-Control-Request-Headers", header);

        using var answer = await sandbox.Http.SendAsync(question, Cancel);

        Assert.Equal(passes ? 200 : 403, (int)answer.StatusCode);
        Assert.Equal(passes ? [origin] : [], answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed : []);
        Assert.Equal(passes ? ["60"] : [], answer.Headers.TryGetValues("Access-Control-Max-Age", out var age) ? age : []);
        Assert.Empty(sandbox.Trouble);
    }
}

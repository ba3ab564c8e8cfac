using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Tests.SageMaker.Training;
using Certus.Lab.Tests.Server;
using static Certus.Lab.Tests.SageMaker.SageMakerWorld;

namespace Certus.Lab.Tests.SageMaker;

/// <summary>A server killed (SIGKILL) while it trains, over plain HTTP.</summary>
public sealed class KilledTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_kill_9_the_job_has_failed_and_says_why_its_child_is_gone_and_no_half_model_is_there()
    {
        await using var world = await OpenAsync();
        await world.PutAsync("train/a.csv", Jobs.Csv(world.Data.Rows(4000)));
        await world.StopAsync();
        await using (var server = await OtherServer.StartAsync(world.Directory))
        {
            using var http = new HttpClient { BaseAddress = server.Endpoint };
            await AskAsync(http, "CreateTrainingJob", Job("cut", rounds: "100000"));
            await AskAsync(http, "CreateTrainingJob", Job("waiting", rounds: "5"));
            await Until.Async(() => AskAsync(http, "DescribeTrainingJob", new() { ["TrainingJobName"] = "cut" }), job => (string?)job["SecondaryStatus"] == "Training", "The job does not begin to train.");
            await Until.Async(() => Task.FromResult(Children(world.Directory)), children => children > 0, "The job has no child process.");

            await server.KillAsync();
        }
        await world.StartAsync();

        await world.AssertCutAndWaitingRanAsync("cut", "waiting");
        await Until.Async(() => Task.FromResult(Children(world.Directory)), children => children == 0, "The child process outlives its server.");
    }

    /// <summary>How many processes run that were started for jobs of a directory.</summary>
    private static int Children(string directory)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        var found = 0;
        foreach (var process in Process.GetProcesses())
            using (process)
                try
                {
                    var line = File.ReadAllText($"/proc/{process.Id}/cmdline");
                    if (line.Contains("\0job\0", StringComparison.Ordinal) && line.Contains(directory, StringComparison.Ordinal)) found++;
                }
                catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
                {
                    // It ended meanwhile, or is another user's.
                }
        return found;
    }

    private static async Task<JsonObject> AskAsync(HttpClient http, string operation, JsonObject input)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(input.ToJsonString(), Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", $"SageMaker.{operation}");
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261123/us-east-1/sagemaker/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await http.SendAsync(request, Cancel);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!.AsObject();
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Cli;

public sealed class LabServeTests : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task<CommandLine> ServeAsync(int port, Func<HttpClient, Task> meanwhile, params string[] more)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var serving = CommandLine.RunAsync(_ => TextReader.Null, stop.Token, ["lab", "serve", "--port", port.ToString(CultureInfo.InvariantCulture), "--data", _data.File("lab"), .. more]);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(2) };
        while (!serving.IsCompleted && !await AnswersAsync(http)) await Task.Delay(20, Cancel);
        if (!serving.IsCompleted) await meanwhile(http);
        await stop.CancelAsync();
        return await serving;
    }

    private static async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            return (await http.GetAsync("/_lab/health", Cancel)).IsSuccessStatusCode;
        }
        catch (Exception nobody) when (nobody is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    [Fact]
    public async Task The_sandbox_answers_until_it_is_stopped_and_says_where()
    {
        var port = FreePort();

        var served = await ServeAsync(port, _ => Task.CompletedTask);

        Assert.Equal(0, served.Code);
        Assert.StartsWith($"The sandbox answers at http://localhost:{port}; its data is in {_data.File("lab")}.", served.Out, StringComparison.Ordinal);
        Assert.Contains($"AWS_ENDPOINT_URL=http://localhost:{port} ", served.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_is_told_where_the_sandbox_answers_in_one_document()
    {
        var port = FreePort();

        var served = JsonNode.Parse((await ServeAsync(port, _ => Task.CompletedTask, "--json")).Out)!;

        Assert.Equal(($"http://localhost:{port}", _data.File("lab"), false), ((string?)served["sandbox"], (string?)served["data"], (bool)served["dev"]!));
    }

    [Fact]
    public async Task A_lab_begun_broken_says_what_was_reported_and_begun_whole_nothing()
    {
        var port = FreePort();
        var (broken, whole) = ("", "");

        await ServeAsync(port, async _ =>
        {
            broken = (await CommandLine.RunAsync("lab", "start", "kmeans-elbow", "--broken", "--json", "--seed", "3", "--port", $"{port}")).Out;
            whole = (await CommandLine.RunAsync("lab", "start", "kmeans-elbow", "--json", "--seed", "3", "--port", $"{port}")).Out;
        });

        Assert.Contains("raining jobs", (string?)JsonNode.Parse(broken)!["symptom"], StringComparison.Ordinal);
        Assert.Null(JsonNode.Parse(whole)!["symptom"]);
    }

    [Fact]
    public async Task The_meter_of_a_sandbox_that_runs_is_read_and_without_one_nothing_is_made_up()
    {
        var port = FreePort();
        var (words, json) = ((Code: -1, Out: ""), (Code: -1, Out: ""));

        await ServeAsync(port, async _ =>
        {
            words = await MeterAsync();
            json = await MeterAsync("--json");
        });
        var nobody = await CommandLine.RunAsync("lab", "meter", "--port", $"{port}");

        Assert.Equal((0, "Nothing in this sandbox would have cost anything on AWS so far.\n"), words);
        var report = JsonNode.Parse(json.Out)!;
        Assert.Equal(("USD", "us-east-1", 0), ((string?)report["currency"], (string?)report["region"], (int)report["unpriced"]!));
        Assert.Empty(report["lines"]!.AsArray());
        nobody.RefusedWith(2, $"no sandbox answers at http://127.0.0.1:{port}/");

        async Task<(int, string)> MeterAsync(params string[] more)
        {
            var run = await CommandLine.RunAsync(["lab", "meter", "--port", $"{port}", .. more]);
            return (run.Code, run.Out);
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_with_who_has_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var refused = await ServeAsync(port, _ => Task.CompletedTask);

        refused.RefusedWith(2, $"Port {port} is taken by ");
    }

    [Theory]
    [InlineData("70000")]
    [InlineData("-1")]
    [InlineData("http")]
    public async Task A_port_is_a_number_up_to_65535(string port) => (await CommandLine.RunAsync("lab", "serve", "--port", port)).RefusedWith(2, $"--port must be a port from 0 to 65535, not '{port}'");

    [Fact]
    public async Task Reset_asks_first_waits_for_a_sandbox_that_runs_and_leaves_what_is_not_its_own()
    {
        var directory = _data.File("lab");
        CommandLine? asked = null, busy = null;
        await ServeAsync(FreePort(), async _ =>
        {
            asked = await CommandLine.RunAsync("lab", "reset", "--data", directory);
            busy = await CommandLine.RunAsync("lab", "reset", "--data", directory, "--yes");
        });
        await File.WriteAllTextAsync(Path.Combine(directory, "thesis.txt"), "mine", Cancel);

        var reset = await CommandLine.RunAsync("lab", "reset", "--data", directory, "--yes");
        var again = await CommandLine.RunAsync("lab", "reset", "--data", directory, "--yes", "--json");

        asked!.RefusedWith(2, "give --yes if you mean it");
        busy!.RefusedWith(1, $"Another sandbox runs on {directory}");
        Assert.Equal($"Removed the sandbox in {directory}. Left alone, as no sandbox made it: thesis.txt.\n", reset.Out);
        Assert.Equal([Path.Combine(directory, "thesis.txt")], Directory.GetFileSystemEntries(directory));
        Assert.False(again.Json.GetProperty("removed").GetBoolean());
    }
}

using System.Diagnostics;
using Certus.Lab.Tests.Server;

namespace Certus.Lab.Tests.Clients;

/// <summary>Clients that others wrote, as the distribution has them, against a server that verifies signatures and one that does not.</summary>
public sealed class ClientTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData("s3.py", true)]
    [InlineData("account.py", true)]
    [InlineData("services.py", true)]
    [InlineData("services.py", false)]
    [InlineData("streams.py", true)]
    [InlineData("lake.py", true)]
    [InlineData("stacks.py", true)]
    public async Task Boto3_works(string script, bool strict) => await RunAsync("/usr/bin/python3", script, strict);

    [Fact]
    public async Task The_AWS_CLI_works() => await RunAsync("/bin/bash", "cli.sh", strict: true);

    [Fact]
    public async Task The_AWS_SDK_for_JavaScript_works()
    {
        Assert.True(Directory.Exists(Path.Combine(Packages, "@aws-sdk", "client-s3")), $"The AWS SDK for JavaScript is not in {Packages}; eng/test.sh installs it.");

        await RunAsync("/usr/bin/env", "s3.cjs", strict: true, "node");
    }

    private static string Packages => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "clients", "node_modules"));

    private static async Task RunAsync(string program, string script, bool strict, params string[] before)
    {
        Assert.True(File.Exists(program), $"{program} is missing; eng/test.sh installs what the clients need.");
        await using var sandbox = await Sandbox.StartAsync(options => options with { Strict = strict });
        var start = new ProcessStartInfo(program, [.. before, Path.Combine(AppContext.BaseDirectory, "Clients", script), sandbox.Server.Endpoint.GetLeftPart(UriPartial.Authority)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
            Environment =
            {
                ["ENDPOINT"] = sandbox.Server.Endpoint.GetLeftPart(UriPartial.Authority), ["NODE_PATH"] = Packages, ["NO_PROXY"] = "localhost", ["PYTHONDONTWRITEBYTECODE"] = "1",
                ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test", ["AWS_DEFAULT_REGION"] = "us-east-1", ["AWS_CONFIG_FILE"] = "/dev/null", ["AWS_EC2_METADATA_DISABLED"] = "true",
            },
        };

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Longest);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{script} did not end within {Longest.TotalMinutes} minutes.");
        }

        Assert.True(process.ExitCode == 0 && (await output).TrimEnd().EndsWith("done", StringComparison.Ordinal), $"{script} ended with {process.ExitCode}:\n{await output}\n{await error}\n{string.Join('\n', sandbox.Trouble)}");
        Assert.Empty(sandbox.Trouble);
    }
}

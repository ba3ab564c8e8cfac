using System.Diagnostics;
using Certus.Lab.Server;

namespace Certus.Lab.Tests.Server;

/// <summary>A server in a process of its own: this assembly once more.</summary>
internal sealed class OtherServer : IAsyncDisposable
{
    public const string Serves = "--serve-sandbox";

    private readonly Process _process;

    private OtherServer(Process process, Uri endpoint) => (_process, Endpoint) = (process, endpoint);

    public Uri Endpoint { get; }

    public static async Task<OtherServer> StartAsync(string directory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") start.ArgumentList.Add(typeof(OtherServer).Assembly.Location);
        start.ArgumentList.Add(Serves);
        start.ArgumentList.Add(directory);
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The server ended before it was ready.");
        return new(process, new(line));
    }

    /// <summary>Ends it as the operating system would: no chance to tidy up (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    /// <summary>Serves until it is killed; its first line is its address.</summary>
    public static async Task<int> ServeAsync(string directory)
    {
        await using var server = await LabServer.StartAsync(new LabOptions(directory) { Port = 0, Trouble = Console.Error.WriteLine }, CancellationToken.None);
        Console.WriteLine(server.Endpoint);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}

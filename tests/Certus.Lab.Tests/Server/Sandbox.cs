using System.Collections.Concurrent;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Tests.Server;

/// <summary>A server of its own, on a free port and in a new directory, gone after the test.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private Sandbox(LabOptions options, LabServer server, ConcurrentQueue<string> trouble)
    {
        (Options, Server, Trouble) = (options, server, trouble);
        Http = new() { BaseAddress = new($"http://127.0.0.1:{server.Port}"), Timeout = TimeSpan.FromSeconds(60) };
    }

    public LabOptions Options { get; }

    public LabServer Server { get; }

    public HttpClient Http { get; }

    /// <summary>Defects that the server told of; a test that ends with one has found one.</summary>
    public ConcurrentQueue<string> Trouble { get; }

    public static async Task<Sandbox> StartAsync(Func<LabOptions, LabOptions>? change = null, params ILabService[] services)
    {
        var directory = Path.Combine(Path.GetTempPath(), "certus-lab-" + Path.GetRandomFileName());
        var trouble = new ConcurrentQueue<string>();
        var options = new LabOptions(directory) { Port = 0, Trouble = trouble.Enqueue };
        options = change?.Invoke(options) ?? options;
        return new(options, await LabServer.StartAsync(options, services, CancellationToken.None), trouble);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(Options.DataDirectory, recursive: true);
    }
}

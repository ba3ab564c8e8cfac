using System.Collections.Concurrent;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Tests.Server;

/// <summary>A server of its own, on a free port and in a new directory, gone after the test.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private readonly string _directory;

    private Sandbox(string directory, LabServer server, ConcurrentQueue<string> trouble)
    {
        (_directory, Server, Trouble) = (directory, server, trouble);
        Http = new() { BaseAddress = new($"http://127.0.0.1:{server.Port}"), Timeout = TimeSpan.FromSeconds(60) };
    }

    public LabServer Server { get; }

    public HttpClient Http { get; }

    /// <summary>Defects that the server told of; a test that ends with one has found one.</summary>
    public ConcurrentQueue<string> Trouble { get; }

    public static async Task<Sandbox> StartAsync(Func<LabOptions, LabOptions>? change = null, params ILabService[] services)
    {
        var directory = Path.Combine(Path.GetTempPath(), "certus-lab-" + Path.GetRandomFileName());
        var trouble = new ConcurrentQueue<string>();
        var options = new LabOptions(directory) { Port = 0, Trouble = trouble.Enqueue };
        return new(directory, await LabServer.StartAsync(change?.Invoke(options) ?? options, services, CancellationToken.None), trouble);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

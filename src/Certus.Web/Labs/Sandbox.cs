using System.Globalization;
using Certus.Lab.Grading;
using Certus.Lab.Server;
using Certus.Lab.State;
using Certus.Store;

namespace Certus.Web.Labs;

/// <summary>The sandbox that the pages show: one that this program runs, or one that another runs on the same port.</summary>
/// <param name="configuration"><c>--lab-port N</c> is another port than 4566; <c>--data DIR</c> the directory of the learner's own data, in which the sandbox's lies.</param>
/// <param name="clock">The time.</param>
public sealed class Sandbox(IConfiguration configuration, TimeProvider clock) : IAsyncDisposable
{
    private readonly SemaphoreSlim _switch = new(1);
    private LabServer? _server;

    /// <summary>The port.</summary>
    public int Port { get; } = int.TryParse(configuration["lab-port"], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? port : LabOptions.DefaultPort;

    /// <summary>Asks the sandbox that runs.</summary>
    public SandboxClient Client => field ??= new(new Uri($"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>Whether one runs.</summary>
    public async Task<SandboxState> StateAsync(CancellationToken cancel) =>
        _server is not null ? new SandboxState.Runs(true, Port) : await Client.HealthAsync(cancel) is null ? new SandboxState.Off(Port) : new SandboxState.Runs(false, Port);

    /// <summary>Starts one, unless one runs.</summary>
    /// <returns>Why it could not be started: one sentence; null where it runs.</returns>
    public async Task<string?> StartAsync(CancellationToken cancel)
    {
        await _switch.WaitAsync(cancel);
        try
        {
            if (await StateAsync(cancel) is SandboxState.Runs) return null;
            // It outlives the request that asked for it.
            _server = await LabServer.StartAsync(
                new(Path.Combine(DataDirectory.Find(configuration["data"]), "lab")) { Port = Port, Time = clock, Trouble = trouble => Console.Error.WriteLine($"sandbox: {trouble}") }, CancellationToken.None);
            return null;
        }
        catch (LabStateException fault)
        {
            return fault.Message;
        }
        finally
        {
            _switch.Release();
        }
    }

    /// <summary>Stops the one that this program runs; its jobs end with it.</summary>
    public async Task StopAsync()
    {
        await _switch.WaitAsync();
        try
        {
            if (Interlocked.Exchange(ref _server, null) is { } server) await server.DisposeAsync();
        }
        finally
        {
            _switch.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        _switch.Dispose();
    }
}

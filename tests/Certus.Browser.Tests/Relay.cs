using System.Net;
using System.Net.Sockets;

namespace Certus.Browser.Tests;

/// <summary>Stands between a browser and the server counts what the server sends (headers, pages, scripts, whatever a service worker fetches) and holds it back where a test asks for that.</summary>
public sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Uri _server;
    private readonly Task _accepting;
    private TaskCompletionSource _open = Opened();
    private long _bytes;

    /// <summary>Begins to listen.</summary>
    public Relay(string server)
    {
        _server = new(server);
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    /// <summary>What the browser takes for the server.</summary>
    public string Address { get; }

    /// <summary>The bytes that the server has sent so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Lets nothing through to the browser until <see cref="Release"/>.</summary>
    public void Hold() => _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything through again.</summary>
    public void Release() => _open.TrySetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _closing.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        TaskCompletionSource open = new();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true) connections.Add(ConnectAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ConnectAsync(TcpClient browser)
    {
        using var near = browser;
        using TcpClient far = new();
        try
        {
            await far.ConnectAsync(_server.Host, _server.Port, _closing.Token);
            await Task.WhenAny(PumpAsync(near, far, false), PumpAsync(far, near, true));
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // the other side closes too, which is all there is to do
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool down)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _closing.Token) is > 0 and var read)
            {
                if (down)
                {
                    await _open.Task.WaitAsync(_closing.Token);
                    Interlocked.Add(ref _bytes, read);
                }
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _closing.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // closed by either side
        }
    }
}

using System.Net.Sockets;
using System.Text;

namespace Certus.Lab.Tests.Server;

/// <summary>Sends bytes as they are and reads until the server closes.</summary>
internal sealed class RawClient(int port) : IDisposable
{
    private readonly TcpClient _client = new("127.0.0.1", port);

    public Task<string> SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <param name="bytes">What is sent.</param>
    /// <param name="ends">Whether the client says that nothing more comes.</param>
    public async Task<string> SendAsync(byte[] bytes, bool ends = false)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var stream = _client.GetStream();
        await stream.WriteAsync(bytes, limit.Token);
        if (ends) _client.Client.Shutdown(SocketShutdown.Send);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (IOException closed) when (closed.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // A server that gives up a torn request may close with bytes unread, which is a reset to the client: no more comes.
        }
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    public void Dispose() => _client.Dispose();
}

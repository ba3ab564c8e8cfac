using System.Net.Sockets;
using System.Text;

namespace Certus.Lab.Tests.Server;

/// <summary>Sends bytes as they are and reads until the server closes.</summary>
internal sealed class RawClient(int port) : IDisposable
{
    private readonly TcpClient _client = new("127.0.0.1", port);

    public Task<string> SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task<string> SendAsync(byte[] bytes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var stream = _client.GetStream();
        await stream.WriteAsync(bytes, limit.Token);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, limit.Token);
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>Says that nothing more comes.</summary>
    public void EndOfRequest() => _client.Client.Shutdown(SocketShutdown.Send);

    public void Dispose() => _client.Dispose();
}

using System.Net.Sockets;
using System.Text;

namespace Certus.Shell.Tests.Web;

/// <summary>A connection on which anything at all can be said, well-formed or not.</summary>
internal static class Wire
{
    /// <summary>Says something and listens until the server hangs up.</summary>
    public static async Task<string> SayAsync(Uri address, string words)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Site.Cancel);
        await using var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(words), Site.Cancel);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return await reader.ReadToEndAsync(Site.Cancel);
        }
        catch (IOException)
        {
            return "";      // it hung up in the middle
        }
    }

    /// <summary>The status of an answer; 0 where there was none.</summary>
    public static int Status(string answer) => answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0;
}

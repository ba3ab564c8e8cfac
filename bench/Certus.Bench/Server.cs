using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Certus.Bench;

/// <summary>Certus as a process of its own on a free loopback port, as it is shipped, with a data directory of its own.</summary>
internal sealed partial class Server : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _data;
    private readonly bool _keepsData;

    private Server(Process process, string data, bool keepsData, Uri address) => (_process, _data, _keepsData, Address) = (process, data, keepsData, address);

    public Uri Address { get; }

    public string DataFile => Path.Combine(_data, "certus.db");

    public static string Program => Path.Combine(Repository.Root, "artifacts", "bin", "Certus.Web", "release", "Certus.Web.dll");

    /// <summary>Starts it and waits for its first page.</summary>
    /// <param name="program">Which; the one of this repository without it.</param>
    /// <param name="existing">A data directory to use and to leave; without it a new one that is deleted in the end.</param>
    public static async Task<Server> StartAsync(string? program = null, string? existing = null)
    {
        var data = existing ?? Directory.CreateTempSubdirectory("certus-bench-").FullName;
        var port = FreePort();
        var address = new Uri($"http://127.0.0.1:{port}");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program ?? Program, "--urls", address.ToString().TrimEnd('/')])
        {
            RedirectStandardOutput = true, Environment = { ["CERTUS_DATA"] = data },
        })!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        using var client = new HttpClient { BaseAddress = address };
        for (var tries = 0; ; tries++)
            try
            {
                (await client.GetAsync(new Uri("/about", UriKind.Relative))).EnsureSuccessStatusCode();
                return new(process, data, existing is not null, address);
            }
            catch (HttpRequestException) when (tries < 1000 && !process.HasExited)
            {
                await Task.Delay(5);
            }
    }

    /// <summary>A client with its own cookies, and the start of a sitting: its path and its token.</summary>
    public async Task<(HttpClient Client, string Sitting, string Token)> BeginAsync(string mode = "exam")
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false, MaxConnectionsPerServer = 64, UseProxy = false }) { BaseAddress = Address };
        var token = Token().Match(await client.GetStringAsync(new Uri(mode == "exam" ? "/practice/exam/MLS-C01" : "/practice", UriKind.Relative))).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("mode", mode), new("exam", "MLS-C01")]);
        using var started = await client.PostAsync(new Uri("/practice/start", UriKind.Relative), form);
        var path = started.Headers.Location?.ToString() ?? throw new InvalidOperationException($"The sitting did not start: {(int)started.StatusCode}.");
        return (client, path[..path.LastIndexOf('/')], token);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (!_keepsData) Directory.Delete(_data, true);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

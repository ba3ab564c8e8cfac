using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Certus.Browser.Tests;

/// <summary>The real server as a process of its own, with a data directory of its own, on a port that stays the same when it is started again.</summary>
public sealed partial class CertusServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("certus-browser-");
    private Process? _process;

    private CertusServer() { }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Address { get; private set; } = "http://127.0.0.1:0";

    /// <summary>Where its sandbox listens once it is started: a sandbox of this machine shall not be taken for the test's.</summary>
    public int LabPort { get; } = FreePort();

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    /// <summary>Starts a server without any attempts.</summary>
    public static async Task<CertusServer> StartAsync()
    {
        CertusServer server = new();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it again, with the same data on the same port.</summary>
    public async Task StartAgainAsync()
    {
        // artifacts/bin/Certus.Browser.Tests/release/ lies beside artifacts/bin/Certus.Web/release/
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, "Certus.Web", own.Name, "Certus.Web.dll");
        if (!File.Exists(program)) throw new FileNotFoundException($"The server has not been built: there is no {program}.");

        StringBuilder said = new();
        TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process
        {
            StartInfo = new("dotnet", [program, "--urls", Address, "--lab-port", LabPort.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                // Style sheets and scripts as they were built and compressed, also where a checkout has touched them since.
                Environment = { ["CERTUS_DATA"] = _data.FullName, ["ReloadStaticAssetsAtRuntime"] = "false" },
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => { if (Listening().Match(line.Data ?? "") is { Success: true } match) ready.TrySetResult(match.Value); };
        _process.ErrorDataReceived += (_, line) => { lock (said) said.AppendLine(line.Data); };
        _process.Exited += (_, _) => { lock (said) ready.TrySetException(new InvalidOperationException($"The server ended before it was ready. {said}")); };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Address = await ready.Task.WaitAsync(Patience);
    }

    /// <summary>Kills it as <c>kill -9</c> does: nothing is flushed, nothing is said.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Ends it, sets the sittings of its data so many days back, and starts it again: days that a test can't wait for have then passed.</summary>
    public async Task AgeAsync(int days)
    {
        await KillAsync();
        await using (SqliteConnection data = new($"Data Source={Path.Combine(_data.FullName, "certus.db")};Pooling=False"))
        {
            await data.OpenAsync();
            await using var back = data.CreateCommand();
            back.CommandText = """
                UPDATE sittings SET started_at = started_at - @ticks, start_json = json_set(start_json, '$.startedAt', strftime('%Y-%m-%dT%H:%M:%fZ', start_json ->> '$.startedAt', @days));
                UPDATE events SET at_ticks = at_ticks - @ticks, payload = json_set(payload, '$.at', strftime('%Y-%m-%dT%H:%M:%fZ', payload ->> '$.at', @days));
                """;
            back.Parameters.AddWithValue("@ticks", TimeSpan.FromDays(days).Ticks);
            back.Parameters.AddWithValue("@days", $"-{days} days");
            await back.ExecuteNonQueryAsync();
        }
        await StartAgainAsync();
    }

    /// <summary>Kills it and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _data.Delete(recursive: true);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}

using System.Diagnostics;
using Certus.Practice;
using Certus.Store;
using Microsoft.Data.Sqlite;
using EventLog = Certus.Store.EventLog;

namespace Certus.Shell.Tests.Store;

/// <summary>Another process at the same data file: this assembly once more.</summary>
internal sealed class OtherProcess : IAsyncDisposable
{
    public const string Appends = "--append-events", Holds = "--hold-write-lock", Opens = "--open-file";

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public static OtherProcess Start(params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") start.ArgumentList.Add(typeof(OtherProcess).Assembly.Location);
        foreach (var arg in args) start.ArgumentList.Add(arg);
        return new(Process.Start(start)!);
    }

    /// <summary>The next line it prints; null at its end.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

    /// <summary>Ends it as the operating system would: no chance to tidy up (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Lets it end by itself.</summary>
    public async Task<int> FinishAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    /// <summary>Appends from eight callers until it is killed, and prints each event's id once it is acknowledged.</summary>
    public static async Task<int> AppendAsync(string path, Guid sitting)
    {
        await using var file = await DataFile.OpenAsync(path, CancellationToken.None);
        var log = new EventLog(file);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var id = Guid.NewGuid();
                var result = await log.AppendAsync(Learner.Local, sitting, [new SittingEvent.Flagged(id, Samples.Noon, caller % 5 + 1, i % 2 == 0)], CancellationToken.None);
                if (result!.Outcomes[0] is Submission.Accepted) Console.Out.WriteLine(id);
            }
        })));
        return 0;
    }

    /// <summary>Begins to write and does not come to an end before its input closes.</summary>
    public static async Task<int> HoldAsync(string path)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        await using var transaction = connection.BeginTransaction();
        Console.Out.WriteLine("held");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>Has the file open, idle, until its input closes.</summary>
    public static async Task<int> OpenAsync(string path)
    {
        await using var file = await DataFile.OpenAsync(path, CancellationToken.None);
        _ = await new Preferences(file).AllAsync(Learner.Local, CancellationToken.None);
        Console.Out.WriteLine("open");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}

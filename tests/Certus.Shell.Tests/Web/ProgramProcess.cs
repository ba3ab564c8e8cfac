using System.Diagnostics;
using Certus.Shell.Tests.Store;

namespace Certus.Shell.Tests.Web;

/// <summary>The program in a process of its own, on a free port.</summary>
internal sealed class ProgramProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ProgramProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(Site.Cancel);
    }

    /// <summary>The line that says that it is ready.</summary>
    public string Ready { get; private set; } = "";

    public Uri Address => new(Ready.Split(' ')[^1]);

    public static Process Launch(TempDirectory data, params string[] args)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Certus.Web.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--data", data.FullName, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    public static async Task<ProgramProcess> StartAsync(TempDirectory data, params string[] args)
    {
        var program = new ProgramProcess(Launch(data, ["--urls", "http://127.0.0.1:0", .. args]));
        program.Ready = await program._process.StandardOutput.ReadLineAsync(Site.Cancel) ?? throw new InvalidOperationException(await program._errors);
        return program;
    }

    /// <summary>Ends it, and tells what it had written as errors.</summary>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        await DisposeAsync();
        return (await _errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited) _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // it was disposed of before
        }
    }
}

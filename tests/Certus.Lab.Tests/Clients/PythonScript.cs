using System.Diagnostics;

namespace Certus.Lab.Tests.Clients;

/// <summary>A script beside this file, run by the distribution's Python with its boto3 against a sandbox.</summary>
internal static class PythonScript
{
    private const string Python = "/usr/bin/python3";

    /// <returns>What it wrote.</returns>
    /// <exception cref="Xunit.Sdk.XunitException">It ended otherwise than well; the message is what it complained of.</exception>
    public static async Task<string> RunAsync(string script, Uri endpoint, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Python) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Clients", script));
        start.ArgumentList.Add(endpoint.ToString().TrimEnd('/'));
        foreach (var (name, value) in new[] { ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_DEFAULT_REGION", "us-east-1"), ("AWS_CONFIG_FILE", "/dev/null"), ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null") })
            start.Environment[name] = value;
        start.Environment.Remove("AWS_PROFILE");
        start.Environment.Remove("PYTHONPATH");
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0) throw new Xunit.Sdk.XunitException($"{script} ended with {process.ExitCode}:\n{await errors}\n{await output}");
        return await output;
    }
}

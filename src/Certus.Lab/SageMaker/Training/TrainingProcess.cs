using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Certus.Lab.SageMaker.Training;

/// <summary>Trains in a child process, so that its memory, its crashes and its end are its own.</summary>
public static class TrainingProcess
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _memoryCheck = TimeSpan.FromMilliseconds(250);

    /// <summary>Trains what a specification says.</summary>
    /// <param name="spec">What to train, from which files.</param>
    /// <param name="directory">The job's own directory; made where it is not there. spec.json and model.tar.gz lie in it afterwards.</param>
    /// <param name="log">Takes each line of the log; called from one thread at a time.</param>
    /// <param name="metric">Takes each figure; called from one thread at a time.</param>
    /// <param name="stop">Asks for an early end: the model as far as it has come is kept; ten seconds later the process is killed.</param>
    /// <returns>How it ended; a failure is an outcome and does not throw.</returns>
    public static async Task<TrainingOutcome> RunAsync(TrainingSpec spec, string directory, Action<string> log, Action<TrainingMetric> metric, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (AlgorithmImage.Find(spec.Image, out var refusal) is null) return new TrainingOutcome.Failed($"ClientError: {refusal}");
        if (stop.IsCancellationRequested) return new TrainingOutcome.Stopped(null, new Dictionary<string, double>());
        Directory.CreateDirectory(directory);
        var model = Path.Combine(directory, TrainingJobProgram.ModelName);
        File.Delete(model);
        await using (var file = File.Create(Path.Combine(directory, TrainingJobProgram.SpecName)))
            await JsonSerializer.SerializeAsync(file, spec, JobJson.Default.TrainingSpec, CancellationToken.None);

        if (Start(TrainingJobProgram.Verb, TrainingJobProgram.HostedVerb, Path.GetFullPath(directory), out var complaint) is not { } process) return new TrainingOutcome.Failed($"InternalServerError: {complaint}");
        using (process)
        {
            Dictionary<string, double> final = [];
            JobMessage? end = null;
            var listening = ListenAsync();
            var complaining = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var outgrown = false;
            using (stop.Register(() => Ask(process)))
            {
                var exit = process.WaitForExitAsync(CancellationToken.None);
                var asked = (long?)null;
                while (await Task.WhenAny(exit, Task.Delay(_memoryCheck, CancellationToken.None)) != exit)
                {
                    if (stop.IsCancellationRequested) asked ??= Stopwatch.GetTimestamp();
                    var overdue = asked is { } since && Stopwatch.GetElapsedTime(since) > _grace;
                    outgrown = outgrown || Memory(process) > spec.MemoryLimit;
                    if (outgrown || overdue) Kill(process);
                }
            }
            await listening;
            var errors = (await complaining).Trim();
            switch (end?.End)
            {
                case "completed": return new TrainingOutcome.Completed(model, final);
                case "stopped": return new TrainingOutcome.Stopped(model, final);
                case "stopped-empty": return new TrainingOutcome.Stopped(null, final);
                case "failed":
                    if (errors.Length > 0) log(errors);
                    return new TrainingOutcome.Failed(end.Reason ?? "InternalServerError: The training process failed without a reason.");
            }
            if (outgrown) return new TrainingOutcome.Failed($"AlgorithmError: The training process needed more than the {spec.MemoryLimit >> 20} MB of memory that a job may use, exit code: 137");
            if (stop.IsCancellationRequested) return new TrainingOutcome.Stopped(null, final);
            if (errors.Length > 0) log(errors);
            return new TrainingOutcome.Failed($"AlgorithmError: {Ended(process.ExitCode)}, exit code: {process.ExitCode}");

            async Task ListenAsync()
            {
                while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
                {
                    if (Parse(line) is not { } message) log(line);
                    else if (message.Log is { } text) log(text);
                    else if (message.Metric is { } name) metric(new(name, final[name] = message.Value, message.Step));
                    else end = message;
                }
            }
        }
    }

    private static JobMessage? Parse(string line)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            return JsonSerializer.Deserialize(line, JobJson.Default.JobMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Ended(int code) => code switch
    {
        137 => "The training process was killed before it had ended",
        134 or 139 => "The training process crashed",
        _ => "The training process ended without a result",
    };

    /// <summary>Starts the child process.</summary>
    /// <param name="verb">What Certus.Lab is started with.</param>
    /// <param name="hostedVerb">What a program that hosts the sandbox is started with, where Certus.Lab can't be.</param>
    /// <param name="argument">What follows; null where nothing does.</param>
    /// <param name="complaint">Why it could not be started.</param>
    internal static Process? Start(string verb, string hostedVerb, string? argument, out string complaint)
    {
        var folder = AppContext.BaseDirectory;
        var program = Path.Combine(folder, "Certus.Lab.dll");
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        // A program published with its runtime brings no dotnet; then it does the same itself, started by another word.
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet" + suffix));
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true };
        if (File.Exists(host) && File.Exists(program))
        {
            start.FileName = host;
            start.ArgumentList.Add(program);
            start.ArgumentList.Add(verb);
        }
        else if (Environment.ProcessPath is { } own)
        {
            start.FileName = own;
            start.ArgumentList.Add(hostedVerb);
        }
        else
        {
            complaint = $"The program that runs jobs, Certus.Lab, does not lie in {folder}.";
            return null;
        }
        if (argument is not null) start.ArgumentList.Add(argument);
        // OpenMP with two threads on two busy cores spins; one thread is faster and does not starve the server.
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        try
        {
            complaint = "";
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception failed)
        {
            complaint = $"The child process can't be started: {failed.Message}";
            return null;
        }
    }

    private static void Ask(Process process)
    {
        try
        {
            process.StandardInput.WriteLine("stop");
            process.StandardInput.Flush();
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has ended in the meantime.
        }
    }

    private static long Memory(Process process)
    {
        try
        {
            process.Refresh();
            return process.HasExited ? 0 : process.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended in the meantime.
        }
    }
}

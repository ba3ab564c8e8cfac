using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Certus.Lab.SageMaker.Algorithms;

namespace Certus.Lab.SageMaker.Training;

/// <summary>The child process: trains what spec.json in its directory says and leaves model.tar.gz there.</summary>
/// <remarks>
/// It speaks one JSON message a line. The line "stop" on its input, or SIGTERM, asks it to end with what it has; the end of its input means
/// that the sandbox itself is gone, and ends it at once.
/// </remarks>
public static class TrainingJobProgram
{
    /// <summary>What Certus.Lab itself is started with: this, then the job's directory.</summary>
    public const string Verb = "job";

    /// <summary>What a program that hosts the sandbox is started with where no Certus.Lab can be: this, then the job's directory.</summary>
    public const string HostedVerb = "sandbox-job";

    internal const string SpecName = "spec.json";
    internal const string ModelName = "model.tar.gz";

    /// <summary>Runs the job of a directory.</summary>
    /// <returns>The exit code: 0 where it ended as it was asked to, 1 where it failed.</returns>
    public static int Run(string directory)
    {
        using var output = Console.OpenStandardOutput();
        var gate = new Lock();
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => { signal.Cancel = true; stop.Cancel(); });
        new Thread(() => Listen(stop)) { IsBackground = true }.Start();

        var end = Work(directory, Send, stop.Token);
        Send(end);
        return end.End == "failed" ? 1 : 0;

        void Send(JobMessage message)
        {
            byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, JobJson.Default.JobMessage), (byte)'\n'];
            lock (gate)
            {
                output.Write(line);
                output.Flush();
            }
        }
    }

    private static void Listen(CancellationTokenSource stop)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        while (input.ReadLine() is { } line)
            if (line == "stop") stop.Cancel();
        Environment.Exit(3);
    }

    private static JobMessage Work(string directory, Action<JobMessage> send, CancellationToken stop)
    {
        try
        {
            TrainingSpec spec;
            using (var file = File.OpenRead(Path.Combine(directory, SpecName)))
                spec = JsonSerializer.Deserialize(file, JobJson.Default.TrainingSpec) ?? throw new InvalidDataException("The specification is empty.");
            if (AlgorithmImage.Find(spec.Image, out var refusal) is not { } image) return Failed($"ClientError: {refusal}");
            if (IAlgorithm.Find(image.Algorithm) is not { } algorithm) return Failed($"ClientError: The algorithm {image.Algorithm} can't run here yet.");
            var run = new TrainingRun(spec, image, line => send(new() { Log = line }), metric => send(new() { Metric = metric.Name, Value = metric.Value, Step = metric.Step }), stop);
            run.Log($"{image.Algorithm}: {algorithm.Engine} {algorithm.EngineVersion} underneath");
            if (algorithm.Train(run) is not { } model) return new() { End = "stopped-empty" };
            var manifest = new ModelManifest(algorithm.Engine, algorithm.EngineVersion, image.Algorithm, spec.Image, spec.Hyperparameters, model.Features, model.Rows, spec.TrainedAt, model.FileName);
            ModelArchive.Write(Path.Combine(directory, ModelName), manifest, model.Content);
            return new() { End = stop.IsCancellationRequested ? "stopped" : "completed" };
        }
        catch (ClientErrorException bad)
        {
            return Failed($"ClientError: {bad.Message}");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new() { End = "stopped-empty" };
        }
        catch (OutOfMemoryException)
        {
            return Failed("AlgorithmError: The data do not fit into the memory that a job may use.");
        }
        catch (DllNotFoundException missing)
        {
            Console.Error.WriteLine(missing.Message);
            return Failed("InternalServerError: LightGBM can't be loaded on this machine; on Linux it needs OpenMP's libgomp.so.1 (Debian's package libgomp1). The log has the details.");
        }
        catch (Exception unforeseen)
        {
            Console.Error.WriteLine(unforeseen);
            return Failed($"InternalServerError: The algorithm ended with {unforeseen.GetType().Name}: {unforeseen.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static JobMessage Failed(string reason) => new() { End = "failed", Reason = reason };
}

using System.Diagnostics;
using System.Text.Json;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.Athena.Engine;

/// <summary>The engine as the server sees it: a child process that is started by the first query, serves one after the other and goes when there has been none for a minute.</summary>
/// <remarks>In a process of its own, so that its memory and its crashes are its own; kept, so that a query need not wait for a process to start.</remarks>
internal sealed class QueryEngine : IAsyncDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1), Grace = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _one = new(1);
    private readonly Timer _idle;
    private Process? _process;

    public QueryEngine() => _idle = new(_ => EndIdle());

    /// <summary>Asks the engine.</summary>
    /// <param name="request">What.</param>
    /// <param name="cancel">Interrupts the query; where that does not help within three seconds, ends the process.</param>
    /// <exception cref="QueryFailedException">The engine refused, or ended.</exception>
    public async Task<EngineAnswer> AskAsync(EngineRequest request, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var process = _process is { HasExited: false } alive ? alive : Start();
            _process = process;
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, EngineJson.Default.EngineRequest));
            await process.StandardInput.FlushAsync(CancellationToken.None);
            var reading = process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask();
            using (cancel.Register(() => Stop(process)))
            {
                if (await Task.WhenAny(reading, Task.Delay(Timeout.Infinite, cancel)) != reading && await Task.WhenAny(reading, Task.Delay(Grace, CancellationToken.None)) != reading)
                {
                    Kill(process);
                    _process = null; // it may take a moment to be gone; the next query has another
                }
            }
            var line = await reading;
            cancel.ThrowIfCancellationRequested();
            if (line is null)
            {
                _process = null;
                throw new QueryFailedException("INTERNAL_ERROR: The query needed more than the engine may use, or brought it down.", isUsers: false);
            }
            var answer = JsonSerializer.Deserialize(line, EngineJson.Default.EngineAnswer)!;
            return answer.Error is { } error ? throw new QueryFailedException(EngineErrors.Words(error)) : answer;
        }
        catch (IOException)
        {
            _process = null;
            throw new QueryFailedException("INTERNAL_ERROR: The engine has ended.", isUsers: false);
        }
        finally
        {
            _one.Release();
            _idle.Change(Idle, Timeout.InfiniteTimeSpan);
        }
    }

    private static Process Start()
    {
        var process = TrainingProcess.Start(EngineProgram.Verb, EngineProgram.HostedVerb, null, out var complaint) ?? throw new QueryFailedException($"INTERNAL_ERROR: {complaint}", isUsers: false);
        process.ErrorDataReceived += (_, _) => { }; // read, so that the pipe never fills
        process.BeginErrorReadLine();
        return process;
    }

    private static void Stop(Process process)
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

    private void EndIdle()
    {
        if (!_one.Wait(0)) return;
        try
        {
            End();
        }
        finally
        {
            _one.Release();
        }
    }

    private void End()
    {
        if (_process is not { } process) return;
        _process = null;
        Kill(process);
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _idle.DisposeAsync();
        await _one.WaitAsync();
        End();
        _one.Dispose();
    }
}

namespace Certus.Lab.SageMaker.Jobs;

/// <summary>Jobs one behind another; as many at once as the machine bears.</summary>
/// <remarks>
/// The queue remembers nothing across a start: a job's row is the truth, and what waits is handed in again. A job that ran when the sandbox
/// was stopped was cut off in the middle and is not begun anew: it is marked as failed with a reason, as a lost instance's would be.
/// </remarks>
/// <param name="atOnce">How many run at the same time, from 1. Training uses a core alone, so one is what two cores bear beside the server.</param>
/// <param name="report">Told of a job whose work threw.</param>
internal sealed class JobQueue(int atOnce, Func<JobKey, Exception, Task> report) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(JobKey Job, JobRun Run)> _waiting = [];
    private readonly Dictionary<JobKey, (CancellationTokenSource Stop, Task Work)> _running = [];
    private CancellationTokenSource _closing = new();
    private bool _closed;

    /// <summary>Appends a job; it begins when its turn comes.</summary>
    public void Add(JobKey job, JobRun run)
    {
        lock (_gate)
        {
            _waiting.AddLast((job, run));
            Begin();
        }
    }

    /// <summary>Tells a running job to stop, or takes a waiting one out.</summary>
    /// <returns>Whether it waited: then it has no more to say, and the caller marks its row.</returns>
    public bool Stop(JobKey job)
    {
        lock (_gate)
        {
            for (var node = _waiting.First; node is not null; node = node.Next)
            {
                if (node.Value.Job != job) continue;
                _waiting.Remove(node);
                return true;
            }
            if (!_running.TryGetValue(job, out var running)) return false;
            _ = running.Stop.CancelAsync();
            return false;
        }
    }

    private void Begin()
    {
        while (_running.Count < atOnce && !_closed && !_closing.IsCancellationRequested && _waiting.First is { Value: var (job, run) })
        {
            _waiting.RemoveFirst();
            var stop = new CancellationTokenSource();
            var closing = _closing.Token;
            _running[job] = (stop, Task.Run(() => WorkAsync(job, run, stop, closing)));
        }
    }

    private async Task WorkAsync(JobKey job, JobRun run, CancellationTokenSource stop, CancellationToken closing)
    {
        try
        {
            await run(job, stop.Token, closing);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // Its row still says that it runs; the next start marks it.
        }
        catch (Exception failure)
        {
            try
            {
                await report(job, failure);
            }
            catch (Exception second) when (closing.IsCancellationRequested || second is ObjectDisposedException)
            {
                // The database is closed: the next start marks the job.
            }
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(job);
                Begin();
            }
        }
    }

    /// <summary>Ends what runs, with its children, waits until it has ended, and forgets what waits.</summary>
    public async Task ClearAsync()
    {
        Task[] work;
        CancellationTokenSource closing;
        lock (_gate)
        {
            _waiting.Clear();
            work = [.. _running.Values.Select(running => running.Work)];
            (closing, _closing) = (_closing, new());
        }
        await closing.CancelAsync();
        await Task.WhenAll(work);
        closing.Dispose();
    }

    /// <summary>Ends what runs, with its children, and begins nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate) _closed = true;
        await ClearAsync();
        _closing.Dispose();
    }
}

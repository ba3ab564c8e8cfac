using System.Threading.Channels;

namespace Certus.Store;

/// <summary>All writing of this process: jobs that wait at the same time share one transaction and one sync to disk.</summary>
/// <remarks>
/// A job is answered only after its transaction was committed. If a shared transaction fails, each of its jobs runs again alone, so that a job
/// that can't be done fails by itself; jobs must therefore leave no trace outside the transaction but through <see cref="Batch.OnCommit"/>.
/// </remarks>
internal sealed class CommitQueue : IAsyncDisposable
{
    private const int MostWaiting = 4096, MostShared = 512;

    private readonly Channel<Job> _jobs = Channel.CreateBounded<Job>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Func<Session> _open;
    private readonly Func<Exception, Exception> _explain;
    private readonly Thread _writer;
    private Session? _session;
    private long _commits;

    /// <param name="open">Opens the connection to write with.</param>
    /// <param name="explain">What to tell a caller of an exception.</param>
    public CommitQueue(Func<Session> open, Func<Exception, Exception> explain)
    {
        (_open, _explain) = (open, explain);
        _writer = new Thread(Run) { IsBackground = true, Name = "Certus writer" };   // its own thread: it spends its life waiting for the disk
        _writer.Start();
    }

    /// <summary>Transactions committed so far.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Runs a job inside a transaction and returns its result once that is on disk.</summary>
    public async Task<T> RunAsync<T>(Func<Session, Batch, ValueTask<T>> work, CancellationToken cancel)
    {
        var job = new Job<T>(work, cancel);
        try
        {
            await _jobs.Writer.WriteAsync(job, cancel);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(DataFile));
        }
        return await job.Result;
    }

    private void Run()
    {
        List<Job> jobs = [];
        while (_jobs.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            jobs.Clear();
            while (jobs.Count < MostShared && _jobs.Reader.TryRead(out var job))
                if (!job.Abandoned()) jobs.Add(job);
            if (jobs.Count == 0) continue;
            if (TryCommit(jobs) is not { } failure) continue;
            if (jobs.Count == 1 || _explain(failure) is StoreException { Fault: StoreFault.Locked })
                foreach (var job in jobs) job.Fail(_explain(failure));     // each alone would only wait for the same lock
            else
                foreach (var job in jobs)
                    if (TryCommit([job]) is { } alone) job.Fail(_explain(alone));
        }
    }

    private Exception? TryCommit(IReadOnlyList<Job> jobs)
    {
        try
        {
            _session ??= _open();
            var batch = new Batch();
            Wait(_session.BeginAsync(CancellationToken.None));
            foreach (var job in jobs) Wait(job.RunAsync(_session, batch));
            Wait(_session.CommitAsync(CancellationToken.None));
            Interlocked.Increment(ref _commits);
            batch.Committed();
            foreach (var job in jobs) job.Succeed();
            return null;
        }
        catch (Exception failure)
        {
            Abort();
            return failure;
        }
    }

    private void Abort()
    {
        if (_session is null) return;
        try
        {
            Wait(_session.RollbackAsync());
        }
        catch (Exception)
        {
            var broken = _session;
            _session = null;            // the next transaction gets a connection that works
            try
            {
                Wait(broken.DisposeAsync());
            }
            catch (Exception)
            {
                // Nothing is lost with it: what was not committed was not acknowledged.
            }
        }
    }

    private static void Wait(ValueTask task)
    {
        if (task.IsCompletedSuccessfully) task.GetAwaiter().GetResult();
        else task.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Finishes what was handed in, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_jobs.Writer.TryComplete()) return;
        await Task.Run(_writer.Join);
        if (_session is not null) await _session.DisposeAsync();
    }

    /// <summary>One shared transaction.</summary>
    internal sealed class Batch
    {
        private readonly List<Action> _onCommit = [];

        /// <summary>Something to do once the transaction is on disk.</summary>
        public void OnCommit(Action action) => _onCommit.Add(action);

        public void Committed() => _onCommit.ForEach(action => action());
    }

    private abstract class Job
    {
        public abstract ValueTask RunAsync(Session session, Batch batch);
        public abstract bool Abandoned();
        public abstract void Succeed();
        public abstract void Fail(Exception failure);
    }

    private sealed class Job<T>(Func<Session, Batch, ValueTask<T>> work, CancellationToken cancel) : Job
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;

        public Task<T> Result => _done.Task;

        public override async ValueTask RunAsync(Session session, Batch batch) => _result = await work(session, batch);

        /// <summary>Whether its caller gave up before it began; from then on it is told the truth.</summary>
        public override bool Abandoned() => cancel.IsCancellationRequested && _done.TrySetCanceled(cancel);

        public override void Succeed() => _done.TrySetResult(_result);

        public override void Fail(Exception failure) => _done.TrySetException(failure);
    }
}

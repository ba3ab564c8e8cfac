using System.Collections.Concurrent;
using Certus.Lab.SageMaker;
using Certus.Lab.SageMaker.Jobs;

namespace Certus.Lab.Tests.SageMaker;

/// <summary>Jobs run in the order in which they came, no more at once than allowed, and end when told to.</summary>
public sealed class JobQueueTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static JobKey Key(int number) => new("us-east-1", Kind.TrainingJob, $"job-{number}");

    private static Task NoReport(JobKey job, Exception failure) => throw new InvalidOperationException($"{job.Name} threw.", failure);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_more_run_at_once_than_allowed_and_they_begin_in_order(int atOnce)
    {
        await using var queue = new JobQueue(atOnce, NoReport);
        var (running, most, done) = (0, 0, new CountdownEvent(30));
        ConcurrentQueue<string> begun = [];
        var gate = new Lock();

        for (var number = 0; number < 30; number++)
            queue.Add(Key(number), async (job, _, _) =>
            {
                lock (gate)
                {
                    begun.Enqueue(job.Name);
                    most = Math.Max(most, ++running);
                }
                await Task.Delay(5, Cancel);
                lock (gate) running--;
                done.Signal();
            });
        await Task.Run(() => done.Wait(Cancel), Cancel);

        Assert.Equal(atOnce, most);
        if (atOnce == 1) Assert.Equal(Enumerable.Range(0, 30).Select(number => $"job-{number}"), begun);
    }

    [Fact]
    public async Task A_waiting_job_is_taken_out_and_a_running_one_is_told_to_stop()
    {
        await using var queue = new JobQueue(1, NoReport);
        TaskCompletionSource begun = new(), stopped = new(), other = new();
        queue.Add(Key(1), async (_, stop, _) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopped.SetResult();
        });
        queue.Add(Key(2), (_, _, _) => throw new InvalidOperationException("It was taken out and ran."));
        queue.Add(Key(3), (_, _, _) =>
        {
            other.SetResult();
            return Task.CompletedTask;
        });
        await begun.Task.WaitAsync(Cancel);

        Assert.True(queue.Stop(Key(2)));
        Assert.False(queue.Stop(Key(2)));
        Assert.False(queue.Stop(Key(1)));
        await stopped.Task.WaitAsync(Cancel);
        await other.Task.WaitAsync(Cancel);
    }

    [Fact]
    public async Task What_a_job_throws_is_reported_and_the_next_one_runs()
    {
        ConcurrentQueue<string> reported = [];
        await using var queue = new JobQueue(1, (job, failure) =>
        {
            reported.Enqueue($"{job.Name}: {failure.Message}");
            return Task.CompletedTask;
        });
        TaskCompletionSource next = new();

        queue.Add(Key(1), (_, _, _) => throw new FormatException("a defect"));
        queue.Add(Key(2), (_, _, _) =>
        {
            next.SetResult();
            return Task.CompletedTask;
        });
        await next.Task.WaitAsync(Cancel);

        Assert.Equal(["job-1: a defect"], reported);
    }

    [Fact]
    public async Task Clearing_ends_what_runs_forgets_what_waits_and_takes_new_work()
    {
        await using var queue = new JobQueue(1, NoReport);
        TaskCompletionSource begun = new(), fresh = new();
        var ended = false;
        queue.Add(Key(1), async (_, _, closing) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended = true;
            closing.ThrowIfCancellationRequested();
        });
        queue.Add(Key(2), (_, _, _) => throw new InvalidOperationException("It was forgotten and ran."));
        await begun.Task.WaitAsync(Cancel);

        await queue.ClearAsync();
        Assert.True(ended);
        queue.Add(Key(3), (_, _, _) =>
        {
            fresh.SetResult();
            return Task.CompletedTask;
        });

        await fresh.Task.WaitAsync(Cancel);
    }
}

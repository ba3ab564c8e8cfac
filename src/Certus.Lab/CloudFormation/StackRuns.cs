using System.Collections.Concurrent;

namespace Certus.Lab.CloudFormation;

/// <summary>The work on stacks that goes on beside calls.</summary>
/// <remarks>
/// A call begins it and is answered when it is over, or when it first has to wait for something, such as an endpoint whose model loads: most stacks are complete
/// by the answer, as everything else in the sandbox is.
/// </remarks>
internal sealed class StackRuns
{
    private readonly ConcurrentDictionary<string, (Task Task, CancellationTokenSource Stop)> _running = [];

    /// <summary>Begins work on a stack.</summary>
    /// <param name="stack">The stack's id; nothing else works on it.</param>
    /// <param name="work">The work: called with what it calls when it has to wait.</param>
    public async Task BeginAsync(string stack, Func<Action, CancellationToken, Task> work)
    {
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stop = new CancellationTokenSource();
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var task = Task.Run(async () =>
        {
            await begin.Task;
            try
            {
                await work(() => waits.TrySetResult(), stop.Token);
            }
            catch (Exception stopped) when (stopped is OperationCanceledException || stopped is ObjectDisposedException && stop.IsCancellationRequested)
            {
                // The sandbox closes or is emptied, or the stack is deleted while it is made.
            }
            finally
            {
                _running.TryRemove(stack, out _);
            }
        });
        _running[stack] = (task, stop);
        begin.SetResult();
        await await Task.WhenAny(waits.Task, task);
    }

    /// <summary>Stops the work on a stack and waits until it has.</summary>
    public async Task StopAsync(string stack)
    {
        if (!_running.TryGetValue(stack, out var run)) return;
        await run.Stop.CancelAsync();
        // What the work could not do is in its stack's events.
        await run.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Stops all work.</summary>
    public async Task StopAllAsync()
    {
        foreach (var stack in _running.Keys) await StopAsync(stack);
    }
}

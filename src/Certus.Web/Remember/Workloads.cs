using System.Security.Cryptography;
using System.Text;
using Certus.Remember;
using Certus.Store;

namespace Certus.Web.Remember;

/// <summary>Computes what reviews will cost, away from the page where it takes longer than a blink; one at a time, and the last one is kept.</summary>
/// <param name="memory">The learner's cards.</param>
/// <param name="lifetime">What is under way ends with the program.</param>
public sealed class Workloads(Memory memory, IHostApplicationLifetime lifetime)
{
    /// <summary>How long a page waits for it.</summary>
    public static readonly TimeSpan Blink = TimeSpan.FromSeconds(0.5);

    private sealed class Run(string key, CancellationTokenSource source)
    {
        public string Key { get; } = key;
        public CancellationTokenSource Source { get; } = source;
        public Task<Workload> Work { get; set; } = null!;
        public double Progress;
    }

    private readonly Lock _gate = new();
    private Run? _run;

    /// <summary>How it stands.</summary>
    /// <param name="State">The learner's cards.</param>
    /// <param name="Key">What tells this state of the cards from others.</param>
    /// <param name="Result">What came of it; null while it is under way, or where it was stopped.</param>
    /// <param name="Progress">How far it is, from 0 to 1; null where it is done or was stopped.</param>
    public sealed record Standing(Memory.State State, string Key, Workload? Result, double? Progress);

    /// <summary>The workload as the cards stand now; begun where it has not been yet.</summary>
    /// <param name="again">Whether to begin it even where it was stopped.</param>
    /// <param name="cancel">Stops waiting; what was begun goes on.</param>
    public async Task<Standing> AskAsync(bool again, CancellationToken cancel)
    {
        var state = await memory.ReadAsync(cancel);
        var run = Find(state, KeyOf(state), again);
        if (!run.Work.IsCompleted) await Task.WhenAny(run.Work, Task.Delay(Blink, cancel));
        if (run.Work.IsFaulted) await run.Work;
        return new(state, run.Key, run.Work.IsCompletedSuccessfully ? await run.Work : null, run.Work.IsCompleted ? null : Volatile.Read(ref run.Progress));
    }

    /// <summary>Stops what is under way.</summary>
    public void Stop()
    {
        lock (_gate) _run?.Source.Cancel();
    }

    private Run Find(Memory.State state, string key, bool again)
    {
        lock (_gate)
        {
            if (_run?.Key == key && !(_run.Work.IsFaulted || (again && _run.Work.IsCanceled))) return _run;
            _run?.Source.Cancel();
            var source = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
            var run = new Run(key, source);
            run.Work = Task.Run(() => Workload.Of(state, memory.InScope(state).SelectMany(deck => deck.Notes).Concat(state.Own), memory.AimedAt(state) is not null, progress => Volatile.Write(ref run.Progress, progress), source.Token), source.Token);
            return _run = run;
        }
    }

    private static string KeyOf(Memory.State state) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', state.Days.Of(state.Now), state.Cards.Log.Count, state.Own.Count, RememberSettings.Write(state.Settings), string.Join(',', ((Fsrs6)state.Model).Parameters.Values)))).AsSpan(0, 8));
}

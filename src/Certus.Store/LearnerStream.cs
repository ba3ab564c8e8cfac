using System.Collections.Concurrent;
using System.Text.Json;
using Certus.Catalog;

namespace Certus.Store;

/// <summary>One stream of the answer log for each learner, folded into what it comes to; what was folded once is kept, so that only later events are read.</summary>
/// <typeparam name="TEvent">What happens.</typeparam>
/// <typeparam name="TState">What the events come to; never changed.</typeparam>
/// <param name="file">The data file.</param>
/// <param name="stream">The stream's id: one for each learner, whose id is the first part of its key.</param>
/// <param name="empty">What no event comes to.</param>
/// <param name="read">An event from its payload; throws a <see cref="JsonException"/> where that is damaged.</param>
/// <param name="fold">What a state and later events come to.</param>
internal sealed class LearnerStream<TEvent, TState>(DataFile file, Guid stream, TState empty, Func<string, TEvent> read, Func<TState, IReadOnlyList<TEvent>, TState> fold)
{
    private const int MostLearnersKept = 100;

    private const string SelectLater = "SELECT sequence, payload FROM events WHERE learner_id = @p1 AND stream_id = @p2 AND sequence > @p3 ORDER BY sequence";

    /// <summary>A state and the number of the last event in it.</summary>
    public sealed record Known(TState State, int Sequence);

    private readonly ConcurrentDictionary<Learner, Known> _known = [];

    /// <summary>A learner's state.</summary>
    /// <exception cref="StoreException">The file can't be read, or an event is damaged.</exception>
    public async ValueTask<TState> ReadAsync(Learner learner, CancellationToken cancel)
    {
        var known = await file.ReadAsync(session => ReadOnAsync(session, learner, cancel));
        Keep(learner, known);
        return known.State;
    }

    /// <summary>A learner's state within a session; inside a transaction that writes nobody else can append, so what is judged by it still holds when that is committed.</summary>
    public async ValueTask<Known> ReadOnAsync(Session session, Learner learner, CancellationToken cancel)
    {
        var known = _known.GetValueOrDefault(learner) ?? new(empty, 0);
        List<TEvent> later = [];
        var sequence = known.Sequence;
        await using (var rows = await session.Command(SelectLater, learner.Id, stream, known.Sequence).ExecuteReaderAsync(cancel))
            while (await rows.ReadAsync(cancel))
            {
                sequence = rows.GetInt32(0);
                try { later.Add(read(rows.GetString(1))); }
                catch (JsonException torn) { throw StoreException.Of(StoreFault.Damaged, file.Path, torn); }
            }
        return later.Count == 0 ? known : new(fold(known.State, later), sequence);
    }

    /// <summary>Keeps a state that is on disk; an older one than is kept is let go.</summary>
    public void Keep(Learner learner, Known known)
    {
        if (_known.Count >= MostLearnersKept && !_known.ContainsKey(learner)) _known.Clear();
        _known.AddOrUpdate(learner, known, (_, kept) => kept.Sequence < known.Sequence ? known : kept);
    }
}

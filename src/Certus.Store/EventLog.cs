using System.Collections.Immutable;
using Certus.Catalog;
using Certus.Practice;

namespace Certus.Store;

/// <summary>The answer log: events are judged, numbered and appended; the state of a sitting is what its events come to.</summary>
/// <param name="file">The data file.</param>
/// <param name="kept">How many folded sittings are kept in memory. They only spare reading: the log is asked for later events each time.</param>
public sealed class EventLog(DataFile file, int kept = 5000)
{
    private const string SelectStart = "SELECT start_json FROM sittings WHERE learner_id = @p1 AND id = @p2";

    private const string SelectLater =
        "SELECT sequence, payload, first_exposure FROM events WHERE learner_id = @p1 AND stream_id = @p2 AND sequence > @p3 ORDER BY sequence";

    private const string SelectShown = "SELECT 1 FROM events WHERE learner_id = @p1 AND kind IN (@p2, @p3) AND item_id = @p4 LIMIT 1";

    // Those that ended since an instant, and those that nobody ended: their time may have run out since.
    private const string SelectOthers = """
        SELECT id FROM sittings
        WHERE learner_id = @p1 AND id <> @p2 AND id NOT IN (SELECT stream_id FROM events WHERE learner_id = @p1 AND kind = @p3 AND at_ticks < @p4)
        """;

    internal const string Insert = """
        INSERT INTO events
            (learner_id, stream_id, sequence, event_id, at_ticks, kind, position, item_id, item_version, item_seed, option_order, elapsed_ms, context,
             first_exposure, payload)
        VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15)
        """;

    internal const string InsertBody = "INSERT INTO bodies (version, body) VALUES (@p1, @p2) ON CONFLICT DO NOTHING";

    private readonly FoldedCache _cache = new(kept);

    // Both belong to the writer's thread: what the transaction under way has made of the sittings it touched.
    private readonly Dictionary<(Learner, Guid), Folded> _underWay = [];
    private CommitQueue.Batch? _batch;

    /// <summary>Judges events one after the other and appends those that count.</summary>
    /// <returns>After the accepted ones are on disk: the sitting and what became of each event; null where this learner has no such sitting.</returns>
    /// <remarks>An event whose id is in the sitting already is repeated, not stored again: sending twice is safe, in one call or in many.</remarks>
    /// <exception cref="StoreException">Nothing was stored: the file is locked, full, damaged, …</exception>
    /// <exception cref="ArgumentException">A question is added: that goes with its body, by <see cref="AddAsync"/>.</exception>
    public Task<Appended?> AppendAsync(Learner learner, Guid sittingId, IReadOnlyList<SittingEvent> events, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Any(happened => happened is SittingEvent.Added)) throw new ArgumentException("A question is added together with its body.", nameof(events));
        return AppendAsync(learner, sittingId, events, null, cancel);
    }

    /// <summary>Puts a question at the end of a sitting that grows; its body is stored in the same transaction.</summary>
    /// <param name="learner">Whose sitting it is.</param>
    /// <param name="sittingId">The sitting.</param>
    /// <param name="added">The question and its place. Of two requests for one place the first one counts, and the other is refused.</param>
    /// <param name="item">The bank item behind it.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>As <see cref="AppendAsync(Learner, Guid, IReadOnlyList{SittingEvent}, CancellationToken)"/>.</returns>
    /// <exception cref="ArgumentException">The item is not that of the form, or its version is not the hash of its body.</exception>
    /// <exception cref="StoreException">Nothing was stored.</exception>
    public Task<Appended?> AddAsync(Learner learner, Guid sittingId, SittingEvent.Added added, BankItem item, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(added);
        ArgumentNullException.ThrowIfNull(item);
        if (added.Item.Version != item.Version || ContentHash.Of(item.Body.Span) != item.Version)
            throw new ArgumentException($"The version of {added.Item.QuestionId} is not the hash of its body.", nameof(item));
        return AppendAsync(learner, sittingId, [added], item, cancel);
    }

    private async Task<Appended?> AppendAsync(Learner learner, Guid sittingId, IReadOnlyList<SittingEvent> events, BankItem? body, CancellationToken cancel)
    {
        var payloads = events.Select(SittingJson.Write).ToArray();      // here, where many can do it at once
        return await file.Writer.RunAsync((session, batch) => JudgeAsync(session, batch, learner, sittingId, events, payloads, body), cancel);
    }

    /// <summary>A learner's sitting as its events up to now left it; null where this learner has no such sitting.</summary>
    /// <exception cref="StoreException">The file can't be read.</exception>
    public async ValueTask<Sitting?> FindAsync(Learner learner, Guid sittingId, CancellationToken cancel) =>
        (await file.ReadAsync(session => CatchUpAsync(session, learner, sittingId, cancel)))?.Sitting;

    /// <summary>The latest state: what the cache knows, and the later events of the log.</summary>
    internal async ValueTask<Folded?> CatchUpAsync(Session session, Learner learner, Guid sittingId, CancellationToken cancel)
    {
        var known = _cache.Find(learner, sittingId);
        var latest = await ReadOnAsync(session, learner, sittingId, known, cancel);
        if (latest is not null && !ReferenceEquals(latest, known)) _cache.Offer(learner, sittingId, latest);
        return latest;
    }

    /// <summary>The state inside a transaction that may yet fail: nothing of it is kept.</summary>
    internal ValueTask<Folded?> ReadInsideAsync(Session session, Learner learner, Guid sittingId) =>
        ReadOnAsync(session, learner, sittingId, _cache.Find(learner, sittingId), CancellationToken.None);

    private static async ValueTask<Folded?> ReadOnAsync(Session session, Learner learner, Guid sittingId, Folded? folded, CancellationToken cancel)
    {
        if (folded is null)
        {
            if (await session.Command(SelectStart, learner.Id, sittingId).ExecuteScalarAsync(cancel) is not string start) return null;
            folded = Folded.Begin(SittingJson.ReadStart(start));
        }
        List<SittingEvent>? later = null;
        var (sequence, exposure) = (folded.Sequence, folded.FirstExposure);
        await using (var rows = await session.Command(SelectLater, learner.Id, sittingId, folded.Sequence).ExecuteReaderAsync(cancel))
            while (await rows.ReadAsync(cancel))
            {
                sequence = rows.GetInt32(0);
                var happened = SittingJson.ReadEvent(rows.GetString(1));
                (later ??= []).Add(happened);
                exposure = Folded.Grown(exposure, happened);
                if (happened is SittingEvent.Shown shown && exposure[shown.Position - 1] is null) exposure = exposure.SetItem(shown.Position - 1, rows.GetBoolean(2));
            }
        return later is null ? folded : new(folded.Sitting.Replay(later), sequence, exposure);
    }

    private async ValueTask<Appended?> JudgeAsync(
        Session session, CommitQueue.Batch batch, Learner learner, Guid sittingId, IReadOnlyList<SittingEvent> events, string[] payloads, BankItem? body)
    {
        // Inside the transaction nobody else can append, so what is judged here still holds when it is committed.
        if (_batch != batch)
        {
            _underWay.Clear();
            _batch = batch;
            batch.OnCommit(Publish);
        }
        if (!_underWay.TryGetValue((learner, sittingId), out var folded))
        {
            if (await ReadInsideAsync(session, learner, sittingId) is not { } read) return null;
            folded = read;
        }
        var outcomes = new Submission[events.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = folded.Sitting.Submit(events[i]);
            if (outcomes[i] is not Submission.Accepted accepted) continue;
            var happened = accepted.Event;
            var (first, exposure) = await ExposureAsync(session, learner, folded, happened);
            if (happened is SittingEvent.Added && body is not null) await session.Command(InsertBody, body.Version, body.Body.ToArray()).ExecuteNonQueryAsync();
            await InsertAsync(session, learner, accepted.Next, folded.Sequence + 1, happened, first, happened == events[i] ? payloads[i] : SittingJson.Write(happened));
            folded = new(accepted.Next, folded.Sequence + 1, exposure);
        }
        _underWay[(learner, sittingId)] = folded;
        return new(folded.Sitting, outcomes);
    }

    private void Publish()
    {
        foreach (var ((learner, sitting), folded) in _underWay) _cache.Offer(learner, sitting, folded);
    }

    /// <summary>Whether the learner meets the question of an event for the first time in this sitting, and what is known by position after it.</summary>
    private async ValueTask<(bool? First, ImmutableArray<bool?> Known)> ExposureAsync(
        Session session, Learner learner, Folded folded, SittingEvent happened)
    {
        if (happened is not SittingEvent.AtQuestion { Position: var position }) return (null, Folded.Grown(folded.FirstExposure, happened));
        if (folded.FirstExposure[position - 1] is { } known) return (known && happened is not SittingEvent.Shown, folded.FirstExposure);
        var item = folded.Sitting.Form.Items[position - 1];
        var first = item.Fresh
            && await session.Command(SelectShown, learner.Id, EventKind.Shown, EventKind.Revealed, item.QuestionId).ExecuteScalarAsync() is null
            && !await IsReportedSinceAsync(session, learner, folded.Sitting.Start, item.QuestionId, happened.At);
        return (first, happened is SittingEvent.Shown ? folded.WithExposure(position, first) : folded.FirstExposure);
    }

    /// <summary>Whether the report of another sitting, over since this one began, has shown a question; what was over before is in <see cref="FormItem.Fresh"/>.</summary>
    private async ValueTask<bool> IsReportedSinceAsync(Session session, Learner learner, SittingStart start, string questionId, DateTimeOffset now)
    {
        List<Guid> others = [];
        await using (var rows = await session.Command(SelectOthers, learner.Id, start.Id, EventKind.Ended, start.StartedAt.UtcTicks).ExecuteReaderAsync())
            while (await rows.ReadAsync()) others.Add(rows.GetGuid(0));
        foreach (var id in others)
            if (await ReadInsideAsync(session, learner, id) is { Sitting: var other } && other.OverSince(now) is not null && other.Form.Items.Any(asked => asked.QuestionId == questionId))
                return true;
        return false;
    }

    private static async ValueTask InsertAsync(Session session, Learner learner, Sitting sitting, int sequence, SittingEvent happened, bool? first, string payload)
    {
        var item = happened switch { SittingEvent.AtQuestion at => sitting.Form.Items[at.Position - 1], SittingEvent.Added added => added.Item, _ => null };
        var elapsed = happened switch { SittingEvent.Answered answered => answered.Elapsed, SittingEvent.Dwelt dwelt => dwelt.Elapsed, _ => (TimeSpan?)null };
        await session.Command(
            Insert, learner.Id, sitting.Start.Id, sequence, happened.Id, happened.At.UtcTicks, EventKind.Of(happened), item?.Position, item?.QuestionId, item?.Version,
            item?.GeneratedFrom is { } generated ? unchecked((long)generated.Seed) : null, item is null ? null : string.Join(',', item.OptionOrder),
            (long?)elapsed?.TotalMilliseconds, EventKind.Of(sitting.Start.Mode), first, payload).ExecuteNonQueryAsync();
    }
}

using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using Certus.Catalog;
using Certus.Plan;
using Certus.Plan.Diary;

namespace Certus.Store;

/// <summary>The log of a learner's plans, in one stream of the answer log; the plans themselves are bodies, packed.</summary>
/// <param name="file">The data file.</param>
public sealed class PlanLog(DataFile file)
{
    private const int MostKept = 100;

    private const string Context = "plan";

    private const string SelectBody = "SELECT body FROM bodies WHERE version = @p1";

    /// <summary>The stream that holds them: one for each learner, whose id is the first part of its key.</summary>
    internal static readonly Guid Stream = new("706c616e-0001-4c6f-9700-3b52c6a1de00");

    private readonly LearnerStream<PlanEvent, PlanDiary> _diaries = new(file, Stream, PlanDiary.Empty, PlanJson.Read, (diary, later) => diary.After(later));

    // They only spare reading: a version never changes.
    private readonly ConcurrentDictionary<string, StudyPlan> _plans = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Learner, EverPlanned> _ever = [];

    /// <summary>A learner's plan as it stands.</summary>
    /// <exception cref="StoreException">The file can't be read.</exception>
    public ValueTask<PlanDiary> ReadAsync(Learner learner, CancellationToken cancel) => _diaries.ReadAsync(learner, cancel);

    /// <summary>A plan by its version.</summary>
    /// <exception cref="StoreException">The file can't be read, or the plan's body is lost or damaged.</exception>
    public async ValueTask<StudyPlan> PlanAsync(string version, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (_plans.TryGetValue(version, out var known)) return known;
        if (await file.ReadAsync(async session => await session.Command(SelectBody, version).ExecuteScalarAsync(cancel) as byte[]) is not { } body) throw Damaged(null);
        try { known = PlanJson.Plan(Unpack(body)); }
        catch (Exception torn) when (torn is JsonException or InvalidDataException) { throw Damaged(torn); }
        if (_plans.Count >= MostKept) _plans.Clear();
        return _plans[version] = known;

        StoreException Damaged(Exception? torn) => new(StoreFault.Damaged, file.Path, $"The data file {file.Path} has lost a study plan; restore a backup.", torn);
    }

    /// <summary>All that plans of a learner ever had.</summary>
    /// <exception cref="StoreException">As <see cref="PlanAsync"/>.</exception>
    public async ValueTask<EverPlanned> EverAsync(Learner learner, PlanDiary diary, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(diary);
        var ever = _ever.GetValueOrDefault(learner, EverPlanned.Nothing);
        if (ever.Events > diary.Log.Count) ever = EverPlanned.Nothing;      // the diary was read before others wrote on
        Dictionary<string, StudyPlan> plans = new(StringComparer.Ordinal);
        foreach (var made in diary.Log.Skip(ever.Events).OfType<PlanEvent.OfPlan>()) plans[made.Version] = await PlanAsync(made.Version, cancel);
        ever = ever.After(diary.Log, plans);
        if (_ever.Count >= MostKept && !_ever.ContainsKey(learner)) _ever.Clear();
        _ever.AddOrUpdate(learner, ever, (_, kept) => kept.Events < ever.Events ? ever : kept);
        return ever;
    }

    /// <summary>What a plan is kept as.</summary>
    /// <returns>Its version, which the event that makes it names, and the bytes to append with that event.</returns>
    public static (string Version, byte[] Body) Pack(StudyPlan plan)
    {
        using MemoryStream packed = new();
        using (BrotliStream brotli = new(packed, CompressionLevel.Optimal, leaveOpen: true)) brotli.Write(PlanJson.Body(plan));
        var body = packed.ToArray();
        return (ContentHash.Of(body), body);
    }

    /// <summary>Appends events, with the plans that they name; all of them or none.</summary>
    /// <param name="learner">Whose plan it is.</param>
    /// <param name="events">In the order in which they happened. One whose id is in the log already, or that says what stands already, is not stored.</param>
    /// <param name="bodies">Bodies from <see cref="Pack"/>.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The diary, once all is on disk; or why nothing was kept.</returns>
    /// <exception cref="StoreException">Nothing was stored: the file is locked, full, damaged, …</exception>
    public async Task<PlanAppended> AppendAsync(Learner learner, IReadOnlyList<PlanEvent> events, IReadOnlyList<byte[]> bodies, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(bodies);
        return await file.Writer.RunAsync(async (session, batch) =>
        {
            // Inside the transaction nobody else can append, so what is judged here still holds when it is committed.
            var (stored, sequence) = await _diaries.ReadOnAsync(session, learner, CancellationToken.None);
            var diary = stored;
            List<PlanEvent> fresh = [];
            foreach (var happened in events)
            {
                if (diary.Repeats(happened)) continue;
                if (happened is PlanEvent.Revised revised && diary.Standing?.Version != revised.From) return new PlanAppended(stored, "The plan has changed in the meantime, so it was not revised.");
                if (happened is PlanEvent.Undone undone && !diary.Knows(undone.Of)) return new PlanAppended(stored, "What was to be undone is not in the log.");
                fresh.Add(happened);
                diary = diary.After([happened]);
            }
            foreach (var happened in fresh)
                await session.Command(
                    EventLog.Insert, learner.Id, Stream, ++sequence, happened.Id, happened.At.UtcTicks, KindOf(happened), null, (happened as PlanEvent.OfSession)?.Session, (happened as PlanEvent.OfPlan)?.Version,
                    null, null, happened is PlanEvent.Logged { Minutes: var minutes } ? minutes * 60_000L : null, Context, null, PlanJson.Write(happened)).ExecuteNonQueryAsync(CancellationToken.None);
            foreach (var body in bodies) await session.Command(EventLog.InsertBody, ContentHash.Of(body), body).ExecuteNonQueryAsync(CancellationToken.None);
            var known = new LearnerStream<PlanEvent, PlanDiary>.Known(diary, sequence);
            batch.OnCommit(() => _diaries.Keep(learner, known));
            return new PlanAppended(diary, null);
        }, cancel);
    }

    private static byte[] Unpack(byte[] body)
    {
        using BrotliStream brotli = new(new MemoryStream(body), CompressionMode.Decompress);
        using MemoryStream plain = new();
        brotli.CopyTo(plain);
        return plain.ToArray();
    }

    private static string KindOf(PlanEvent happened) => happened switch
    {
        PlanEvent.Made => "plan-made",
        PlanEvent.Revised => "plan-revised",
        PlanEvent.Finished => "session-finished",
        PlanEvent.Skipped => "session-skipped",
        PlanEvent.Logged => "minutes-logged",
        PlanEvent.TimerStarted => "timer-started",
        PlanEvent.TimerPaused => "timer-paused",
        PlanEvent.Ended => "plan-ended",
        PlanEvent.Undone => "undone",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

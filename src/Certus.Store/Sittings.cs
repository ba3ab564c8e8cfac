using System.Collections.Concurrent;
using Certus.Catalog;
using Certus.Practice;

namespace Certus.Store;

/// <summary>Sittings and the questions they showed.</summary>
/// <param name="file">The data file.</param>
/// <param name="log">The log of the same file.</param>
public sealed class Sittings(DataFile file, EventLog log)
{
    private const int MostQuestionsKept = 5000;

    private const string InsertSitting =
        "INSERT INTO sittings (learner_id, id, exam, mode, started_at, start_json) VALUES (@p1, @p2, @p3, @p4, @p5, @p6) ON CONFLICT DO NOTHING";

    private const string SelectBody = "SELECT body FROM bodies WHERE version = @p1";

    private const string SelectSittings = "SELECT id FROM sittings WHERE learner_id = @p1 ORDER BY started_at DESC, id";

    private const string SelectExposure = "SELECT item_id, MAX(at_ticks) FROM events WHERE learner_id = @p1 AND kind IN (@p2, @p3) GROUP BY item_id";

    private readonly ConcurrentDictionary<string, Question> _questions = new(StringComparer.Ordinal);   // a version never changes, so this is never stale

    /// <summary>Writes down how a sitting begins, with the bodies of its questions; all of it or nothing.</summary>
    /// <param name="learner">Whose it is.</param>
    /// <param name="start">The start; its id is new.</param>
    /// <param name="items">The bank items behind the form's positions, in order.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The sitting, once it is on disk. Of two starts with one id the first one counts, and both get it.</returns>
    /// <exception cref="ArgumentException">The items are not those of the form, a version is not the hash of its body, or the id is kept for something else.</exception>
    public async Task<Sitting> StartAsync(Learner learner, SittingStart start, IReadOnlyList<BankItem> items, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(items);
        if (!start.Form.Items.Select(item => item.Version).SequenceEqual(items.Select(item => item.Version)))
            throw new ArgumentException("The items are not those of the form.", nameof(items));
        foreach (var item in items)
            if (ContentHash.Of(item.Body.Span) != item.Version) throw new ArgumentException($"The version of {item.Question.Id} is not the hash of its body.", nameof(items));
        if (start.Id == ScoreReports.Stream || start.Id == MemoryLog.Stream || start.Id == LabGrades.Stream || start.Id == PlanLog.Stream || start.Id == ProjectLog.Stream)
            throw new ArgumentException("That id is the stream of real results, of cards, of labs, of plans or of projects.", nameof(start));
        var json = SittingJson.Write(start);
        return await file.Writer.RunAsync(async (session, _) =>
        {
            var begun = await session.Command(InsertSitting, learner.Id, start.Id, start.Form.Exam, EventKind.Of(start.Mode), start.StartedAt.UtcTicks, json).ExecuteNonQueryAsync(CancellationToken.None);
            foreach (var item in begun == 0 ? [] : items) await session.Command(EventLog.InsertBody, item.Version, item.Body.ToArray()).ExecuteNonQueryAsync(CancellationToken.None);
            return (await log.ReadInsideAsync(session, learner, start.Id))!.Sitting;
        }, cancel);
    }

    /// <summary>A learner's sitting as it stands; null where this learner has no such sitting.</summary>
    public ValueTask<Sitting?> FindAsync(Learner learner, Guid sittingId, CancellationToken cancel) => log.FindAsync(learner, sittingId, cancel);

    /// <summary>All sittings of a learner as they stand, the latest first.</summary>
    public async ValueTask<IReadOnlyList<Sitting>> ListAsync(Learner learner, CancellationToken cancel) => await file.ReadAsync(session => ListAsync(session, learner, cancel));

    /// <summary>What a learner has been shown, and when last: on a question's page, by an explanation, or by the report of a sitting that is over, which holds all of its questions.</summary>
    /// <param name="learner">Whose it is.</param>
    /// <param name="now">The present, which tells whose time has run out.</param>
    /// <param name="cancel">Stops.</param>
    public async ValueTask<Exposure> ExposureAsync(Learner learner, DateTimeOffset now, CancellationToken cancel) => await file.ReadAsync(async session =>
    {
        Dictionary<string, DateTimeOffset> lastShown = new(StringComparer.Ordinal);
        await using (var rows = await session.Command(SelectExposure, learner.Id, EventKind.Shown, EventKind.Revealed).ExecuteReaderAsync(cancel))
            while (await rows.ReadAsync(cancel)) lastShown.Add(rows.GetString(0), new(rows.GetInt64(1), TimeSpan.Zero));
        foreach (var sitting in await ListAsync(session, learner, cancel))
            if (sitting.DiscardedAt is null && sitting.OverSince(now) is { } over)      // of a discarded one no report is shown
                foreach (var item in sitting.Form.Items)
                    if (!lastShown.TryGetValue(item.QuestionId, out var before) || before < over) lastShown[item.QuestionId] = over;
        return new Exposure(lastShown);
    });

    /// <summary>A question version that was put before somebody; null where none has that hash.</summary>
    /// <exception cref="StoreException">The body no longer has its hash: the file is damaged.</exception>
    public async ValueTask<Question?> QuestionAsync(string version, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (_questions.TryGetValue(version, out var known)) return known;
        return await file.ReadAsync(session => ReadQuestionAsync(session, version, cancel));
    }

    /// <summary>The questions of a form that was started, in its order, as they were then.</summary>
    /// <exception cref="StoreException">A body is missing or no longer has its hash: the file is damaged.</exception>
    public async ValueTask<IReadOnlyList<Question>> QuestionsAsync(Form form, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(form);
        var questions = new Question?[form.Items.Count];
        var missing = 0;
        for (var i = 0; i < questions.Length; i++)
            if (!_questions.TryGetValue(form.Items[i].Version, out questions[i])) missing++;
        if (missing > 0)
            await file.ReadAsync(async session =>
            {
                for (var i = 0; i < questions.Length; i++)
                    questions[i] ??= await ReadQuestionAsync(session, form.Items[i].Version, cancel) ?? throw StoreException.Of(StoreFault.Damaged, file.Path);
                return true;
            });
        return questions!;
    }

    private async ValueTask<IReadOnlyList<Sitting>> ListAsync(Session session, Learner learner, CancellationToken cancel)
    {
        List<Guid> ids = [];
        await using (var rows = await session.Command(SelectSittings, learner.Id).ExecuteReaderAsync(cancel))
            while (await rows.ReadAsync(cancel)) ids.Add(rows.GetGuid(0));
        List<Sitting> sittings = new(ids.Count);
        foreach (var id in ids)
            if (await log.CatchUpAsync(session, learner, id, cancel) is { } folded) sittings.Add(folded.Sitting);
        return sittings;
    }

    private async ValueTask<Question?> ReadQuestionAsync(Session session, string version, CancellationToken cancel)
    {
        if (await session.Command(SelectBody, version).ExecuteScalarAsync(cancel) is not byte[] body) return null;
        if (ContentHash.Of(body) != version) throw StoreException.Of(StoreFault.Damaged, file.Path);
        if (_questions.Count >= MostQuestionsKept) _questions.Clear();
        return _questions.GetOrAdd(version, Question.FromBody(body));
    }
}

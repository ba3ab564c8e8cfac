using System.Text.Json;
using System.Text.Json.Serialization;
using Certus.Measure.TrackRecord;

namespace Certus.Store;

/// <summary>A learner's real results: events of a stream of their own beside the sittings', appended and never changed.</summary>
/// <param name="file">The data file.</param>
public sealed class ScoreReports(DataFile file)
{
    /// <summary>The kinds of their events. Whoever reads the answer log asks for kinds or for the stream of a sitting, so that these are nothing to it.</summary>
    internal const string Entered = "result-entered", Withdrawn = "result-withdrawn", Restored = "result-restored";

    private const string Context = "result";

    private const string Select = "SELECT sequence, kind, at_ticks, payload FROM events WHERE learner_id = @p1 AND stream_id = @p2 ORDER BY sequence";

    /// <summary>The stream; one a learner, whose id stands before it in the key. No sitting gets this id.</summary>
    internal static readonly Guid Stream = new("5c07e8a1-9d5b-4f0e-8f33-7a1f6b0d2c94");

    /// <summary>All that were ever entered, the exam's latest day first.</summary>
    public async ValueTask<IReadOnlyList<KeptReport>> ListAsync(Learner learner, CancellationToken cancel)
    {
        var (reports, _) = await file.ReadAsync(session => ReadAsync(session, learner, cancel));
        return [.. reports.Values.OrderByDescending(kept => kept.Report.Day).ThenBy(kept => kept.EnteredAt)];
    }

    /// <summary>Enters a result; on disk when it returns. The same one again is <see cref="ReportChange.Already"/> there, another under its id <see cref="ReportChange.Differs"/>.</summary>
    public Task<ReportChange> EnterAsync(Learner learner, ScoreReport report, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(report);
        return ChangeAsync(learner, Entered, report.Id, now, JsonSerializer.Serialize(report, ScoreReportJson.Default.ScoreReport), reports =>
            reports.TryGetValue(report.Id, out var kept) ? kept.WithdrawnAt is null && IsSame(kept.Report, report) ? ReportChange.Already : ReportChange.Differs : IsTaken(reports.Values, report) ? ReportChange.DayTaken : ReportChange.Done, cancel);
    }

    /// <summary>Withdraws a result; it is kept, and <see cref="RestoreAsync"/> brings it back.</summary>
    public Task<ReportChange> WithdrawAsync(Learner learner, Guid id, DateTimeOffset now, CancellationToken cancel) =>
        ChangeAsync(learner, Withdrawn, Guid.NewGuid(), now, IdOf(id), reports =>
            !reports.TryGetValue(id, out var kept) ? ReportChange.Unknown : kept.WithdrawnAt is null ? ReportChange.Done : ReportChange.Already, cancel);

    /// <summary>Brings back a withdrawn result.</summary>
    public Task<ReportChange> RestoreAsync(Learner learner, Guid id, DateTimeOffset now, CancellationToken cancel) =>
        ChangeAsync(learner, Restored, Guid.NewGuid(), now, IdOf(id), reports =>
            !reports.TryGetValue(id, out var kept) ? ReportChange.Unknown : kept.WithdrawnAt is null ? ReportChange.Already : IsTaken(reports.Values, kept.Report) ? ReportChange.DayTaken : ReportChange.Done, cancel);

    private static bool IsSame(ScoreReport one, ScoreReport other) =>
        one with { Domains = other.Domains } == other && one.Domains.Count == other.Domains.Count && one.Domains.All(domain => other.Domains.TryGetValue(domain.Key, out var verdict) && verdict == domain.Value);

    private static bool IsTaken(IEnumerable<KeptReport> reports, ScoreReport report) =>
        reports.Any(kept => kept.WithdrawnAt is null && kept.Report.Id != report.Id && kept.Report.Exam == report.Exam && kept.Report.Day == report.Day);

    private async Task<ReportChange> ChangeAsync(
        Learner learner, string kind, Guid eventId, DateTimeOffset now, string payload, Func<IReadOnlyDictionary<Guid, KeptReport>, ReportChange> judge, CancellationToken cancel) =>
        await file.Writer.RunAsync(async (session, _) =>
        {
            // Inside the transaction nobody else can append, so what is judged here still holds when it is committed.
            var (reports, sequence) = await ReadAsync(session, learner, CancellationToken.None);
            var change = judge(reports);
            if (change == ReportChange.Done)
                await session.Command(EventLog.Insert, learner.Id, Stream, sequence + 1, eventId, now.UtcTicks, kind, null, null, null, null, null, null, Context, null, payload).ExecuteNonQueryAsync(CancellationToken.None);
            return change;
        }, cancel);

    private async ValueTask<(Dictionary<Guid, KeptReport> Reports, int Sequence)> ReadAsync(Session session, Learner learner, CancellationToken cancel)
    {
        Dictionary<Guid, KeptReport> reports = [];
        var sequence = 0;
        await using var rows = await session.Command(Select, learner.Id, Stream).ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            sequence = rows.GetInt32(0);
            var (at, payload) = (new DateTimeOffset(rows.GetInt64(2), TimeSpan.Zero), rows.GetString(3));
            try
            {
                switch (rows.GetString(1))
                {
                    case Entered:
                        var report = JsonSerializer.Deserialize(payload, ScoreReportJson.Default.ScoreReport)!;
                        reports[report.Id] = new(report, at, null);
                        break;
                    case Withdrawn: Set(payload, at); break;
                    case Restored: Set(payload, null); break;
                }
            }
            catch (JsonException torn)
            {
                throw StoreException.Of(StoreFault.Damaged, file.Path, torn);
            }
        }
        return (reports, sequence);

        void Set(string payload, DateTimeOffset? withdrawnAt)
        {
            var id = JsonSerializer.Deserialize(payload, ScoreReportJson.Default.Guid);
            if (reports.TryGetValue(id, out var kept)) reports[id] = kept with { WithdrawnAt = withdrawnAt };
        }
    }

    private static string IdOf(Guid id) => JsonSerializer.Serialize(id, ScoreReportJson.Default.Guid);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ScoreReport))]
[JsonSerializable(typeof(Guid))]
internal sealed partial class ScoreReportJson : JsonSerializerContext;

namespace Certus.Store;

/// <summary>Reports about questions; they stay on this machine.</summary>
/// <param name="file">The data file.</param>
public sealed class QuestionReports(DataFile file)
{
    private const string Insert =
        "INSERT INTO reports (learner_id, id, item_id, item_version, text, at_ticks) VALUES (@p1, @p2, @p3, @p4, @p5, @p6) ON CONFLICT DO NOTHING";

    private const string Select = "SELECT id, item_id, item_version, text, at_ticks FROM reports WHERE learner_id = @p1 ORDER BY at_ticks DESC, id";

    /// <summary>Files a report; on disk when it returns.</summary>
    public async Task AddAsync(Learner learner, QuestionReport report, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(report);
        await file.Writer.RunAsync(
            async (session, _) => await session.Command(Insert, learner.Id, report.Id, report.ItemId, report.ItemVersion, report.Text, report.At.UtcTicks).ExecuteNonQueryAsync(CancellationToken.None),
            cancel);
    }

    /// <summary>A learner's reports, the latest first.</summary>
    public async ValueTask<IReadOnlyList<QuestionReport>> ListAsync(Learner learner, CancellationToken cancel) => await file.ReadAsync(async session =>
    {
        List<QuestionReport> reports = [];
        await using (var rows = await session.Command(Select, learner.Id).ExecuteReaderAsync(cancel))
            while (await rows.ReadAsync(cancel))
                reports.Add(new(rows.GetGuid(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), new(rows.GetInt64(4), TimeSpan.Zero)));
        return (IReadOnlyList<QuestionReport>)reports;
    });
}

using Certus.Measure.TrackRecord;
using Certus.Practice;
using Certus.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Certus.Shell.Tests.Store;

public sealed class ScoreReportsTests
{
    private static readonly Learner Another = new(Guid.NewGuid());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_entered_is_there_after_the_file_is_opened_again()
    {
        using var directory = new TempDirectory();
        var report = Report() with { Domains = new Dictionary<string, Competency> { ["MLA-C02/1"] = Competency.Meets, ["MLA-C02/2"] = Competency.NeedsImprovement } };
        await using (var store = await OpenStore.AtAsync(directory)) Assert.Equal(ReportChange.Done, await new ScoreReports(store.File).EnterAsync(Learner.Local, report, Samples.Noon, Cancel));

        await using var again = await OpenStore.AtAsync(directory);
        var kept = Assert.Single(await new ScoreReports(again.File).ListAsync(Learner.Local, Cancel));

        Assert.Equal(report with { Domains = kept.Report.Domains }, kept.Report);
        Assert.Equal(report.Domains, kept.Report.Domains);
        Assert.Equal((Samples.Noon, null), (kept.EnteredAt, kept.WithdrawnAt));
    }

    [Fact]
    public async Task Entered_twice_it_is_kept_once_and_a_second_one_of_the_day_is_refused_until_the_first_is_withdrawn()
    {
        await using var store = await OpenStore.NewAsync();
        var reports = new ScoreReports(store.File);
        var (report, other) = (Report(), Report());

        Assert.Equal(ReportChange.Done, await reports.EnterAsync(Learner.Local, report, Samples.Noon, Cancel));
        Assert.Equal(ReportChange.Already, await reports.EnterAsync(Learner.Local, report, Samples.Noon, Cancel));
        Assert.Equal(ReportChange.DayTaken, await reports.EnterAsync(Learner.Local, other, Samples.Noon, Cancel));
        Assert.Equal(ReportChange.Done, await reports.WithdrawAsync(Learner.Local, report.Id, Samples.Noon, Cancel));
        Assert.Equal(ReportChange.Done, await reports.EnterAsync(Learner.Local, other, Samples.Noon, Cancel));
        Assert.Equal(ReportChange.DayTaken, await reports.RestoreAsync(Learner.Local, report.Id, Samples.Noon, Cancel));

        Assert.Equal(["result-entered", "result-withdrawn", "result-entered"], await store.File.Context().Events.OrderBy(row => row.Sequence).Select(row => row.Kind).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Withdrawing_is_taken_back_and_neither_counts_twice()
    {
        await using var store = await OpenStore.NewAsync();
        var reports = new ScoreReports(store.File);
        var report = Report();
        await reports.EnterAsync(Learner.Local, report, Samples.Noon, Cancel);

        Assert.Equal(ReportChange.Already, await reports.RestoreAsync(Learner.Local, report.Id, Samples.Noon, Cancel));
        Assert.Equal(ReportChange.Done, await reports.WithdrawAsync(Learner.Local, report.Id, Samples.Noon.AddHours(1), Cancel));
        Assert.Equal(ReportChange.Already, await reports.WithdrawAsync(Learner.Local, report.Id, Samples.Noon.AddHours(2), Cancel));
        Assert.Equal(Samples.Noon.AddHours(1), Assert.Single(await reports.ListAsync(Learner.Local, Cancel)).WithdrawnAt);
        Assert.Equal(ReportChange.Done, await reports.RestoreAsync(Learner.Local, report.Id, Samples.Noon, Cancel));
        Assert.Null(Assert.Single(await reports.ListAsync(Learner.Local, Cancel)).WithdrawnAt);
        Assert.Equal(3, await store.File.Context().Events.CountAsync(Cancel));
    }

    [Fact]
    public async Task Nobody_sees_or_withdraws_what_another_learner_entered()
    {
        await using var store = await OpenStore.NewAsync();
        var reports = new ScoreReports(store.File);
        var report = Report();
        await reports.EnterAsync(Learner.Local, report, Samples.Noon, Cancel);

        Assert.Empty(await reports.ListAsync(Another, Cancel));
        Assert.Equal(ReportChange.Unknown, await reports.WithdrawAsync(Another, report.Id, Samples.Noon, Cancel));
        Assert.Equal(ReportChange.Done, await reports.EnterAsync(Another, report, Samples.Noon, Cancel));
        Assert.Null(Assert.Single(await reports.ListAsync(Learner.Local, Cancel)).WithdrawnAt);
    }

    [Fact]
    public async Task Of_two_processes_that_enter_a_day_at_the_same_time_one_does_and_no_place_is_lost()
    {
        await using var store = await OpenStore.NewAsync();
        await using var other = await store.AnotherAsync();

        var changes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => new ScoreReports((i % 2 == 0 ? store : other).File).EnterAsync(Learner.Local, Report(day: 1 + i / 4), Samples.Noon, Cancel), Cancel)));

        Assert.Equal(3, changes.Count(change => change == ReportChange.Done));
        Assert.Equal(9, changes.Count(change => change == ReportChange.DayTaken));
        Assert.Equal([1, 2, 3], await store.File.Context().Events.OrderBy(row => row.Sequence).Select(row => row.Sequence).ToListAsync(Cancel));
    }

    [Fact]
    public async Task The_readers_of_the_answer_log_pass_over_results()
    {
        await using var store = await OpenStore.NewAsync();
        await new ScoreReports(store.File).EnterAsync(Learner.Local, Report(), Samples.Noon, Cancel);
        var sitting = await store.StartAsync();
        await store.AppendAsync(sitting.Start.Id, Samples.Show(1));
        await store.AppendAsync(sitting.Start.Id, Samples.Answer(1, 0));
        await store.AppendAsync(sitting.Start.Id, new SittingEvent.Ended(Guid.NewGuid(), Samples.Noon.AddMinutes(2)));
        var later = Samples.Noon.AddDays(1);

        Assert.Null(await store.Log.FindAsync(Learner.Local, ScoreReports.Stream, Cancel));
        Assert.Null(await store.Log.AppendAsync(Learner.Local, ScoreReports.Stream, [Samples.Answer(1, 0)], Cancel));
        Assert.Equal(sitting.Start.Id, Assert.Single(await store.Sittings.ListAsync(Learner.Local, Cancel)).Start.Id);
        Assert.Equal(5, (await store.Sittings.ExposureAsync(Learner.Local, later, Cancel)).LastShown.Count);
        Assert.Equal(5, (await new AnswerHistory(store.Sittings).ReadAsync(Learner.Local, later, Cancel)).Count);
        Assert.Single(await new ScoreReports(store.File).ListAsync(Learner.Local, Cancel));
    }

    [Fact]
    public async Task No_sitting_begins_in_the_stream_of_results_of_cards_or_of_labs()
    {
        await using var store = await OpenStore.NewAsync();
        var items = Samples.Items(2);

        foreach (var stream in (Guid[])[ScoreReports.Stream, MemoryLog.Stream, LabGrades.Stream])
            await Assert.ThrowsAsync<ArgumentException>(() => store.Sittings.StartAsync(Learner.Local, Samples.Start(items) with { Id = stream }, items, Cancel));
    }

    [Fact]
    public async Task What_a_newer_version_appends_to_the_stream_is_passed_over_and_counted()
    {
        await using var store = await OpenStore.NewAsync();
        var reports = new ScoreReports(store.File);
        var report = Report();
        await reports.EnterAsync(Learner.Local, report, Samples.Noon, Cancel);
        Execute(store.File.Path, "INSERT INTO events SELECT learner_id, stream_id, 2, 'AAAAAAAA-0000-0000-0000-000000000000', at_ticks, 'result-annotated', NULL, NULL, NULL, NULL, NULL, NULL, context, NULL, '{}' FROM events");

        Assert.Equal(ReportChange.Done, await reports.WithdrawAsync(Learner.Local, report.Id, Samples.Noon, Cancel));
        Assert.NotNull(Assert.Single(await reports.ListAsync(Learner.Local, Cancel)).WithdrawnAt);
    }

    [Fact]
    public async Task A_torn_payload_is_a_damaged_file()
    {
        await using var store = await OpenStore.NewAsync();
        var reports = new ScoreReports(store.File);
        await reports.EnterAsync(Learner.Local, Report(), Samples.Noon, Cancel);
        Execute(store.File.Path, "UPDATE events SET payload = '{\"id\":'");

        Assert.Equal(StoreFault.Damaged, (await Assert.ThrowsAsync<StoreException>(() => reports.ListAsync(Learner.Local, Cancel).AsTask())).Fault);
    }

    [Fact]
    public async Task A_backup_carries_results_and_a_restore_brings_them_back()
    {
        using var directory = new TempDirectory();
        var report = Report();
        var copy = directory.File("copy.db");
        await using (var store = await OpenStore.AtAsync(directory))
        {
            var reports = new ScoreReports(store.File);
            await reports.EnterAsync(Learner.Local, report, Samples.Noon, Cancel);
            Assert.Equal((0, 1), await Backup.BackupAsync(store.File.Path, copy, Cancel) is var made ? (made.Sittings, made.Events) : default);
            await reports.WithdrawAsync(Learner.Local, report.Id, Samples.Noon, Cancel);
        }

        await Backup.RestoreAsync(copy, directory.DataFile, TimeProvider.System, Cancel);

        await using var again = await OpenStore.AtAsync(directory);
        Assert.Null(Assert.Single(await new ScoreReports(again.File).ListAsync(Learner.Local, Cancel)).WithdrawnAt);
    }

    private static ScoreReport Report(int day = 2) => new(Guid.NewGuid(), "MLA-C02", new(2026, 11, day), false, 650, new Dictionary<string, Competency>());

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements stand above
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

using Certus.Practice;
using Certus.Store;
using Certus.Store.Rows;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Certus.Shell.Tests.Store;

public sealed class EventLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_appended_is_there_after_the_file_is_opened_again()
    {
        using var directory = new TempDirectory();
        Guid id;
        await using (var store = await OpenStore.AtAsync(directory))
        {
            id = (await store.StartAsync()).Start.Id;
            Assert.IsType<Submission.Accepted>(await store.AppendAsync(id, Samples.Answer(2, 3)));
        }

        await using var again = await OpenStore.AtAsync(directory);
        var sitting = await again.Log.FindAsync(Learner.Local, id, Cancel);

        Assert.Equal(Picks.Of([3]), sitting!.At(2).Picks);
    }

    [Fact]
    public async Task An_event_sent_twice_is_stored_once()
    {
        await using var store = await OpenStore.NewAsync();
        var id = (await store.StartAsync()).Start.Id;
        var answer = Samples.Answer(1, 0);

        var result = await store.Log.AppendAsync(Learner.Local, id, [answer, answer], Cancel);
        var later = await store.AppendAsync(id, answer);

        Assert.IsType<Submission.Accepted>(result!.Outcomes[0]);
        Assert.IsType<Submission.Repeated>(result.Outcomes[1]);
        Assert.IsType<Submission.Repeated>(later);
        Assert.Equal(1, await store.File.Context().Events.CountAsync(Cancel));
    }

    [Fact]
    public async Task An_event_that_another_process_stored_is_repeated_here()
    {
        await using var store = await OpenStore.NewAsync();
        await using var other = await store.AnotherAsync();
        var id = (await store.StartAsync()).Start.Id;
        var answer = Samples.Answer(1, 0);
        await store.AppendAsync(id, Samples.Show(1));       // now both have the sitting folded
        await other.Log.FindAsync(Learner.Local, id, Cancel);

        await other.AppendAsync(id, answer);

        Assert.IsType<Submission.Repeated>(await store.AppendAsync(id, answer));
    }

    [Fact]
    public async Task Each_event_of_a_call_is_judged_by_itself()
    {
        await using var store = await OpenStore.NewAsync();
        var id = (await store.StartAsync()).Start.Id;

        var result = await store.Log.AppendAsync(Learner.Local, id,
            [Samples.Answer(1, 0), Samples.Answer(9, 0), Samples.Answer(1, 7), new SittingEvent.Paused(Guid.NewGuid(), Samples.Noon), Samples.Answer(2, 1), Samples.Answer(3, 0, 180 * 60 + 5)],
            Cancel);

        Assert.Collection(result!.Outcomes,
            outcome => Assert.IsType<Submission.Accepted>(outcome),
            outcome => Assert.Equal("Question 9 does not exist; the form has 5.", Assert.IsType<Submission.Refused>(outcome).Reason),
            outcome => Assert.Equal("Option 8 does not exist; the question has 4.", Assert.IsType<Submission.Refused>(outcome).Reason),
            outcome => Assert.Equal("An exam can't be paused.", Assert.IsType<Submission.Refused>(outcome).Reason),
            outcome => Assert.IsType<Submission.Accepted>(outcome),
            outcome => Assert.Equal(TimeSpan.FromSeconds(5), Assert.IsType<Submission.TooLate>(outcome).By));
        Assert.Equal(2, await store.File.Context().Events.CountAsync(Cancel));
        Assert.Equal(3, result.Sitting.Unanswered);
    }

    [Fact]
    public async Task Callers_that_wait_at_the_same_time_share_commits_and_leave_no_gap()
    {
        await using var store = await OpenStore.NewAsync();
        var id = (await store.StartAsync()).Start.Id;
        var before = store.File.Commits;

        await Task.WhenAll(Enumerable.Range(0, 32).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
                Assert.IsType<Submission.Accepted>(await store.AppendAsync(id, new SittingEvent.Flagged(Guid.NewGuid(), Samples.Noon, caller % 5 + 1, i % 2 == 0)));
        }, Cancel)));

        var sequences = await store.File.Context().Events.Where(row => row.StreamId == id).Select(row => row.Sequence).OrderBy(sequence => sequence).ToListAsync(Cancel);
        Assert.Equal(Enumerable.Range(1, 800), sequences);
        Assert.InRange(store.File.Commits - before, 25, 400);
    }

    [Fact]
    public async Task Several_processes_may_write_the_same_sitting_and_leave_no_gap()
    {
        await using var store = await OpenStore.NewAsync();
        await using var other = await store.AnotherAsync();
        var id = (await store.StartAsync()).Start.Id;

        await Task.WhenAll(new[] { store, other }.SelectMany(one => Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
                Assert.IsType<Submission.Accepted>(await one.AppendAsync(id, new SittingEvent.Flagged(Guid.NewGuid(), Samples.Noon, caller + 1, i % 2 == 0)));
        }, Cancel))));

        var sequences = await store.File.Context().Events.Select(row => row.Sequence).OrderBy(sequence => sequence).ToListAsync(Cancel);
        Assert.Equal(Enumerable.Range(1, 160), sequences);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_racing_tabs_one_ends_the_sitting_and_nothing_follows(bool otherProcess)
    {
        await using var store = await OpenStore.NewAsync();
        await using var second = await store.AnotherAsync();
        for (var round = 0; round < 20; round++)
        {
            var id = (await store.StartAsync()).Start.Id;
            var other = otherProcess ? second : store;

            await Task.WhenAll(
                Task.Run(async () => { for (var i = 0; i < 5; i++) await store.AppendAsync(id, Samples.Answer(i + 1, 1, 2)); }, Cancel),
                Task.Run(async () => await other.AppendAsync(id, new SittingEvent.Ended(Guid.NewGuid(), Samples.Noon.AddSeconds(2))), Cancel));

            var kinds = await store.File.Context().Events.Where(row => row.StreamId == id).OrderBy(row => row.Sequence).Select(row => row.Kind).ToListAsync(Cancel);
            Assert.Equal("ended", kinds[^1]);
            Assert.Single(kinds, "ended");
        }
    }

    [Fact]
    public async Task Of_two_racing_tabs_only_one_can_pause()
    {
        await using var store = await OpenStore.NewAsync();
        await using var other = await store.AnotherAsync();
        var id = (await store.StartAsync(mode: SittingMode.Study)).Start.Id;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => (i % 2 == 0 ? store : other).AppendAsync(id, new SittingEvent.Paused(Guid.NewGuid(), Samples.Noon)), Cancel)));

        Assert.Single(outcomes, outcome => outcome is Submission.Accepted);
        Assert.All(outcomes.Where(outcome => outcome is not Submission.Accepted), outcome => Assert.Equal("The sitting is paused already.", Assert.IsType<Submission.Refused>(outcome).Reason));
    }

    [Fact]
    public async Task An_answer_that_came_before_the_end_but_was_judged_after_it_is_late_by_nothing()
    {
        await using var store = await OpenStore.NewAsync();
        var id = (await store.StartAsync()).Start.Id;

        await store.AppendAsync(id, new SittingEvent.Ended(Guid.NewGuid(), Samples.Noon.AddSeconds(2)));

        Assert.Equal(TimeSpan.Zero, Assert.IsType<Submission.TooLate>(await store.AppendAsync(id, Samples.Answer(1, 1, 1.9))).By);
    }

    [Fact]
    public async Task An_append_that_fails_fails_only_its_own_caller()
    {
        await using var store = await OpenStore.NewAsync();
        var id = (await store.StartAsync()).Start.Id;
        Execute(store.File.Path, "CREATE TRIGGER poison BEFORE INSERT ON events WHEN new.payload LIKE '%poison%' BEGIN SELECT RAISE(ABORT, 'poisoned'); END");

        var results = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(async () =>
        {
            var note = new SittingEvent.Commented(Guid.NewGuid(), Samples.Noon, 1, i % 6 == 0 ? "poison" : "fine");
            return (Poison: i % 6 == 0, Failure: await Record.ExceptionAsync(() => store.AppendAsync(id, note)));
        }, Cancel)));

        Assert.All(results, result => Assert.Equal(result.Poison, result.Failure is StoreException { Fault: StoreFault.Failed }));
        Assert.Equal(20, await store.File.Context().Events.CountAsync(Cancel));
        Assert.Equal("fine", (await store.Log.FindAsync(Learner.Local, id, Cancel))!.At(1).Comment);
    }

    [Fact]
    public async Task Another_learner_finds_nothing_and_can_append_nothing()
    {
        await using var store = await OpenStore.NewAsync();
        var id = (await store.StartAsync()).Start.Id;
        await store.AppendAsync(id, Samples.Show(1));
        var stranger = new Learner(Guid.NewGuid());

        Assert.Null(await store.Log.FindAsync(stranger, id, Cancel));
        Assert.Null(await store.Log.AppendAsync(stranger, id, [Samples.Answer(1, 0)], Cancel));
        Assert.Empty(await store.Sittings.ListAsync(stranger, Cancel));
        Assert.Empty((await store.Sittings.ExposureAsync(stranger, Samples.Noon, Cancel)).LastShown);
        Assert.Equal(1, await store.File.Context().Events.CountAsync(Cancel));
    }

    [Fact]
    public async Task The_first_exposure_is_the_first_time_a_learner_meets_a_question_in_any_sitting()
    {
        await using var store = await OpenStore.NewAsync();
        var first = (await store.StartAsync()).Start.Id;
        var second = (await store.StartAsync()).Start.Id;

        await store.Log.AppendAsync(Learner.Local, first, [Samples.Show(1), Samples.Answer(1, 0), Samples.Show(1), Samples.Answer(1, 1)], Cancel);
        await store.Log.AppendAsync(Learner.Local, second, [Samples.Show(1), Samples.Answer(1, 0), Samples.Show(2), Samples.Answer(2, 0), new SittingEvent.Ended(Guid.NewGuid(), Samples.Noon)], Cancel);

        Assert.Equal([true, true, false, true], await FirstExposures(store, first));
        Assert.Equal([false, false, true, true, null], await FirstExposures(store, second));
    }

    [Theory]
    [InlineData("ended")]
    [InlineData("time ran out")]
    [InlineData("running")]
    public async Task What_the_report_of_another_sitting_has_shown_is_not_met_for_the_first_time(string other)
    {
        await using var store = await OpenStore.NewAsync();
        var items = Samples.Items(5);
        var first = (await store.Sittings.StartAsync(Learner.Local, Samples.Start(items, minutes: other == "time ran out" ? 1 : 180), items, Cancel)).Start.Id;
        var second = (await store.StartAsync()).Start.Id;
        if (other == "ended") await store.AppendAsync(first, new SittingEvent.Ended(Guid.NewGuid(), Samples.Noon.AddSeconds(30)));

        await store.Log.AppendAsync(Learner.Local, second, [Samples.Show(1, 61), Samples.Answer(1, 0, 62)], Cancel);

        Assert.Equal(other == "running" ? [true, true] : [false, false], await FirstExposures(store, second));
    }

    [Fact]
    public async Task What_an_explanation_has_shown_is_not_met_for_the_first_time()
    {
        await using var store = await OpenStore.NewAsync();
        var study = (await store.StartAsync(mode: SittingMode.Study)).Start.Id;
        var exam = (await store.StartAsync()).Start.Id;

        await store.Log.AppendAsync(Learner.Local, study, [Samples.Answer(1, 0), new SittingEvent.Revealed(Guid.NewGuid(), Samples.Noon.AddSeconds(2), 1)], Cancel);
        await store.AppendAsync(exam, Samples.Show(1, 3));

        Assert.Equal([false], await FirstExposures(store, exam));
    }

    [Fact]
    public async Task The_first_exposure_survives_the_death_of_the_process()
    {
        await using var store = await OpenStore.NewAsync();
        var id = (await store.StartAsync()).Start.Id;
        await store.AppendAsync(id, Samples.Show(1));
        await using var other = await store.AnotherAsync();     // knows nothing but the file

        await other.AppendAsync(id, Samples.Answer(1, 0));

        Assert.Equal([true, true], await FirstExposures(store, id));
    }

    [Fact]
    public async Task An_event_is_stored_with_all_that_measuring_needs()
    {
        await using var store = await OpenStore.NewAsync();
        var sitting = await store.StartAsync(mode: SittingMode.Study);
        var answer = Samples.Answer(3, 2);

        await store.AppendAsync(sitting.Start.Id, answer);

        var row = await store.File.Context().Events.SingleAsync(Cancel);
        var item = sitting.Start.Form.Items[2];
        Assert.Equal(
            (Learner.Local.Id, sitting.Start.Id, 1, answer.Id, answer.At.UtcTicks, "answered", 3, item.QuestionId, item.Version, "2,0,1,3", 3000L, "study", true),
            (row.LearnerId, row.StreamId, row.Sequence, row.EventId, row.AtTicks, row.Kind, row.Position, row.ItemId, row.ItemVersion, row.OptionOrder, row.ElapsedMs, row.Context, row.FirstExposure));
        Assert.Equal(answer, SittingJson.ReadEvent(row.Payload));
    }

    [Fact]
    public async Task An_answer_is_stored_with_the_time_that_counts()
    {
        await using var store = await OpenStore.NewAsync();
        var id = (await store.StartAsync()).Start.Id;

        await store.AppendAsync(id, Samples.Answer(1, 0) with { Elapsed = TimeSpan.FromHours(1) });

        var row = await store.File.Context().Events.SingleAsync(Cancel);
        Assert.Equal(61_000, row.ElapsedMs);
        Assert.Equal(TimeSpan.FromSeconds(61), ((SittingEvent.Answered)SittingJson.ReadEvent(row.Payload)).Elapsed);
    }

    [Fact]
    public void The_kind_in_its_column_is_the_kind_in_the_payload()
    {
        SittingEvent[] all =
        [
            Samples.Show(1), Samples.Answer(1, 0), new SittingEvent.Flagged(default, default, 1, true), new SittingEvent.Struck(default, default, 1, 0, true),
            new SittingEvent.Rated(default, default, 1, Sureness.Sure), new SittingEvent.Commented(default, default, 1, ""), new SittingEvent.Dwelt(default, default, 1, default),
            new SittingEvent.Revealed(default, default, 1), new SittingEvent.Paused(default, default), new SittingEvent.Resumed(default, default), new SittingEvent.Ended(default, default),
            new SittingEvent.Discarded(default, default), new SittingEvent.Restored(default, default), new SittingEvent.Added(default, default, Samples.Start(Samples.Items(1)).Form.Items[0]),
        ];

        Assert.All(all, happened => Assert.Contains($"\"kind\":\"{EventKind.Of(happened)}\"", SittingJson.Write(happened), StringComparison.Ordinal));
        Assert.Equal(typeof(SittingEvent).GetNestedTypes().Count(type => !type.IsAbstract), all.Length);
    }

    [Fact]
    public async Task A_small_cache_forgets_but_the_log_does_not()
    {
        await using var store = await OpenStore.NewAsync();
        var log = new EventLog(store.File, kept: 2);
        List<Guid> ids = [];
        for (var i = 0; i < 6; i++)
        {
            ids.Add((await store.StartAsync()).Start.Id);
            await log.AppendAsync(Learner.Local, ids[i], [Samples.Answer(1, i % 4)], Cancel);
        }

        for (var i = 0; i < 6; i++) Assert.Equal(Picks.Of([i % 4]), (await log.FindAsync(Learner.Local, ids[i], Cancel))!.At(1).Picks);
    }

    [Fact]
    public async Task A_caller_who_gave_up_before_its_turn_leaves_nothing()
    {
        await using var store = await OpenStore.NewAsync();
        var id = (await store.StartAsync()).Start.Id;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Log.AppendAsync(Learner.Local, id, [Samples.Answer(1, 0)], new CancellationToken(true)));
        await store.AppendAsync(id, Samples.Show(2));

        Assert.Equal(1, await store.File.Context().Events.CountAsync(Cancel));
    }

    private static async Task<List<bool?>> FirstExposures(OpenStore store, Guid sitting) =>
        await store.File.Context().Events.Where(row => row.StreamId == sitting).OrderBy(row => row.Sequence).Select(row => row.FirstExposure).ToListAsync(Cancel);

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

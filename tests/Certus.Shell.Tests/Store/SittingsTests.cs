using System.Text;
using Certus.Practice;
using Certus.Store;
using Microsoft.EntityFrameworkCore;

namespace Certus.Shell.Tests.Store;

public sealed class SittingsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_started_sitting_is_found_as_it_began()
    {
        await using var store = await OpenStore.NewAsync();
        var started = await store.StartAsync();

        var found = await store.Sittings.FindAsync(Learner.Local, started.Start.Id, Cancel);

        Assert.Equal(SittingJson.Write(started.Start), SittingJson.Write(found!.Start));
        Assert.Equal(5, found.Unanswered);
    }

    [Fact]
    public async Task Of_two_starts_with_one_id_the_first_one_counts()
    {
        await using var store = await OpenStore.NewAsync();
        var items = Samples.Items(3);
        var start = Samples.Start(items);

        await store.Sittings.StartAsync(Learner.Local, start, items, Cancel);
        var again = await store.Sittings.StartAsync(Learner.Local, start with { StartedAt = Samples.Noon.AddHours(1) }, items, Cancel);

        Assert.Equal(Samples.Noon, again.Start.StartedAt);
        Assert.Single(await store.Sittings.ListAsync(Learner.Local, Cancel));
        await store.Sittings.StartAsync(Learner.Local, Samples.Start(Samples.Items(2, "other")) with { Id = start.Id }, Samples.Items(2, "other"), Cancel);
        Assert.Equal(3, await store.File.Context().Bodies.CountAsync(Cancel));      // nothing of a start that does not count
    }

    [Fact]
    public async Task An_old_sitting_shows_the_question_as_it_was_before_it_was_mended()
    {
        await using var store = await OpenStore.NewAsync();
        var before = BankItem.Of(Samples.Question("mended", "Wich one?"));
        var after = BankItem.Of(Samples.Question("mended", "Which one?"));
        var old = await store.Sittings.StartAsync(Learner.Local, Samples.Start([before]), [before], Cancel);
        await store.Sittings.StartAsync(Learner.Local, Samples.Start([after]), [after], Cancel);
        await using var fresh = await store.AnotherAsync();     // with nothing in memory

        var questions = await fresh.Sittings.QuestionsAsync(old.Start.Form, Cancel);

        Assert.Equal("Wich one?", Assert.Single(questions).Stem);
        Assert.Equal("Which one?", (await fresh.Sittings.QuestionAsync(after.Version, Cancel))!.Stem);
        Assert.Null(await fresh.Sittings.QuestionAsync("0123", Cancel));
    }

    [Fact]
    public async Task Questions_come_in_the_order_of_the_form()
    {
        await using var store = await OpenStore.NewAsync();
        BankItem[] items = [.. Samples.Items(9).Reverse()];
        var sitting = await store.Sittings.StartAsync(Learner.Local, Samples.Start(items), items, Cancel);

        var questions = await store.Sittings.QuestionsAsync(sitting.Start.Form, Cancel);

        Assert.Equal(items.Select(item => item.Question.Id), questions.Select(question => question.Id));
    }

    [Fact]
    public async Task A_body_is_stored_once_for_all_sittings()
    {
        await using var store = await OpenStore.NewAsync();
        for (var i = 0; i < 4; i++) await store.StartAsync(7);

        Assert.Equal(7, await store.File.Context().Bodies.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_version_that_is_not_the_hash_of_its_body_is_not_stored()
    {
        await using var store = await OpenStore.NewAsync();
        var item = Samples.Items(1)[0];
        BankItem[] tampered = [item with { Body = Encoding.UTF8.GetBytes("{}") }];

        await Assert.ThrowsAsync<ArgumentException>(() => store.Sittings.StartAsync(Learner.Local, Samples.Start(tampered), tampered, Cancel));
        Assert.Empty(await store.Sittings.ListAsync(Learner.Local, Cancel));
    }

    [Fact]
    public async Task A_body_that_was_altered_in_the_file_is_called_damaged()
    {
        await using var store = await OpenStore.NewAsync();
        var sitting = await store.StartAsync(1);
        await store.File.Context().Bodies.ExecuteUpdateAsync(rows => rows.SetProperty(row => row.Body, Encoding.UTF8.GetBytes("{}")), Cancel);

        var thrown = await Assert.ThrowsAsync<StoreException>(async () => await store.Sittings.QuestionsAsync(sitting.Start.Form, Cancel));

        Assert.Equal(StoreFault.Damaged, thrown.Fault);
    }

    [Fact]
    public async Task The_list_has_the_latest_sitting_first_each_as_it_stands()
    {
        await using var store = await OpenStore.NewAsync();
        var items = Samples.Items(2);
        foreach (var hour in (int[])[2, 0, 1])
        {
            var sitting = await store.Sittings.StartAsync(Learner.Local, Samples.Start(items) with { StartedAt = Samples.Noon.AddHours(hour) }, items, Cancel);
            await store.AppendAsync(sitting.Start.Id, Samples.Answer(1, hour, hour * 3600 + 1));
        }

        var list = await store.Sittings.ListAsync(Learner.Local, Cancel);

        Assert.Equal([2, 1, 0], list.Select(sitting => sitting.At(1).Picks.Values[0]));
        Assert.Equal([14, 13, 12], list.Select(sitting => sitting.Start.StartedAt.Hour));
    }

    [Fact]
    public async Task The_exposure_is_the_last_time_each_question_was_shown()
    {
        await using var store = await OpenStore.NewAsync();
        var first = (await store.StartAsync()).Start.Id;
        var second = (await store.StartAsync()).Start.Id;
        await store.Log.AppendAsync(Learner.Local, first, [Samples.Show(1, 10), Samples.Show(2, 20), Samples.Answer(3, 0)], Cancel);
        await store.Log.AppendAsync(Learner.Local, second, [Samples.Show(1, 99)], Cancel);

        var exposure = await store.Sittings.ExposureAsync(Learner.Local, Samples.Noon.AddSeconds(100), Cancel);

        Assert.Equal(
            [("question-1", Samples.Noon.AddSeconds(99)), ("question-2", Samples.Noon.AddSeconds(20))],
            exposure.LastShown.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value)));
        Assert.True(exposure.IsFresh("question-3"));
    }

    [Fact]
    public async Task A_sitting_that_is_over_has_shown_all_of_its_questions_in_its_report()
    {
        await using var store = await OpenStore.NewAsync();
        var ended = (await store.StartAsync(2, prefix: "ended")).Start.Id;
        await store.StartAsync(2, prefix: "run-out");       // after three hours
        await store.StartAsync(2, SittingMode.Study, prefix: "endless");
        await store.Log.AppendAsync(Learner.Local, ended, [Samples.Show(1, 10), new SittingEvent.Ended(Guid.NewGuid(), Samples.Noon.AddSeconds(20))], Cancel);

        async Task<IEnumerable<(string, double)>> ShownAsync(double hours) =>
            (await store.Sittings.ExposureAsync(Learner.Local, Samples.Noon.AddHours(hours), Cancel)).LastShown.OrderBy(entry => entry.Key).Select(entry => (entry.Key, (entry.Value - Samples.Noon).TotalSeconds));

        Assert.Equal([("ended-1", 20), ("ended-2", 20)], await ShownAsync(2.9));
        Assert.Equal([("ended-1", 20), ("ended-2", 20), ("run-out-1", 10800), ("run-out-2", 10800)], await ShownAsync(3));
    }

    [Fact]
    public async Task An_explanation_shows_its_question()
    {
        await using var store = await OpenStore.NewAsync();
        var id = (await store.StartAsync(mode: SittingMode.Study)).Start.Id;
        await store.Log.AppendAsync(Learner.Local, id, [Samples.Answer(4, 0), new SittingEvent.Revealed(Guid.NewGuid(), Samples.Noon.AddSeconds(2), 4)], Cancel);

        Assert.False((await store.Sittings.ExposureAsync(Learner.Local, Samples.Noon.AddSeconds(3), Cancel)).IsFresh("question-4"));
    }

    [Fact]
    public async Task Reports_and_preferences_are_kept_for_their_learner()
    {
        await using var store = await OpenStore.NewAsync();
        var (reports, preferences) = (new QuestionReports(store.File), new Preferences(store.File));
        var report = new QuestionReport(Guid.NewGuid(), "question-1", "0123", "Option B is right as well.", Samples.Noon);
        var stranger = new Learner(Guid.NewGuid());

        await reports.AddAsync(Learner.Local, report, Cancel);
        await reports.AddAsync(Learner.Local, report with { Text = "sent again" }, Cancel);
        await preferences.SetAsync(Learner.Local, "theme", "\"dark\"", Cancel);
        await preferences.SetAsync(Learner.Local, "theme", "\"light\"", Cancel);
        await preferences.SetAsync(Learner.Local, "keys", "{}", Cancel);
        await preferences.SetAsync(Learner.Local, "keys", null, Cancel);

        Assert.Equal(report, Assert.Single(await reports.ListAsync(Learner.Local, Cancel)));
        Assert.Equal(("theme", "\"light\""), Assert.Single(await preferences.AllAsync(Learner.Local, Cancel)) is var (name, value) ? (name, value) : default);
        Assert.Empty(await reports.ListAsync(stranger, Cancel));
        Assert.Empty(await preferences.AllAsync(stranger, Cancel));
    }
}

using Certus.Practice;
using Certus.Store;
using Microsoft.EntityFrameworkCore;

namespace Certus.Shell.Tests.Store;

/// <summary>A question that is added is in the log with its body, or not at all.</summary>
public sealed class GrowingSittingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_added_question_is_there_with_its_body_after_the_file_is_opened_again()
    {
        using var directory = new TempDirectory();
        var items = Samples.Items(3);
        Guid id;
        await using (var store = await OpenStore.AtAsync(directory))
        {
            id = await BeginAsync(store, items);
            await store.AppendAsync(id, Samples.Answer(1, 0));
            Assert.IsType<Submission.Accepted>(await AddAsync(store, id, 2, items[1]));
            await store.AppendAsync(id, Samples.Show(2, 3));
            await store.AppendAsync(id, Samples.Answer(2, 3, 4));
        }

        await using var again = await OpenStore.AtAsync(directory);
        var sitting = (await again.Log.FindAsync(Learner.Local, id, Cancel))!;
        var questions = await again.Sittings.QuestionsAsync(sitting.Form, Cancel);

        Assert.Equal(["question-1", "question-2"], questions.Select(question => question.Id));
        Assert.Equal(Picks.Of([3]), sitting.At(2).Picks);
        Assert.Equal(2, await again.File.Context().Bodies.CountAsync(Cancel));
        var row = await again.File.Context().Events.SingleAsync(row => row.Kind == "added", Cancel);
        Assert.Equal((2, "question-2", items[1].Version, "diagnostic", null), (row.Position, row.ItemId, row.ItemVersion, row.Context, row.FirstExposure));
        Assert.True((await again.File.Context().Events.SingleAsync(row => row.Kind == "shown", Cancel)).FirstExposure);
    }

    [Fact]
    public async Task Of_many_that_add_the_same_place_at_once_one_counts_and_only_its_body_is_kept()
    {
        await using var store = await OpenStore.NewAsync();
        await using var other = await store.AnotherAsync();
        var items = Samples.Items(12);
        var id = await BeginAsync(store, items);
        await store.AppendAsync(id, Samples.Answer(1, 0));
        await other.Log.FindAsync(Learner.Local, id, Cancel);

        var outcomes = await Task.WhenAll(items.Skip(1).Select((item, i) => AddAsync(i % 2 == 0 ? store : other, id, 2, item)));

        Assert.Single(outcomes, outcome => outcome is Submission.Accepted);
        Assert.All(outcomes.OfType<Submission.Refused>(), refused => Assert.Equal("Question 2 is there already.", refused.Reason));
        Assert.Equal(2, (await other.Log.FindAsync(Learner.Local, id, Cancel))!.Places.Count);
        Assert.Equal(2, await store.File.Context().Bodies.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_question_goes_into_the_log_with_its_own_body_only()
    {
        await using var store = await OpenStore.NewAsync();
        var items = Samples.Items(3);
        var id = await BeginAsync(store, items);
        await store.AppendAsync(id, Samples.Answer(1, 0));
        var added = new SittingEvent.Added(Guid.NewGuid(), Samples.Noon, Place(2, items[1]));

        await Assert.ThrowsAsync<ArgumentException>(() => store.Log.AppendAsync(Learner.Local, id, [added], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Log.AddAsync(Learner.Local, id, added, items[2], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Log.AddAsync(Learner.Local, id, added, items[1] with { Body = items[2].Body }, Cancel));
        Assert.Null(await store.Log.AddAsync(Learner.Local, Guid.NewGuid(), added, items[1], Cancel));
        Assert.Single((await store.Log.FindAsync(Learner.Local, id, Cancel))!.Places);
    }

    [Fact]
    public async Task What_was_added_counts_as_shown_once_the_sitting_is_over_and_is_in_a_backup_and_the_history()
    {
        using var directory = new TempDirectory();
        await using var store = await OpenStore.AtAsync(directory);
        var items = Samples.Items(2);
        var id = await BeginAsync(store, items);
        await store.AppendAsync(id, Samples.Show(1));
        await store.AppendAsync(id, Samples.Answer(1, 0));
        await AddAsync(store, id, 2, items[1]);
        Assert.True((await store.Sittings.ExposureAsync(Learner.Local, Samples.Noon, Cancel)).IsFresh("question-2"));
        await store.AppendAsync(id, new SittingEvent.Ended(Guid.NewGuid(), Samples.Noon.AddMinutes(5)));

        var done = await Backup.BackupAsync(directory.DataFile, directory.File("copy.db"), Cancel);

        Assert.False((await store.Sittings.ExposureAsync(Learner.Local, Samples.Noon.AddMinutes(6), Cancel)).IsFresh("question-2"));
        var answered = await new AnswerHistory(store.Sittings).ReadAsync(Learner.Local, Samples.Noon.AddHours(1), Cancel);
        Assert.Equal([(true, true), (false, false)], answered.Select(answer => (answer.Met, answer.Result.Right)));
        Assert.All(answered, answer => Assert.True(answer is { Timed: true, FirstExposure: true, Mode: SittingMode.Diagnostic }));
        await using var copy = await DataFile.OpenAsync(done.To, Cancel);
        Assert.Equal(2, (await new EventLog(copy).FindAsync(Learner.Local, id, Cancel))!.Places.Count);
    }

    private static async Task<Guid> BeginAsync(OpenStore store, IReadOnlyList<BankItem> items)
    {
        BankItem[] first = [items[0]];
        return (await store.Sittings.StartAsync(Learner.Local, Samples.Start(first, SittingMode.Diagnostic, 60), first, Cancel)).Start.Id;
    }

    private static FormItem Place(int position, BankItem item) => new(position, item.Question.Id, item.Version, null, "1", "MLS-C01/3.1", true, true, [2, 0, 1, 3], item.Question.Shape);

    private static async Task<Submission> AddAsync(OpenStore store, Guid id, int position, BankItem item) =>
        (await store.Log.AddAsync(Learner.Local, id, new(Guid.NewGuid(), Samples.Noon.AddSeconds(2), Place(position, item)), item, Cancel))!.Outcomes[0];
}

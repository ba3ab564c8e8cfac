using Certus.Practice;
using Certus.Store;

namespace Certus.Shell.Tests.Store;

public sealed class AnswerHistoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_of_sittings_that_are_over_are_read_with_what_they_are_worth()
    {
        await using var store = await OpenStore.NewAsync();
        var sitting = await store.StartAsync(questions: 3);
        await store.AppendAsync(sitting.Start.Id, Samples.Show(1));
        await store.AppendAsync(sitting.Start.Id, Samples.Answer(1, 0));
        await store.AppendAsync(sitting.Start.Id, Samples.Show(2, 4));
        await store.AppendAsync(sitting.Start.Id, Samples.Answer(2, 1, 5));
        await store.AppendAsync(sitting.Start.Id, new SittingEvent.Ended(Guid.NewGuid(), Samples.Noon.AddMinutes(1)));

        var answered = await new AnswerHistory(store.Sittings).ReadAsync(Learner.Local, Samples.Noon.AddHours(1), Cancel);

        Assert.Equal([true, false, false], answered.Select(answer => answer.Result.Right));
        Assert.Equal([true, true, false], answered.Select(answer => answer.Met));
        Assert.All(answered, answer => Assert.True(answer is { Timed: true, FirstExposure: true, Mode: SittingMode.Exam }));
        Assert.All(answered, answer => Assert.Equal(Samples.Noon.AddMinutes(1), answer.At));
    }

    [Fact]
    public async Task A_sitting_that_runs_or_was_discarded_says_nothing_yet()
    {
        await using var store = await OpenStore.NewAsync();
        var running = await store.StartAsync();
        await store.AppendAsync(running.Start.Id, Samples.Answer(1, 0));
        var discarded = await store.StartAsync(prefix: "other");
        await store.AppendAsync(discarded.Start.Id, new SittingEvent.Discarded(Guid.NewGuid(), Samples.Noon.AddMinutes(2)));

        Assert.Empty(await new AnswerHistory(store.Sittings).ReadAsync(Learner.Local, Samples.Noon.AddMinutes(5), Cancel));
        Assert.Equal(5, (await new AnswerHistory(store.Sittings).ReadAsync(Learner.Local, Samples.Noon.AddHours(4), Cancel)).Count);      // its time has run out
    }

    [Fact]
    public async Task A_question_that_two_open_sittings_hold_was_new_in_the_first_of_them_only()
    {
        await using var store = await OpenStore.NewAsync();
        var items = Samples.Items(2);
        var first = await store.Sittings.StartAsync(Learner.Local, Samples.Start(items), items, Cancel);
        var second = await store.Sittings.StartAsync(Learner.Local, Samples.Start(items) with { StartedAt = Samples.Noon.AddMinutes(1) }, items, Cancel);

        var answered = await new AnswerHistory(store.Sittings).ReadAsync(Learner.Local, Samples.Noon.AddHours(5), Cancel);

        Assert.All(answered.Where(answer => answer.SittingId == first.Start.Id), answer => Assert.True(answer.FirstExposure));
        Assert.All(answered.Where(answer => answer.SittingId == second.Start.Id), answer => Assert.False(answer.FirstExposure));
    }

    [Fact]
    public async Task What_was_read_before_is_read_on_and_always_what_one_finds_who_never_read_before()
    {
        await using var store = await OpenStore.NewAsync();
        var history = new AnswerHistory(store.Sittings);
        async Task<IReadOnlyList<AnsweredQuestion>> ReadAsync(double hours)
        {
            var now = Samples.Noon.AddHours(hours);
            var answered = await history.ReadAsync(Learner.Local, now, Cancel);
            Assert.Equal(await new AnswerHistory(store.Sittings).ReadAsync(Learner.Local, now, Cancel), answered);
            Assert.Same(answered, await history.ReadAsync(Learner.Local, now, Cancel));
            return answered;
        }

        Task<Sitting> StartAsync(IReadOnlyList<BankItem> items, double hours) =>
            store.Sittings.StartAsync(Learner.Local, Samples.Start(items) with { Id = Guid.NewGuid(), StartedAt = Samples.Noon.AddHours(hours) }, items, Cancel);
        var items = Samples.Items(3);
        var first = await StartAsync(items, 0);
        Assert.Empty(await ReadAsync(0.1));
        var second = await StartAsync(items, 0.2);
        await store.AppendAsync(second.Start.Id, new SittingEvent.Ended(Guid.NewGuid(), Samples.Noon.AddHours(0.3)));
        var one = await ReadAsync(0.4);
        Assert.All(one, answer => Assert.True(answer.FirstExposure));

        await store.AppendAsync(first.Start.Id, Samples.Show(2));
        Assert.Equal([true, false, true], (await ReadAsync(0.5)).Select(answer => answer.FirstExposure));       // met by the one that began first
        await store.AppendAsync(first.Start.Id, Samples.Answer(2, 1));
        await store.AppendAsync(first.Start.Id, new SittingEvent.Discarded(Guid.NewGuid(), Samples.Noon.AddHours(0.6)));
        Assert.All(await ReadAsync(0.7), answer => Assert.True(answer.FirstExposure));
        await store.AppendAsync(first.Start.Id, new SittingEvent.Restored(Guid.NewGuid(), Samples.Noon.AddHours(0.8)));
        Assert.Equal(3, (await ReadAsync(0.9)).Count);
        var both = await ReadAsync(4);                          // its time has run out
        Assert.Equal(6, both.Count);
        await StartAsync(items, 3.5);
        Assert.Same(both, await ReadAsync(4));                  // another runs, and says nothing yet
        Assert.Equal(3, (await ReadAsync(2.9)).Count);          // a clock that was set back
        Assert.Empty(await history.ReadAsync(new(Guid.NewGuid()), Samples.Noon.AddHours(4), Cancel));
        await ReadAsync(9);
    }
}

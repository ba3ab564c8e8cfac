using Certus.Catalog;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;
using Microsoft.EntityFrameworkCore;

namespace Certus.Shell.Tests.Store;

public sealed class MemoryLogTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static MemoryEvent.Reviewed Review(string card, int repetition, Grade grade = Grade.Good) =>
        new(Guid.NewGuid(), At.AddDays(repetition), card, "0a", grade, TimeSpan.FromSeconds(4), repetition);

    private static Note MyNote(string id = "mine-1", string back = "back") => new(id, "front", back, null, "mine", null, null, [], null);

    [Fact]
    public async Task A_review_is_there_after_the_file_is_opened_again()
    {
        using var directory = new TempDirectory();
        await using (var store = await OpenStore.AtAsync(directory))
            Assert.Null((await new MemoryLog(store.File).AppendAsync(Learner.Local, [Review("a", 1), Review("a", 2)], [], Cancel)).Refused);

        await using var again = await OpenStore.AtAsync(directory);
        var cards = await new MemoryLog(again.File).ReadAsync(Learner.Local, Cancel);

        Assert.Equal([1, 2], cards.Of("a").Reviews.Select(review => review.Repetition));
    }

    [Fact]
    public async Task A_review_sent_twice_is_stored_once_and_answered_alike()
    {
        await using var store = await OpenStore.NewAsync();
        var log = new MemoryLog(store.File);
        var review = Review("a", 1);

        await log.AppendAsync(Learner.Local, [review], [], Cancel);
        var second = await log.AppendAsync(Learner.Local, [review], [], Cancel);

        Assert.Null(second.Refused);
        Assert.Equal(1, await store.File.Context().Events.CountAsync(Cancel));
    }

    [Fact]
    public async Task Two_tabs_that_grade_the_same_card_count_once()
    {
        await using var store = await OpenStore.NewAsync();
        await using var other = await store.AnotherAsync();
        var (here, there) = (new MemoryLog(store.File), new MemoryLog(other.File));
        await there.ReadAsync(Learner.Local, Cancel);

        await here.AppendAsync(Learner.Local, [Review("a", 1)], [], Cancel);
        var late = await there.AppendAsync(Learner.Local, [Review("a", 1, Grade.Again)], [], Cancel);

        Assert.Equal("This card has been reviewed elsewhere in the meantime.", late.Refused);
        Assert.Equal(Grade.Good, Assert.Single((await there.ReadAsync(Learner.Local, Cancel)).Of("a").Reviews).Grade);
    }

    [Fact]
    public async Task Where_one_event_is_refused_none_is_kept()
    {
        await using var store = await OpenStore.NewAsync();
        var log = new MemoryLog(store.File);

        var appended = await log.AppendAsync(Learner.Local, [Review("a", 1), Review("b", 5)], [MyNote().ToBody()], Cancel);

        Assert.NotNull(appended.Refused);
        Assert.Equal(0, await store.File.Context().Events.CountAsync(Cancel));
        Assert.Equal(0, await store.File.Context().Bodies.CountAsync(Cancel));
        Assert.Empty((await log.ReadAsync(Learner.Local, Cancel)).Cards);
    }

    [Fact]
    public async Task A_note_comes_in_with_its_body_and_a_later_version_takes_its_place()
    {
        await using var store = await OpenStore.NewAsync();
        var log = new MemoryLog(store.File);
        var (first, second) = (MyNote().ToBody(), MyNote(back: "another").ToBody());

        await log.AppendAsync(Learner.Local, [new MemoryEvent.NoteAdded(Guid.NewGuid(), At, "mine-1", ContentHash.Of(first))], [first], Cancel);
        var cards = (await log.AppendAsync(Learner.Local, [new MemoryEvent.NoteAdded(Guid.NewGuid(), At, "mine-1", ContentHash.Of(second))], [second], Cancel)).Cards;

        Assert.Equal("another", Assert.Single(await log.NotesAsync(cards, Cancel)).Back);
        Assert.Equal(first, await log.BodyAsync(ContentHash.Of(first), Cancel));
    }

    [Fact]
    public async Task Nobody_sees_the_cards_of_another_learner()
    {
        await using var store = await OpenStore.NewAsync();
        var log = new MemoryLog(store.File);

        await log.AppendAsync(Learner.Local, [Review("a", 1)], [], Cancel);

        Assert.Empty((await log.ReadAsync(new(Guid.NewGuid()), Cancel)).Cards);
    }

    [Fact]
    public async Task Reviews_that_come_at_the_same_time_are_all_kept()
    {
        await using var store = await OpenStore.NewAsync();
        var log = new MemoryLog(store.File);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => log.AppendAsync(Learner.Local, [Review($"card-{i}", 1)], [], Cancel)));

        Assert.Equal(60, (await log.ReadAsync(Learner.Local, Cancel)).Cards.Count);
        Assert.Equal(60, await store.File.Context().Events.CountAsync(Cancel));
    }

    [Fact]
    public async Task Reviews_neither_hide_questions_nor_count_as_answers()
    {
        await using var store = await OpenStore.NewAsync();
        await new MemoryLog(store.File).AppendAsync(Learner.Local, [Review("a", 1)], [], Cancel);

        Assert.Empty(await store.Sittings.ListAsync(Learner.Local, Cancel));
        Assert.True((await store.Sittings.ExposureAsync(Learner.Local, At, Cancel)).IsFresh("a"));
    }
}

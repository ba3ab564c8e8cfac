using Certus.Remember;
using Certus.Remember.Cards;
using CsCheck;

namespace Certus.Tests.Remember.Cards;

public sealed class LearnerCardsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly Scheduler Plain = new(new Fsrs6(Fsrs6Parameters.Default), new());

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static MemoryEvent.Reviewed Review(int id, string card, int repetition, Grade grade = Grade.Good, int minutes = -1) =>
        new(Id(id), Start.AddMinutes(minutes < 0 ? id : minutes), card, null, grade, TimeSpan.FromSeconds(5), repetition);

    private static CardSchedule Schedule(LearnerCards cards, string card) => cards.Of(card).ScheduleBy(Plain, 7);

    [Fact]
    public void A_review_sent_twice_counts_once()
    {
        var cards = LearnerCards.Empty.After([Review(1, "a", 1)]);

        Assert.Same(cards, cards.After([Review(1, "a", 1)]));
        Assert.Equal(1, Schedule(cards, "a").Repetitions);
    }

    [Fact]
    public void A_review_of_a_card_that_was_graded_elsewhere_is_refused()
    {
        var cards = LearnerCards.Empty.After([Review(1, "a", 1)]);

        Assert.Equal("This card has been reviewed elsewhere in the meantime.", cards.Refuses(Review(2, "a", 1)));
        Assert.Null(cards.Refuses(Review(2, "a", 2)));
        Assert.Null(cards.Refuses(Review(2, "b", 1)));
    }

    [Fact]
    public void Undo_restores_exactly_the_former_state_and_redo_the_later_one()
    {
        var before = LearnerCards.Empty.After([Review(1, "a", 1), Review(2, "a", 2, Grade.Again, 3 * 1440)]);
        var after = before.After([Review(3, "a", 3, Grade.Easy, 9 * 1440)]);

        var undone = after.After([new MemoryEvent.Undone(Id(4), Start, Id(3))]);
        var redone = undone.After([new MemoryEvent.Undone(Id(5), Start, undone.LastUndoing!.Id)]);

        Assert.Equal(Schedule(before, "a"), Schedule(undone, "a"));
        Assert.Equal(Id(2), undone.Last!.Id);
        Assert.Equal(Schedule(after, "a"), Schedule(redone, "a"));
        Assert.Null(redone.LastUndoing);
    }

    [Fact]
    public void A_batch_is_undone_as_a_whole()
    {
        var batch = Id(99);
        var before = LearnerCards.Empty.After([Review(1, "a", 1)]);
        var after = before.After([new MemoryEvent.NoteAdded(Id(2), Start, "n", "v") { Batch = batch }, Review(3, "n", 1) with { Batch = batch }]);

        var undone = after.After([new MemoryEvent.Undone(Id(4), Start, batch)]);

        Assert.Single(after.Notes);
        Assert.Empty(undone.Notes);
        Assert.Equal(Id(1), undone.Last!.Id);
        Assert.Empty(undone.Of("n").Events);
    }

    [Fact]
    public void What_was_undone_already_or_never_was_cannot_be_undone()
    {
        var cards = LearnerCards.Empty.After([Review(1, "a", 1), new MemoryEvent.Undone(Id(2), Start, Id(1))]);

        Assert.Equal("That has been undone already.", cards.Refuses(new MemoryEvent.Undone(Id(3), Start, Id(1))));
        Assert.Equal("There is nothing to undo by that name.", cards.Refuses(new MemoryEvent.Undone(Id(3), Start, Id(77))));
        Assert.Null(cards.Last);
    }

    [Fact]
    public void Suspending_burying_and_flagging_are_undone_to_what_was_before()
    {
        var cards = LearnerCards.Empty.After([new MemoryEvent.Buried(Id(1), Start, "a", new(2026, 11, 24)), new MemoryEvent.Suspended(Id(2), Start, "a", true), new MemoryEvent.Marked(Id(3), Start, "a", true), new MemoryEvent.Buried(Id(4), Start, "a", new(2026, 11, 30))]);

        var undone = cards.After([new MemoryEvent.Undone(Id(5), Start, Id(4)), new MemoryEvent.Undone(Id(6), Start, Id(3))]);

        Assert.Equal((true, true, new DateOnly(2026, 11, 30)), (cards.Of("a").IsSuspended, cards.Of("a").IsMarked, cards.Of("a").BuriedUntil));
        Assert.Equal((true, false, new DateOnly(2026, 11, 24)), (undone.Of("a").IsSuspended, undone.Of("a").IsMarked, undone.Of("a").BuriedUntil));
    }

    [Fact]
    public void Imported_reviews_take_their_place_in_time_before_those_of_here()
    {
        var cards = LearnerCards.Empty.After([Review(1, "a", 1, Grade.Good, 100_000), Review(2, "a", 2, Grade.Good, 10) with { Batch = Id(9) }]);

        Assert.Equal([Id(2), Id(1)], cards.Of("a").Reviews.Select(review => review.Id));
    }

    [Fact]
    public void However_events_arrive_the_state_is_that_of_all_at_once() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[1, 4], Gen.Int[0, 9]).Array[1, 40].Sample(acts =>
        {
            List<MemoryEvent> log = [];
            var step = LearnerCards.Empty;
            foreach (var (card, kind, grade, reach) in acts)
            {
                var (id, name) = (log.Count + 1, $"card-{card}");
                MemoryEvent happened = kind switch
                {
                    0 => new MemoryEvent.Suspended(Id(id), Start.AddMinutes(id), name, grade > 2),
                    1 when log.Count > 0 => new MemoryEvent.Undone(Id(id), Start.AddMinutes(id), log[Math.Max(0, log.Count - 1 - reach)].Id),
                    2 => new MemoryEvent.Marked(Id(id), Start.AddMinutes(id), name, grade > 2),
                    _ => Review(id, name, step.Of(name).Reviews.Count() + 1, (Grade)grade, id * 700),
                };
                if (step.Refuses(happened) is not null) continue;
                log.Add(happened);
                step = step.After([happened]);
            }

            var whole = LearnerCards.Empty.After(log.Select(MemoryJson.Write).Select(MemoryJson.Read));

            foreach (var name in step.Cards.Keys.Union(whole.Cards.Keys))
            {
                Assert.Equal(Schedule(step, name), Schedule(whole, name));
                Assert.Equal((step.Of(name).IsSuspended, step.Of(name).IsMarked), (whole.Of(name).IsSuspended, whole.Of(name).IsMarked));
            }
            Assert.Equal(step.Last?.Id, whole.Last?.Id);
            Assert.Equal(step.LastUndoing?.Id, whole.LastUndoing?.Id);
        });

    [Fact]
    public void Undo_then_redo_is_identity() =>
        Gen.Int[1, 4].Array[1, 12].Sample(grades =>
        {
            var cards = LearnerCards.Empty.After(grades.Select((grade, i) => Review(i + 1, "a", i + 1, (Grade)grade, i * 900)));

            var undone = cards.After([new MemoryEvent.Undone(Id(100), Start, cards.Last!.Id)]);
            var redone = undone.After([new MemoryEvent.Undone(Id(101), Start, undone.LastUndoing!.Id)]);

            Assert.Equal(grades.Length - 1, Schedule(undone, "a").Repetitions);
            Assert.Equal(Schedule(cards, "a"), Schedule(redone, "a"));
            Assert.Equal(cards.Last!.Id, redone.Last!.Id);
        });

    [Fact]
    public void A_day_chosen_within_the_spread_is_kept_and_one_outside_is_not()
    {
        var learned = LearnerCards.Empty.After([Review(1, "a", 1, Grade.Easy, 0), Review(2, "a", 2, Grade.Good, 30 * 1440)]);
        var plain = Schedule(learned, "a");
        var (from, to) = Scheduler.FuzzRange((int)Math.Round(new Fsrs6(Fsrs6Parameters.Default).Interval(plain.Memory!.Value, 0.9), MidpointRounding.AwayFromZero), 30, 36500);
        LearnerCards Chosen(int days) => LearnerCards.Empty.After([Review(1, "a", 1, Grade.Easy, 0), Review(2, "a", 2, Grade.Good, 30 * 1440) with { ChosenDays = days }]);

        Assert.True(to > from);
        foreach (var days in Enumerable.Range(from, to - from + 1)) Assert.Equal((days, plain.LastReview!.Value.AddDays(days)), (Schedule(Chosen(days), "a").IntervalDays, Schedule(Chosen(days), "a").Due));
        Assert.Equal(plain, Schedule(Chosen(from - 1), "a"));
        Assert.Equal(plain, Schedule(Chosen(to + 1), "a"));
        Assert.Equal(plain.Memory, Schedule(Chosen(to), "a").Memory);
    }
}

using System.Text.Json;
using Certus.Remember;
using CsCheck;

namespace Certus.Tests.Remember;

public sealed class SchedulerTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly Fsrs6 Model = new(Fsrs6Parameters.Default);

    [Fact]
    public void Every_card_of_another_scheduler_goes_the_same_way()
    {
        var vectors = Fsrs6Tests.Read("scheduler_vectors.json");
        var steps = 0;
        foreach (var card in vectors.GetProperty("cards").EnumerateArray())
        {
            var stepped = card.GetProperty("enable_short_term").GetBoolean();
            var model = new Fsrs6(Fsrs6Tests.Parameters(vectors, card).ForRelearning(stepped ? Steps(card, "relearning_steps").Length : 0), stepped);
            var scheduler = new Scheduler(model, new()
            {
                DesiredRetention = card.GetProperty("desired_retention").GetDouble(), Fuzz = false, Steps = stepped,
                LearningSteps = Steps(card, "learning_steps"), RelearningSteps = Steps(card, "relearning_steps"),
            });
            CardSchedule schedule = CardSchedule.New(Start);
            foreach (var step in card.GetProperty("steps").EnumerateArray())
            {
                var where = $"card {card.GetProperty("id")}, step {++steps}";
                var at = step.GetProperty("review_at").GetDateTimeOffset();

                schedule = scheduler.Review(schedule, (Grade)step.GetProperty("rating").GetInt32(), at);

                Assert.True(step.GetProperty("state").GetString() == schedule.State.ToString(), $"{where}: {schedule.State} instead of {step.GetProperty("state")}");
                var beyond = Math.Max(0, step.GetProperty("scheduled_days").GetInt32() - 36_500);      // the other scheduler's order of grades may pass its own longest interval by a day; ours may not
                Assert.True(step.GetProperty("due").GetDateTimeOffset().AddDays(-beyond) == schedule.Due, $"{where}: {schedule.Due:o} instead of {step.GetProperty("due")}");
                Assert.True(step.GetProperty("scheduled_days").GetInt32() - beyond == schedule.IntervalDays, where);
                Assert.True(step.GetProperty("learning_step").GetInt32() == schedule.Step, where);
                Assert.True(step.GetProperty("reps").GetInt32() == schedule.Repetitions && step.GetProperty("lapses").GetInt32() == schedule.Lapses, where);
                var stability = step.GetProperty("stability").GetDouble();
                Assert.True(Math.Abs(stability - schedule.Memory!.Value.Stability) <= 1e-6 * Math.Max(1, stability), where);
            }
        }
        Assert.Equal(1140, steps);
    }

    [Fact]
    public void Better_grades_never_bring_a_card_back_sooner() =>
        Gen.Select(Histories, Gen.Bool).Sample((history, fuzz) =>
        {
            var card = Play(new(Model, new() { Fuzz = fuzz }), history);
            var next = new Scheduler(Model, new() { Fuzz = fuzz }).Preview(card, card.Due, 7);
            return next[0].Due <= next[1].Due && next[1].Due <= next[2].Due && next[2].Due <= next[3].Due;
        });

    [Fact]
    public void A_replay_gives_the_same_card_to_the_minute() =>
        Histories.Sample(history => Play(new(Model, new()), history) == Play(new(new Fsrs6(Fsrs6Parameters.Default), new()), history));

    [Fact]
    public void The_spread_stays_near_the_interval_and_differs_between_cards()
    {
        var plain = Play(new(Model, new() { Fuzz = false }), [(Grade.Good, 0), (Grade.Good, 0), (Grade.Good, 0), (Grade.Good, 0), (Grade.Good, 0)]);
        var days = new Scheduler(Model, new() { Fuzz = false }).Review(plain, Grade.Good, plain.Due).IntervalDays;

        var spread = Enumerable.Range(0, 200).Select(key => new Scheduler(Model, new()).Review(plain, Grade.Good, plain.Due, (ulong)key).IntervalDays).ToArray();

        Assert.True(spread.Distinct().Count() > 5);
        Assert.InRange(spread.Average(), days * 0.95, days * 1.05);
        Assert.All(spread, one => Assert.InRange(one, days * 0.85 - 2, days * 1.15 + 2));
    }

    [Fact]
    public void No_interval_is_longer_than_the_longest_wanted() =>
        Histories.Sample(history => Play(new(Model, new() { MaximumInterval = 21 }), history).IntervalDays <= 21);

    [Fact]
    public void A_review_at_two_at_night_still_belongs_to_the_evening()
    {
        var days = new LearnerDays(TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(-5), "test", "test"));
        var evening = new DateTimeOffset(2026, 11, 23, 23, 0, 0, TimeSpan.FromHours(-5));

        Assert.Equal(0, days.Between(evening, evening.AddHours(3)));
        Assert.Equal(1, days.Between(evening, evening.AddHours(6)));
        Assert.Equal(0, days.Between(evening, evening.AddHours(-30)));
    }

    [Fact]
    public void A_review_before_the_last_one_is_a_fault_of_the_caller()
    {
        var scheduler = new Scheduler(Model, new());
        var card = scheduler.Review(CardSchedule.New(Start), Grade.Good, Start);

        Assert.Throws<ArgumentException>(() => scheduler.Review(card, Grade.Good, Start.AddMinutes(-1)));
    }

    private static readonly Gen<(Grade Grade, int DaysLate)[]> Histories = Gen.Select(Gen.Int[1, 4], Gen.Int[0, 9]).Select((grade, late) => ((Grade)grade, late)).Array[0, 12];

    private static CardSchedule Play(Scheduler scheduler, (Grade Grade, int DaysLate)[] history)
    {
        var card = CardSchedule.New(Start);
        foreach (var (grade, late) in history) card = scheduler.Review(card, grade, card.Due.AddDays(late), 7);
        return card;
    }

    private static TimeSpan[] Steps(JsonElement card, string name) => card.GetProperty(name).ValueKind == JsonValueKind.String ? [] : [.. card.GetProperty(name).EnumerateArray()
        .Select(step => step.GetString()!).Select(text => text.EndsWith('h') ? TimeSpan.FromHours(int.Parse(text[..^1], System.Globalization.CultureInfo.InvariantCulture)) : TimeSpan.FromMinutes(int.Parse(text[..^1], System.Globalization.CultureInfo.InvariantCulture)))];
}

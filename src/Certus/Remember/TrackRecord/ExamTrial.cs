using System.Collections.Concurrent;

namespace Certus.Remember.TrackRecord;

/// <summary>Plays the days until an exam through with simulated learners.</summary>
public static class ExamTrial
{
    private const int DaysBefore = 90, Later = 30, LastDays = 10;

    /// <summary>Plays one learner through one way.</summary>
    public static ExamOutcome Play(ExamScenario scenario, ExamArm arm, ulong seed, ReviewHabits? habits = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(arm);
        habits ??= new();
        var learner = ExamLearner.Draw(scenario, seed);
        TrialCard[] cards = [.. learner.Weights.Select(weight => new TrialCard { Weight = weight })];
        Before(scenario, learner, cards, habits);
        var order = arm.Order(scenario);
        var (used, reviews) = (0.0, 0);
        for (var day = 0; day < scenario.Days; day++)
        {
            if (!learner.Studies[day]) continue;
            var left = arm.Seconds?.Invoke(scenario, day) ?? scenario.Minutes * 60;
            if (left <= 0) continue;
            foreach (var card in order(day, cards))
            {
                if (left <= 0) break;                                               // a review begun in time is finished
                if (cards[card].Reviews > 0 && cards[card].LastDay == day) throw new InvalidOperationException($"{arm.Name} reviews card {card} twice on day {day}.");
                var seconds = Review(learner, cards, card, day, habits);
                (left, used, reviews) = (left - seconds, used + seconds, reviews + 1);
            }
        }
        double Recall(TrialCard card, int day) => card.True is { } memory ? learner.Recall(memory, day - card.LastDay) : 0;
        var met = cards.Where(card => card.True is not null).ToList();
        return new(
            cards.Sum(card => card.Weight * Recall(card, scenario.Days)), cards.Sum(card => Recall(card, scenario.Days)), cards.Sum(card => Recall(card, scenario.Days + Later)), used / 60, reviews,
            met.Count, met.Count == 0 ? 0 : (double)met.Count(card => card.LastDay >= scenario.Days - LastDays) / met.Count);
    }

    /// <summary>Plays many learners through many ways.</summary>
    /// <param name="scenario">What the learners and their time are like.</param>
    /// <param name="arms">The ways.</param>
    /// <param name="learners">How many; each goes every way.</param>
    /// <param name="seed">Equal seeds give equal outcomes on any number of cores.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <returns>By way, then by learner.</returns>
    public static IReadOnlyList<IReadOnlyList<ExamOutcome>> Run(ExamScenario scenario, IReadOnlyList<ExamArm> arms, int learners, ulong seed, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(arms);
        var outcomes = arms.Select(_ => new ExamOutcome[learners]).ToArray();
        Parallel.ForEach(
            Partitioner.Create(Enumerable.Range(0, arms.Count * learners), EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { CancellationToken = cancel },
            at => outcomes[at % arms.Count][at / arms.Count] = Play(scenario, arms[at % arms.Count], seed * 1_000_003 + (ulong)(at / arms.Count)));
        return outcomes;
    }

    /// <summary>What was learned before the first day: met on an even spread of days and reviewed at 0.9 without a limit of time.</summary>
    private static void Before(ExamScenario scenario, ExamLearner learner, TrialCard[] cards, ReviewHabits habits)
    {
        var known = (int)Math.Round(scenario.Known * cards.Length);
        for (var card = 0; card < known; card++)
        {
            var day = -DaysBefore + (int)((long)card * DaysBefore / known);
            while (day < 0)
            {
                Review(learner, cards, card, day, habits);
                day += (int)Math.Max(1, Math.Round(ExamArm.Believed.Interval(cards[card].Believed!.Value, 0.9)));
            }
        }
    }

    private static double Review(ExamLearner learner, TrialCard[] cards, int card, int day, ReviewHabits habits)
    {
        var at = cards[card];
        var first = at.True is null;
        var (grade, memory) = learner.Review(card, at.Reviews, at.True, day - at.LastDay, habits);
        at.Believed = at.Believed is { } believed ? ExamArm.Believed.Next(believed, grade, day - at.LastDay) : ExamArm.Believed.First(grade);
        (at.True, at.LastDay, at.Reviews) = (memory, day, at.Reviews + 1);
        return (first ? habits.FirstSeconds : habits.ReviewSeconds)[(int)grade - 1];
    }
}

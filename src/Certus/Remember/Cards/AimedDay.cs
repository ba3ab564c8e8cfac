using Certus.Remember.ExamDate;

namespace Certus.Remember.Cards;

/// <summary>A day's work as the way to an exam asks for it.</summary>
/// <param name="Plan">The plan as it stood when the day began.</param>
/// <param name="Ranks">The place of each of today's cards, from 0, by id.</param>
public sealed record AimedDay(ExamPlan Plan, IReadOnlyDictionary<string, int> Ranks)
{
    /// <summary>Minutes a day as long as the learner has said nothing else.</summary>
    public const int UsualMinutes = 20;

    /// <summary>Plans the day from what had happened when it began: what is done today is taken off, not planned again.</summary>
    /// <param name="weights">What each card counts, in the order in which new ones should come; all others are left out.</param>
    /// <param name="learner">What has happened.</param>
    /// <param name="model">The memory model.</param>
    /// <param name="settings">The learner's wishes; the day of the exam is set and lies ahead.</param>
    /// <param name="days">The learner's days.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancel">Breaks off.</param>
    public static AimedDay Of(
        IReadOnlyList<(Card Card, double Weight)> weights, LearnerCards learner, IMemoryModel model, ReviewSettings settings, LearnerDays days, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(days);
        var (today, scheduler) = (days.Of(now), settings.SchedulerFor(model, days));
        var morning = LearnerCards.Empty.After(learner.Log.Where(happened => happened.Batch is not null || days.Of(happened.At) < today));
        List<Card> places = [];
        List<ExamCard> cards = [];
        foreach (var (card, weight) in weights)
        {
            var record = morning.Of(card.Id);
            if (record.IsSuspended || learner.Of(card.Id).IsSuspended) continue;
            var schedule = record.ScheduleBy(scheduler, card.Key);
            cards.Add(new(places.Count, weight, schedule.Memory, schedule.LastReview is { } last ? days.Of(last < now ? last : now) : null));
            places.Add(card);
        }
        var aim = new ExamAim(settings.ExamDay!.Value, settings.TimeOf(settings.MinutesPerDay ?? UsualMinutes)) { NewPerDay = settings.NewPerDay };
        var plan = ExamPlan.Of(model, aim, cards, today, cancel);
        return new(plan, plan.Today.Select((review, rank) => (places[(int)review.Card].Id, rank)).ToDictionary(entry => entry.Id, entry => entry.rank, StringComparer.Ordinal));
    }
}

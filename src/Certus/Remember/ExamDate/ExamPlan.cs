using Certus.Numerics;

namespace Certus.Remember.ExamDate;

/// <summary>Today's work for an exam, and what the days until it are expected to hold.</summary>
/// <param name="Today">Today's cards in their order, as many as today's time is expected to allow.</param>
/// <param name="Waiting">Cards that would have gained too, had there been more time today.</param>
/// <param name="ExpectedRecalled">Cards expected to be recalled on the exam day, each counted once, if the plan is kept and memory is as believed.</param>
/// <param name="ExpectedShare">The same as a share of the exam weight of all cards, 0 to 1.</param>
/// <param name="LastNew">The last day with a new card; null where none comes.</param>
/// <param name="Days">From today to the day before the exam.</param>
/// <param name="PassFrom">The day from which every card met is seen once more; null where no card is met or the last days do not hold it.</param>
public sealed record ExamPlan(IReadOnlyList<PlannedReview> Today, int Waiting, double ExpectedRecalled, double ExpectedShare, DateOnly? LastNew, IReadOnlyList<PlannedDay> Days, DateOnly? PassFrom)
{
    private const ulong Seed = 6;

    /// <summary>Plans.</summary>
    /// <param name="model">The memory model.</param>
    /// <param name="aim">What is aimed at.</param>
    /// <param name="cards">All cards, new ones in the order in which they should come.</param>
    /// <param name="today">Before the exam.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <remarks>
    /// The days after today are played through once, with grades drawn as the model expects them from a fixed seed: the same input gives the same plan. They are a forecast; each day is
    /// planned anew from what really happened.
    /// </remarks>
    public static ExamPlan Of(IMemoryModel model, ExamAim aim, IReadOnlyList<ExamCard> cards, DateOnly today, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(aim);
        ArgumentNullException.ThrowIfNull(cards);
        var schedule = ExamSchedule.Find(model, aim, cards, today, cancel: cancel);
        var queue = schedule.Queue(cards, today);
        var first = Fitting(queue, aim, aim.Time.SecondsOn(today));

        var random = new SeededRandom(Seed, "exam plan");
        double Uniform() => ((random.Next() >> 12) + 0.5) / (1UL << 52);
        ExamCard[] ahead = [.. cards];
        var places = new Dictionary<long, int>();
        for (var place = 0; place < ahead.Length; place++) places[ahead[place].Card] = place;
        List<PlannedDay> days = [];
        DateOnly? lastNew = null;
        for (var day = today; day < aim.Exam; day = day.AddDays(1))
        {
            cancel.ThrowIfCancellationRequested();
            var available = aim.Time.SecondsOn(day);
            var (reviews, news, seconds) = (0, 0, 0.0);
            if (available > 0)
                foreach (var review in day == today ? first : Fitting(schedule.Queue(ahead, day), aim, available))
                {
                    var card = ahead[places[review.Card]];
                    var grade = review.New ? aim.Habits.FirstGrade(Uniform()) : Uniform() < review.Retrievability ? aim.Habits.RecallGrade(Uniform()) : Grade.Again;
                    var memory = card.Memory is { } known ? model.Next(known, grade, day.DayNumber - card.LastReview!.Value.DayNumber) : model.First(grade);
                    ahead[places[review.Card]] = card with { Memory = memory, LastReview = day };
                    (reviews, news, seconds) = (reviews + (review.New ? 0 : 1), news + (review.New ? 1 : 0), seconds + review.Seconds);
                }
            if (news > 0) lastNew = day;
            days.Add(new(day, reviews, news, seconds, available));
        }
        double Recall(ExamCard card) => card.Memory is { } memory ? model.Retrievability(memory, aim.Exam.DayNumber - card.LastReview!.Value.DayNumber) : 0;
        var weight = cards.Sum(card => card.Weight);
        return new(
            first, queue.Skip(first.Count).Count(review => review.Gain > 0), ahead.Sum(Recall), weight > 0 ? ahead.Sum(card => card.Weight * Recall(card)) / weight : 0, lastNew, days,
            FinalPass.Start(aim, ahead.Count(card => card.Memory is not null)));
    }

    /// <summary>The first of a queue that fit into the time; the last of them may begin just before it ends.</summary>
    private static List<PlannedReview> Fitting(IReadOnlyList<PlannedReview> queue, ExamAim aim, double seconds)
    {
        List<PlannedReview> fitting = [];
        var news = 0;
        foreach (var review in queue)
        {
            if (seconds <= 0) break;
            if (review.New && ++news > aim.NewPerDay) continue;
            fitting.Add(review);
            seconds -= review.Seconds;
        }
        return fitting;
    }
}

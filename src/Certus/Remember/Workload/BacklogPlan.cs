namespace Certus.Remember.Workload;

/// <summary>A backlog spread over the days ahead.</summary>
/// <param name="Days">The cards of each day from today on, in their order; every card of the backlog is on exactly one day or in <paramref name="Unplaced"/>.</param>
/// <param name="CaughtUp">The day on which the last of them is reviewed; null where that does not come within ten years.</param>
/// <param name="Forgotten">How many cards more are expected to be forgotten than if all were reviewed today: what waiting costs.</param>
/// <param name="Unplaced">Cards for which there is no time.</param>
public sealed record BacklogPlan(IReadOnlyList<IReadOnlyList<long>> Days, DateOnly? CaughtUp, double Forgotten, IReadOnlyList<long> Unplaced)
{
    private const int MostDays = 3653;

    /// <summary>The part of a day's time that the backlog gets even where what falls due anew would fill it; without it a backlog would wait behind new reviews without end.</summary>
    public const double LeastShare = 0.25;

    /// <summary>Spreads.</summary>
    /// <param name="model">The memory model.</param>
    /// <param name="backlog">The cards overdue, each once.</param>
    /// <param name="time">How much time there is.</param>
    /// <param name="today">The first day.</param>
    /// <param name="regular">Seconds that what falls due anew takes on a day from today on (see <see cref="ReviewForecast"/>); 0 where null.</param>
    /// <param name="habits">How long reviews take; the defaults where null.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <remarks>Each day first those that would lose most of their chance of recall by one more day of waiting, for the seconds they take. A card long forgotten loses little more and can wait; so does one that is very stable.</remarks>
    public static BacklogPlan Of(IMemoryModel model, IReadOnlyList<KnownCard> backlog, StudyTime time, DateOnly today, Func<DateOnly, double>? regular = null, ReviewHabits? habits = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(backlog);
        ArgumentNullException.ThrowIfNull(time);
        habits ??= new();
        double Recall(KnownCard card, DateOnly day) => model.Retrievability(card.Memory, day.DayNumber - card.LastReview.DayNumber);
        List<KnownCard> left = [.. backlog];
        List<IReadOnlyList<long>> days = [];
        var (forgotten, caughtUp) = (0.0, (DateOnly?)null);
        for (var day = today; left.Count > 0 && days.Count < MostDays; day = day.AddDays(1))
        {
            cancel.ThrowIfCancellationRequested();
            var there = time.SecondsOn(day);
            var seconds = Math.Max(there - (regular?.Invoke(day) ?? 0), LeastShare * there);
            List<long> now = [];
            if (seconds > 0)
            {
                var ordered = left.OrderByDescending(card => (Recall(card, day) - Recall(card, day.AddDays(1))) / habits.ExpectedSeconds(Recall(card, day))).ThenBy(card => card.Card).ToList();
                foreach (var card in ordered)
                {
                    if (seconds <= 0) break;
                    seconds -= habits.ExpectedSeconds(Recall(card, day));
                    forgotten += Recall(card, today) - Recall(card, day);
                    now.Add(card.Card);
                }
                left = ordered[now.Count..];
            }
            days.Add(now);
            if (left.Count == 0) caughtUp = day;
        }
        while (days.Count > 0 && days[^1].Count == 0) days.RemoveAt(days.Count - 1);
        return new(days, backlog.Count == 0 ? today : caughtUp, forgotten, [.. left.Select(card => card.Card)]);
    }
}

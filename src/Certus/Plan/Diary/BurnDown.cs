namespace Certus.Plan.Diary;

/// <summary>What is left to do, day by day, against the date: as it was planned, as it came, and where it leads.</summary>
/// <param name="Planned">Hours left at the end of each day as the first plan for the date had it; from the day before it began.</param>
/// <param name="Actual">Hours left at the end of each day so far; its last point is now.</param>
/// <param name="Forecast">Hours left at the end of each day from today to the day before the exam; the first point is now.</param>
/// <param name="Pace">Minutes done for each minute planned, as it is expected to go on.</param>
public sealed record BurnDown(IReadOnlyList<BurnDown.Point> Planned, IReadOnlyList<BurnDown.Point> Actual, IReadOnlyList<BurnDown.Band> Forecast, double Pace)
{
    /// <summary>So many days of following the plan count before the learner's own days outweigh them.</summary>
    public const int PriorDays = 5;

    /// <summary>How far a day's share of what was planned is taken to stray where nothing is known: half of it.</summary>
    public const double PriorSpread = 0.5;

    private const double Ninety = 1.6448536269514722;

    /// <summary>Hours left at the end of a day.</summary>
    public readonly record struct Point(DateOnly Day, double Hours);

    /// <summary>Hours left at the end of a day, with the 90 % interval.</summary>
    public readonly record struct Band(DateOnly Day, double Hours, double Low, double High);

    /// <summary>The versions of the plans that it is computed from: as it was made, as it stands, and as it stood on each day before today.</summary>
    /// <param name="diary">What has happened; a plan stands.</param>
    /// <param name="today">The learner's day.</param>
    public static IReadOnlyCollection<string> Versions(PlanDiary diary, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(diary);
        return new HashSet<string>([diary.Made!.Version, diary.Standing!.Version, .. Behind(diary, today).Select(day => diary.StandingOn(day)!.Version)], StringComparer.Ordinal);
    }

    /// <summary>Computes it.</summary>
    /// <param name="diary">What has happened; a plan stands.</param>
    /// <param name="plans">The plans of <see cref="Versions"/>.</param>
    /// <param name="today">The learner's day.</param>
    /// <remarks>
    /// Counted is what does not renew itself: learning, labs and mocks, each less the minutes done of it; a mock is done whole or not. The pace is the mean, over the days so far that had something to do by the plan that stood on them,
    /// of minutes spent on anything by minutes planned of anything, each day's at most 2, with <see cref="PriorDays"/> days of 1 before them; its error, and that of every day to come, follows from the spread of those days. An assumption
    /// of this kind is graded D.
    /// </remarks>
    public static BurnDown Of(PlanDiary diary, IReadOnlyDictionary<string, StudyPlan> plans, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(diary);
        ArgumentNullException.ThrowIfNull(plans);
        var (first, now) = (plans[diary.Made!.Version], plans[diary.Standing!.Version]);
        var last = now.ExamDay.AddDays(-1);
        var planned = Line(first.Start.AddDays(-1), Later(first.ExamDay.AddDays(-1), first.Start), day => first.Sessions.Where(session => Counts(session) && session.Day > day).Sum(session => session.Minutes));
        var counted = now.Sessions.Where(Counts).ToList();
        var until = Earlier(today, last);
        int Left(PlanSession session, DateOnly day) =>
            diary.FinishedOn.TryGetValue(session.Id, out var on) && on <= day ? 0 : session.Purpose == Purpose.Mock ? session.Minutes : Math.Max(0, session.Minutes - diary.MinutesUntil(session.Id, day));
        var actual = Line(now.Start.AddDays(-1), Later(until, now.Start.AddDays(-1)), day => counted.Sum(session => Left(session, day)));
        // What a plan revised since has moved off a day was to be done on it all the same.
        var shares = PlannedDays(diary, plans, today).Select(day => Math.Min(2, diary.MinutesByDay.GetValueOrDefault(day.Key) / (double)Math.Max(1, day.Value))).ToList();
        var days = shares.Count + PriorDays;
        var pace = (shares.Sum() + PriorDays) / days;
        var variance = (shares.Sum(share => (share - pace) * (share - pace)) + (PriorDays * PriorSpread * PriorSpread)) / days;
        List<Band> forecast = [];
        var left = actual[^1].Hours;
        double ahead = 0, squares = 0;
        if (until <= last) forecast.Add(new(until, left, left, left));
        for (var day = until.AddDays(1); day <= last; day = day.AddDays(1))
        {
            var hours = counted.Where(session => session.Day == day).Sum(session => Left(session, until)) / 60.0;
            (ahead, squares) = (ahead + hours, squares + (hours * hours));
            var error = Ninety * Math.Sqrt(variance * ((ahead * ahead / days) + squares));
            forecast.Add(new(day, Math.Max(0, left - (pace * ahead)), Math.Max(0, left - (pace * ahead) - error), Math.Min(left, Math.Max(0, left - (pace * ahead) + error))));
        }
        return new(planned, actual, forecast, pace);
    }

    /// <summary>The days before today on which the plan had something to do, rest left out, with its minutes, by the plan that stood on each.</summary>
    /// <param name="diary">What has happened; a plan stands.</param>
    /// <param name="plans">The plans of <see cref="Versions"/>.</param>
    /// <param name="today">The learner's day.</param>
    public static IReadOnlyDictionary<DateOnly, int> PlannedDays(PlanDiary diary, IReadOnlyDictionary<string, StudyPlan> plans, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(diary);
        ArgumentNullException.ThrowIfNull(plans);
        SortedDictionary<DateOnly, int> days = [];
        foreach (var standing in Behind(diary, today).GroupBy(day => diary.StandingOn(day)!.Version))
        {
            var minutes = plans[standing.Key].Sessions.Where(session => session.Purpose != Purpose.Rest).GroupBy(session => session.Day).ToDictionary(day => day.Key, day => day.Sum(session => session.Minutes));
            foreach (var day in standing) if (minutes.TryGetValue(day, out var sum)) days[day] = sum;
        }
        return days;
    }

    private static IEnumerable<DateOnly> Behind(PlanDiary diary, DateOnly today)
    {
        var end = Earlier(today, diary.Standing!.ExamDay);
        for (var day = diary.Made!.Day; day < end; day = day.AddDays(1)) yield return day;
    }

    private static bool Counts(PlanSession session) => session.Purpose is Purpose.Learn or Purpose.Lab or Purpose.Mock;

    private static List<Point> Line(DateOnly from, DateOnly to, Func<DateOnly, int> minutes) =>
        [.. Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays).Select(day => new Point(day, minutes(day) / 60.0))];

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}

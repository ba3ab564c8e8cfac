namespace Certus.Remember.Cards;

/// <summary>How a learner wants to review.</summary>
/// <param name="DesiredRetention">The chance of recall at which a card falls due, 0.7 to 0.97.</param>
/// <param name="NewPerDay">New cards a day, 0 to 200.</param>
/// <param name="MinutesPerDay">The time for a day's reviews, 1 to 600; null for as long as it takes.</param>
/// <param name="BurySiblings">Whether the other cards of a note wait for another day once one of them was reviewed.</param>
/// <param name="TwoButtons">Whether there are two grades on the screen, forgotten and recalled, instead of four.</param>
/// <param name="DayStartsAt">The hour at which the learner's day begins, 0 to 23.</param>
/// <param name="Exam">The exam whose cards come; null for all.</param>
/// <param name="ExamDay">The day of the exam; null where it is not known.</param>
/// <param name="FitsByItself">Whether the memory model is fitted to the learner's reviews by itself once enough have come in.</param>
public sealed record ReviewSettings(
    double DesiredRetention = 0.9, int NewPerDay = 10, int? MinutesPerDay = null, bool BurySiblings = true, bool TwoButtons = false, int DayStartsAt = 4, string? Exam = null, DateOnly? ExamDay = null,
    bool FitsByItself = true)
{
    /// <summary>What a learner gets who has set nothing.</summary>
    public static readonly ReviewSettings Default = new();

    /// <summary>How much of the usual day each day of the week holds, in per cent, Sunday first; each 0 to 100.</summary>
    public IReadOnlyList<int> WeekdayPercent { get; init; } = [100, 100, 100, 100, 100, 100, 100];

    /// <summary>Days without reviews, such as holidays.</summary>
    public IReadOnlyList<DayRange> DaysOff { get; init; } = [];

    /// <summary>Whether every value is in its range.</summary>
    public bool IsValid =>
        DesiredRetention is >= 0.7 and <= 0.97 && NewPerDay is >= 0 and <= 200 && MinutesPerDay is null or (>= 1 and <= 600) && DayStartsAt is >= 0 and <= 23
        && WeekdayPercent is { Count: 7 } && WeekdayPercent.All(percent => percent is >= 0 and <= 100) && WeekdayPercent.Any(percent => percent > 0) && DaysOff is not null;

    /// <summary>How much of the usual day a date holds, 0 to 1.</summary>
    public double ShareOf(DateOnly date) => DaysOff.Any(range => range.Holds(date)) ? 0 : WeekdayPercent[(int)date.DayOfWeek] / 100.0;

    /// <summary>The minutes of each day.</summary>
    /// <param name="minutes">Those of a usual day.</param>
    public StudyTime TimeOf(int minutes) => new()
    {
        MinutesByWeekday = [.. WeekdayPercent.Select(percent => minutes * percent / 100.0)],
        DaysOff = [.. DaysOff.SelectMany(range => Enumerable.Range(0, range.To.DayNumber - range.From.DayNumber + 1).Select(range.From.AddDays))],
    };

    /// <summary>The scheduler that these wishes ask for.</summary>
    /// <param name="model">The memory model.</param>
    /// <param name="days">The learner's days.</param>
    /// <param name="load">The cards due on a date, to put the next one on a day that holds little for its time; null leaves the day within the spread to chance.</param>
    public Scheduler SchedulerFor(IMemoryModel model, LearnerDays days, Func<DateOnly, double>? load = null) =>
        new(model, new() { DesiredRetention = DesiredRetention, Days = days, Balance = load is null ? null : new(load, TimeOf(MinutesPerDay ?? AimedDay.UsualMinutes)) });
}

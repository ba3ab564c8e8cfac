using System.Collections.Immutable;

namespace Certus.Remember;

/// <summary>How much time a learner has for reviews on which day.</summary>
public sealed record StudyTime
{
    /// <summary>Minutes by day of the week, Sunday first; each 0 or more and finite. A day with none is a day off.</summary>
    public ImmutableArray<double> MinutesByWeekday { get; init; } = [20, 20, 20, 20, 20, 20, 20];

    /// <summary>Dates without any, such as holidays.</summary>
    public ImmutableHashSet<DateOnly> DaysOff { get; init; } = [];

    /// <summary>The same minutes every day.</summary>
    /// <param name="minutes">0 or more and finite.</param>
    public static StudyTime Daily(double minutes) => new() { MinutesByWeekday = [minutes, minutes, minutes, minutes, minutes, minutes, minutes] };

    /// <summary>Seconds on a date.</summary>
    public double SecondsOn(DateOnly date) => DaysOff.Contains(date) ? 0 : 60 * MinutesByWeekday[(int)date.DayOfWeek];
}

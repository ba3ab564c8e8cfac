namespace Certus.Plan.Calendars;

/// <summary>At what time of day a plan's sessions stand in a calendar.</summary>
/// <param name="StartByWeekday">When the first session of a day begins, by weekday, Sunday first; seven of them.</param>
/// <param name="AlarmMinutes">So many minutes before a session its alarm goes off, 0 or more; null for no alarm.</param>
public sealed record CalendarTimes(IReadOnlyList<TimeOnly> StartByWeekday, int? AlarmMinutes)
{
    /// <summary>Evenings from Monday to Friday, mornings at the weekend, an alarm ten minutes before.</summary>
    public static readonly CalendarTimes Usual = new([new(10, 0), new(19, 0), new(19, 0), new(19, 0), new(19, 0), new(19, 0), new(10, 0)], 10);
}

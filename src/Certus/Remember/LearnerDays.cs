namespace Certus.Remember;

/// <summary>Which day it is for a learner, whose day may begin after midnight.</summary>
/// <param name="Zone">The learner's time zone.</param>
/// <param name="StartHour">The hour at which a new day begins, 0 to 23.</param>
public sealed record LearnerDays(TimeZoneInfo Zone, int StartHour = 4)
{
    /// <summary>Calendar days of UTC, from midnight.</summary>
    public static readonly LearnerDays Utc = new(TimeZoneInfo.Utc, 0);

    /// <summary>The learner's day of an instant.</summary>
    public DateOnly Of(DateTimeOffset at) => DateOnly.FromDateTime((ReferenceEquals(Zone, TimeZoneInfo.Utc) ? at.UtcDateTime : TimeZoneInfo.ConvertTime(at, Zone).DateTime).AddTicks(-StartHour * TimeSpan.TicksPerHour));

    /// <summary>The days between two instants; 0 on the same day, and never below.</summary>
    public int Between(DateTimeOffset earlier, DateTimeOffset later) => Math.Max(0, Of(later).DayNumber - Of(earlier).DayNumber);
}

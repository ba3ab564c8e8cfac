using System.Globalization;

namespace Certus.Web.Layout;

/// <summary>Instants in the learner's time zone.</summary>
public static class When
{
    /// <summary>Day and time: <c>2026-11-23 14:05</c>.</summary>
    public static string Say(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>So many minutes, in words: <c>1 minute</c>, <c>180 minutes</c>.</summary>
    public static string Minutes(int minutes) => minutes == 1 ? "1 minute" : string.Create(CultureInfo.InvariantCulture, $"{minutes} minutes");

    /// <summary>A span as a clock shows it: <c>1:02:05</c> or <c>12:34</c>.</summary>
    public static string Clock(TimeSpan span) =>
        span.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}:{span.Seconds:00}");
}

using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Certus.Plan.Calendars;

/// <summary>A plan as an iCalendar file (RFC 5545): an event a session, an all-day event a milestone.</summary>
public static class PlanCalendar
{
    /// <summary>What the file is on the Web.</summary>
    public const string MediaType = "text/calendar; charset=utf-8";

    private const string Product = "-//Certus//Study plan//EN";

    /// <summary>Writes it. The same arguments give the same bytes.</summary>
    /// <param name="plan">The plan; minutes of rest are left out. Null where none stands, and only what is gone is told.</param>
    /// <param name="zone">The learner's time zone. Times stand in it, with its rules beside them; in UTC where it has no name that others know.</param>
    /// <param name="times">At what time of day a day begins. One whose sessions would pass midnight begins earlier.</param>
    /// <param name="edition">Which edition it is.</param>
    /// <returns>Lines of at most 75 bytes, each ended by CR LF.</returns>
    /// <exception cref="ArgumentException">There are not seven times.</exception>
    public static string Write(StudyPlan? plan, TimeZoneInfo zone, CalendarTimes times, CalendarEdition edition)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(edition);
        if (times.StartByWeekday.Count != 7) throw new ArgumentException("A week has seven days.", nameof(times));
        var clock = new CalendarClock(zone);
        var calendar = new Calendar { ProductId = Product };
        var name = plan is null ? "Certus" : $"Certus: {plan.Exam}";
        foreach (var (property, value) in new[] { ("NAME", name), ("X-WR-CALNAME", name), ("X-WR-TIMEZONE", clock.Name) }) calendar.AddProperty(property, value);
        calendar.AddProperty("X-PUBLISHED-TTL", "PT1H");
        if (plan is not null) Fill(plan);
        foreach (var gone in edition.Gone)
        {
            var canceled = AllDay(gone.Exam, gone.Id, gone.Day, gone.Title, "The plan has changed, and this is in it no more.");
            canceled.Status = EventStatus.Cancelled;
            calendar.Events.Add(canceled);
        }
        return new CalendarSerializer().SerializeToString(calendar) ?? "";

        void Fill(StudyPlan plan)
        {
            if (clock.Rules(plan.Start.AddDays(-1), plan.ExamDay.AddDays(2)) is { } rules) calendar.TimeZones.Add(rules);
            foreach (var day in plan.Sessions.Where(session => session.Purpose != Purpose.Rest && session.Minutes > 0).GroupBy(session => session.Day))
            {
                var minutes = day.Sum(session => session.Minutes);
                var wished = times.StartByWeekday[(int)day.Key.DayOfWeek];
                var at = clock.Instant(day.Key, minutes <= Left(wished) ? wished : minutes < 24 * 60 ? TimeOnly.MinValue.AddMinutes((24 * 60) - minutes) : TimeOnly.MinValue);
                foreach (var session in day)
                {
                    calendar.Events.Add(Event(plan.Exam, session, at));
                    at = at.AddMinutes(session.Minutes);
                }
            }
            foreach (var milestone in plan.Milestones) calendar.Events.Add(AllDay(plan.Exam, milestone.Id, milestone.Day, milestone.Title, milestone.Reason));
            if (plan.Milestones.All(milestone => milestone.Day != plan.ExamDay)) calendar.Events.Add(AllDay(plan.Exam, "exam", plan.ExamDay, $"Exam: {plan.Exam}", ""));
        }

        CalendarEvent Event(string exam, PlanSession session, DateTimeOffset at)
        {
            var made = Blank(exam, session.Id, $"{Word(session.Purpose)}: {session.Title}", Description(session));
            (made.Start, made.End) = clock.Write(at, at.AddMinutes(session.Minutes));
            made.Categories = [Word(session.Purpose)];
            if (edition.Site is not null) made.Url = new(edition.Site, "/plan");
            if (times.AlarmMinutes is { } before && !edition.Finished.Contains(session.Id))
                made.Alarms.Add(new Alarm { Action = AlarmAction.Display, Description = made.Summary, Trigger = new Trigger(Duration.FromMinutes(-before)) });
            return made;
        }

        CalendarEvent AllDay(string exam, string id, DateOnly day, string title, string why)
        {
            var made = Blank(exam, id, title, why);
            made.Start = new CalDateTime(day);
            made.End = new CalDateTime(day.AddDays(1));
            made.Transparency = TransparencyType.Transparent;
            return made;
        }

        CalendarEvent Blank(string exam, string id, string title, string description) => new()
        {
            Uid = $"{exam}/{id}@{edition.Owner}.certus", Summary = Clean(title), Description = description.Length == 0 ? null : Clean(description), Sequence = edition.Number,
            DtStamp = CalendarClock.Utc(edition.ChangedAt), LastModified = CalendarClock.Utc(edition.ChangedAt),
        };

        string Description(PlanSession session)
        {
            var text = new StringBuilder(session.Reason);
            foreach (var resource in session.Resources)
            {
                text.Append('\n').Append(resource.Title);
                if (resource.Part is { } part) text.Append(", ").Append(part);
                if (resource.Address is not { } address) continue;
                if (!address.StartsWith('/')) text.Append(": ").Append(address);
                else if (edition.Site is not null) text.Append(": ").Append(new Uri(edition.Site, address));
            }
            return text.ToString();
        }
    }

    /// <summary>What a session is for, in one word.</summary>
    public static string Word(Purpose purpose) => purpose switch
    {
        Purpose.Learn => "Learn",
        Purpose.Practice => "Practice",
        Purpose.Lab => "Lab",
        Purpose.Review => "Review",
        Purpose.Mock => "Mock exam",
        Purpose.Rest => "Rest",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };

    // RFC 5545 allows no control characters in text but the tab; a line break is escaped by the serializer.
    private static string Clean(string text) => text.Any(char.IsControl) ? string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\t')) : text;

    private static int Left(TimeOnly start) => (24 * 60) - (int)start.ToTimeSpan().TotalMinutes;
}

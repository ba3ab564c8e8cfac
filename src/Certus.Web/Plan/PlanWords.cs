using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Plan;
using Certus.Plan.Calendars;
using Certus.Plan.Diary;
using Certus.Web.Measure;

namespace Certus.Web.Plan;

/// <summary>Plans as people read them.</summary>
public static class PlanWords
{
    /// <summary>A day: <c>Thursday, 3 December</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("dddd, d MMMM", CultureInfo.InvariantCulture);

    /// <summary>A day as it is said on another one: with its year where that is not the same.</summary>
    public static string Day(DateOnly day, DateOnly today) => day.Year == today.Year ? Day(day) : day.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A day, short: <c>Thu 3 Dec</c>.</summary>
    public static string Short(DateOnly day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);

    /// <summary>Minutes as hours and minutes: <c>1 h 30 min</c>.</summary>
    public static string Time(int minutes) => minutes < 60 ? string.Create(CultureInfo.InvariantCulture, $"{minutes} min") : minutes % 60 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{minutes / 60} h") : string.Create(CultureInfo.InvariantCulture, $"{minutes / 60} h {minutes % 60} min");

    /// <summary>Hours with one decimal where they need it.</summary>
    public static string Hours(double hours) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(hours, 1):0.#} h");

    /// <summary>Whether a chance says next to nothing: its interval takes in most of what there is.</summary>
    public static bool IsGuess(PassChance chance) => chance.High - chance.Low > 0.8;

    /// <summary>What an act was, for the button that takes it back.</summary>
    public static string Act(PlanEvent happened) => happened switch
    {
        PlanEvent.Made => "new plan",
        PlanEvent.Revised => "changes of the plan",
        PlanEvent.Finished finished => $"done: {finished.Title}",
        PlanEvent.Skipped skipped => $"not today: {skipped.Title}",
        PlanEvent.Logged logged => $"{Time(logged.Minutes)}: {logged.Title}",
        PlanEvent.Ended => "plan put away",
        _ => "last act",
    };

    /// <summary>Where a session is done in Certus, or where its first resource lies; null where neither is known.</summary>
    public static string? Link(PlanSession session, string exam)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Purpose switch
        {
            Purpose.Learn => session.Resources.FirstOrDefault(resource => resource.Address is ['/', ..])?.Address ?? session.Resources.FirstOrDefault(resource => resource.Address is not null)?.Address,
            Purpose.Practice => $"/practice/drill/{exam}",
            Purpose.Lab => session.Lab is { } lab ? $"/labs/{lab}" : session.Project is { } project ? $"/projects/{project}" : null,
            Purpose.Review => "/review",
            Purpose.Mock => $"/practice/exam/{exam}",
            _ => null,
        };
    }

    /// <summary>What a link to another site tells it: nothing. Null for one of Certus's own.</summary>
    public static string? Rel(string address) => address is ['/', ..] ? null : "noopener noreferrer";

    /// <summary>What happens where a session's link leads.</summary>
    public static string LinkWords(PlanSession session) => session?.Purpose switch
    {
        Purpose.Learn => "Start learning",
        Purpose.Practice => "Start the drill",
        Purpose.Lab when session.Project is not null => "Open the project",
        Purpose.Lab => "Open the lab",
        Purpose.Review => "Start the reviews",
        Purpose.Mock => "Go to the check-in",
        _ => "Start",
    };

    /// <summary>What an open page reminds of, as JSON: today's open sessions with the instants at which they begin by the calendar's times.</summary>
    public static string Reminders(PlanState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var local = state.Today.ToDateTime(state.Settings.Times.StartByWeekday[(int)state.Today.DayOfWeek]);
        while (state.Zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        var at = new DateTimeOffset(local, state.Zone.GetUtcOffset(local));
        JsonArray sessions = [];
        foreach (var session in state.On(state.Today))
        {
            if (!state.IsDone(session)) sessions.Add(new JsonObject { ["id"] = session.Id, ["at"] = at.ToUnixTimeMilliseconds(), ["title"] = $"{PlanCalendar.Word(session.Purpose)}: {session.Title}", ["body"] = $"{Time(session.Minutes)}. {session.Reason}" });
            at = at.AddMinutes(session.Minutes);
        }
        return MeasureCharts.Text(sessions);
    }

    /// <summary>A day as it is written in an address and in a date field.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

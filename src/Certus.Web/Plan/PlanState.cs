using Certus.Plan;
using Certus.Plan.Diary;

namespace Certus.Web.Plan;

/// <summary>A learner's plan at one instant, with all that a page needs to show it.</summary>
/// <param name="Diary">What has happened.</param>
/// <param name="Plan">The plan that stands; null where there is none.</param>
/// <param name="Today">The learner's day.</param>
/// <param name="Now">The instant.</param>
/// <param name="Zone">The learner's time zone.</param>
/// <param name="Settings">The learner's wishes for calendar and reminders.</param>
public sealed record PlanState(PlanDiary Diary, StudyPlan? Plan, DateOnly Today, DateTimeOffset Now, TimeZoneInfo Zone, PlanSettings Settings)
{
    /// <summary>The sessions of a day, rest left out.</summary>
    public IReadOnlyList<PlanSession> On(DateOnly day) => Plan is null ? [] : [.. Plan.Sessions.Where(session => session.Day == day && session.Purpose != Purpose.Rest)];

    /// <summary>Whether a session is finished.</summary>
    public bool IsDone(PlanSession session) => Diary.Finished.Contains(session.Id);

    /// <summary>What to do next today: the one with the timer on it, else the first that is neither done nor left for another day; null where nothing is.</summary>
    public PlanSession? Next
    {
        get
        {
            var open = On(Today).Where(session => !IsDone(session)).ToList();
            return open.FirstOrDefault(session => session.Id == Diary.Timer?.Session) ?? open.FirstOrDefault(session => !Diary.IsSkipped(session.Id, Today));
        }
    }

    /// <summary>The next day after today with something to do; null where there is none.</summary>
    public DateOnly? NextDay => Plan?.Sessions.FirstOrDefault(session => session.Day > Today && session.Purpose != Purpose.Rest)?.Day;

    /// <summary>The session under the timer; one without minutes where the plan has it no more, as after an undone revision.</summary>
    public PlanSession? Timed => Diary.Timer is { } timer ? Find(timer.Session) ?? new(timer.Session, Today, 0, Purpose.Practice, "A session that is no longer in the plan", [], "", []) : null;

    /// <summary>Minutes on the timer, at most a day's; null where none is under way.</summary>
    public int? Ran => Diary.Timer is { } timer ? Math.Min(24 * 60, (int)Math.Round(timer.At(Now).TotalMinutes)) : null;

    /// <summary>The minutes of a timer that an act stops, whatever it ran on: nobody's hour is lost to a press elsewhere.</summary>
    /// <param name="act">The id of the act's event.</param>
    public IReadOnlyList<PlanEvent> Stopped(Guid act) => Timed is { } timed && Ran is > 0 and var ran ? [new PlanEvent.Logged(PlanEvent.Beside(act), Now, Today, timed.Id, ran, timed.Title)] : [];

    /// <summary>A session by its id.</summary>
    public PlanSession? Find(string id) => Plan?.Sessions.FirstOrDefault(session => session.Id == id);

    /// <summary>The revision of today that stands last; null where the plan was not revised today.</summary>
    public PlanEvent.Revised? RevisedToday => Diary.Standing is PlanEvent.Revised revised && revised.Day == Today ? revised : null;
}

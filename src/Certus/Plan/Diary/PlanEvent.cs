using System.Text.Json.Serialization;

namespace Certus.Plan.Diary;

/// <summary>Something that happened to a learner's plan; appended, never changed.</summary>
/// <param name="Id">Made where the event was made, so that sending it twice records it once.</param>
/// <param name="At">The server's clock.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Made), "plan-made")]
[JsonDerivedType(typeof(Revised), "plan-revised")]
[JsonDerivedType(typeof(Finished), "session-finished")]
[JsonDerivedType(typeof(Skipped), "session-skipped")]
[JsonDerivedType(typeof(Logged), "minutes-logged")]
[JsonDerivedType(typeof(TimerStarted), "timer-started")]
[JsonDerivedType(typeof(TimerPaused), "timer-paused")]
[JsonDerivedType(typeof(Ended), "plan-ended")]
[JsonDerivedType(typeof(Undone), "undone")]
public abstract record PlanEvent(Guid Id, DateTimeOffset At)
{
    /// <summary>The id of an event that belongs to the same act as another: minutes of a timer that the act stopped. The other way round it gives the act's.</summary>
    public static Guid Beside(Guid id)
    {
        var bytes = id.ToByteArray();
        bytes[^1] ^= 1;
        return new(bytes);
    }

    /// <summary>An event after which another plan stands.</summary>
    /// <param name="Id">See <see cref="PlanEvent"/>.</param>
    /// <param name="At">See <see cref="PlanEvent"/>.</param>
    /// <param name="Day">The learner's day.</param>
    /// <param name="Version">The content hash of the plan's body.</param>
    /// <param name="ExamDay">The day of the exam.</param>
    /// <param name="Chance">The chance to pass by this plan.</param>
    public abstract record OfPlan(Guid Id, DateTimeOffset At, DateOnly Day, string Version, DateOnly ExamDay, PassChance Chance) : PlanEvent(Id, At);

    /// <summary>A plan was made; what was done of the one before counts no longer for this one's sessions.</summary>
    /// <param name="Id">See <see cref="PlanEvent"/>.</param>
    /// <param name="At">See <see cref="PlanEvent"/>.</param>
    /// <param name="Day">See <see cref="OfPlan"/>.</param>
    /// <param name="Version">See <see cref="OfPlan"/>.</param>
    /// <param name="ExamDay">See <see cref="OfPlan"/>.</param>
    /// <param name="Chance">See <see cref="OfPlan"/>.</param>
    /// <param name="Wish">What was asked.</param>
    /// <param name="Request">A hash of all that the plan was made from.</param>
    public sealed record Made(Guid Id, DateTimeOffset At, DateOnly Day, string Version, DateOnly ExamDay, PassChance Chance, PlanWish Wish, string Request) : OfPlan(Id, At, Day, Version, ExamDay, Chance);

    /// <summary>The plan was revised in place.</summary>
    /// <param name="Id">See <see cref="PlanEvent"/>.</param>
    /// <param name="At">See <see cref="PlanEvent"/>.</param>
    /// <param name="Day">See <see cref="OfPlan"/>.</param>
    /// <param name="Version">See <see cref="OfPlan"/>.</param>
    /// <param name="ExamDay">See <see cref="OfPlan"/>.</param>
    /// <param name="Chance">See <see cref="OfPlan"/>.</param>
    /// <param name="From">The version that it was made from.</param>
    /// <param name="Cause">Why, in one sentence.</param>
    /// <param name="Moves">What changed.</param>
    public sealed record Revised(Guid Id, DateTimeOffset At, DateOnly Day, string Version, DateOnly ExamDay, PassChance Chance, string From, string Cause, IReadOnlyList<PlanMove> Moves) : OfPlan(Id, At, Day, Version, ExamDay, Chance);

    /// <summary>An event of one session.</summary>
    /// <param name="Id">See <see cref="PlanEvent"/>.</param>
    /// <param name="At">See <see cref="PlanEvent"/>.</param>
    /// <param name="Day">The learner's day on which it happened.</param>
    /// <param name="Session">The session's id.</param>
    public abstract record OfSession(Guid Id, DateTimeOffset At, DateOnly Day, string Session) : PlanEvent(Id, At);

    /// <summary>A session was finished.</summary>
    /// <param name="Id">See <see cref="PlanEvent"/>.</param>
    /// <param name="At">See <see cref="PlanEvent"/>.</param>
    /// <param name="Day">See <see cref="OfSession"/>.</param>
    /// <param name="Session">See <see cref="OfSession"/>.</param>
    /// <param name="Minutes">The minutes it took where no timer ran: those it was planned with.</param>
    /// <param name="Purpose">What it was for.</param>
    /// <param name="Title">Its title.</param>
    public sealed record Finished(Guid Id, DateTimeOffset At, DateOnly Day, string Session, int Minutes, Purpose Purpose, string Title) : OfSession(Id, At, Day, Session);

    /// <summary>A session was left for another day.</summary>
    /// <param name="Id">See <see cref="PlanEvent"/>.</param>
    /// <param name="At">See <see cref="PlanEvent"/>.</param>
    /// <param name="Day">See <see cref="OfSession"/>.</param>
    /// <param name="Session">See <see cref="OfSession"/>.</param>
    /// <param name="Title">Its title.</param>
    public sealed record Skipped(Guid Id, DateTimeOffset At, DateOnly Day, string Session, string Title) : OfSession(Id, At, Day, Session);

    /// <summary>Minutes were spent on a session; a timer on it stops.</summary>
    /// <param name="Id">See <see cref="PlanEvent"/>.</param>
    /// <param name="At">See <see cref="PlanEvent"/>.</param>
    /// <param name="Day">See <see cref="OfSession"/>.</param>
    /// <param name="Session">See <see cref="OfSession"/>.</param>
    /// <param name="Minutes">0 to 1440; 0 where the timer was thrown away.</param>
    /// <param name="Title">Its title.</param>
    public sealed record Logged(Guid Id, DateTimeOffset At, DateOnly Day, string Session, int Minutes, string Title) : OfSession(Id, At, Day, Session);

    /// <summary>The timer was started on a session, or goes on after a pause. One on another session is over; its minutes are logged beside this.</summary>
    /// <param name="Id">See <see cref="PlanEvent"/>.</param>
    /// <param name="At">See <see cref="PlanEvent"/>.</param>
    /// <param name="Day">See <see cref="OfSession"/>.</param>
    /// <param name="Session">See <see cref="OfSession"/>.</param>
    public sealed record TimerStarted(Guid Id, DateTimeOffset At, DateOnly Day, string Session) : OfSession(Id, At, Day, Session);

    /// <summary>The timer was paused.</summary>
    /// <param name="Id">See <see cref="PlanEvent"/>.</param>
    /// <param name="At">See <see cref="PlanEvent"/>.</param>
    /// <param name="Day">See <see cref="OfSession"/>.</param>
    /// <param name="Session">See <see cref="OfSession"/>.</param>
    public sealed record TimerPaused(Guid Id, DateTimeOffset At, DateOnly Day, string Session) : OfSession(Id, At, Day, Session);

    /// <summary>The plan was given up.</summary>
    /// <param name="Id">See <see cref="PlanEvent"/>.</param>
    /// <param name="At">See <see cref="PlanEvent"/>.</param>
    public sealed record Ended(Guid Id, DateTimeOffset At) : PlanEvent(Id, At);

    /// <summary>An event counts no more, as if it had never been; undoing that brings it back.</summary>
    /// <param name="Id">See <see cref="PlanEvent"/>.</param>
    /// <param name="At">See <see cref="PlanEvent"/>.</param>
    /// <param name="Of">The event's id.</param>
    public sealed record Undone(Guid Id, DateTimeOffset At, Guid Of) : PlanEvent(Id, At);
}

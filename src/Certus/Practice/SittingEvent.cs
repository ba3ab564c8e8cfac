using System.Text.Json.Serialization;

namespace Certus.Practice;

/// <summary>Something that happened in a sitting; appended, never changed.</summary>
/// <param name="Id">Made by the browser, so that sending it twice records it once.</param>
/// <param name="At">The server's clock.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Shown), "shown")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(Flagged), "flagged")]
[JsonDerivedType(typeof(Struck), "struck")]
[JsonDerivedType(typeof(Rated), "confidence")]
[JsonDerivedType(typeof(Commented), "commented")]
[JsonDerivedType(typeof(Dwelt), "dwell")]
[JsonDerivedType(typeof(Revealed), "revealed")]
[JsonDerivedType(typeof(Added), "added")]
[JsonDerivedType(typeof(Paused), "paused")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Discarded), "discarded")]
[JsonDerivedType(typeof(Restored), "restored")]
public abstract record SittingEvent(Guid Id, DateTimeOffset At)
{
    /// <summary>An event at one question.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    /// <param name="Position">The question's place in the form, from 1.</param>
    public abstract record AtQuestion(Guid Id, DateTimeOffset At, int Position) : SittingEvent(Id, At);

    /// <summary>The question came on the screen for the first time in this sitting.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    /// <param name="Position">The question's place in the form.</param>
    public sealed record Shown(Guid Id, DateTimeOffset At, int Position) : AtQuestion(Id, At, Position);

    /// <summary>An answer was given, changed or cleared.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    /// <param name="Position">The question's place in the form.</param>
    /// <param name="Picks">The whole answer as it now stands.</param>
    /// <param name="Elapsed">Time from the question's appearance on this visit, as the browser measured it.</param>
    public sealed record Answered(Guid Id, DateTimeOffset At, int Position, Picks Picks, TimeSpan Elapsed) : AtQuestion(Id, At, Position);

    /// <summary>The question was flagged for review, or the flag taken off.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    /// <param name="Position">The question's place in the form.</param>
    /// <param name="On">Flagged or not.</param>
    public sealed record Flagged(Guid Id, DateTimeOffset At, int Position, bool On) : AtQuestion(Id, At, Position);

    /// <summary>An option was struck out, or restored.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    /// <param name="Position">The question's place in the form.</param>
    /// <param name="Option">The option, from 0 as the question lists them.</param>
    /// <param name="On">Struck or not.</param>
    public sealed record Struck(Guid Id, DateTimeOffset At, int Position, int Option, bool On) : AtQuestion(Id, At, Position);

    /// <summary>The learner said how sure the answer is.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    /// <param name="Position">The question's place in the form.</param>
    /// <param name="Level">How sure; null takes it back.</param>
    public sealed record Rated(Guid Id, DateTimeOffset At, int Position, Sureness? Level) : AtQuestion(Id, At, Position);

    /// <summary>A note was written; the latest one counts.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    /// <param name="Position">The question's place in the form.</param>
    /// <param name="Text">At most <see cref="Sitting.LongestComment"/> characters.</param>
    public sealed record Commented(Guid Id, DateTimeOffset At, int Position, string Text) : AtQuestion(Id, At, Position);

    /// <summary>The question left the screen.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    /// <param name="Position">The question's place in the form.</param>
    /// <param name="Elapsed">How long it was there on this visit.</param>
    public sealed record Dwelt(Guid Id, DateTimeOffset At, int Position, TimeSpan Elapsed) : AtQuestion(Id, At, Position);

    /// <summary>Study mode: the explanation was shown; the answer stands from here.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    /// <param name="Position">The question's place in the form.</param>
    public sealed record Revealed(Guid Id, DateTimeOffset At, int Position) : AtQuestion(Id, At, Position);

    /// <summary>A question was put at the end of a form that grows; the answers before it stand from here.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    /// <param name="Item">The question and its place, the next one of the form.</param>
    public sealed record Added(Guid Id, DateTimeOffset At, FormItem Item) : SittingEvent(Id, At);

    /// <summary>The clock was stopped, where the mode allows.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    public sealed record Paused(Guid Id, DateTimeOffset At) : SittingEvent(Id, At);

    /// <summary>The clock runs again.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    public sealed record Resumed(Guid Id, DateTimeOffset At) : SittingEvent(Id, At);

    /// <summary>The learner ended the sitting. A sitting whose time ran out needs no event: the clock says so.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    public sealed record Ended(Guid Id, DateTimeOffset At) : SittingEvent(Id, At);

    /// <summary>The learner put a sitting aside that was not over; it is listed no more. Its clock, where it has one, runs on.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    public sealed record Discarded(Guid Id, DateTimeOffset At) : SittingEvent(Id, At);

    /// <summary>The learner took a discarded sitting back.</summary>
    /// <param name="Id">See <see cref="SittingEvent"/>.</param>
    /// <param name="At">See <see cref="SittingEvent"/>.</param>
    public sealed record Restored(Guid Id, DateTimeOffset At) : SittingEvent(Id, At);
}

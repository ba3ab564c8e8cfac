using System.Diagnostics;
using Certus.Practice;

namespace Certus.Store;

/// <summary>The names of events in the column <c>kind</c>: those of the payload.</summary>
internal static class EventKind
{
    public const string Shown = "shown", Revealed = "revealed", Ended = "ended";

    public static string Of(SittingEvent happened) => happened switch
    {
        SittingEvent.Shown => Shown,
        SittingEvent.Answered => "answered",
        SittingEvent.Flagged => "flagged",
        SittingEvent.Struck => "struck",
        SittingEvent.Rated => "confidence",
        SittingEvent.Commented => "commented",
        SittingEvent.Dwelt => "dwell",
        SittingEvent.Revealed => Revealed,
        SittingEvent.Added => "added",
        SittingEvent.Paused => "paused",
        SittingEvent.Resumed => "resumed",
        SittingEvent.Ended => Ended,
        SittingEvent.Discarded => "discarded",
        SittingEvent.Restored => "restored",
        _ => throw new UnreachableException(),
    };

    public static string Of(SittingMode mode) => mode switch
    {
        SittingMode.Exam => "exam",
        SittingMode.Quick => "quick",
        SittingMode.Study => "study",
        SittingMode.Custom => "custom",
        SittingMode.Diagnostic => "diagnostic",
        SittingMode.Review => "review",
        _ => throw new UnreachableException(),
    };
}

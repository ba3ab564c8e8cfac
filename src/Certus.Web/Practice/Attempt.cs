using Certus.Catalog;
using Certus.Practice;

namespace Certus.Web.Practice;

/// <summary>A sitting in a list.</summary>
/// <param name="Sitting">The sitting.</param>
/// <param name="OverSince">When it was over; null while it runs.</param>
/// <param name="Report">Its report, once it is over.</param>
public sealed record Attempt(Sitting Sitting, DateTimeOffset? OverSince, Report? Report)
{
    /// <summary>What it was, in a few words.</summary>
    public string Title => Name(Sitting.Start);

    /// <summary>What a sitting is, in a few words.</summary>
    public static string Name(SittingStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        var what = Kind(start.Mode);
        return start.Form.Exam is { } exam ? $"{exam} {what}" : char.ToUpperInvariant(what[0]) + what[1..];
    }

    /// <summary>A kind of sitting in two words.</summary>
    public static string Kind(SittingMode mode) => mode switch
    {
        SittingMode.Exam => "full exam",
        SittingMode.Quick => "ten questions",
        SittingMode.Study => "study set",
        SittingMode.Diagnostic => "diagnostic",
        SittingMode.Review => "review",
        _ => "custom set",
    };

    /// <summary>Questions with a complete answer.</summary>
    public int Answered => Sitting.Places.Count - Sitting.Unanswered;

    /// <summary>Where to go on: the first question without a complete answer, else the last.</summary>
    public int NextPosition
    {
        get
        {
            for (var position = 1; position <= Sitting.Places.Count; position++)
                if (!Sitting.IsAnswered(position)) return position;
            return Sitting.Places.Count;
        }
    }

    /// <summary>Whether its clock runs: then it waits for nobody.</summary>
    public bool HasRunningClock => OverSince is null && Sitting.Deadline is not null;

    /// <summary>How it stands, in a word or two, while it is not over.</summary>
    public string Standing => Sitting.PausedAt is not null ? "paused" : HasRunningClock ? "clock running" : "not ended";

    /// <summary>Attempts that are not over in the order in which to go on with them: running clocks first, the least time left before all; then the latest.</summary>
    public static IReadOnlyList<Attempt> ByUrgency(IEnumerable<Attempt> attempts) =>
        [.. attempts.Where(attempt => attempt.OverSince is null).OrderByDescending(attempt => attempt.HasRunningClock)
            .ThenBy(attempt => attempt.Sitting.Deadline ?? DateTimeOffset.MaxValue).ThenByDescending(attempt => attempt.Sitting.Start.StartedAt)];

    /// <summary>The minutes on the clock, rounded up; null without one.</summary>
    public int? MinutesLeft(DateTimeOffset now) => Sitting.Deadline is { } deadline ? Math.Max(0, (int)Math.Ceiling((deadline - now).TotalMinutes)) : null;
}

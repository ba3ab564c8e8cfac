namespace Certus.Practice;

/// <summary>What became of an event that was handed to a sitting.</summary>
public abstract record Submission
{
    private Submission() { }

    /// <summary>It counts; append <paramref name="Event"/>, then show <paramref name="Next"/>.</summary>
    /// <param name="Next">The sitting after it.</param>
    /// <param name="Event">The event as it counts: as it was handed in, but for a measured time that can't be.</param>
    public sealed record Accepted(Sitting Next, SittingEvent Event) : Submission;

    /// <summary>It is already there; nothing to do.</summary>
    public sealed record Repeated : Submission;

    /// <summary>It came after the end.</summary>
    /// <param name="By">How long after.</param>
    public sealed record TooLate(TimeSpan By) : Submission;

    /// <summary>It can't be.</summary>
    /// <param name="Reason">One sentence for people.</param>
    public sealed record Refused(string Reason) : Submission;
}

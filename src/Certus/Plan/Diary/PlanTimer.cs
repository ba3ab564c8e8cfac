namespace Certus.Plan.Diary;

/// <summary>A timer on a session.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Since">When it was started, or went on; null while it is paused.</param>
/// <param name="Before">What had run by then.</param>
public sealed record PlanTimer(string Session, DateTimeOffset? Since, TimeSpan Before)
{
    /// <summary>What has run by an instant; never below 0.</summary>
    public TimeSpan At(DateTimeOffset now) => Since is { } since && now > since ? Before + (now - since) : Before;
}

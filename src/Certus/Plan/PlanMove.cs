namespace Certus.Plan;

/// <summary>One change of a re-plan.</summary>
/// <param name="SessionId">The session's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="From">Where it was; null where it is new.</param>
/// <param name="To">Where it is now; null where it is gone.</param>
/// <param name="Minutes">Its minutes now, or those it had where it is gone.</param>
/// <param name="Why">One sentence: Moved because …</param>
public sealed record PlanMove(string SessionId, string Title, DateOnly? From, DateOnly? To, int Minutes, string Why);

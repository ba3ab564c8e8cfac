namespace Certus.Plan;

/// <summary>What was done of a plan so far.</summary>
/// <param name="Today">The first day that is still to be planned.</param>
/// <param name="MinutesDone">Minutes by session id; sessions that are absent have none.</param>
/// <param name="Finished">Ids of sessions that were finished, in however few minutes.</param>
public sealed record PlanProgress(DateOnly Today, IReadOnlyDictionary<string, int> MinutesDone, IReadOnlyCollection<string> Finished);

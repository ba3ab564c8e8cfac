using Certus.Plan;
using Certus.Plan.Portfolio;

namespace Certus.Store;

/// <summary>How far a learner is with one portfolio project.</summary>
/// <param name="Done">Milestones that are done, with the instant at which they were said to be.</param>
/// <param name="Links">Links to what can be seen of it, in the order in which they were added.</param>
/// <param name="Removed">Links that were removed; each can be brought back.</param>
public sealed record ProjectWork(IReadOnlyDictionary<string, DateTimeOffset> Done, IReadOnlyList<EvidenceLink> Links, IReadOnlyList<EvidenceLink> Removed)
{
    /// <summary>Nothing yet.</summary>
    public static ProjectWork Nothing { get; } = new(new Dictionary<string, DateTimeOffset>(), [], []);
}

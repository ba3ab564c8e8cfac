using Certus.Plan.Diary;

namespace Certus.Store;

/// <summary>What became of events of a learner's plan.</summary>
/// <param name="Diary">The diary after them; as it stood where nothing was kept.</param>
/// <param name="Refused">Why nothing was kept; null where all were kept, or were there already.</param>
public sealed record PlanAppended(PlanDiary Diary, string? Refused);

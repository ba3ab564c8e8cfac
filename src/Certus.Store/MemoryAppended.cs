using Certus.Remember.Cards;

namespace Certus.Store;

/// <summary>What became of events of a learner's cards.</summary>
/// <param name="Cards">The cards after them.</param>
/// <param name="Refused">Why nothing was kept; null where all were kept, or were there already.</param>
public sealed record MemoryAppended(LearnerCards Cards, string? Refused);

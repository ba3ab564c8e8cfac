using Certus.Practice;

namespace Certus.Store;

/// <summary>What became of events that were handed to the log; all that was accepted is on disk.</summary>
/// <param name="Sitting">The sitting after them.</param>
/// <param name="Outcomes">One for each event, in the order given.</param>
public sealed record Appended(Sitting Sitting, IReadOnlyList<Submission> Outcomes);

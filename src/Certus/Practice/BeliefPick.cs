namespace Certus.Practice;

/// <summary>A wrong option with a misconception behind it was chosen.</summary>
/// <param name="SittingId">The sitting.</param>
/// <param name="At">When that sitting was over.</param>
/// <param name="Position">The question's place in it.</param>
public readonly record struct BeliefPick(Guid SittingId, DateTimeOffset At, int Position);

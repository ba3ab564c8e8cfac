using Certus.Practice;

namespace Certus.Store;

/// <summary>A question that a learner met in a sitting which is over, and what became of it.</summary>
/// <param name="SittingId">The sitting.</param>
/// <param name="Mode">Its kind.</param>
/// <param name="Timed">Whether it had a clock.</param>
/// <param name="At">When the sitting was over.</param>
/// <param name="FirstExposure">Whether the learner had not been shown the question before that sitting.</param>
/// <param name="Result">The question as it was, the answer and whether it was right.</param>
public sealed record AnsweredQuestion(Guid SittingId, SittingMode Mode, bool Timed, DateTimeOffset At, bool FirstExposure, ItemResult Result)
{
    /// <summary>Whether it was put before the learner at all; what was never opened says nothing.</summary>
    public bool Met => Result.Place.ShownAt is not null;
}

namespace Certus.Remember;

/// <summary>The reviews of one learner.</summary>
/// <param name="Learner">A name; may be empty where there is one learner only.</param>
/// <param name="Reviews">In any order.</param>
public sealed record LearnerReviews(string Learner, IReadOnlyList<ReviewEvent> Reviews);

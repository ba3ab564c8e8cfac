namespace Certus.Measure.Readiness;

/// <summary>The answers of one learner.</summary>
/// <param name="Learner">A name; may be empty where there is one learner only.</param>
/// <param name="Answers">In any order.</param>
public sealed record LearnerAnswers(string Learner, IReadOnlyList<PracticeAnswer> Answers);

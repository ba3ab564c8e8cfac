using Certus.Remember;

namespace Certus.Web.Remember;

/// <summary>A question that the learner missed, and what its memory has come to since.</summary>
/// <param name="Name">The id of the question that was missed first; variants stand for it.</param>
/// <param name="Skill">The skill of the one that was missed last.</param>
/// <param name="SittingId">The sitting in which it was missed last.</param>
/// <param name="Position">Its place there.</param>
/// <param name="Schedule">Where it stands: a miss is graded Again, a right answer to it or to a variant Good.</param>
public sealed record MissedQuestion(string Name, string Skill, Guid SittingId, int Position, CardSchedule Schedule);

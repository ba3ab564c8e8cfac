namespace Certus.Remember.Cards;

/// <summary>A neighbor that learners mix up with a skill.</summary>
/// <param name="Skill">The neighbor's id.</param>
/// <param name="Difference">Markdown of one line: how to tell them apart.</param>
public sealed record ConfusableSkill(string Skill, string Difference);

namespace Certus.Decide;

/// <summary>A question of the form.</summary>
/// <param name="Name">As in the JSON: <c>employer.onAws</c>.</param>
/// <param name="Question">For people.</param>
/// <param name="Default">What is taken where nothing is said, for people.</param>
/// <param name="Answers">What might be said, with how likely that is taken to be; empty where the question is never asked next.</param>
public sealed record ProfileField(string Name, string Question, string Default, IReadOnlyList<PossibleAnswer> Answers);

namespace Certus.Decide;

/// <summary>An answer that a question might get.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Weight">How likely it is taken to be; those of a question sum to 1. Grade D throughout.</param>
/// <param name="Apply">Puts it into a profile.</param>
public sealed record PossibleAnswer(string Text, double Weight, Func<Profile, Profile> Apply);

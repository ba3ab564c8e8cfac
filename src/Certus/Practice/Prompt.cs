namespace Certus.Practice;

/// <summary>One line of a matching question.</summary>
/// <param name="Text">What needs a match.</param>
/// <param name="Why">Why its answer fits.</param>
public sealed record Prompt(string Text, string Why);

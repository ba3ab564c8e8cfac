namespace Certus.Practice;

/// <summary>One thing to choose: an option, a step to order or a choice to match.</summary>
/// <param name="Text">Markdown, one line as a rule.</param>
/// <param name="Why">Why it is right or wrong here; empty for the choices of a matching question, whose prompts explain.</param>
/// <param name="Misconception">Id of the wrong belief that would choose it.</param>
public sealed record Option(string Text, string Why, string? Misconception);

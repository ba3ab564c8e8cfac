namespace Certus.Content.Anki;

/// <summary>How one card of a note of Anki looks: HTML with fields in double braces.</summary>
/// <param name="Ordinal">Its place, from 0.</param>
/// <param name="Name">Its name.</param>
/// <param name="Front">The question's template.</param>
/// <param name="Back">The answer's template.</param>
public sealed record AnkiTemplate(int Ordinal, string Name, string Front, string Back);

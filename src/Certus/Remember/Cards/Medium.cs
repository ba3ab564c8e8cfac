namespace Certus.Remember.Cards;

/// <summary>A picture or sound of a note.</summary>
/// <param name="Name">The name by which the note's text refers to it.</param>
/// <param name="Version">The content hash of its bytes.</param>
public sealed record Medium(string Name, string Version);

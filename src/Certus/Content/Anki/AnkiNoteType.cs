namespace Certus.Content.Anki;

/// <summary>Which fields a note of Anki has, and how cards are made of them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsCloze">Cards are deletions of one field.</param>
/// <param name="Fields">The fields' names in their order.</param>
/// <param name="Templates">By their place; one only for deletions.</param>
public sealed record AnkiNoteType(long Id, string Name, bool IsCloze, IReadOnlyList<string> Fields, IReadOnlyList<AnkiTemplate> Templates);

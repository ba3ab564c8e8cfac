namespace Certus.Content.Anki;

/// <summary>A row of Anki's <c>notes</c>.</summary>
/// <param name="Id">Its id: the milliseconds since 1970 at which it was made.</param>
/// <param name="Guid">What names it in every collection.</param>
/// <param name="NoteType">The note type's id.</param>
/// <param name="Modified">Seconds since 1970.</param>
/// <param name="Tags">Words with spaces between.</param>
/// <param name="Fields">HTML, in the order of the note type's fields.</param>
public sealed record AnkiNote(long Id, string Guid, long NoteType, long Modified, string Tags, IReadOnlyList<string> Fields);

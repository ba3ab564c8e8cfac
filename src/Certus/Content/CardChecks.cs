using Certus.Remember.Cards;

namespace Certus.Content;

/// <summary>What can be wrong with cards across files.</summary>
internal static class CardChecks
{
    /// <summary>Ids and fronts that are taken, by another card or by a question.</summary>
    public static void Ids(IEnumerable<(Note Note, int Line, Complaints Complaints)> notes, IEnumerable<string> questions)
    {
        var asked = questions.ToHashSet(StringComparer.Ordinal);
        Dictionary<string, string> ids = new(StringComparer.Ordinal), fronts = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (note, line, complaints) in notes)
        {
            if (asked.Contains(note.Id)) complaints.Error(line, $"the id '{note.Id}' is that of a question.");
            if (!ids.TryAdd(note.Id, complaints.File)) complaints.Error(line, $"the id '{note.Id}' is taken by {ids[note.Id]}.");
            else if (!fronts.TryAdd(note.Text, note.Id)) complaints.Error(line, $"the card '{fronts[note.Text]}' asks the same.");
        }
    }
}

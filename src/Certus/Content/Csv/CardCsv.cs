using System.Text.Unicode;
using Certus.Content.Anki;
using Certus.Remember.Cards;

namespace Certus.Content.Csv;

/// <summary>Cards as comma- or tab-separated values, in and out.</summary>
/// <remarks>
/// A row a note: <c>front</c> and <c>back</c>, or <c>cloze</c> (a sentence with <c>{{c1::deletions}}</c>), all Markdown; beside them <c>extra</c>, <c>tags</c> (words with spaces between), <c>deck</c> and
/// <c>id</c>. Where there is no id, the deck and the front name the note: a row with another back is a later version of it.
/// </remarks>
public static class CardCsv
{
    // What comes in from Anki must go out and come back: 400,000 cards, each a note of its own, and fields of 262,144 letters, which Markdown makes longer.
    private const int MostNotes = 400_000, MostLetters = 1 << 20;
    private const string OwnDeck = "Imported";
    private static readonly string[] Columns = ["id", "deck", "tags", "front", "back", "cloze", "extra"];

    /// <summary>Reads a file.</summary>
    /// <param name="input">UTF-8; can be sought; left open.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="into">What it comes into.</param>
    /// <param name="cancel">Ends the reading early.</param>
    public static CsvReading<CardImport> Read(Stream input, string file, ImportContext into, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(into);
        return CsvTable.Read(input, file, table => Read(table, into, cancel), Separator(input), lineBreaks: true);
    }

    /// <summary>Writes notes, each with its id; the reading of it gives the same notes.</summary>
    public static void Write(TextWriter to, IEnumerable<Note> notes)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(notes);
        to.Write(string.Join(',', Columns) + "\n");
        foreach (var note in notes)
            to.Write(string.Join(',', new[]
            {
                note.Id, note.Deck, string.Join(' ', note.Tags.SelectMany(AnkiExport.TagsOf)), note.Back is null ? "" : note.Text, note.Back ?? "", note.Back is null ? note.Text : "", note.Extra ?? "",
            }.Select(Cell)) + "\n");
    }

    private static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\r\n\t") < 0 && text.Trim().Length == text.Length ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A tab where the header has one and no comma.</summary>
    private static char Separator(Stream input)
    {
        var begin = input.Position;
        Span<byte> head = stackalloc byte[1024];
        head = head[..input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        input.Position = begin;
        var line = head.IndexOf((byte)'\n') is var end and >= 0 ? head[..end] : head;
        return line.Contains((byte)'\t') && !line.Contains((byte)',') ? '\t' : ',';
    }

    private static CardImport Read(CsvTable table, ImportContext into, CancellationToken cancel)
    {
        if (table.Header.Any(name => name.Contains('\uFFFD', StringComparison.Ordinal))) throw table.Fault("the header is not UTF-8; save the file as UTF-8.");
        var (front, back, cloze) = (table.Find("front"), table.Find("back"), table.Find("cloze"));
        if (cloze < 0 && (front < 0 || back < 0)) throw table.Fault("the header must name front and back, or cloze; extra, tags, deck and id may stand beside them.");
        var (extra, tags, deck, id) = (table.Find("extra"), table.Find("tags", "tag"), table.Find("deck"), table.Find("id"));
        for (var i = 0; i < table.Header.Count; i++)
            if (!Columns.Contains(table.Header[i], StringComparer.OrdinalIgnoreCase) && i != tags) throw table.Fault($"the column '{CsvTable.Shown(table.Header[i])}' is not known; the columns are {string.Join(", ", Columns)}.");
        var plan = new ImportPlan(into);
        Dictionary<string, long> lines = new(StringComparer.Ordinal);
        while (table.Next())
        {
            cancel.ThrowIfCancellationRequested();
            if (lines.Count == MostNotes) throw table.Fault($"there are more than {MostNotes:N0} rows.");
            var (asked, answer, sentence) = (Text(table, front), Text(table, back), Text(table, cloze));
            if (sentence.Length > 0 && (asked.Length > 0 || answer.Length > 0)) throw table.Fault("cloze and front or back are both filled; a note has one or the other.");
            if (sentence.Length == 0 && asked.Length == 0) throw table.Fault(front < 0 ? "cloze is empty." : "front is empty.");
            // A row with an id was written by an export, and notes of others may have nothing on their back.
            if (sentence.Length == 0 && answer.Length == 0 && Text(table, id).Length == 0) throw table.Fault("back is empty.");
            if (sentence.Length > 0 && Cloze.Numbers(sentence).Count == 0) throw table.Fault("cloze has no deletion such as {{c1::answer}}.");
            var where = Text(table, deck) is { Length: > 0 } named ? named : OwnDeck;
            var name = Text(table, id) is { Length: > 0 } given ? given : $"csv-{NamedGuid.Of($"{where}\u001F{(sentence.Length > 0 ? sentence : asked)}"):N}";
            if (!AnkiNoteReader.NoteId().IsMatch(name)) throw table.Fault($"id is '{CsvTable.Shown(name)}'; ids are letters, digits, '.', '_', ':' and '-', at most 200.");
            if (!lines.TryAdd(name, table.Line)) throw table.Fault(Text(table, id).Length > 0 ? $"the id '{CsvTable.Shown(name)}' stands in line {lines[name]} already." : $"the same front stands in line {lines[name]} already.");
            plan.Losses.Note = Excerpt.Letters(Markdown.ToPlainText(sentence.Length > 0 ? sentence : asked), 60);
            // What the file has no column for stays as it is known.
            var known = into.Own.GetValueOrDefault(name) ?? new(name, "", null, null, where, null, null, [], null);
            var note = known with
            {
                Text = sentence.Length > 0 ? sentence : asked,
                Back = sentence.Length > 0 ? null : answer,
                Extra = extra < 0 ? known.Extra : Text(table, extra) is { Length: > 0 } more ? more : null,
                Deck = deck < 0 ? known.Deck : where,
                Tags = tags < 0 ? known.Tags : Text(table, tags).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
            };
            if (into.BuiltIn.TryGetValue(name, out var own) && (own.Text != note.Text || own.Back != note.Back)) plan.Losses.Add("A card that comes with Certus keeps its own text.");
            if (ShowsMore(note)) plan.Losses.Add("A picture is left out: a file of values holds none.");
            plan.Cards += note.Cards.Count;
            plan.Add(note, [], into.At);
        }
        return plan.Made();
    }

    private static bool ShowsMore(Note note) =>
        new[] { note.Text, note.Back, note.Extra }.Any(text => text is not null && Markdown.Images(text).Any(image => !note.Media.Any(medium => medium.Name == image.Name)));

    private static string Text(CsvTable table, int column)
    {
        if (column < 0) return "";
        // Letters of another encoding would come in as question marks, and nobody would know.
        if (!Utf8.IsValid(table.Bytes(column))) throw table.Fault($"{table.Header[column]} is not UTF-8; save the file as UTF-8.");
        var text = table.Text(column).Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        return text.Length <= MostLetters ? text : throw table.Fault($"{table.Header[column]} has more than {MostLetters:N0} letters.");
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Certus.Catalog;
using Certus.Remember.Cards;

namespace Certus.Content.Anki;

/// <summary>Turns notes of Anki into notes of Certus.</summary>
/// <remarks>
/// A note with deletions is one note. Of any other each of its cards becomes a note of its own, the first under the note's id and the n-th with <c>-tn</c> behind it: a reversed card asks for the front
/// and is known by itself. What a card shows is what its template makes of the fields, without the style; where that leaves no front, the first field is the front and the others are the back.
/// </remarks>
internal sealed partial class AnkiNoteReader(AnkiContents collection, Func<string, ReadOnlyMemory<byte>?> media, ImportContext into, Losses losses, CancellationToken cancel)
{
    private const int MostLetters = 256 << 10, LabelLetters = 60, MostGuidBytes = 64;

    /// <summary>A note, the bytes of its pictures, and Anki's cards with the ids that they have here.</summary>
    public sealed record ReadNote(Note Note, IReadOnlyList<ReadOnlyMemory<byte>> Pictures, IReadOnlyList<(AnkiCard Card, string Id)> Cards);

    private HtmlMarkdown? _html;
    private readonly Dictionary<AnkiTemplate, bool> _plain = new(ReferenceEqualityComparer.Instance);
    private readonly List<Medium> _media = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _bytes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>What one note of Anki becomes.</summary>
    public IEnumerable<ReadNote> Read(AnkiNote note, IReadOnlyList<AnkiCard> cards)
    {
        losses.Note = Label(note);
        if (!collection.NoteTypes.TryGetValue(note.NoteType, out var type) || type.Templates.Count == 0)
        {
            losses.Add("A note whose type is not in the file is left out.");
            return [];
        }
        if (cards.Count == 0)
        {
            losses.Add("A note without cards is left out.");
            return [];
        }
        if (note.Fields.Any(field => field.Length > MostLetters))
        {
            losses.Add("A note with a field of more than 262,144 letters is left out.");
            return [];
        }
        if (cards.Any(card => DeckOf(card) != DeckOf(cards[0]))) losses.Add("A note whose cards lie in several decks is kept in the first card's.");
        if (FieldOf(note, type, CertusField.Name) is { Length: > 0 } own && OfCertus(note, type, cards, own) is { } ours) return [ours];
        if (type.Templates.Any(template => template.Front.Length > MostLetters || template.Back.Length > MostLetters))
        {
            losses.Add($"Notes of the type “{Excerpt.Letters(type.Name, LabelLetters)}” have a template of more than 262,144 letters and are left out.");
            return [];
        }
        return type.IsCloze ? WithDeletions(note, type, cards) : Sides(note, type, cards);
    }

    /// <summary>A note that came from Certus: as it was, or with what was changed since; null where it is none.</summary>
    private ReadNote? OfCertus(AnkiNote note, AnkiNoteType type, IReadOnlyList<AnkiCard> cards, string field)
    {
        if (CertusField.Read(field, note.Fields.Take(note.Fields.Count - 1)) is not { Note: { } kept, IsAsShown: var asShown } || !NoteId().IsMatch(kept.Id)) return null;
        Clear();
        if (!asShown)
        {
            string? Field(string name) => Markdown(FieldOf(note, type, name));
            var (text, back, extra) = (Field(type.IsCloze ? AnkiExport.Text : AnkiExport.Front) ?? "", Field(AnkiExport.Back), Field(AnkiExport.Extra));
            if (text.Length == 0 || (type.IsCloze && Cloze.Numbers(text).Count == 0)) return null;
            kept = kept with { Text = text, Back = type.IsCloze ? null : back ?? "", Extra = string.IsNullOrEmpty(extra) ? null : extra, Media = [.. _media] };
        }
        else foreach (var medium in kept.Media)
            if (media(AnkiExport.FileOf(medium)) is not { } bytes) losses.Add("A picture that is not in the file is left out.");
            else if (CardPicture.Check(bytes) is { Fault: { } fault }) losses.Add(fault);
            else Keep(medium.Name, bytes);
        var clean = kept with
        {
            Media = [.. _media],
            Skill = kept.Skill is { } skill && into.Skills.Contains(skill) ? skill : null,
            Misconception = kept.Misconception is { } misconception && into.Misconceptions.Contains(misconception) ? misconception : null,
            References = [.. kept.References.Where(reference => reference is { Title: not null, Url: not null } && Uri.TryCreate(reference.Url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps)],
            Tags = TagsOf(note).SequenceEqual(kept.Tags.SelectMany(AnkiExport.TagsOf)) ? kept.Tags : TagsOf(note),
            Deck = DeckOf(cards[0]) == AnkiExport.DeckOf(kept, into.BuiltIn.ContainsKey(kept.Id)) ? kept.Deck : DeckOf(cards[0]),
        };
        var known = clean.Cards.Select(card => card.Id).ToHashSet(StringComparer.Ordinal);
        List<(AnkiCard, string)> own = [];
        foreach (var card in cards)
            if (clean.Back is not null && card.Ordinal != 0) losses.Add("A card of a template that was added in Anki to notes of Certus is left out.");
            else if ((clean.Back is null ? DeletionId(clean.Id, card) : clean.Id) is var id && known.Contains(id)) own.Add((card, id));
            else losses.Add("A card whose deletion is no longer in its note is left out.");
        return new(clean, [.. _bytes.Values], own);
    }

    private IEnumerable<ReadNote> WithDeletions(AnkiNote note, AnkiNoteType type, IReadOnlyList<AnkiCard> cards)
    {
        Clear();
        var template = type.Templates[0];
        var (text, extra) = Filled(note, type, template);
        if (text is null || extra is null) return TooLong();
        if (text.Contains("image-occlusion:", StringComparison.Ordinal))
        {
            losses.Add("A note that hides parts of a picture is left out.");
            return [];
        }
        var numbers = Cloze.Numbers(text).ToHashSet();
        if (numbers.Count == 0)
        {
            losses.Add("A note of deletions without a deletion is left out.");
            return [];
        }
        Layout(type, template, PlainCloze());
        var made = Make(note, IdOf(note), text, null, extra.Length == 0 ? null : extra, cards[0]);
        List<(AnkiCard, string)> kept = [];
        foreach (var card in cards)
            if (numbers.Contains(card.Ordinal + 1)) kept.Add((card, DeletionId(made.Id, card)));
            else losses.Add("A card whose deletion is no longer in its note is left out.");
        return [new(made, [.. _bytes.Values], kept)];
    }

    private List<ReadNote> Sides(AnkiNote note, AnkiNoteType type, IReadOnlyList<AnkiCard> cards)
    {
        List<ReadNote> sides = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (var card in cards)
        {
            cancel.ThrowIfCancellationRequested();
            if (type.Templates.FirstOrDefault(candidate => candidate.Ordinal == card.Ordinal) is not { } template)
            {
                losses.Add("A card whose template is not in the file is left out.");
                continue;
            }
            Clear();
            var (front, back) = Filled(note, type, template);
            if (front is null || back is null)
            {
                sides.AddRange(TooLong());
                continue;
            }
            back = Answer().Replace(back, "").Trim();
            if (front.Length == 0)
            {
                Clear();
                front = Markdown(note.Fields.Count > 0 ? note.Fields[0] : "")!;
                back = string.Join("\n\n", note.Fields.Skip(1).Select(field => Markdown(field)!).Where(field => field.Length > 0));
                if (front.Length > 0) losses.Add("A card whose template shows nothing on the front has the first field on its front and the others on its back.");
            }
            else Layout(type, template, PlainFront());
            if (front.Length == 0)
            {
                losses.Add("A card with nothing on its front is left out.");
                continue;
            }
            if (back.Length == 0) losses.Add("A card with nothing on its back has an empty answer.");
            var id = card.Ordinal == 0 ? IdOf(note) : string.Create(CultureInfo.InvariantCulture, $"{IdOf(note)}-t{card.Ordinal + 1}");
            if (ids.Add(id)) sides.Add(new(Make(note, id, front, back, null, card), [.. _bytes.Values], [(card, id)]));
        }
        return sides;
    }

    /// <summary>Both sides of a card; a side is null where its template makes it too long.</summary>
    private (string? Front, string? Back) Filled(AnkiNote note, AnkiNoteType type, AnkiTemplate template)
    {
        // Backs repeat what stands on the front; what a front only asks about, or hides from this note, it does not show.
        HashSet<string> shown = new(StringComparer.Ordinal);
        string? Value(string name) => FieldOf(note, type, name);
        var front = Markdown(TemplateText.Fill(template.Front, Value, (name, filters) =>
        {
            if (filters is "" or "cloze" or "text") shown.Add(name);
            return FieldFor(note, type, name, filters, front: true);
        }));
        return (front, Markdown(TemplateText.Fill(template.Back, Value, (name, filters) => shown.Contains(name) ? "" : FieldFor(note, type, name, filters, front: false))));
    }

    private IEnumerable<ReadNote> TooLong()
    {
        losses.Add("A card that its template makes longer than 262,144 letters is left out.");
        return [];
    }

    private Note Make(AnkiNote note, string id, string text, string? back, string? extra, AnkiCard card) =>
        new(id, text, back, extra, DeckOf(card), null, null, [], null) { Tags = TagsOf(note), Media = [.. _media] };

    private void Layout(AnkiNoteType type, AnkiTemplate template, Regex plain)
    {
        if (!_plain.TryGetValue(template, out var isPlain)) _plain.Add(template, isPlain = plain.IsMatch(template.Front) && PlainBack().IsMatch(template.Back));
        if (!isPlain) losses.Add($"Notes of the type “{Excerpt.Letters(type.Name, LabelLetters)}” are laid out by a template of their own: its text is kept, its look is not.");
    }

    /// <summary>A field's HTML as a template asks for it; null where there is no such field.</summary>
    private string? FieldFor(AnkiNote note, AnkiNoteType type, string name, string filters, bool front)
    {
        if (filters.Contains("type", StringComparison.Ordinal))
        {
            losses.Add("Answers to type in are answers to think of.");
            return "";
        }
        if (filters.Contains("tts", StringComparison.Ordinal))
        {
            losses.Add("Sounds and videos are left out.");
            return "";
        }
        if (filters.Contains("hint", StringComparison.Ordinal))
        {
            losses.Add("A hint to unfold stands on the back.");
            return front ? "" : FieldOf(note, type, name);
        }
        return FieldOf(note, type, name);
    }

    private static string? FieldOf(AnkiNote note, AnkiNoteType type, string name)
    {
        for (var i = 0; i < type.Fields.Count && i < note.Fields.Count; i++)
            if (type.Fields[i].Equals(name, StringComparison.Ordinal)) return note.Fields[i];
        return null;
    }

    private string? Markdown(string? html)
    {
        if (html is null) return null;
        if (html.AsSpan().IndexOfAny("<&[\\") >= 0) return (_html ??= new(Picture, losses)).Convert(html);
        var line = new MarkdownLine();
        line.Text(html);
        return string.Join("\n\n", line.Paragraphs());
    }

    private string? Picture(string address)
    {
        if (address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            losses.Add("A picture written into the text itself is left out.");
            return null;
        }
        if (address.Contains("://", StringComparison.Ordinal) || address.StartsWith("//", StringComparison.Ordinal))
        {
            losses.Add("A picture from the web is left out.");
            return null;
        }
        var file = Uri.UnescapeDataString(address).Normalize();
        if (_names.TryGetValue(file, out var known)) return known;
        if ((media(file) ?? media(address)) is not { } bytes)
        {
            losses.Add("A picture that is not in the file is left out.");
            return null;
        }
        if (CardPicture.Check(bytes) is not { Extension: { } extension })
        {
            losses.Add(CardPicture.Check(bytes).Fault!);
            return null;
        }
        var name = file;
        for (var number = 1; !PictureName().IsMatch(name) || !Fits(name, extension) || _media.Exists(medium => medium.Name == name); number++)
            name = string.Create(CultureInfo.InvariantCulture, $"picture-{number}.{extension}");
        Keep(name, bytes);
        _names.Add(file, name);
        return name;
    }

    private void Keep(string name, ReadOnlyMemory<byte> bytes)
    {
        var version = ContentHash.Of(bytes.Span);
        if (_media.Exists(medium => medium.Name == name)) return;
        _media.Add(new(name, version));
        _bytes[version] = bytes;
    }

    private void Clear()
    {
        _media.Clear();
        _bytes.Clear();
        _names.Clear();
    }

    private static bool Fits(string name, string extension) => name.EndsWith("." + extension, StringComparison.Ordinal) || (extension == "jpg" && name.EndsWith(".jpeg", StringComparison.Ordinal));

    /// <summary>The note's id: the one Certus gave it, else the guid's bytes, which can be read again.</summary>
    internal static string IdOf(AnkiNote note)
    {
        if (note.Guid.StartsWith(AnkiExport.GuidPrefix, StringComparison.Ordinal) && NoteId().IsMatch(note.Guid[AnkiExport.GuidPrefix.Length..])) return note.Guid[AnkiExport.GuidPrefix.Length..];
        var bytes = Encoding.UTF8.GetBytes(note.Guid.Length > 0 ? note.Guid : note.Id.ToString(CultureInfo.InvariantCulture));
        return bytes.Length <= MostGuidBytes ? $"anki-{Convert.ToHexStringLower(bytes)}" : $"anki-{NamedGuid.Of(note.Guid):N}-long";
    }

    private static string DeletionId(string id, AnkiCard card) => string.Create(CultureInfo.InvariantCulture, $"{id}#c{card.Ordinal + 1}");

    private string DeckOf(AnkiCard card) => collection.Decks.GetValueOrDefault(card.OriginalDeck != 0 ? card.OriginalDeck : card.Deck) is { Length: > 0 } name ? Excerpt.Letters(name, 200) : "Default";

    private static IReadOnlyList<string> TagsOf(AnkiNote note) => [.. note.Tags.Split((char[])[' ', '\u3000'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(200)];

    private static string Label(AnkiNote note)
    {
        var words = Space().Replace(Tag().Replace(note.Fields.Count > 0 && note.Fields[0].Length < 20_000 ? note.Fields[0] : "", " "), " ").Trim();
        return words.Length > 0 ? Excerpt.Letters(System.Net.WebUtility.HtmlDecode(words), LabelLetters) : string.Create(CultureInfo.InvariantCulture, $"note {note.Id}");
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._:-]{0,199}$")]
    internal static partial Regex NoteId();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.[a-z]{3,4}$")]
    private static partial Regex PictureName();

    [GeneratedRegex(@"^\s*\{\{[^{}:#^/]+\}\}\s*$")]
    private static partial Regex PlainFront();

    [GeneratedRegex(@"^\s*\{\{cloze:[^{}:#^/]+\}\}\s*$")]
    private static partial Regex PlainCloze();

    // Every part is atomic: blanks that several parts could take are tried once, not in every division.
    [GeneratedRegex(@"^(?>\s*)(?>(\{\{FrontSide\}\}|\{\{cloze:[^{}:]+\}\})?)(?>\s*)(?>(<br\s*/?>\s*)*)(?>(<hr id=""?answer""?\s*/?>)?)(?>\s*)(?>(<br\s*/?>\s*)*)(?>(\{\{[^{}:#^/]+\}\})?)(?>\s*)$")]
    private static partial Regex PlainBack();

    // What stands above the answer of most templates: a rule.
    [GeneratedRegex(@"^(---\s*)+")]
    private static partial Regex Answer();

    [GeneratedRegex(@"<[^>]*>|\[sound:[^\]]*\]")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Certus.Remember;
using Certus.Remember.Cards;

namespace Certus.Content.Anki;

/// <summary>Turns notes and what happened to their cards into a collection of Anki.</summary>
/// <remarks>A note keeps the guid it came with; one of Certus has its id behind <c>certus:</c>. A schedule is written as Anki's scheduler with FSRS writes it: days in <c>ivl</c> and <c>due</c>, stability and difficulty in <c>data</c>.</remarks>
public static class AnkiExport
{
    internal const string GuidPrefix = "certus:", Front = "Front", Back = "Back", Extra = "Extra", Text = "Text", BuiltInDeck = "Certus::";

    /// <summary>The note types of what is written; their ids never change, so that a second package uses those of the first.</summary>
    public const long BasicType = 1_763_856_000_001, ClozeType = 1_763_856_000_002;

    private const string ExtraPart = "{{#Extra}}<div class=\"extra\">{{Extra}}</div>{{/Extra}}";

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    private static readonly AnkiNoteType Basic = new(
        BasicType, "Certus", false, [Front, Back, Extra, CertusField.Name], [new(0, "Card 1", "{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}\n" + ExtraPart)]);

    private static readonly AnkiNoteType Deletions = new(ClozeType, "Certus Cloze", true, [Text, Extra, CertusField.Name], [new(0, "Cloze", "{{cloze:Text}}", "{{cloze:Text}}\n" + ExtraPart)]);

    /// <summary>Makes a collection.</summary>
    /// <param name="notes">What to write, and whether it comes with Certus.</param>
    /// <param name="cards">What happened to the cards.</param>
    /// <param name="scheduler">The learner's settings: they decide when a card is due.</param>
    /// <param name="days">The learner's days.</param>
    /// <param name="at">The instant of the export.</param>
    /// <param name="cancel">Ends it early.</param>
    public static CardExport Of(IReadOnlyList<(Note Note, bool IsBuiltIn)> notes, LearnerCards cards, Scheduler scheduler, LearnerDays days, DateTimeOffset at, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(notes);
        ArgumentNullException.ThrowIfNull(cards);
        ArgumentNullException.ThrowIfNull(scheduler);
        ArgumentNullException.ThrowIfNull(days);
        var all = notes.SelectMany(entry => entry.Note.Cards.Select(card => (entry.Note, entry.IsBuiltIn, Card: card, Record: cards.Of(card.Id)))).ToList();
        var first = all.SelectMany(card => card.Record.Events).Select(happened => happened.At).Append(at).Min();
        var (created, day) = StartOf(days, first);
        var (decks, noteIds, pictures) = (new Dictionary<string, long>(StringComparer.Ordinal) { ["Default"] = 1 }, new Dictionary<string, long>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        List<AnkiNote> ankiNotes = [];
        List<AnkiCard> ankiCards = [];
        List<AnkiReview> reviews = [];
        HashSet<long> instants = [];
        var (id, now) = (at.ToUnixTimeMilliseconds() - all.Count, at.ToUnixTimeSeconds());
        foreach (var (note, isBuiltIn, card, record) in all)
        {
            cancel.ThrowIfCancellationRequested();
            if (!noteIds.TryGetValue(note.Id, out var noteId))
            {
                noteIds.Add(note.Id, noteId = id);
                ankiNotes.Add(new(noteId, GuidOf(note.Id), note.Back is null ? ClozeType : BasicType, now, string.Join(' ', note.Tags.SelectMany(TagsOf)), Fields(note)));
                foreach (var medium in note.Media) pictures[FileOf(medium)] = medium.Version;
            }
            var deck = DeckOf(note, isBuiltIn);
            if (!decks.TryGetValue(deck, out var deckId)) decks.Add(deck, deckId = BasicType + 1000 + decks.Count);
            AddReviews(reviews, instants, record, id, scheduler, card.Key);
            ankiCards.Add(Of(id, noteId, deckId, card, record, record.ScheduleBy(scheduler, card.Key), days, day, at, ankiCards.Count + 1));
            id++;
        }
        return new(
            new(created.ToUnixTimeSeconds(), false, new Dictionary<long, AnkiNoteType> { [BasicType] = Basic, [ClozeType] = Deletions }, decks.ToDictionary(deck => deck.Value, deck => deck.Key), ankiNotes, ankiCards, reviews),
            pictures);
    }

    /// <summary>The name of a picture in a package.</summary>
    internal static string FileOf(Medium medium) => $"certus-{medium.Version}{medium.Name[Math.Max(medium.Name.LastIndexOf('.'), 0)..]}";

    /// <summary>A deck's name in Anki, whose levels have names.</summary>
    internal static string DeckOf(Note note, bool isBuiltIn) => isBuiltIn ? BuiltInDeck + note.Deck : string.IsNullOrWhiteSpace(note.Deck) ? "Default" : note.Deck;

    /// <summary>A tag's words, joined: Anki's tags have spaces between them.</summary>
    internal static IEnumerable<string> TagsOf(string tag) => tag.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? [string.Join('_', words)] : [];

    /// <summary>The guid that a note had when it came in, or one that names it.</summary>
    internal static string GuidOf(string id)
    {
        if (!id.StartsWith("anki-", StringComparison.Ordinal) || id.Length % 2 == 0 || id.AsSpan(5).ContainsAnyExcept(Hex)) return GuidPrefix + id;
        var guid = Encoding.UTF8.GetString(Convert.FromHexString(id.AsSpan(5)));
        return guid.Length > 0 && !guid.Contains('\uFFFD', StringComparison.Ordinal) && !guid.StartsWith(GuidPrefix, StringComparison.Ordinal) ? guid : GuidPrefix + id;
    }

    private static string[] Fields(Note note)
    {
        string Html(string? text) => text is null ? "" : Markdown.ToHtml(text, name => note.Media.FirstOrDefault(medium => medium.Name == name) is { } medium ? FileOf(medium) : null);
        string[] shown = note.Back is null ? [Html(note.Text), Html(note.Extra)] : [Html(note.Text), Html(note.Back), Html(note.Extra)];
        return [.. shown, CertusField.Of(note, shown)];
    }

    private static AnkiCard Of(
        long id, long note, long deck, Card card, CardRecord record, CardSchedule schedule, LearnerDays days, DateOnly created, DateTimeOffset at, int place)
    {
        var ordinal = card.Note.Back is null ? int.Parse(card.Id.AsSpan(card.Id.LastIndexOf("#c", StringComparison.Ordinal) + 2), CultureInfo.InvariantCulture) - 1 : 0;
        var today = days.Of(at);
        var (type, queue, due) = schedule.State switch
        {
            CardState.Learning => (1, 1, schedule.Due.ToUnixTimeSeconds()),
            CardState.Relearning => (3, 1, schedule.Due.ToUnixTimeSeconds()),
            CardState.Review => (2, 2, schedule.DueDay(days).DayNumber - created.DayNumber),
            _ => (0, 0, place),
        };
        if (record.IsSuspended) queue = -1;
        else if (record.BuriedUntil > today) queue = -3;
        var interval = schedule.State is CardState.Review or CardState.Relearning ? Math.Max(schedule.IntervalDays, 1) : 0;
        return new(
            id, note, deck, ordinal, at.ToUnixTimeSeconds(), type, queue, due, interval, type == 0 ? 0 : 2500, schedule.Repetitions, schedule.Lapses, type is 1 or 3 ? 1001 : 0, 0, 0, record.IsMarked ? 1 : 0, DataOf(schedule));
    }

    private static string DataOf(CardSchedule schedule) => schedule.Memory is { } memory
        ? JsonSerializer.Serialize(new CardData(memory.Stability, memory.Difficulty, schedule.LastReview?.ToUnixTimeSeconds()), AnkiJson.Default.CardData) : "";

    private static void AddReviews(List<AnkiReview> reviews, HashSet<long> instants, CardRecord record, long card, Scheduler scheduler, ulong key)
    {
        var schedule = CardSchedule.New(DateTimeOffset.MinValue);
        foreach (var happened in record.Events)
        {
            var id = happened.At.ToUnixTimeMilliseconds();
            if (happened is MemoryEvent.Placed placed)
            {
                schedule = placed.Schedule;
                if (schedule.Memory is not null) continue;
                while (!instants.Add(id)) id++;
                reviews.Add(new(id, card, 0, 0, 0, 0, 0, 4));           // as Anki logs that a card was reset
            }
            if (happened is not MemoryEvent.Reviewed review) continue;
            while (!instants.Add(id)) id++;
            var before = schedule;
            schedule = CardRecord.After(before, review, scheduler, key);
            var kind = before.State switch { CardState.Review => 1, CardState.Relearning => 2, _ => 0 };
            var factor = (int)Math.Round((schedule.Memory!.Value.Difficulty - 1) / 9 * 1000 + 100);
            reviews.Add(new(id, card, (int)review.Grade, IntervalOf(schedule), IntervalOf(before), factor, (int)Math.Clamp(review.Elapsed.TotalMilliseconds, 0, 3_600_000), kind));
        }
    }

    /// <summary>Days, or in steps seconds below 0.</summary>
    private static int IntervalOf(CardSchedule schedule) => schedule.State switch
    {
        CardState.New => 0,
        CardState.Review => Math.Max(schedule.IntervalDays, 1),
        _ => -(int)Math.Clamp((schedule.Due - schedule.LastReview!.Value).TotalSeconds, 1, 86_400),
    };

    /// <summary>When the learner's day of an instant began.</summary>
    private static (DateTimeOffset At, DateOnly Day) StartOf(LearnerDays days, DateTimeOffset at)
    {
        var day = days.Of(at);
        var local = day.ToDateTime(new TimeOnly(days.StartHour, 0));
        while (days.Zone.IsInvalidTime(local)) local = local.AddMinutes(30);          // the clock was put forward over it
        return (new DateTimeOffset(local, days.Zone.GetUtcOffset(local)).ToUniversalTime(), day);
    }
}

using System.Text;
using Certus.Catalog;
using Certus.Content.Anki;
using Certus.Content.Csv;
using Certus.Remember;
using Certus.Remember.Cards;
using CsCheck;

namespace Certus.Tests.Content.Anki;

public sealed class AnkiExportTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly LearnerDays Days = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
    private static readonly Scheduler Scheduler = new(new Fsrs6(Fsrs6Parameters.Default), new() { Days = Days });
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 9];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly Gen<string> Words = Gen.Int[0, 7].Select(i => new[] { "plain", "**bold** text", "a | b", "`code`", "1 < 2 & 3", "- one\n- two", "| a | b |\n| --- | --- |\n| 1 | 2 |", "é “quoted”" }[i]);

    private static readonly Gen<Note> Notes = Gen.Select(Gen.Int[0, 1_000_000], Words, Words, Gen.Bool, Gen.Bool, Gen.Int[0, 2]).Select((id, one, other, cloze, extra, kind) => new Note(
        kind == 0 ? $"own-{id}" : $"anki-{Convert.ToHexStringLower(BitConverter.GetBytes(id | 1))}",
        cloze ? $"{one} {{{{c1,2::{id}}}}} and {{{{c3::x::hint}}}}" : one, cloze ? null : other, extra ? other : null, kind == 2 ? "AWS::Glue" : "Mine", kind == 0 ? "glue" : null, kind == 0 ? "belief" : null,
        kind == 0 ? [new("Title", "https://example.org/a")] : [], kind == 0 ? new DateOnly(2026, 11, 1) : null)
    {
        Tags = kind == 1 ? ["x", "y::z"] : [], Media = extra ? [new("picture-1.png", ContentHash.Of(Png))] : [],
    });

    private static readonly Gen<(int Card, int Hours, Grade Grade, int Ms)[]> Histories = Gen.Select(Gen.Int[0, 5], Gen.Int[1, 4000], Gen.Int[1, 4], Gen.Int[0, 60_000]).Select((card, hours, grade, ms) => (card, hours, (Grade)grade, ms)).Array[0, 12];

    private static ImportContext Into => new(LearnerCards.Empty, new(1, 2, 3, new byte[8]), Now, Days) { Skills = new HashSet<string> { "glue" }, Misconceptions = new HashSet<string> { "belief" } };

    [Fact]
    public void What_goes_out_comes_back_as_it_was() =>
        Gen.Select(Notes.Array[1, 5], Histories, Gen.Int[0, 3]).Sample((all, history, state) =>
        {
            var notes = all.DistinctBy(note => note.Id).ToArray();
            var cards = Lived(notes, history, state);

            var export = AnkiExport.Of([.. notes.Select(note => (note, false))], cards, Scheduler, Days, Now, Cancel);
            var import = AnkiImport.Of(export.Collection, name => export.Pictures.ContainsKey(name) ? (ReadOnlyMemory<byte>)Png : (ReadOnlyMemory<byte>?)null, Into, Cancel);

            Assert.Empty(import.Losses);
            Assert.Equal(notes.OrderBy(note => note.Id, StringComparer.Ordinal).Select(note => Encoding.UTF8.GetString(note.ToBody())), import.Notes.OrderBy(note => note.Id, StringComparer.Ordinal).Select(note => Encoding.UTF8.GetString(note.ToBody())));
            var back = LearnerCards.Empty.After(import.Events);
            foreach (var card in notes.SelectMany(note => note.Cards))
            {
                var (before, after) = (cards.Of(card.Id), back.Of(card.Id));
                Assert.Equal(before.Reviews.Select(review => (review.Grade, review.Elapsed)), after.Reviews.Select(review => (review.Grade, review.Elapsed)));
                Assert.All(before.Reviews.Zip(after.Reviews), pair => Assert.InRange((pair.Second.At - pair.First.At).TotalMilliseconds, 0, history.Length));
                Assert.Equal((before.IsSuspended, before.IsMarked), (after.IsSuspended, after.IsMarked));
                if (before.Reviews.Any() || before.Events.IsEmpty) Assert.Equal(before.ScheduleBy(Scheduler, card.Key).Memory, after.ScheduleBy(Scheduler, card.Key).Memory);
            }
        }, iter: 150);

    [Fact]
    public void What_came_back_to_whom_it_left_adds_nothing() =>
        Gen.Select(Notes.Array[1, 5], Histories, Gen.Int[0, 3]).Sample((all, history, state) =>
        {
            var notes = all.DistinctBy(note => note.Id).ToArray();
            var cards = Lived(notes, history, state);

            var export = AnkiExport.Of([.. notes.Select(note => (note, false))], cards, Scheduler, Days, Now, Cancel);

            Assert.Empty(AnkiImport.Of(export.Collection, name => export.Pictures.ContainsKey(name) ? (ReadOnlyMemory<byte>)Png : (ReadOnlyMemory<byte>?)null, Into with { Cards = cards }, Cancel).Events);
        }, iter: 100);

    [Fact]
    public void A_schedule_without_reviews_comes_back_to_the_day()
    {
        var note = new Note("own-1", "q", "a", null, "Mine", null, null, [], null);
        var placed = new CardSchedule(CardState.Review, new(31.25, 6.5), new(2026, 12, 24, 14, 0, 0, TimeSpan.Zero), 0, 40, new(2026, 11, 14, 14, 0, 0, TimeSpan.Zero), 9, 2);
        var cards = LearnerCards.Empty.After([new MemoryEvent.Placed(Guid.NewGuid(), placed.LastReview!.Value, "own-1", placed)]);

        var import = AnkiImport.Of(AnkiExport.Of([(note, false)], cards, Scheduler, Days, Now, Cancel).Collection, _ => null, Into, Cancel);

        var back = import.Events.OfType<MemoryEvent.Placed>().Single().Schedule;
        Assert.Equal(Days.Of(placed.Due), Days.Of(back.Due));
        Assert.Equal(placed with { Due = back.Due }, back);
    }

    [Fact]
    public void A_note_changed_elsewhere_comes_back_changed_and_keeps_what_was_not_shown()
    {
        var note = new Note("own-1", "q", "a", "more", "Mine", "glue", "belief", [new("Title", "https://example.org/a")], new(2026, 11, 1));
        var collection = AnkiExport.Of([(note, false)], LearnerCards.Empty, Scheduler, Days, Now, Cancel).Collection;
        var changed = collection.Notes[0] with { Fields = [collection.Notes[0].Fields[0], "<b>b</b>", .. collection.Notes[0].Fields.Skip(2)], Tags = "new" };

        var back = AnkiImport.Of(collection with { Notes = [changed] }, _ => null, Into, Cancel).Notes.Single();

        Assert.Equal(("own-1", "q", "**b**", "more", "glue", "belief"), (back.Id, back.Text, back.Back, back.Extra, back.Skill, back.Misconception));
        Assert.Equal(["new"], back.Tags);
        Assert.Equal(note.References, back.References);
    }

    [Fact]
    public void A_second_template_added_elsewhere_does_not_mix_its_reviews_into_the_first()
    {
        var export = AnkiExport.Of([(new("own-1", "q", "a", null, "Mine", null, null, [], null), false)], LearnerCards.Empty, Scheduler, Days, Now, Cancel).Collection;
        var front = export.Cards[0] with { Queue = -1 };
        var back = front with { Id = front.Id + 1, Ordinal = 1 };
        var (asked, reversed) = (Now.AddDays(-2), Now.AddDays(-1));

        var import = AnkiImport.Of(
            export with { Cards = [front, back], Reviews = [new(asked.ToUnixTimeMilliseconds(), front.Id, 3, 3, 0, 500, 4000, 0), new(reversed.ToUnixTimeMilliseconds(), back.Id, 1, 3, 0, 500, 4000, 0)] }, _ => null, Into, Cancel);

        Assert.Equal([asked], import.Events.OfType<MemoryEvent.Reviewed>().Select(review => review.At));
        Assert.Single(import.Events.OfType<MemoryEvent.Suspended>());
        Assert.Contains(import.Losses, loss => loss.What == "A card of a template that was added in Anki to notes of Certus is left out.");
    }

    [Fact]
    public void The_interval_that_was_chosen_goes_out_with_its_review()
    {
        var note = new Note("own-1", "q", "a", null, "Mine", null, null, [], null);
        var scheduler = new Scheduler(new Fsrs6(Fsrs6Parameters.Default), new() { Days = Days, Fuzz = true });
        var placed = new CardSchedule(CardState.Review, new(40, 5), Now.AddDays(-20), 0, 40, Now.AddDays(-60), 5, 0);
        var record = LearnerCards.Empty.After([new MemoryEvent.Placed(new(1, 0, 0, new byte[8]), placed.LastReview!.Value, "own-1", placed)]);
        var plain = scheduler.Review(placed, Grade.Good, Now.AddDays(-10), note.Cards.Single().Key).IntervalDays;
        var differs = false;
        foreach (var chosen in new[] { plain - 1, plain + 1 })
        {
            var cards = record.After([new MemoryEvent.Reviewed(new(2, 0, 0, new byte[8]), Now.AddDays(-10), "own-1", null, Grade.Good, TimeSpan.FromSeconds(4), 1) { ChosenDays = chosen }]);
            var due = cards.Of("own-1").ScheduleBy(scheduler, note.Cards.Single().Key).IntervalDays;

            Assert.Equal(due, AnkiExport.Of([(note, false)], cards, scheduler, Days, Now, Cancel).Collection.Reviews[^1].Interval);
            differs |= due != plain;
        }
        Assert.True(differs);
    }

    [Fact]
    public void A_note_that_claims_to_be_of_certus_is_believed_no_more_than_any_other()
    {
        var note = new Note("own-1", "q", "a", null, "Mine", "no-such-skill", "no-such-belief", [new("Bad", "javascript:alert(1)"), new("Good", "https://example.org")], null) { Media = [new("x.png", "00")] };

        var import = AnkiImport.Of(AnkiExport.Of([(note, false)], LearnerCards.Empty, Scheduler, Days, Now, Cancel).Collection, _ => null, Into, Cancel);

        var back = import.Notes.Single();
        Assert.Equal(((string?)null, (string?)null), (back.Skill, back.Misconception));
        Assert.Equal([new("Good", "https://example.org")], back.References);
        Assert.Empty(back.Media);
        Assert.Equal(["A picture that is not in the file is left out."], import.Losses.Select(loss => loss.What));
    }

    [Fact]
    public void Built_in_notes_go_out_once_something_has_happened_to_them()
    {
        var (own, met, fresh) = (new Note("own", "q", "a", null, "d", null, null, [], null), new Note("met", "{{c2::q}}", null, null, "s", "s", null, [], null), new Note("fresh", "q", "a", null, "s", "s", null, [], null));
        var cards = LearnerCards.Empty.After([new MemoryEvent.Suspended(Guid.NewGuid(), Now, "met#c2", true)]);

        Assert.Equal([(own, false), (met, true)], CardExport.Select([own], [met, fresh], cards));
    }

    [Fact]
    public void Reviews_go_out_in_the_columns_of_the_benchmark() =>
        Gen.Select(Notes.Array[1, 4], Histories).Sample((all, history) =>
        {
            var notes = all.DistinctBy(note => note.Id).ToArray();
            var cards = Lived(notes, history, 0);
            var text = new StringWriter();

            var count = ReviewLogCsv.Write(text, cards, Scheduler, Cancel);

            Assert.Equal(cards.Cards.Values.Sum(card => card.Reviews.Count()), count);
            if (count == 0) return;
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
            var read = Assert.IsType<CsvReading<IReadOnlyList<LearnerReviews>>.Accepted>(ReviewCsv.Read(stream, "log", null, Cancel)).Value.Single().Reviews;
            Assert.Equal(cards.Cards.Values.SelectMany(card => card.Reviews).Select(review => (review.At, review.Grade)).Order(), read.Select(review => (review.At, review.Grade)).Order());
            Assert.Equal(cards.Cards.Values.Count(card => card.Reviews.Any()), read.Select(review => review.Card).Distinct().Count());
        }, iter: 50);

    private static LearnerCards Lived(Note[] notes, (int Card, int Hours, Grade Grade, int Ms)[] history, int state)
    {
        var ids = notes.SelectMany(note => note.Cards).Select(card => card.Id).ToArray();
        var cards = LearnerCards.Empty.After(notes.Select((note, i) => new MemoryEvent.NoteAdded(new(1, 0, (short)i, new byte[8]), Now, note.Id, ContentHash.Of(note.ToBody()))));
        Dictionary<string, int> times = new(StringComparer.Ordinal);
        List<MemoryEvent> events = [];
        foreach (var (card, hours, grade, ms) in history.OrderBy(entry => entry.Hours))
        {
            var id = ids[card % ids.Length];
            var repetition = times[id] = times.GetValueOrDefault(id) + 1;
            // Reviews of one card are apart by more than a second.
            events.Add(new MemoryEvent.Reviewed(new(2, 0, (short)events.Count, new byte[8]), Now.AddHours(hours - 5000).AddSeconds(5 * events.Count), id, null, grade, TimeSpan.FromMilliseconds(ms), repetition));
        }
        if ((state & 1) != 0) events.Add(new MemoryEvent.Suspended(new(3, 0, 0, new byte[8]), Now, ids[0], true));
        if ((state & 2) != 0) events.Add(new MemoryEvent.Marked(new(4, 0, 0, new byte[8]), Now, ids[^1], true));
        return cards.After(events);
    }
}

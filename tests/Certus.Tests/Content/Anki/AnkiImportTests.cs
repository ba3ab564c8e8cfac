using Certus.Catalog;
using Certus.Content.Anki;
using Certus.Remember;
using Certus.Remember.Cards;

namespace Certus.Tests.Content.Anki;

public sealed class AnkiImportTests
{
    private const long Created = 1_700_000_000;      // 2023-11-14, the day from which due days count
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Batch = new("11111111-2222-3333-4444-555555555555");
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    private static readonly AnkiNoteType Basic = new(1, "Basic", false, ["Front", "Back"], [new(0, "Card 1", "{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}")]);
    private static readonly AnkiNoteType Reversed = new(2, "Basic (and reversed card)", false, ["Front", "Back"],
        [new(0, "Card 1", "{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"), new(1, "Card 2", "{{Back}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Front}}")]);
    private static readonly AnkiNoteType Cloze = new(3, "Cloze", true, ["Text", "Back Extra"], [new(0, "Cloze", "{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Back Extra}}")]);
    private static readonly AnkiNoteType Capital = new(4, "Capital", false, ["Country", "City", "Map"],
        [new(0, "C", "<div class=q>What is the capital of {{Country}}?</div>{{#Map}}{{Map}}{{/Map}}", "<script>x()</script>{{City}}{{^Map}}, no map{{/Map}}")]);

    private static AnkiNote Note(long id, long type, params string[] fields) => new(id, $"guid{id}", type, 1_760_000_000, "a b::c", fields);

    private static AnkiCard Card(long id, long note, int ordinal = 0) => new(id, note, 10, ordinal, 1_760_000_000, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, "");

    private static AnkiReview Review(long at, long card, int ease, int kind = 1, int last = 0, int factor = 2500) => new(at, card, ease, 3, last, factor, 4000, kind);

    private static AnkiContents Collection(IReadOnlyList<AnkiNote> notes, IReadOnlyList<AnkiCard> cards, params AnkiReview[] reviews) => new(
        Created, false, new[] { Basic, Reversed, Cloze, Capital }.ToDictionary(type => type.Id), new Dictionary<long, string> { [10] = "AWS::Glue" }, notes, cards, reviews);

    private static CardImport Import(AnkiContents collection, LearnerCards? cards = null, Func<string, ReadOnlyMemory<byte>?>? media = null, Guid? batch = null) =>
        AnkiImport.Of(collection, media ?? (_ => null), new(cards ?? LearnerCards.Empty, batch ?? Batch, Now, LearnerDays.Utc), TestContext.Current.CancellationToken);

    private static LearnerCards Kept(CardImport import, LearnerCards? cards = null) => (cards ?? LearnerCards.Empty).After(import.Events);

    [Fact]
    public void A_basic_note_keeps_its_sides_deck_and_tags()
    {
        var import = Import(Collection([Note(1, 1, "What is <b>Glue</b>?", "An ETL service")], [Card(5, 1)]));

        var note = Assert.Single(import.Notes);
        Assert.Equal(("anki-6775696431", "What is **Glue**?", "An ETL service", "AWS::Glue"), (note.Id, note.Text, note.Back, note.Deck));
        Assert.Equal(["a", "b::c"], note.Tags);
        Assert.Equal((1, 0, 1), (import.Added, import.Updated, import.Cards));
        Assert.Empty(import.Losses);
        Assert.All(import.Events, happened => Assert.Equal(Batch, happened.Batch));
        Assert.Contains(import.Bodies, body => ContentHash.Of(body.Span) == ContentHash.Of(note.ToBody()));
    }

    [Fact]
    public void A_reversed_card_is_a_note_of_its_own_with_its_own_history()
    {
        var import = Import(Collection([Note(1, 2, "front", "back")], [Card(5, 1), Card(6, 1, 1)], Review(1_750_000_000_000, 6, 3)));

        Assert.Equal([("anki-6775696431", "front", "back"), ("anki-6775696431-t2", "back", "front")], import.Notes.Select(note => (note.Id, note.Text, note.Back)));
        Assert.Equal("anki-6775696431-t2", Assert.IsType<MemoryEvent.Reviewed>(Assert.Single(import.Events.OfType<MemoryEvent.OfCard>())).Card);
    }

    [Fact]
    public void Deletions_stay_deletions_and_the_rest_stands_with_the_answer()
    {
        var import = Import(Collection([Note(1, 3, "{{c1::S3}} holds {{c3::<i>objects</i>::what?}}", "Since 2006")], [Card(5, 1), Card(6, 1, 2), Card(7, 1, 1)], Review(1_750_000_000_000, 6, 4)));

        var note = Assert.Single(import.Notes);
        Assert.Equal(("{{c1::S3}} holds {{c3::*objects*::what?}}", (string?)null, "Since 2006"), (note.Text, note.Back, note.Extra));
        Assert.Equal("anki-6775696431#c3", import.Events.OfType<MemoryEvent.Reviewed>().Single().Card);
        Assert.Equal(["A card whose deletion is no longer in its note is left out."], import.Losses.Select(loss => loss.What));
    }

    [Fact]
    public void A_gap_of_two_numbers_stays_one_and_is_asked_by_both_of_its_cards()
    {
        var import = Import(Collection([Note(1, 3, "{{c1,2::S3}} holds {{c2::<i>objects</i>}}", "")], [Card(5, 1), Card(6, 1, 1)], Review(1_750_000_000_000, 6, 4)));

        var note = Assert.Single(import.Notes);
        Assert.Equal("{{c1,2::S3}} holds {{c2::*objects*}}", note.Text);
        Assert.Equal(["**[…]** holds *objects*", "**[…]** holds **[…]**"], note.Cards.Select(card => card.Front));
        Assert.Equal("anki-6775696431#c2", import.Events.OfType<MemoryEvent.Reviewed>().Single().Card);
        Assert.Empty(import.Losses);
    }

    [Fact]
    public void A_template_of_its_own_is_filled_with_the_fields()
    {
        var import = Import(Collection([Note(1, 4, "France", "Paris", "")], [Card(5, 1)]));

        var note = Assert.Single(import.Notes);
        Assert.Equal(("What is the capital of France?", "Paris, no map"), (note.Text, note.Back));
        Assert.Equal(
            ["Notes of the type “Capital” are laid out by a template of their own: its text is kept, its look is not.", "Scripts are left out."], import.Losses.Select(loss => loss.What).Order());
        Assert.All(import.Losses, loss => Assert.Equal(["France"], loss.Notes));
    }

    [Theory]
    [InlineData("{{Word}}", "{{#Word}}{{Meaning}}{{/Word}}", "house", "a building")]
    [InlineData("{{Word}}", "{{Word}}{{^Word}}none{{/Word}}{{Meaning}}", "house", "a building")]
    [InlineData("{{#Meaning}}Look: {{/Meaning}}{{Word}}", "{{Meaning}}", "Look: house", "a building")]
    [InlineData("{{Word}}{{^Word}}{{Meaning}}{{/Word}}", "{{Meaning}}", "house", "a building")]
    [InlineData("{{#Word}}{{Word}}{{/Word}}", "{{Word}}{{Meaning}}", "house", "a building")]
    public void A_back_loses_only_what_the_front_really_shows(string front, string back, string shown, string answer)
    {
        var type = new AnkiNoteType(1, "Words", false, ["Word", "Meaning"], [new(0, "Card 1", front, back)]);

        var import = Import(Collection([Note(1, 1, "house", "a building")], [Card(5, 1)]) with { NoteTypes = new Dictionary<long, AnkiNoteType> { [1] = type } });

        var note = Assert.Single(import.Notes);
        Assert.Equal((shown, answer), (note.Text, note.Back));
    }

    [Fact]
    public void Pictures_come_along_and_what_is_none_is_left_out_and_reported()
    {
        var files = new Dictionary<string, byte[]>
        {
            ["plot one.png"] = Png, ["note.png"] = "just text"u8.ToArray(), ["bad.svg"] = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>"u8.ToArray(),
            ["good.svg"] = "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect/></svg>"u8.ToArray(),
        };
        var fields = "<img src=\"plot%20one.png\"><img src=note.png><img src=bad.svg><img src=\"good.svg\" alt=\"A box\"><img src=\"https://example.org/x.png\"><img src=\"gone.png\">";

        var import = Import(Collection([Note(1, 1, fields, "b")], [Card(5, 1)]), media: name => files.TryGetValue(name, out var bytes) ? (ReadOnlyMemory<byte>)bytes : (ReadOnlyMemory<byte>?)null);

        var note = Assert.Single(import.Notes);
        Assert.Equal("![picture](picture-1.png)![A box](good.svg)", note.Text);
        Assert.Equal([("picture-1.png", ContentHash.Of(Png)), ("good.svg", ContentHash.Of(files["good.svg"]))], note.Media.Select(medium => (medium.Name, medium.Version)));
        Assert.Equal(3, import.Bodies.Count);
        Assert.Equal(4, import.Losses.Count);
        Assert.Equal(2, import.Pictures);
    }

    [Fact]
    public void Reviews_come_at_their_instants_and_what_was_no_review_is_reported()
    {
        var import = Import(Collection(
            [Note(1, 1, "f", "b")], [Card(5, 1)],
            Review(1_750_000_000_000, 5, 3, kind: 0), Review(1_750_000_060_000, 5, 1, kind: 0), Review(1_750_100_000_000, 5, 4), Review(1_750_200_000_000, 5, 0, kind: 4), Review(1_750_300_000_000, 5, 3, kind: 3, factor: 0),
            Review(99, 5, 3), Review(1_750_400_000_000, 77, 3)));

        var reviews = import.Events.OfType<MemoryEvent.Reviewed>().ToList();
        Assert.Equal([Grade.Good, Grade.Again, Grade.Easy], reviews.Select(review => review.Grade));
        Assert.Equal([1, 2, 3], reviews.Select(review => review.Repetition));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_750_000_000_000), reviews[0].At);
        Assert.Equal(TimeSpan.FromSeconds(4), reviews[0].Elapsed);
        Assert.Equal(4, import.Losses.Count);
    }

    [Fact]
    public void Grades_of_the_first_scheduler_are_those_of_today()
    {
        var collection = Collection([Note(1, 1, "f", "b")], [Card(5, 1)], Review(1_750_000_000_000, 5, 2, kind: 0), Review(1_750_000_060_000, 5, 3, kind: 0), Review(1_750_100_000_000, 5, 2)) with { HasFirstScheduler = true };

        Assert.Equal([Grade.Good, Grade.Easy, Grade.Hard], Import(collection).Events.OfType<MemoryEvent.Reviewed>().Select(review => review.Grade));
    }

    [Fact]
    public void A_reset_card_begins_anew()
    {
        var import = Import(Collection([Note(1, 1, "f", "b")], [Card(5, 1)], Review(1_750_000_000_000, 5, 3, kind: 0), Review(1_750_200_000_000, 5, 0, kind: 4, factor: 0), Review(1_750_300_000_000, 5, 1, kind: 0)));

        var schedule = Kept(import).Of("anki-6775696431").ScheduleBy(new(new Fsrs6(Fsrs6Parameters.Default), new()), 1);
        Assert.Equal(1, schedule.Repetitions);
        Assert.Equal(Fsrs6Parameters.Default[0], schedule.Memory!.Value.Stability, 9);
    }

    [Fact]
    public void A_card_without_reviews_stands_where_its_interval_says()
    {
        var card = Card(5, 1) with { Type = 2, Queue = 2, Due = 1100, Interval = 40, Factor = 2500, Repetitions = 7, Lapses = 1 };

        var plain = Assert.IsType<MemoryEvent.Placed>(Import(Collection([Note(1, 1, "f", "b")], [card])).Events[1]);
        var fsrs = Assert.IsType<MemoryEvent.Placed>(Import(Collection([Note(1, 1, "f", "b")], [card with { Data = "{\"s\":33.5,\"d\":6.2,\"lrt\":1790000000}" }])).Events[1]);

        var due = DateTimeOffset.FromUnixTimeSeconds(Created).AddDays(1100.5);
        Assert.Equal(new(CardState.Review, AnkiHistory.OfEase(40, 2500), due, 0, 40, due.AddDays(-40), 7, 1), plain.Schedule);
        Assert.Equal(40, plain.Schedule.Memory!.Value.Stability);
        Assert.Equal(new(33.5, 6.2), fsrs.Schedule.Memory);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_790_000_000), fsrs.Schedule.LastReview);
    }

    [Fact]
    public void Difficulty_from_the_ease_makes_the_next_good_interval_what_the_ease_would()
    {
        var model = new Fsrs6(Fsrs6Parameters.Default);
        foreach (var (interval, factor) in new[] { (5, 2500), (20, 2300), (40, 2100) })
        {
            var before = AnkiHistory.OfEase(interval, factor);
            if (before.Difficulty is <= 1 or >= 10) continue;

            var after = model.Next(before, Grade.Good, interval);

            Assert.Equal(factor / 1000.0, after.Stability / before.Stability, 9);
        }
        Assert.InRange(AnkiHistory.OfEase(20, 2300).Difficulty, 1.0001, 9.9999);
    }

    [Fact]
    public void A_history_that_begins_in_the_middle_is_preceded_by_its_interval()
    {
        var import = Import(Collection([Note(1, 1, "f", "b")], [Card(5, 1)], Review(1_750_000_000_000, 5, 3, last: 12, factor: 550)));

        var placed = import.Events.OfType<MemoryEvent.Placed>().Single();
        Assert.Equal(new(12, 5.05), placed.Schedule.Memory!.Value with { Difficulty = Math.Round(placed.Schedule.Memory.Value.Difficulty, 9) });
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_750_000_000_000).AddDays(-12), placed.At);
        Assert.Single(Kept(import).Of("anki-6775696431").Reviews);
    }

    [Fact]
    public void Suspended_buried_and_flagged_cards_stay_so()
    {
        var import = Import(Collection([Note(1, 2, "f", "b"), Note(2, 1, "g", "h")], [Card(5, 1) with { Queue = -1 }, Card(6, 1, 1) with { Queue = -3 }, Card(7, 2) with { Flags = 3 }]));

        var cards = Kept(import);
        Assert.True(cards.Of("anki-6775696431").IsSuspended);
        Assert.Equal(DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(1_760_000_000).Date).AddDays(1), cards.Of("anki-6775696431-t2").BuriedUntil);
        Assert.True(cards.Of("anki-6775696432").IsMarked);
        Assert.Equal(["A flag keeps no color."], import.Losses.Select(loss => loss.What));
    }

    [Fact]
    public void The_same_package_brings_nothing_twice_and_a_later_version_updates_the_note()
    {
        var first = Collection([Note(1, 1, "f", "b")], [Card(5, 1) with { Queue = -1 }], Review(1_750_000_000_000, 5, 3), Review(1_750_500_000_000, 5, 3));
        var kept = Kept(Import(first));

        var again = Import(first, kept, batch: Guid.NewGuid());
        var later = Import(Collection([Note(1, 1, "f", "better")], [Card(5, 1)], Review(1_750_000_000_000, 5, 3), Review(1_751_000_000_000, 5, 1)), kept, batch: Guid.NewGuid());

        Assert.Empty(again.Events);
        Assert.Equal((1, 2), (again.Unchanged, again.KnownReviews));
        Assert.Equal((0, 1, 1), (later.Added, later.Updated, later.Reviews));
        Assert.Equal(3, Kept(later, kept).Of("anki-6775696431").Reviews.Count());
        Assert.Equal(3, later.Events.OfType<MemoryEvent.Reviewed>().Single().Repetition);
    }

    [Fact]
    public void An_import_can_be_undone_as_a_whole_and_made_again()
    {
        var collection = Collection([Note(1, 1, "f", "b")], [Card(5, 1) with { Queue = -1 }], Review(1_750_000_000_000, 5, 3));
        var undone = Kept(Import(collection)).After([new MemoryEvent.Undone(Guid.NewGuid(), Now, Batch)]);

        var again = Kept(Import(collection, undone, batch: Guid.NewGuid()), undone);

        Assert.Empty(undone.Notes);
        Assert.Equal(CardRecord.Untouched, undone.Of("anki-6775696431"));
        Assert.Single(again.Notes);
        Assert.Single(again.Of("anki-6775696431").Reviews);
        Assert.True(again.Of("anki-6775696431").IsSuspended);
    }

    [Fact]
    public void A_note_that_comes_with_certus_keeps_its_text_and_takes_its_history()
    {
        var own = new Note("glue-crawler", "q", "a", null, "glue", "glue", null, [], null);
        var note = Note(1, 1, "changed", "b") with { Guid = "certus:glue-crawler" };

        var import = AnkiImport.Of(
            Collection([note], [Card(5, 1)], Review(1_750_000_000_000, 5, 3)), _ => null,
            new(LearnerCards.Empty, Batch, Now, LearnerDays.Utc) { BuiltIn = new Dictionary<string, Note> { [own.Id] = own } }, TestContext.Current.CancellationToken);

        Assert.Empty(import.Notes);
        Assert.Equal("glue-crawler", Assert.IsType<MemoryEvent.Reviewed>(Assert.Single(import.Events)).Card);
    }

    [Fact]
    public void What_can_not_be_a_card_is_left_out_with_a_reason()
    {
        var import = Import(Collection(
            [Note(1, 9, "f"), Note(2, 1, "", ""), Note(3, 3, "no deletion", ""), Note(4, 3, "{{c1::image-occlusion:rect:left=.1}}<img src=x.png>", ""), Note(5, 1, "no cards", "b"), Note(6, 1, new string('x', 300_000), "b")],
            [Card(11, 1), Card(12, 2), Card(13, 3), Card(14, 4), Card(16, 6)]));

        Assert.Empty(import.Notes);
        Assert.Equal(6, import.Losses.Count(loss => loss.What.Contains("left out", StringComparison.Ordinal) && loss.Notes.Count == 1 && !loss.What.Contains("picture that", StringComparison.Ordinal)));
        Assert.Equal("note 2", import.Losses.Single(loss => loss.What.StartsWith("A card with nothing on its front", StringComparison.Ordinal)).Notes[0]);
    }

    [Fact]
    public void A_template_that_multiplies_a_field_beyond_measure_is_not_followed()
    {
        var type = Basic with { Id = 1, Templates = [new(0, "x", string.Concat(Enumerable.Repeat("{{Front}}", 20_000)), "{{Back}}")] };
        var collection = Collection([Note(1, 1, new string('x', 200_000), "b")], [Card(5, 1)]) with { NoteTypes = new Dictionary<long, AnkiNoteType> { [1] = type } };

        Assert.Contains(Import(collection).Losses, loss => loss.What.StartsWith("A card that its template makes longer", StringComparison.Ordinal));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_template_of_blanks_is_judged_at_once()
    {
        var type = Basic with { Templates = [new(0, "x", "{{Front}}", new string(' ', 5000) + "x")] };
        var collection = Collection([Note(1, 1, "f", "b")], [Card(5, 1)]) with { NoteTypes = new Dictionary<long, AnkiNoteType> { [1] = type } };

        var import = await Task.Run(() => Import(collection), TestContext.Current.CancellationToken);

        Assert.Contains(import.Losses, loss => loss.What.Contains("a template of their own", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{{Back}}", true)]
    [InlineData(" {{FrontSide}}\n<hr id=\"answer\"/> {{Back}} ", true)]
    [InlineData("{{FrontSide}}<br>\n<br /> <hr id=answer> <br>{{Back}}", true)]
    [InlineData("{{FrontSide}}", true)]
    [InlineData("{{FrontSide}}<hr>{{Back}}", false)]
    [InlineData("<b>{{Back}}</b>", false)]
    public void A_back_without_a_look_of_its_own_loses_none(string back, bool isPlain)
    {
        var collection = Collection([Note(1, 1, "f", "b")], [Card(5, 1)]) with { NoteTypes = new Dictionary<long, AnkiNoteType> { [1] = Basic with { Templates = [new(0, "x", "{{Front}}", back)] } } };

        Assert.Equal(isPlain, !Import(collection).Losses.Any(loss => loss.What.Contains("a template of their own", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_template_beyond_measure_is_refused_with_its_type()
    {
        var type = Basic with { Templates = [new(0, "x", "{{Front}}", string.Concat(Enumerable.Repeat("{{#Gone}}x{{/Gone}}", 20_000)))] };

        var import = Import(Collection([Note(1, 1, "f", "b")], [Card(5, 1)]) with { NoteTypes = new Dictionary<long, AnkiNoteType> { [1] = type } });

        Assert.Empty(import.Notes);
        Assert.Equal(["Notes of the type “Basic” have a template of more than 262,144 letters and are left out."], import.Losses.Select(loss => loss.What));
    }

    [Fact]
    public void A_note_of_many_cards_can_be_ended_between_two_of_them()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var asked = 0;
        ReadOnlyMemory<byte>? Media(string _)
        {
            asked++;
            cancel.Cancel();
            return null;
        }

        Assert.Throws<OperationCanceledException>(() => AnkiImport.Of(
            Collection([Note(1, 2, "What is this? <img src=a.png>", "back")], [Card(5, 1), Card(6, 1, 1)]), Media, new(LearnerCards.Empty, Batch, Now, LearnerDays.Utc), cancel.Token));

        Assert.Equal(2, asked);      // under its name and its address, on the first card's front only
    }

    [Fact]
    public void Two_cards_that_are_one_here_are_put_away_once()
    {
        var import = Import(Collection([Note(1, 3, "{{c1::S3}}", "")], [Card(5, 1) with { Queue = -1 }, Card(6, 1) with { Queue = -1 }]));

        Assert.Equal(import.Events.Count, import.Events.DistinctBy(happened => happened.Id).Count());
        Assert.Equal(1, import.Suspended);
    }

    [Fact]
    public void Reviews_dated_after_the_import_are_left_out()
    {
        var (soon, late) = (Now.AddHours(20), Now.AddDays(2));

        var import = Import(Collection([Note(1, 1, "f", "b")], [Card(5, 1)], Review(soon.ToUnixTimeMilliseconds(), 5, 3, kind: 0), Review(late.ToUnixTimeMilliseconds(), 5, 3)));

        Assert.Equal([soon], import.Events.OfType<MemoryEvent.Reviewed>().Select(review => review.At));
        Assert.Equal(["A review dated more than a day after the import is left out."], import.Losses.Select(loss => loss.What));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"s\":33.5,\"d\":6.2,\"lrt\":4000000000}")]
    public void Nothing_happened_after_the_import(string data)
    {
        var due = (int)(Now.AddDays(30) - DateTimeOffset.FromUnixTimeSeconds(Created)).TotalDays;
        var collection = Collection(
            [Note(1, 1, "f", "b") with { Modified = 4_000_000_000 }], [Card(5, 1) with { Type = 2, Queue = -1, Due = due, Interval = 3, Repetitions = 2, Flags = 1, Modified = 4_000_000_000, Data = data }]);

        var import = Import(collection);

        Assert.Equal(4, import.Events.Count);
        Assert.All(import.Events, happened => Assert.InRange(happened.At, DateTimeOffset.UnixEpoch, Now));
        var placed = import.Events.OfType<MemoryEvent.Placed>().Single().Schedule;
        Assert.Equal(Now, placed.LastReview);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Created).AddDays(due + 0.5), placed.Due);
        var later = AnkiImport.Of(collection, _ => null, new(Kept(import), Guid.NewGuid(), Now.AddDays(3), LearnerDays.Utc), TestContext.Current.CancellationToken);
        Assert.Empty(later.Events);
    }

    [Fact]
    public void A_guid_can_be_read_from_the_id_it_gave()
    {
        foreach (var guid in new[] { "Hq|<&#2'z", "é日本", "a b" })
            Assert.Equal(guid, AnkiExport.GuidOf(AnkiNoteReader.IdOf(Note(1, 1) with { Guid = guid })));
        var id = AnkiNoteReader.IdOf(Note(1, 1) with { Guid = new string('g', 500) });
        Assert.Equal(id, AnkiNoteReader.IdOf(Note(1, 1) with { Guid = AnkiExport.GuidOf(id) }));
        Assert.Equal("certus:own-1", AnkiExport.GuidOf("own-1"));
    }

    [Fact]
    public void What_the_learner_brought_back_since_is_not_put_away_again_by_the_same_file()
    {
        var file = Collection([Note(1, 1, "a", "b")], [Card(5, 1) with { Queue = -1, Flags = 1 }]);
        var cards = Kept(Import(file));
        cards = cards.After([new MemoryEvent.Suspended(Guid.NewGuid(), Now, "anki-6775696431", false), new MemoryEvent.Marked(Guid.NewGuid(), Now, "anki-6775696431", false)]);

        Assert.Empty(Import(file, cards, batch: Guid.NewGuid()).Events);
        var later = Import(Collection([Note(1, 1, "a", "b")], [Card(5, 1) with { Queue = -1, Modified = 1_770_000_000 }]), cards, batch: Guid.NewGuid());
        Assert.True(Kept(later, cards).Of("anki-6775696431").IsSuspended);       // put away in Anki after that: it counts
    }

    [Fact]
    public void A_note_from_an_older_file_does_not_take_the_place_of_a_newer_one()
    {
        var newer = Note(1, 1, "new words", "b") with { Modified = 1_760_000_500 };
        var cards = Kept(Import(Collection([newer], [Card(5, 1)])));

        var older = Import(Collection([Note(1, 1, "old words", "b")], [Card(5, 1)]), cards, batch: Guid.NewGuid());

        Assert.Empty(older.Events);
        Assert.Equal((0, 1), (older.Updated, older.Unchanged));
        Assert.Equal("A note that is older than the one you have is not taken for a later version.", Assert.Single(older.Losses).What);
        Assert.Single(Import(Collection([newer with { Fields = ["newest words", "b"], Modified = 1_760_000_900 }], [Card(5, 1)]), cards, batch: Guid.NewGuid()).Notes);
    }
}

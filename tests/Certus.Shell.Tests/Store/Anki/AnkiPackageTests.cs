using System.Text;
using Certus.Catalog;
using Certus.Content.Anki;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store.Anki;

namespace Certus.Shell.Tests.Store.Anki;

public sealed class AnkiPackageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static PackageReading<CardImport> Read(byte[] package, PackageLimits? limits = null, CancellationToken? cancel = null)
    {
        using var stream = new MemoryStream(package);
        return AnkiPackage.Read(stream, "deck.apkg", (collection, media) => AnkiImport.Of(collection, media, new(LearnerCards.Empty, new(1, 2, 3, new byte[8]), Now, LearnerDays.Utc), Cancel), limits, cancel ?? Cancel);
    }

    private static CardImport Accepted(byte[] package) => Read(package) switch
    {
        PackageReading<CardImport>.Accepted accepted => accepted.Value,
        PackageReading<CardImport>.Refused refused => throw new InvalidOperationException(refused.Fault),
        _ => throw new InvalidOperationException(),
    };

    private static string Refused(byte[] package, PackageLimits? limits = null) => Assert.IsType<PackageReading<CardImport>.Refused>(Read(package, limits)).Fault;

    public static TheoryData<string> Versions => ["anki2", "anki21", "anki21b"];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Packages_of_every_version_give_the_same(string version)
    {
        var import = Accepted(version == "anki21b" ? Packages.Current() : Packages.Legacy("collection." + version));

        Assert.Equal(["What is **AUC**?", "{{c1::Glue}} runs {{c2::Spark}}"], import.Notes.Select(note => note.Text));
        Assert.Equal("Area under the ROC curve ![picture](picture-1.png)", import.Notes[0].Back);
        Assert.All(import.Notes, note => Assert.Equal("AWS::ML", note.Deck));
        Assert.Equal(["ml", "aws"], import.Notes[0].Tags);
        Assert.Contains(import.Bodies, body => body.Span.SequenceEqual(Packages.Png));
        Assert.Equal([Grade.Good, Grade.Good, Grade.Easy], import.Events.OfType<MemoryEvent.Reviewed>().Select(review => review.Grade));
        Assert.Equal(new(28.5, 5.5), import.Events.OfType<MemoryEvent.Placed>().Single().Schedule.Memory);
        Assert.Equal($"{import.Notes[1].Id}#c1", import.Events.OfType<MemoryEvent.Suspended>().Single().Card);
        Assert.Equal((3, 1), (import.Cards, import.Pictures));
        Assert.Empty(import.Losses);
    }

    [Fact]
    public void What_is_no_package_is_refused()
    {
        var sound = Packages.Legacy();

        Assert.Equal("deck.apkg: it is no package: no zip archive, or its end is cut off.", Refused("just text"u8.ToArray()));
        Assert.Equal("deck.apkg: it is no package: no zip archive, or its end is cut off.", Refused([]));
        Assert.Equal("deck.apkg: it is no package: no zip archive, or its end is cut off.", Refused(sound[..(sound.Length / 2)]));
        Assert.Equal("deck.apkg: the entry collection.anki2 is missing.", Refused(Packages.Zip(("media", "{}"u8.ToArray()))));
        Assert.Equal("deck.apkg: the entry collection.anki21b is missing.", Refused(Packages.Zip(("meta", Packages.Varint(1, 3)), ("collection.anki2", Packages.Schema11()))));
        Assert.Equal("deck.apkg: the entry meta names a version of the format that is not known; export it from Anki for older versions.", Refused(Packages.Zip(("meta", Packages.Varint(1, 9)))));
        Assert.Equal("deck.apkg: the entry meta is damaged.", Refused(Packages.Zip(("meta", [0x0A, 0xFF]))));
    }

    [Fact]
    public void A_package_cut_anywhere_is_refused_or_read_but_never_breaks()
    {
        var sound = Packages.Current();
        for (var length = 0; length < sound.Length; length += Math.Max(1, sound.Length / 41)) Assert.IsType<PackageReading<CardImport>.Refused>(Read(sound[..length]));
        for (var at = 0; at < sound.Length; at += Math.Max(1, sound.Length / 41))
        {
            var bent = sound.ToArray();
            bent[at] ^= 0x5A;
            Read(bent);     // whatever it gives, it is a value
        }
    }

    [Fact]
    public void A_bent_collection_is_refused_or_read_but_never_breaks()
    {
        var sound = Packages.Schema11();
        for (var at = 0; at < sound.Length; at += Math.Max(1, sound.Length / 61))
        {
            var bent = sound.ToArray();
            for (var i = at; i < Math.Min(at + 8, bent.Length); i++) bent[i] ^= 0xA5;
            Read(Packages.Legacy(sqlite: bent));
        }
    }

    [Fact]
    public void A_bomb_is_refused_before_it_fills_anything()
    {
        var zeros = new byte[40 << 20];
        "SQLite format 3\0"u8.CopyTo(zeros);

        Assert.Equal("deck.apkg: the entry collection.anki2 unpacks to more than 200 times its size.", Refused(Packages.Legacy(sqlite: zeros)));
        Assert.Equal("deck.apkg: the entry collection.anki21b unpacks to more than 200 times its size.", Refused(Packages.Current(zeros)));
        Assert.Equal("deck.apkg: the entry collection.anki2 unpacks to more than 1 MiB.", Refused(Packages.Legacy(sqlite: zeros), new() { Collection = 1 << 20 }));
        Assert.Equal("deck.apkg: the entry media unpacks to more than 16 MiB.", Refused(Packages.Legacy(media: new string(' ', 20 << 20))));
        Assert.Equal("deck.apkg: with the entry collection.anki2 it unpacks to more than 1 MiB.", Refused(Packages.Legacy(sqlite: zeros), new() { Total = 1 << 20 }));
    }

    [Fact]
    public void A_picture_that_is_a_bomb_is_left_out()
    {
        var package = Packages.Zip(("collection.anki2", Packages.Schema11()), ("media", "{\"0\":\"roc curve.png\"}"u8.ToArray()), ("0", new byte[100 << 20]));

        Assert.Equal(["A picture of more than 2 MiB is left out."], Accepted(package).Losses.Select(loss => loss.What));
    }

    [Fact]
    public void A_picture_that_many_cards_show_is_unpacked_and_counted_once()
    {
        var picture = new byte[1 << 20];
        new Random(7).NextBytes(picture);
        Packages.Png.CopyTo(picture, 0);
        var package = Packages.Zip(("collection.anki2", Packages.Schema11(Showing(30, _ => "<img src=\"p0.png\">"))), ("media", "{\"0\":\"p0.png\"}"u8.ToArray()), ("0", picture));

        var import = Assert.IsType<PackageReading<CardImport>.Accepted>(Read(package, new() { Total = 3 << 20 })).Value;

        Assert.Equal((30, 1), (import.Cards, import.Pictures));
        Assert.Empty(import.Losses);
    }

    [Fact]
    public void Many_small_pictures_are_a_bomb_together()
    {
        const int Pictures = 40;
        var picture = new byte[1 << 20];
        Packages.Png.CopyTo(picture, 0);
        var media = "{" + string.Join(',', Enumerable.Range(0, Pictures).Select(i => $"\"{i}\":\"p{i}.png\"")) + "}";
        var package = Packages.Zip([
            ("collection.anki2", Packages.Schema11(Showing(Pictures, i => $"<img src=\"p{i}.png\">"))), ("media", Encoding.UTF8.GetBytes(media)), .. Enumerable.Range(0, Pictures).Select(i => ($"{i}", picture))]);
        const int Free = 1 << 20;
        var most = (package.Length * 200L + Free) >> 20;

        Assert.InRange(most, 2, Pictures - 1);
        Assert.EndsWith($" it unpacks to more than {most} MiB.", Refused(package, new() { Free = Free }), StringComparison.Ordinal);
        Assert.IsType<PackageReading<CardImport>.Accepted>(Read(package));
    }

    [Theory]
    [InlineData("\"99999999999999999999\"", "99999999999999999999")]
    [InlineData("\"seven\"", "seven")]
    [InlineData("1e300", "1e300")]
    public void An_id_that_is_no_number_of_64_bits_is_refused(string json, string shown) => Assert.Equal(
        $"deck.apkg: the models in the entry collection.anki2 have the id “{shown}”, which is no whole number of 64 bits.",
        Refused(Packages.Legacy(sqlite: Packages.Schema11(models: "{\"1\":{\"id\":" + json + ",\"name\":\"x\",\"flds\":[],\"tmpls\":[]}}"))));

    [Theory]
    [InlineData("notetypes", 2)]
    [InlineData("decks", 7)]
    [InlineData("notes", 1500000000002)]
    [InlineData("cards", 1500000000013)]
    public void An_id_that_a_table_has_twice_is_refused(string table, long id)
    {
        var twice = $"CREATE TABLE other AS SELECT * FROM {table}; INSERT INTO other SELECT * FROM {table} WHERE id = {id}; DROP TABLE {table}; ALTER TABLE other RENAME TO {table};";

        Assert.Equal($"deck.apkg: the table {table} in the entry collection.anki21b has the id {id} twice.", Refused(Packages.Current(Packages.Schema18(Packages.Rows + twice))));
    }

    /// <summary>Notes of one card each, with this on the front.</summary>
    private static string Showing(int notes, Func<int, string> front) => string.Concat(Enumerable.Range(0, notes).Select(i =>
        $"INSERT INTO notes VALUES ({i + 1}, 'guid{i}', 1, 1600000000, -1, '', '{i} {front(i)}' || char(31) || 'back', 'x', 1, 0, ''); INSERT INTO cards VALUES ({i + 1}, {i + 1}, 7, 0, 1600000000, -1, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, '');"));

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\evil.dll")]
    [InlineData("C:evil")]
    public void An_entry_with_a_path_for_a_name_is_refused(string name) =>
        Assert.Equal($"deck.apkg: the entry “{name}” has a path for a name.", Refused(Packages.Zip(("collection.anki2", Packages.Schema11()), (name, [1]))));

    [Fact]
    public void A_list_of_media_that_is_none_is_refused()
    {
        Assert.Equal("deck.apkg: the entry media names the file “../../x.png”, which is a path.", Refused(Packages.Legacy(media: "{\"0\":\"../../x.png\"}")));
        Assert.Equal("deck.apkg: the entry media is not a list of names.", Refused(Packages.Legacy(media: "{\"0\":")));
        Assert.Equal("deck.apkg: the entry media is not a list of names.", Refused(Packages.Legacy(media: "[1]")));
        Assert.Equal("deck.apkg: the entry media is not a list of names.", Refused(Packages.Legacy(media: "{\"0\":5}")));
        Assert.Equal("deck.apkg: the entry media is not a list of names.", Refused(Packages.Current(media: Packages.Zstd([0x0A, 0xFF, 0x01]))));
        Assert.Equal("deck.apkg: the entry media is damaged.", Refused(Packages.Current(media: "not compressed"u8.ToArray())));
        var huge = new StringBuilder("{");
        for (var i = 0; i < 200; i++) huge.Append(i == 0 ? "" : ",").Append($"\"{i}\":\"{i}.png\"");
        Assert.Equal("deck.apkg: the entry media lists more than 100 files.", Refused(Packages.Legacy(media: huge.Append('}').ToString()), new() { Entries = 100 }));
        Assert.Equal("deck.apkg: it has more than 2 entries.", Refused(Packages.Legacy(), new() { Entries = 2 }));
        Assert.Equal("deck.apkg: there are two entries 0.", Refused(Packages.Zip(("0", [1]), ("0", [2]))));
    }

    [Fact]
    public void A_broken_compression_names_its_entry()
    {
        var broken = Packages.Zstd(Packages.Schema18());
        for (var i = 40; i < 60; i++) broken[i] ^= 0xFF;

        Assert.Equal("deck.apkg: the entry collection.anki21b is damaged.", Refused(Packages.Current(collection: broken)));
        Assert.Equal("deck.apkg: the entry collection.anki21b is damaged.", Refused(Packages.Current(collection: Packages.Zstd(Packages.Schema18())[..200])));
        Assert.Equal("deck.apkg: the entry collection.anki21b is damaged.", Refused(Packages.Current(collection: "SQLite format 3\0"u8.ToArray())));
    }

    [Fact]
    public void A_collection_with_other_tables_is_refused()
    {
        Assert.Equal("deck.apkg: the entry collection.anki2 is not an SQLite database.", Refused(Packages.Legacy(sqlite: "hello"u8.ToArray())));
        Assert.Equal("deck.apkg: the entry collection.anki2 has no table col.", Refused(Packages.Legacy(sqlite: Packages.Sqlite("CREATE TABLE x (a)"))));
        Assert.Equal("deck.apkg: the entry collection.anki2 has no table revlog.", Refused(Packages.Legacy(sqlite: Packages.Schema11("DROP TABLE revlog;"))));
        Assert.Equal("deck.apkg: the table notes in the entry collection.anki2 has no column flds.", Refused(Packages.Legacy(sqlite: Packages.Schema11("ALTER TABLE notes DROP COLUMN flds;"))));
        Assert.Equal("deck.apkg: the entry collection.anki2 describes its note types or decks in a way that is not known.", Refused(Packages.Legacy(sqlite: Packages.Schema11(models: "nonsense"))));
        Assert.Equal("deck.apkg: the entry collection.anki2 describes its note types or decks in a way that is not known.", Refused(Packages.Legacy(sqlite: Packages.Schema11(models: "{\"1\":{\"id\":1}}"))));
    }

    [Fact]
    public void Nothing_of_a_collection_is_run()
    {
        const string View = "DROP TABLE revlog; CREATE VIEW revlog AS SELECT 1 AS id, 2 AS cid, 3 AS ease, 4 AS ivl, 5 AS lastIvl, 6 AS factor, 7 AS time, 8 AS type;";
        const string Computed = "DROP TABLE revlog; CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, ease integer, ivl integer, lastIvl integer, factor integer, time integer GENERATED ALWAYS AS (length(zeroblob(1000000000))) VIRTUAL, type integer);";
        const string Virtual = "DROP TABLE revlog; CREATE VIRTUAL TABLE revlog USING fts5(id, cid, ease, ivl, lastIvl, factor, time, type);";

        Assert.Equal("deck.apkg: revlog in the entry collection.anki2 is not a table.", Refused(Packages.Legacy(sqlite: Packages.Schema11(View))));
        Assert.Equal("deck.apkg: the table revlog in the entry collection.anki2 has no column time.", Refused(Packages.Legacy(sqlite: Packages.Schema11(Computed))));
        Assert.Equal("deck.apkg: revlog in the entry collection.anki2 is not a table.", Refused(Packages.Legacy(sqlite: Packages.Schema11(Virtual))));
    }

    [Fact]
    public void More_of_anything_than_there_may_be_is_refused()
    {
        const string Million = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO notes SELECT 4, 'c', 1, 0, 0, '', replace(hex(zeroblob(500000)), '0', char(31)), 'x', 1, 0, '';";

        Assert.Equal("deck.apkg: note 4 in the entry collection.anki2 has more than 500 fields.", Refused(Packages.Legacy(sqlite: Packages.Schema11(Packages.Rows + Million))));
        Assert.Equal("deck.apkg: the entry collection.anki2 holds more than 1 notes.", Refused(Packages.Legacy(), new() { Notes = 1 }));
        Assert.Equal("deck.apkg: the entry collection.anki2 holds more than 2 cards.", Refused(Packages.Legacy(), new() { Cards = 2 }));
        Assert.Equal("deck.apkg: the entry collection.anki2 holds more than 2 reviews.", Refused(Packages.Legacy(), new() { Reviews = 2 }));
        Assert.Equal("deck.apkg: the notes in the entry collection.anki2 are longer than 50 letters together.", Refused(Packages.Legacy(), new() { Letters = 50 }));
        Assert.Equal("deck.apkg: it is larger than 0 MiB.", Refused(Packages.Legacy(), new() { File = 100 }));
    }

    [Fact]
    public void Values_of_any_kind_in_any_column_are_read_or_refused() =>
        Assert.NotNull(Read(Packages.Legacy(sqlite: Packages.Schema11("""
            INSERT INTO notes VALUES (5, x'00FF', 'one', 1e300, 'x', 7, 42, 0, 0, 0, 0);
            INSERT INTO cards VALUES (6, 5, 'deck', 1e18, -9223372036854775808, 0, 99, 'queue', 9223372036854775807, -5, 'x', 1e300, -1, 0, 9223372036854775807, 1, 8, '[1,2');
            INSERT INTO revlog VALUES (-9223372036854775808, 6, 0, 'x', 0, 1e300, 0, -7, 'y');
            """ + Packages.Rows))));

    [Fact]
    public void A_reading_can_be_given_up()
    {
        using var given = new CancellationTokenSource();
        given.Cancel();

        Assert.Throws<OperationCanceledException>(() => Read(Packages.Legacy(), cancel: given.Token));
    }

    [Fact]
    public async Task What_is_written_can_be_read_again()
    {
        var note = new Note("own-1", "What does ![a curve](picture-1.png) show?", "**ROC**", null, "AWS::ML", null, null, [], null) { Media = [new("picture-1.png", ContentHash.Of(Packages.Png))], Tags = ["a", "b"] };
        var cards = LearnerCards.Empty.After([
            new MemoryEvent.Reviewed(new(1, 0, 0, new byte[8]), Now.AddDays(-9), "own-1", null, Grade.Good, TimeSpan.FromSeconds(4), 1), new MemoryEvent.Reviewed(new(2, 0, 0, new byte[8]), Now.AddDays(-3), "own-1", null, Grade.Hard, TimeSpan.FromSeconds(8), 2)]);
        var export = AnkiExport.Of([(note, false)], cards, new(new Fsrs6(Fsrs6Parameters.Default), new()), LearnerDays.Utc, Now, Cancel);
        using var package = new MemoryStream();

        await AnkiPackageWriter.WriteAsync(export, (_, _) => ValueTask.FromResult<byte[]?>(Packages.Png), package, Now, Cancel);

        var back = Accepted(package.ToArray());
        Assert.Equal(note.ToBody(), back.Notes.Single().ToBody());
        Assert.Equal(cards.Of("own-1").Reviews.Select(review => (review.At, review.Grade, review.Elapsed)), back.Events.OfType<MemoryEvent.Reviewed>().Select(review => (review.At, review.Grade, review.Elapsed)));
        Assert.Empty(back.Losses);
    }
}

using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;
using ZstdSharp;

namespace Certus.Shell.Tests.Store.Anki;

/// <summary>Packages as Anki writes them, and as nobody should, made of real SQLite, zip and Zstandard.</summary>
internal static class Packages
{
    public static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3, 4];

    /// <summary>The rows that every version shares: two notes, three cards, three reviews.</summary>
    public const string Rows = """
        INSERT INTO notes VALUES (1500000000001, 'aaaaaaaaaa', 1, 1600000000, -1, ' ml  aws ', 'What is <b>AUC</b>?' || char(31) || 'Area under the ROC curve <img src="roc curve.png">', 'x', 1, 0, '');
        INSERT INTO notes VALUES (1500000000002, 'bbbbbbbbbb', 2, 1600000000, -1, '', '{{c1::Glue}} runs {{c2::Spark}}' || char(31) || '', 'x', 1, 0, '');
        INSERT INTO cards VALUES (1500000000011, 1500000000001, 7, 0, 1600000000, -1, 2, 2, 900, 25, 2500, 3, 0, 0, 0, 0, 0, '');
        INSERT INTO cards VALUES (1500000000012, 1500000000002, 7, 0, 1600000000, -1, 2, -1, 950, 30, 2300, 4, 1, 0, 0, 0, 1, '{"s":28.5,"d":5.5}');
        INSERT INTO cards VALUES (1500000000013, 1500000000002, 7, 1, 1600000000, -1, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, '');
        INSERT INTO revlog VALUES (1590000000000, 1500000000011, -1, 3, -600, -60, 0, 7000, 0);
        INSERT INTO revlog VALUES (1590000600000, 1500000000011, -1, 3, 1, -600, 2500, 3000, 0);
        INSERT INTO revlog VALUES (1590100000000, 1500000000011, -1, 4, 25, 1, 2650, 4000, 1);
        """;

    public const string Common = """
        CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
        CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL, due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL, lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
        CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL, ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL, type integer NOT NULL);
        """;

    private const string Col = "CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL, ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL, models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);";

    private const string Models = """
        {"1":{"id":1,"name":"Basic","type":0,"mod":1,"usn":0,"sortf":0,"flds":[{"name":"Front","ord":0},{"name":"Back","ord":1}],"tmpls":[{"name":"Card 1","ord":0,"qfmt":"{{Front}}","afmt":"{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"}]},
         "2":{"id":"2","name":"Cloze","type":1,"flds":[{"name":"Text","ord":0},{"name":"Back Extra","ord":1}],"tmpls":[{"name":"Cloze","ord":0,"qfmt":"{{cloze:Text}}","afmt":"{{cloze:Text}}<br>\n{{Back Extra}}"}]}}
        """;

    /// <summary>A collection in schema 11.</summary>
    public static byte[] Schema11(string rows = Rows, string tables = Common, string? models = null) => Sqlite(
        Col + tables + "INSERT INTO col VALUES (1, 1510000000, 0, 0, 11, 0, 0, 0, '{\"schedVer\":2}', '" + (models ?? Models).Replace("'", "''", StringComparison.Ordinal) + "', '{\"7\":{\"id\":7,\"name\":\"AWS::ML\"},\"1\":{\"id\":1,\"name\":\"Default\"}}', '{}', '{}');" + rows);

    /// <summary>A collection in schema 18: names sorted by a collation that only Anki has, settings in Protocol Buffers.</summary>
    public static byte[] Schema18(string rows = Rows)
    {
        static string Blob(params byte[][] parts) => $"x'{Convert.ToHexString(parts.SelectMany(part => part).ToArray())}'";
        return Sqlite(
            Col + Common + """
            CREATE TABLE fields (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE unicase, config blob NOT NULL, PRIMARY KEY (ntid, ord)) without rowid;
            CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid);
            CREATE TABLE templates (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE unicase, mtime_secs integer NOT NULL, usn integer NOT NULL, config blob NOT NULL, PRIMARY KEY (ntid, ord)) without rowid;
            CREATE UNIQUE INDEX idx_templates_name_ntid ON templates (name, ntid);
            CREATE TABLE notetypes (id integer NOT NULL PRIMARY KEY, name text NOT NULL COLLATE unicase, mtime_secs integer NOT NULL, usn integer NOT NULL, config blob NOT NULL);
            CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name);
            CREATE TABLE decks (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE unicase, mtime_secs integer NOT NULL, usn integer NOT NULL, common blob NOT NULL, kind blob NOT NULL);
            CREATE UNIQUE INDEX idx_decks_name ON decks (name);
            CREATE TABLE tags (tag text NOT NULL PRIMARY KEY COLLATE unicase, usn integer NOT NULL) without rowid;
            INSERT INTO col VALUES (1, 1510000000, 0, 0, 18, 0, 0, 0, '', '', '', '', '');
            INSERT INTO decks VALUES (7, 'AWS' || char(31) || 'ML', 0, 0, x'', x'');
            INSERT INTO fields VALUES (1, 1, 'Back', x''), (1, 0, 'Front', x''), (2, 0, 'Text', x''), (2, 1, 'Back Extra', x'');
            """ + $"""
            INSERT INTO notetypes VALUES (1, 'Basic', 0, 0, {Blob(Varint(2, 0), Text(3, ".card {}"))}), (2, 'Cloze', 0, 0, {Blob(Varint(1, 1))});
            INSERT INTO templates VALUES (1, 0, 'Card 1', 0, 0, {Blob(Text(1, "{{Front}}"), Text(2, "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"))});
            INSERT INTO templates VALUES (2, 0, 'Cloze', 0, 0, {Blob(Text(1, "{{cloze:Text}}"), Text(2, "{{cloze:Text}}<br>\n{{Back Extra}}"))});
            """ + rows);
    }

    /// <summary>The package of an old Anki.</summary>
    public static byte[] Legacy(string collection = "collection.anki2", byte[]? sqlite = null, string media = "{\"0\":\"roc curve.png\"}") =>
        Zip((collection, sqlite ?? Schema11()), ("media", Encoding.UTF8.GetBytes(media)), ("0", Png));

    /// <summary>The package of an Anki of today; the collection for older versions is there too, and says only that it is too old.</summary>
    public static byte[] Current(byte[]? sqlite = null, byte[]? collection = null, byte[]? media = null) => Zip(
        ("meta", Varint(1, 3)), ("collection.anki2", Schema11("INSERT INTO notes VALUES (1, 'please', 1, 0, 0, '', 'Please update Anki', 'x', 1, 0, '');")),
        ("collection.anki21b", collection ?? Zstd(sqlite ?? Schema18())), ("media", media ?? Zstd(Bytes(1, [.. Text(1, "roc curve.png"), .. Varint(2, 12), .. Bytes(3, new byte[20])]))), ("0", Zstd(Png)));

    public static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        return stream.ToArray();
    }

    public static byte[] Zstd(byte[] bytes)
    {
        using var compressor = new Compressor();
        return compressor.Wrap(bytes).ToArray();
    }

    public static byte[] Sqlite(string sql)
    {
        using var directory = new TempDirectory();
        var path = directory.File("c");
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            connection.CreateCollation("unicase", (one, other) => string.Compare(one, other, StringComparison.OrdinalIgnoreCase));
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
        return File.ReadAllBytes(path);
    }

    public static byte[] Varint(int field, ulong value) => [(byte)(field << 3), .. Number(value)];

    public static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public static byte[] Bytes(int field, byte[] bytes) => [(byte)(field << 3 | 2), .. Number((ulong)bytes.Length), .. bytes];

    private static byte[] Number(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Certus.Content.Anki;
using Microsoft.Data.Sqlite;

namespace Certus.Store.Anki;

/// <summary>Writes packages that every version of Anki opens: <c>collection.anki2</c> in schema 11, media under numbers with a JSON list.</summary>
public static partial class AnkiPackageWriter
{
    private const int Schema11 = 11;

    // The tables and indexes of schema 11, in the order in which Anki makes them.
    private const string Tables = """
        CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL, ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL,
            conf text NOT NULL, models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);
        CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL,
            csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
        CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL,
            queue integer NOT NULL, due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL, lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL,
            odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
        CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL, ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL,
            time integer NOT NULL, type integer NOT NULL);
        CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
        CREATE INDEX ix_notes_usn ON notes (usn);
        CREATE INDEX ix_cards_usn ON cards (usn);
        CREATE INDEX ix_revlog_usn ON revlog (usn);
        CREATE INDEX ix_cards_nid ON cards (nid);
        CREATE INDEX ix_cards_sched ON cards (did, queue, due);
        CREATE INDEX ix_revlog_cid ON revlog (cid);
        CREATE INDEX ix_notes_csum ON notes (csum);
        """;

    /// <summary>Writes a package.</summary>
    /// <param name="export">What to write.</param>
    /// <param name="picture">The bytes of a picture by their content hash; one that is missing is left out.</param>
    /// <param name="to">Where to; left open.</param>
    /// <param name="at">The instant of the export.</param>
    /// <param name="cancel">Ends the writing early.</param>
    public static async Task WriteAsync(CardExport export, Func<string, CancellationToken, ValueTask<byte[]?>> picture, Stream to, DateTimeOffset at, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(export);
        ArgumentNullException.ThrowIfNull(picture);
        var directory = Directory.CreateTempSubdirectory("certus-export-");
        try
        {
            var path = Path.Combine(directory.FullName, "collection.anki2");
            WriteTables(path, export.Collection, at, cancel);
            using var archive = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
            await archive.CreateEntryFromFileAsync(path, "collection.anki2", cancel);
            var media = new JsonObject();
            foreach (var (name, version) in export.Pictures.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                if (await picture(version, cancel) is not { } bytes) continue;
                var number = media.Count.ToString(CultureInfo.InvariantCulture);
                await using (var entry = await archive.CreateEntry(number, CompressionLevel.NoCompression).OpenAsync(cancel)) await entry.WriteAsync(bytes, cancel);
                media[number] = name;
            }
            await using var list = await archive.CreateEntry("media").OpenAsync(cancel);
            await list.WriteAsync(Encoding.UTF8.GetBytes(media.ToJsonString()), cancel);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void WriteTables(string path, AnkiContents collection, DateTimeOffset at, CancellationToken cancel)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString());
        connection.Open();
        SqliteFile.Run(connection, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");      // a draft: nobody misses half of it
        SqliteFile.Run(connection, Tables);
        using var transaction = connection.BeginTransaction();
        var (now, seconds) = (at.ToUnixTimeMilliseconds(), at.ToUnixTimeSeconds());
        Insert(
            connection, "INSERT INTO col VALUES (1, $0, $1, $2, $3, 0, 0, 0, $4, $5, $6, $7, '{}')", [collection], one =>
            [one.Created, now, now, Schema11, Conf(), Models(one.NoteTypes.Values, seconds), Decks(one.Decks, seconds), Options(seconds)], cancel);
        Insert(
            connection, "INSERT INTO notes VALUES ($0, $1, $2, $3, -1, $4, $5, $6, $7, 0, '')", collection.Notes, note =>
            {
                var sort = Plain(note.Fields[0]);
                return [note.Id, note.Guid, note.NoteType, note.Modified, note.Tags.Length == 0 ? "" : $" {note.Tags} ", string.Join('\u001F', note.Fields), sort, Checksum(sort)];
            }, cancel);
        Insert(
            connection, "INSERT INTO cards VALUES ($0, $1, $2, $3, $4, -1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)", collection.Cards, card =>
            [
                card.Id, card.Note, card.Deck, card.Ordinal, card.Modified, card.Type, card.Queue, card.Due, card.Interval, card.Factor, card.Repetitions, card.Lapses, card.Left, card.OriginalDue, card.OriginalDeck,
                card.Flags, card.Data.Length == 0 ? "{}" : card.Data,
            ], cancel);
        Insert(
            connection, "INSERT INTO revlog VALUES ($0, $1, -1, $2, $3, $4, $5, $6, $7)", collection.Reviews,
            review => [review.Id, review.Card, review.Ease, review.Interval, review.LastInterval, review.Factor, review.Milliseconds, review.Kind], cancel);
        transaction.Commit();
    }

    private static void Insert<T>(SqliteConnection connection, string sql, IEnumerable<T> rows, Func<T, object[]> values, CancellationToken cancel)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            var cells = values(row);
            command.Parameters.Clear();
            for (var i = 0; i < cells.Length; i++) command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i}"), cells[i]);
            command.ExecuteNonQuery();
        }
    }

    private static string Conf() => new JsonObject
    {
        ["activeDecks"] = new JsonArray(1), ["curDeck"] = 1, ["newSpread"] = 0, ["collapseTime"] = 1200, ["timeLim"] = 0, ["estTimes"] = true, ["dueCounts"] = true, ["curModel"] = null, ["nextPos"] = 1,
        ["sortType"] = "noteFld", ["sortBackwards"] = false, ["addToCur"] = true, ["dayLearnFirst"] = false, ["schedVer"] = 2, ["sched2021"] = true,
    }.ToJsonString();

    private static string Models(IEnumerable<AnkiNoteType> types, long seconds)
    {
        var models = new JsonObject();
        foreach (var type in types)
            models[Key(type.Id)] = new JsonObject
            {
                ["id"] = type.Id, ["name"] = type.Name, ["type"] = type.IsCloze ? 1 : 0, ["mod"] = seconds, ["usn"] = -1, ["sortf"] = 0, ["did"] = 1, ["vers"] = new JsonArray(), ["tags"] = new JsonArray(),
                ["latexPre"] = "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\\begin{document}\n",
                ["latexPost"] = "\\end{document}",
                ["css"] = ".card { font-family: arial; font-size: 20px; line-height: 1.4; text-align: left; max-width: 40em; margin: 0 auto; }\n.cloze { font-weight: bold; color: blue; }\n.nightMode .cloze { color: lightblue; }\n"
                    + ".extra { margin-top: 1em; font-size: 85%; }\ntable { border-collapse: collapse; }\ntd, th { border: 1px solid gray; padding: 0.2em 0.5em; }\n",
                ["flds"] = new JsonArray([.. type.Fields.Select((field, i) => (JsonNode)new JsonObject
                {
                    ["name"] = field, ["ord"] = i, ["sticky"] = false, ["rtl"] = false, ["font"] = "Arial", ["size"] = 20, ["media"] = new JsonArray(),
                })]),
                ["tmpls"] = new JsonArray([.. type.Templates.Select(template => (JsonNode)new JsonObject
                {
                    ["name"] = template.Name, ["ord"] = template.Ordinal, ["qfmt"] = template.Front, ["afmt"] = template.Back, ["bqfmt"] = "", ["bafmt"] = "", ["did"] = null, ["bfont"] = "", ["bsize"] = 0,
                })]),
                ["req"] = new JsonArray([.. type.Templates.Select(template => (JsonNode)new JsonArray(template.Ordinal, "any", new JsonArray(0)))]),
            };
        return models.ToJsonString();
    }

    private static string Decks(IReadOnlyDictionary<long, string> decks, long seconds)
    {
        var all = new JsonObject();
        foreach (var (id, name) in decks)
            all[Key(id)] = new JsonObject
            {
                ["id"] = id, ["name"] = name, ["mod"] = seconds, ["usn"] = -1, ["desc"] = "", ["dyn"] = 0, ["conf"] = 1, ["collapsed"] = false, ["browserCollapsed"] = false, ["extendNew"] = 0, ["extendRev"] = 0,
                ["newToday"] = new JsonArray(0, 0), ["revToday"] = new JsonArray(0, 0), ["lrnToday"] = new JsonArray(0, 0), ["timeToday"] = new JsonArray(0, 0),
            };
        return all.ToJsonString();
    }

    private static string Options(long seconds) => new JsonObject
    {
        ["1"] = new JsonObject
        {
            ["id"] = 1, ["name"] = "Default", ["mod"] = seconds, ["usn"] = -1, ["maxTaken"] = 60, ["autoplay"] = true, ["timer"] = 0, ["replayq"] = true, ["dyn"] = false,
            ["new"] = new JsonObject
            {
                ["bury"] = true, ["delays"] = new JsonArray(1.0, 10.0), ["initialFactor"] = 2500, ["ints"] = new JsonArray(1, 4, 7), ["order"] = 1, ["perDay"] = 20, ["separate"] = true,
            },
            ["rev"] = new JsonObject
            {
                ["bury"] = true, ["ease4"] = 1.3, ["ivlFct"] = 1.0, ["maxIvl"] = 36500, ["perDay"] = 200, ["hardFactor"] = 1.2, ["fuzz"] = 0.05, ["minSpace"] = 1,
            },
            ["lapse"] = new JsonObject { ["delays"] = new JsonArray(10.0), ["leechAction"] = 1, ["leechFails"] = 8, ["minInt"] = 1, ["mult"] = 0.0 },
        },
    }.ToJsonString();

    private static string Key(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>A field as Anki sorts and compares it: without tags.</summary>
    private static string Plain(string html) => System.Net.WebUtility.HtmlDecode(Tag().Replace(html, "")).Trim();

#pragma warning disable CA5350 // Anki finds duplicates by the first 32 bits of the SHA-1; nothing rests on it
    private static long Checksum(string text) => Convert.ToInt64(Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4)), 16);
#pragma warning restore CA5350

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}

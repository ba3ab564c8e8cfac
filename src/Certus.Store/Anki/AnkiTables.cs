using System.Text.Json;
using Certus.Content.Anki;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Certus.Store.Anki;

/// <summary>Reads the tables of a collection that nobody vouches for.</summary>
/// <remarks>The file is opened for reading, without a journal, without the functions a schema could call; only tables of its own are asked for, and only columns that are stored.</remarks>
internal sealed class AnkiTables
{
    private const int LongestValue = 64 << 20;
    private readonly SqliteConnection _connection;
    private readonly string _entry;
    private readonly PackageLimits _limits;
    private readonly CancellationToken _cancel;

    private AnkiTables(SqliteConnection connection, string entry, PackageLimits limits, CancellationToken cancel) => (_connection, _entry, _limits, _cancel) = (connection, entry, limits, cancel);

    public static AnkiContents Read(string path, string entry, PackageLimits limits, CancellationToken cancel)
    {
        using (var file = File.OpenRead(path))
        {
            Span<byte> magic = stackalloc byte[16];
            if (file.ReadAtLeast(magic, 16, throwOnEndOfStream: false) < 16 || !magic.SequenceEqual("SQLite format 3\0"u8)) throw new PackageFault($"the entry {entry} is not an SQLite database.");
        }
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = $"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1", Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_LENGTH, LongestValue);
            // Anki sorts names by a collation of its own; here any order is as good.
            connection.CreateCollation("unicase", (one, other) => string.CompareOrdinal(one, other));
            SqliteFile.Run(connection, "PRAGMA trusted_schema=OFF; PRAGMA query_only=ON; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0");
            return new AnkiTables(connection, entry, limits, cancel).Read();
        }
        catch (SqliteException fault)
        {
            const int TooBig = 18;
            throw new PackageFault(fault.SqliteErrorCode == TooBig ? $"the entry {entry} holds a value of more than {LongestValue >> 20} MiB." : $"the entry {entry} is damaged, or is no collection ({fault.SqliteErrorCode}).");
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new PackageFault($"the entry {entry} describes its note types or decks in a way that is not known.");
        }
    }

    private AnkiContents Read()
    {
        var isCurrent = HasTable("notetypes");
        Require("col", isCurrent ? ["crt"] : ["crt", "conf", "models", "decks"]);
        var (types, decks) = isCurrent ? Current() : Legacy();
        var created = Rows("SELECT crt FROM col", 1, "collections", row => Number(row, 0)).FirstOrDefault();
        var first = !isCurrent && FirstScheduler(Rows("SELECT conf FROM col", 1, "collections", row => Text(row, 0)).FirstOrDefault() ?? "");
        Require("notes", ["id", "guid", "mid", "mod", "tags", "flds"]);
        Require("cards", ["id", "nid", "did", "ord", "mod", "type", "queue", "due", "ivl", "factor", "reps", "lapses", "left", "odue", "odid", "flags", "data"]);
        Require("revlog", ["id", "cid", "ease", "ivl", "lastIvl", "factor", "time", "type"]);
        var letters = 0L;
        var notes = Rows("SELECT id, guid, mid, mod, tags, flds FROM notes", _limits.Notes, "notes", row =>
        {
            var fields = Text(row, 5);
            if ((letters += fields.Length) > _limits.Letters) throw new PackageFault($"the notes in the entry {_entry} are longer than {_limits.Letters:N0} letters together.");
            if (fields.AsSpan().Count('\u001F') >= _limits.Fields) throw new PackageFault($"note {Number(row, 0)} in the entry {_entry} has more than {_limits.Fields} fields.");
            return new AnkiNote(Number(row, 0), Text(row, 1), Number(row, 2), Number(row, 3), Text(row, 4), fields.Split('\u001F'));
        });
        Once(notes, "notes", note => note.Id);
        var cards = Rows(
            "SELECT id, nid, did, ord, mod, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data FROM cards", _limits.Cards, "cards",
            row => new AnkiCard(
                Number(row, 0), Number(row, 1), Number(row, 2), Small(row, 3), Number(row, 4), Small(row, 5), Small(row, 6), Number(row, 7), Small(row, 8), Small(row, 9), Small(row, 10), Small(row, 11), Small(row, 12),
                Number(row, 13), Number(row, 14), Small(row, 15), Text(row, 16)));
        Once(cards, "cards", card => card.Id);
        var reviews = Rows(
            "SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog", _limits.Reviews, "reviews",
            row => new AnkiReview(Number(row, 0), Number(row, 1), Small(row, 2), Small(row, 3), Small(row, 4), Small(row, 5), Small(row, 6), Small(row, 7)));
        return new(created, first, types, decks, notes, cards, reviews);
    }

    /// <summary>Schema 11: note types and decks are JSON.</summary>
    private (Dictionary<long, AnkiNoteType>, Dictionary<long, string>) Legacy()
    {
        Dictionary<long, AnkiNoteType> types = [];
        Dictionary<long, string> decks = [];
        foreach (var (models, named) in Rows("SELECT models, decks FROM col", 1, "collections", row => (Text(row, 0), Text(row, 1))))
        {
            using var modelsJson = JsonDocument.Parse(models);
            foreach (var model in modelsJson.RootElement.EnumerateObject().Select(property => property.Value))
            {
                var fields = model.GetProperty("flds").EnumerateArray().Select(field => String(field, "name")).ToList();
                var templates = model.GetProperty("tmpls").EnumerateArray()
                    .Select((template, i) => new AnkiTemplate(template.TryGetProperty("ord", out var ord) && ord.TryGetInt32(out var place) ? place : i, String(template, "name"), String(template, "qfmt"), String(template, "afmt")))
                    .OrderBy(template => template.Ordinal).ToList();
                var type = new AnkiNoteType(Id(model, "models"), String(model, "name"), model.TryGetProperty("type", out var kind) && kind.ValueKind == JsonValueKind.Number && kind.GetDouble() is 1, fields, templates);
                types[type.Id] = type;
            }
            using var decksJson = JsonDocument.Parse(named);
            foreach (var deck in decksJson.RootElement.EnumerateObject().Select(property => property.Value)) decks[Id(deck, "decks")] = String(deck, "name");
        }
        return (types, decks);
    }

    /// <summary>Schemas 15 to 18: tables of their own, settings in Protocol Buffers.</summary>
    private (Dictionary<long, AnkiNoteType>, Dictionary<long, string>) Current()
    {
        const int MostTypes = 10_000, MostFields = 100_000, MostDecks = 100_000;
        Require("notetypes", ["id", "name", "config"]);
        Require("fields", ["ntid", "ord", "name"]);
        Require("templates", ["ntid", "ord", "name", "config"]);
        Require("decks", ["id", "name"]);
        var fields = Rows("SELECT ntid, ord, name FROM fields", MostFields, "fields of note types", row => (Type: Number(row, 0), Ordinal: Small(row, 1), Name: Text(row, 2))).ToLookup(field => field.Type);
        var templates = Rows("SELECT ntid, ord, name, config FROM templates", MostFields, "templates", row => (Type: Number(row, 0), Ordinal: Small(row, 1), Name: Text(row, 2), Config: Bytes(row, 3)))
            .ToLookup(template => template.Type);
        var types = Once(Rows("SELECT id, name, config FROM notetypes", MostTypes, "note types", row => (Id: Number(row, 0), Name: Text(row, 1), Config: Bytes(row, 2))), "notetypes", type => type.Id)
            .Select(type => new AnkiNoteType(
                type.Id, type.Name, Protobuf.Number(type.Config, 1) == 1, [.. fields[type.Id].OrderBy(field => field.Ordinal).Select(field => field.Name)],
                [.. templates[type.Id].OrderBy(template => template.Ordinal).Select(template => new AnkiTemplate(template.Ordinal, template.Name, Protobuf.Text(template.Config, 1), Protobuf.Text(template.Config, 2)))]))
            .ToDictionary(type => type.Id);
        var decks = Once(Rows("SELECT id, name FROM decks", MostDecks, "decks", row => (Id: Number(row, 0), Name: Text(row, 1).Replace("\u001F", "::", StringComparison.Ordinal))), "decks", deck => deck.Id)
            .ToDictionary(deck => deck.Id, deck => deck.Name);
        return (types, decks);
    }

    private static bool FirstScheduler(string conf)
    {
        if (conf.Length == 0) return false;
        using var json = JsonDocument.Parse(conf);
        return !(json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("schedVer", out var version) && version.ValueKind == JsonValueKind.Number && version.GetDouble() >= 2);
    }

    private bool HasTable(string table) => Rows("SELECT type FROM sqlite_master WHERE name = '" + table + "'", 10, "tables", row => Text(row, 0)).Contains("table");

    /// <summary>A table of the collection's own, with columns that hold what was stored in them: no view, no virtual table, nothing computed.</summary>
    private void Require(string table, IReadOnlyList<string> columns)
    {
        var made = Rows("SELECT type, sql, rootpage FROM sqlite_master WHERE name = '" + table + "'", 10, "tables", row => (Type: Text(row, 0), Sql: Text(row, 1), Root: Number(row, 2)));
        if (made.Count == 0) throw new PackageFault($"the entry {_entry} has no table {table}.");
        if (made.Any(entry => entry.Type != "table" || entry.Root <= 0)) throw new PackageFault($"{table} in the entry {_entry} is not a table.");
        var stored = Rows($"PRAGMA table_xinfo({table})", 2000, "columns", row => (Name: Text(row, 1), Hidden: Number(row, 6))).Where(column => column.Hidden == 0).Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (columns.FirstOrDefault(column => !stored.Contains(column)) is { } missing) throw new PackageFault($"the table {table} in the entry {_entry} has no column {missing}.");
    }

    private List<T> Rows<T>(string sql, int most, string what, Func<SqliteDataReader, T> read)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        List<T> all = [];
        while (rows.Read())
        {
            if (all.Count == most) throw new PackageFault($"the entry {_entry} holds more than {most:N0} {what}.");
            if ((all.Count & 255) == 0) _cancel.ThrowIfCancellationRequested();
            all.Add(read(rows));
        }
        return all;
    }

    /// <summary>The rows, whose ids must differ: Anki's own tables have them for a primary key, those of others need not.</summary>
    private List<T> Once<T>(List<T> rows, string table, Func<T, long> id)
    {
        HashSet<long> ids = [];
        foreach (var row in rows)
            if (!ids.Add(id(row))) throw new PackageFault($"the table {table} in the entry {_entry} has the id {id(row)} twice.");
        return rows;
    }

    private static long Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt64(column);

    private static int Small(SqliteDataReader row, int column) => (int)Math.Clamp(Number(row, column), int.MinValue, int.MaxValue);

    private static string Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? "" : row.GetString(column);

    private static ReadOnlyMemory<byte> Bytes(SqliteDataReader row, int column) => row.IsDBNull(column) ? default : row.GetFieldValue<byte[]>(column);

    private static string String(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private long Id(JsonElement json, string column)
    {
        const double Exact = 1L << 53;
        var id = json.GetProperty("id");
        if (id.ValueKind == JsonValueKind.String)
        {
            if (long.TryParse(id.GetString(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var written)) return written;
        }
        else if (id.TryGetInt64(out var number)) return number;
        else if (id.GetDouble() is var real && Math.Abs(real) <= Exact) return (long)real;
        throw new PackageFault($"the {column} in the entry {_entry} have the id “{AnkiPackage.Shown(id.ToString())}”, which is no whole number of 64 bits.");
    }
}

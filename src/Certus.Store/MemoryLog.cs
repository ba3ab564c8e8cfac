using System.Collections.Concurrent;
using System.Text.Json;
using Certus.Catalog;
using Certus.Remember.Cards;

namespace Certus.Store;

/// <summary>The log of a learner's cards: reviews and all else that happens to them, in one stream of the answer log.</summary>
/// <param name="file">The data file.</param>
public sealed class MemoryLog(DataFile file)
{
    private const int MostNotesKept = 250_000;

    private const string SelectBody = "SELECT body FROM bodies WHERE version = @p1";

    private const string Context = "review";

    /// <summary>The stream that holds them: one for each learner, whose id is the first part of its key.</summary>
    public static readonly Guid Stream = new("6d656d6f-7279-4c6f-9700-000000000001");

    private readonly LearnerStream<MemoryEvent, LearnerCards> _cards = new(file, Stream, LearnerCards.Empty, MemoryJson.Read, (cards, later) => cards.After(later));

    // It only spares reading: a version never changes.
    private readonly ConcurrentDictionary<string, Note> _notes = new(StringComparer.Ordinal);

    /// <summary>A learner's cards as they stand.</summary>
    /// <exception cref="StoreException">The file can't be read.</exception>
    public ValueTask<LearnerCards> ReadAsync(Learner learner, CancellationToken cancel) => _cards.ReadAsync(learner, cancel);

    /// <summary>Appends events, with the bodies that they name; all of them or none.</summary>
    /// <param name="learner">Whose cards they are.</param>
    /// <param name="events">In the order in which they happened. One whose id is in the log already is not stored again.</param>
    /// <param name="bodies">Bodies of notes, and bytes of their pictures, stored under their content hashes.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The cards, once all is on disk; or why nothing was kept.</returns>
    /// <exception cref="StoreException">Nothing was stored: the file is locked, full, damaged, …</exception>
    public async Task<MemoryAppended> AppendAsync(Learner learner, IReadOnlyList<MemoryEvent> events, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(bodies);
        var payloads = events.Select(MemoryJson.Write).ToArray();      // here, where many can do it at once
        var versions = bodies.Select(body => ContentHash.Of(body.Span)).ToArray();
        return await file.Writer.RunAsync(async (session, batch) =>
        {
            // Inside the transaction nobody else can append, so what is judged here still holds when it is committed.
            var (cards, sequence) = await _cards.ReadOnAsync(session, learner, CancellationToken.None);
            List<(MemoryEvent Happened, string Payload)> fresh = [];
            for (var i = 0; i < events.Count; i++)
            {
                if (cards.Knows(events[i].Id))
                {
                    // A form from a page that the browser brought back: its first grade counts, or was undone, and the learner is told.
                    if (events[i] is MemoryEvent.Reviewed { Batch: null } again && cards.Find(again.Id) is MemoryEvent.Reviewed first)
                    {
                        if (cards.IsUndone(first)) return new MemoryAppended(cards, "That grade was undone; grade the card as it stands now.");
                        if ((first.Card, first.Grade) != (again.Card, again.Grade)) return new MemoryAppended(cards, $"This card was graded {first.Grade} already; undo that first.");
                    }
                    continue;
                }
                fresh.Add((events[i], payloads[i]));
                if (events[i].Batch is not null) continue;      // an import is judged where it is read: its events stand in the order of their own clock
                if (cards.Refuses(events[i]) is { } refused) return new MemoryAppended(cards, refused);
                cards = cards.After([events[i]]);
            }
            foreach (var (happened, payload) in fresh) await InsertAsync(session, learner, ++sequence, happened, payload);
            cards = cards.After(fresh.Select(entry => entry.Happened));
            for (var i = 0; i < bodies.Count; i++) await session.Command(EventLog.InsertBody, versions[i], bodies[i].ToArray()).ExecuteNonQueryAsync();
            var known = new LearnerStream<MemoryEvent, LearnerCards>.Known(cards, sequence);
            batch.OnCommit(() => _cards.Keep(learner, known));
            return new MemoryAppended(cards, null);
        }, cancel);
    }

    /// <summary>Bytes by their content hash; null where there are none.</summary>
    public async ValueTask<byte[]?> BodyAsync(string version, CancellationToken cancel) =>
        await file.ReadAsync(async session => await session.Command(SelectBody, version).ExecuteScalarAsync(cancel) as byte[]);

    /// <summary>The learner's own notes as they now stand, in the order of their ids.</summary>
    /// <exception cref="StoreException">The file can't be read, or a note's body is damaged.</exception>
    public async ValueTask<IReadOnlyList<Note>> NotesAsync(LearnerCards cards, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(cards);
        if (cards.Notes.IsEmpty) return [];
        return await file.ReadAsync(async session =>
        {
            List<Note> notes = [];
            foreach (var (id, version) in cards.Notes.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                if (!_notes.TryGetValue(version, out var note))
                {
                    if (await session.Command(SelectBody, version).ExecuteScalarAsync(cancel) is not byte[] body) throw Damaged(id);
                    try { note = Note.FromBody(body); }
                    catch (JsonException) { throw Damaged(id); }
                    if (_notes.Count >= MostNotesKept) _notes.Clear();
                    _notes[version] = note;
                }
                notes.Add(note);
            }
            return (IReadOnlyList<Note>)notes;
        });

        StoreException Damaged(string id) => new(StoreFault.Damaged, file.Path, $"The data file {file.Path} has lost the text of the note {id}; restore a backup.");
    }

    private static async ValueTask InsertAsync(Session session, Learner learner, int sequence, MemoryEvent happened, string payload)
    {
        var (item, version) = happened switch
        {
            MemoryEvent.Reviewed reviewed => (reviewed.Card, reviewed.Version),
            MemoryEvent.OfCard card => (card.Card, null),
            MemoryEvent.NoteAdded added => (added.Note, added.Version),
            MemoryEvent.NoteRemoved removed => (removed.Note, null),
            _ => ((string?)null, (string?)null),
        };
        await session.Command(
            EventLog.Insert, learner.Id, Stream, sequence, happened.Id, happened.At.UtcTicks, KindOf(happened), null, item, version, null, null,
            happened is MemoryEvent.Reviewed { Elapsed: var elapsed } ? (long)elapsed.TotalMilliseconds : null, Context, null, payload).ExecuteNonQueryAsync();
    }

    private static string KindOf(MemoryEvent happened) => happened switch
    {
        MemoryEvent.Reviewed => "reviewed",
        MemoryEvent.Placed => "placed",
        MemoryEvent.Suspended => "suspended",
        MemoryEvent.Buried => "buried",
        MemoryEvent.Marked => "marked",
        MemoryEvent.NoteAdded => "noteAdded",
        MemoryEvent.NoteRemoved => "noteRemoved",
        MemoryEvent.Undone => "undone",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

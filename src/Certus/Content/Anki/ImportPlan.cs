using Certus.Catalog;
using Certus.Remember.Cards;

namespace Certus.Content.Anki;

/// <summary>Gathers what an import appends.</summary>
internal sealed class ImportPlan(ImportContext into)
{
    private readonly List<Note> _notes = [];
    private readonly List<MemoryEvent> _events = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _bodies = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _happened = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal), _pictures = new(StringComparer.Ordinal);
    // The instant of the version that counts of each note of the learner's own.
    private readonly Lazy<Dictionary<string, DateTimeOffset>> _knownAt = new(() =>
    {
        Dictionary<string, DateTimeOffset> known = new(StringComparer.Ordinal);
        foreach (var happened in into.Cards.Log)
            if (happened is MemoryEvent.NoteAdded added && !into.Cards.IsUndone(added)) known[added.Note] = added.At;
        return known;
    });

    private int _added, _unchanged, _reviews, _placed, _suspended;

    public Losses Losses { get; } = new();

    public int Cards { get; set; }

    public int KnownReviews { get; set; }

    /// <summary>Takes a note with the bytes of its pictures; false where the import has one of this id already.</summary>
    public bool Add(Note note, IReadOnlyList<ReadOnlyMemory<byte>> pictures, DateTimeOffset at)
    {
        if (!_ids.Add(note.Id)) return false;
        if (into.BuiltIn.ContainsKey(note.Id))
        {
            _unchanged++;
            return true;
        }
        var body = note.ToBody();
        var version = ContentHash.Of(body);
        foreach (var medium in note.Media) _pictures.Add(medium.Version);
        if (into.Cards.Notes.GetValueOrDefault(note.Id) is not { } known) _added++;
        else if (known == version)
        {
            _unchanged++;
            return true;
        }
        else if (_knownAt.Value.TryGetValue(note.Id, out var since) && at < since)
        {
            Losses.Add("A note that is older than the one you have is not taken for a later version.");
            _unchanged++;
            return true;
        }
        _notes.Add(note);
        _bodies[version] = body;
        foreach (var picture in pictures) _bodies[ContentHash.Of(picture.Span)] = picture;
        _events.Add(new MemoryEvent.NoteAdded(NamedGuid.Of($"{into.Batch}|note|{note.Id}"), at, note.Id, version) { Batch = into.Batch });
        return true;
    }

    /// <summary>Takes an event; none whose id it holds already, as the log keeps every id once.</summary>
    public void Add(MemoryEvent happened)
    {
        if (!_happened.Add(happened.Id)) return;
        switch (happened)
        {
            case MemoryEvent.Reviewed: _reviews++; break;
            case MemoryEvent.Placed { Schedule.Memory: not null }: _placed++; break;
            case MemoryEvent.Suspended: _suspended++; break;
        }
        _events.Add(happened);
    }

    public CardImport Made() => new(into.Batch, _notes, _added, _unchanged, Cards, _reviews, KnownReviews, _placed, _suspended, _pictures.Count, _events, [.. _bodies.Values], Losses.ToList());
}

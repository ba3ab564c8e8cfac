using System.Text.Json.Serialization;

namespace Certus.Remember.Cards;

/// <summary>Something that happened to a learner's cards; appended, never changed.</summary>
/// <param name="Id">Made where the event was made, so that sending it twice records it once.</param>
/// <param name="At">The server's clock; of an imported event the clock of where it comes from.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Reviewed), "reviewed")]
[JsonDerivedType(typeof(Placed), "placed")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(Buried), "buried")]
[JsonDerivedType(typeof(Marked), "marked")]
[JsonDerivedType(typeof(NoteAdded), "noteAdded")]
[JsonDerivedType(typeof(NoteRemoved), "noteRemoved")]
[JsonDerivedType(typeof(Undone), "undone")]
public abstract record MemoryEvent(Guid Id, DateTimeOffset At)
{
    /// <summary>What it came in with, so that all of it can be undone at once; null for an event by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Batch { get; init; }

    /// <summary>An event of one card.</summary>
    /// <param name="Id">See <see cref="MemoryEvent"/>.</param>
    /// <param name="At">See <see cref="MemoryEvent"/>.</param>
    /// <param name="Card">The card's id.</param>
    public abstract record OfCard(Guid Id, DateTimeOffset At, string Card) : MemoryEvent(Id, At);

    /// <summary>The card was reviewed.</summary>
    /// <param name="Id">See <see cref="MemoryEvent"/>.</param>
    /// <param name="At">See <see cref="MemoryEvent"/>.</param>
    /// <param name="Card">The card's id.</param>
    /// <param name="Version">The content hash of the note that was shown; null where it is not known.</param>
    /// <param name="Grade">How it went.</param>
    /// <param name="Elapsed">From the question's appearance to the grade.</param>
    /// <param name="Repetition">Which review of the card it is, from 1: one that was graded elsewhere in the meantime is not graded twice.</param>
    public sealed record Reviewed(Guid Id, DateTimeOffset At, string Card, string? Version, Grade Grade, TimeSpan Elapsed, int Repetition) : OfCard(Id, At, Card)
    {
        /// <summary>The interval chosen within the card's spread because that day held little; null where none was chosen.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public int? ChosenDays { get; init; }
    }

    /// <summary>The card came with a schedule from elsewhere whose reviews are not known.</summary>
    /// <param name="Id">See <see cref="MemoryEvent"/>.</param>
    /// <param name="At">See <see cref="MemoryEvent"/>.</param>
    /// <param name="Card">The card's id.</param>
    /// <param name="Schedule">Where it stands.</param>
    public sealed record Placed(Guid Id, DateTimeOffset At, string Card, CardSchedule Schedule) : OfCard(Id, At, Card);

    /// <summary>The card was taken out of the reviews, or put back.</summary>
    /// <param name="Id">See <see cref="MemoryEvent"/>.</param>
    /// <param name="At">See <see cref="MemoryEvent"/>.</param>
    /// <param name="Card">The card's id.</param>
    /// <param name="On">Out or back.</param>
    public sealed record Suspended(Guid Id, DateTimeOffset At, string Card, bool On) : OfCard(Id, At, Card);

    /// <summary>The card was put off.</summary>
    /// <param name="Id">See <see cref="MemoryEvent"/>.</param>
    /// <param name="At">See <see cref="MemoryEvent"/>.</param>
    /// <param name="Card">The card's id.</param>
    /// <param name="Until">The learner's day on which it may come again.</param>
    public sealed record Buried(Guid Id, DateTimeOffset At, string Card, DateOnly Until) : OfCard(Id, At, Card)
    {
        /// <summary>Whether a plan that spreads a backlog put it off; its batch is then the plan, and never an import.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool Planned { get; init; }
    }

    /// <summary>The card was flagged, or the flag taken off.</summary>
    /// <param name="Id">See <see cref="MemoryEvent"/>.</param>
    /// <param name="At">See <see cref="MemoryEvent"/>.</param>
    /// <param name="Card">The card's id.</param>
    /// <param name="On">Flagged or not.</param>
    public sealed record Marked(Guid Id, DateTimeOffset At, string Card, bool On) : OfCard(Id, At, Card);

    /// <summary>A note of the learner's own came in, or a later version of it.</summary>
    /// <param name="Id">See <see cref="MemoryEvent"/>.</param>
    /// <param name="At">See <see cref="MemoryEvent"/>.</param>
    /// <param name="Note">The note's id.</param>
    /// <param name="Version">The content hash of its body.</param>
    public sealed record NoteAdded(Guid Id, DateTimeOffset At, string Note, string Version) : MemoryEvent(Id, At);

    /// <summary>A note of the learner's own was deleted; its reviews stay in the log.</summary>
    /// <param name="Id">See <see cref="MemoryEvent"/>.</param>
    /// <param name="At">See <see cref="MemoryEvent"/>.</param>
    /// <param name="Note">The note's id.</param>
    public sealed record NoteRemoved(Guid Id, DateTimeOffset At, string Note) : MemoryEvent(Id, At);

    /// <summary>An event counts no more, as if it had never been; undoing that brings it back.</summary>
    /// <param name="Id">See <see cref="MemoryEvent"/>.</param>
    /// <param name="At">See <see cref="MemoryEvent"/>.</param>
    /// <param name="Of">An event's id, or that of a batch.</param>
    public sealed record Undone(Guid Id, DateTimeOffset At, Guid Of) : MemoryEvent(Id, At);
}

namespace Certus.Store.Rows;

/// <summary>One event: of a sitting in the answer log, or of a stream of another kind beside it (<see cref="ScoreReports"/>); appended, never updated.</summary>
public sealed class EventRow
{
    /// <summary>Whose it is.</summary>
    public Guid LearnerId { get; init; }

    /// <summary>The sitting it belongs to, or the other stream.</summary>
    public Guid StreamId { get; init; }

    /// <summary>Its place in the stream, from 1 without gaps.</summary>
    public int Sequence { get; init; }

    /// <summary>Made by the browser; once per stream.</summary>
    public Guid EventId { get; init; }

    /// <summary>The server's clock, in UTC ticks.</summary>
    public long AtTicks { get; init; }

    /// <summary>What happened: the <c>kind</c> of the payload.</summary>
    public required string Kind { get; init; }

    /// <summary>Place in the form, from 1; null for an event of the whole sitting.</summary>
    public int? Position { get; init; }

    /// <summary>The question's id.</summary>
    public string? ItemId { get; init; }

    /// <summary>The question's content hash; names a row of <see cref="BodyRow"/>.</summary>
    public string? ItemVersion { get; init; }

    /// <summary>A generated question's seed, its 64 bits as a signed number.</summary>
    public long? ItemSeed { get; init; }

    /// <summary>The options as they stood on the screen, numbers with commas between.</summary>
    public string? OptionOrder { get; init; }

    /// <summary>Time on the screen, for events that carry it.</summary>
    public long? ElapsedMs { get; init; }

    /// <summary>The kind of sitting: <c>exam</c>, <c>quick</c>, <c>study</c>, <c>custom</c>, <c>diagnostic</c>; <c>result</c> for a real result.</summary>
    public required string Context { get; init; }

    /// <summary>Whether the learner met the question for the first time in this sitting; null for an event of the whole sitting.</summary>
    public bool? FirstExposure { get; init; }

    /// <summary>The event as <see cref="Practice.SittingJson"/> writes it; JSON of its own in another stream.</summary>
    public required string Payload { get; init; }
}

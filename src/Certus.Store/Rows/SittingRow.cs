namespace Certus.Store.Rows;

/// <summary>How a sitting began; written once.</summary>
public sealed class SittingRow
{
    /// <summary>Whose it is.</summary>
    public Guid LearnerId { get; init; }

    /// <summary>The sitting.</summary>
    public Guid Id { get; init; }

    /// <summary>The exam's code; null for a set over skills.</summary>
    public string? Exam { get; init; }

    /// <summary>The kind of sitting: <c>exam</c>, <c>quick</c>, <c>study</c>, <c>custom</c>, <c>diagnostic</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>When the clock started, in UTC ticks.</summary>
    public long StartedAt { get; init; }

    /// <summary>The start as <see cref="Practice.SittingJson"/> writes it, with the whole form.</summary>
    public required string StartJson { get; init; }
}

namespace Certus.Store.Rows;

/// <summary>What a learner found wrong with a question; kept on this machine.</summary>
public sealed class ReportRow
{
    /// <summary>Whose it is.</summary>
    public Guid LearnerId { get; init; }

    /// <summary>The report.</summary>
    public Guid Id { get; init; }

    /// <summary>The question's id.</summary>
    public required string ItemId { get; init; }

    /// <summary>The version that was shown.</summary>
    public required string ItemVersion { get; init; }

    /// <summary>The learner's words.</summary>
    public required string Text { get; init; }

    /// <summary>When, in UTC ticks.</summary>
    public long AtTicks { get; init; }
}

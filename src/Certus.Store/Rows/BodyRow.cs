namespace Certus.Store.Rows;

/// <summary>The body of a question version that was put before somebody; content-addressed, so it belongs to nobody and never changes.</summary>
public sealed class BodyRow
{
    /// <summary>The body's content hash.</summary>
    public required string Version { get; init; }

    /// <summary>The question as UTF-8 JSON.</summary>
    public required byte[] Body { get; init; }
}

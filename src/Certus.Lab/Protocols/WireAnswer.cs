namespace Certus.Lab.Protocols;

/// <summary>An HTTP answer as the protocols write it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body, where it is not streamed.</param>
public sealed record WireAnswer(int Status, List<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The body where it is streamed.</summary>
    public Stream? Stream { get; init; }

    /// <summary>The length of <see cref="Stream"/> where it is known.</summary>
    public long? StreamLength { get; init; }
}

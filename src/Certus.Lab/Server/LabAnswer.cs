using System.Text.Json.Nodes;

namespace Certus.Lab.Server;

/// <summary>What an operation answers; the server writes it as the service's protocol wants it.</summary>
/// <param name="Output">The members by the names of the service's model (values as <see cref="LabCall"/> describes); what the model does not know is left out.</param>
public sealed record LabAnswer(JsonObject Output)
{
    /// <summary>The body where the operation streams one; the server disposes it.</summary>
    public Stream? Payload { get; init; }

    /// <summary>The length of <see cref="Payload"/> in bytes; null where it is not known before.</summary>
    public long? PayloadLength { get; init; }

    /// <summary>An HTTP status other than the model's, such as 206 or 304.</summary>
    public int? Status { get; init; }

    /// <summary>Headers that the model does not name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>An answer without members.</summary>
    public static LabAnswer Empty => new([]);

    /// <summary>An output is an answer.</summary>
    public static implicit operator LabAnswer(JsonObject output) => new(output);
}

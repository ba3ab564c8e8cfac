using System.Text.Json;
using System.Text.Json.Serialization;

namespace Certus.Remember.Cards;

/// <summary>Events of cards as JSON, for the log.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(MemoryEvent))]
public sealed partial class MemoryJson : JsonSerializerContext
{
    /// <summary>The event as one JSON object with its <c>kind</c>.</summary>
    public static string Write(MemoryEvent happened) => JsonSerializer.Serialize(happened, Default.MemoryEvent);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such an event.</exception>
    public static MemoryEvent Read(string json)
    {
        try { return JsonSerializer.Deserialize(json, Default.MemoryEvent) ?? throw new JsonException("the event is empty"); }
        catch (NotSupportedException missing) { throw new JsonException("the event has no kind", missing); }
    }
}

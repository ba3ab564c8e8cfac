using System.Text.Json;
using System.Text.Json.Serialization;

namespace Certus.Practice;

/// <summary>Sittings and their events as JSON, for the log and the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SittingStart))]
[JsonSerializable(typeof(SittingEvent))]
[JsonSerializable(typeof(Form))]
public sealed partial class SittingJson : JsonSerializerContext
{
    /// <summary>The event as one JSON object with its <c>kind</c>.</summary>
    public static string Write(SittingEvent happened) => JsonSerializer.Serialize(happened, Default.SittingEvent);

    /// <summary>Reads what <see cref="Write(SittingEvent)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such an event.</exception>
    public static SittingEvent ReadEvent(string json) => JsonSerializer.Deserialize(json, Default.SittingEvent) ?? throw new JsonException("the event is empty");

    /// <summary>The start as one JSON object.</summary>
    public static string Write(SittingStart start) => JsonSerializer.Serialize(start, Default.SittingStart);

    /// <summary>Reads what <see cref="Write(SittingStart)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such a start.</exception>
    public static SittingStart ReadStart(string json) => JsonSerializer.Deserialize(json, Default.SittingStart) ?? throw new JsonException("the start is empty");
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Certus.Practice;

/// <summary>Sittings and their events as JSON, for the log and the wire.</summary>
/// <remarks>Facts only: what is computed from them is not written. Every value is there, nulls too, so that one that was left out is told from none; but <see cref="FormItem.Variant"/>, which came later.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(SittingStart))]
[JsonSerializable(typeof(SittingEvent))]
[JsonSerializable(typeof(Form))]
public sealed partial class SittingJson : JsonSerializerContext
{
    /// <summary>The event as one JSON object with its <c>kind</c>.</summary>
    public static string Write(SittingEvent happened) => JsonSerializer.Serialize(happened, Default.SittingEvent);

    /// <summary>Reads what <see cref="Write(SittingEvent)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such an event.</exception>
    public static SittingEvent ReadEvent(string json)
    {
        try { return JsonSerializer.Deserialize(json, Default.SittingEvent) ?? throw new JsonException("the event is empty"); }
        catch (NotSupportedException missing) { throw new JsonException("the event has no kind", missing); }
    }

    /// <summary>The start as one JSON object.</summary>
    public static string Write(SittingStart start) => JsonSerializer.Serialize(start, Default.SittingStart);

    /// <summary>Reads what <see cref="Write(SittingStart)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such a start.</exception>
    public static SittingStart ReadStart(string json) => JsonSerializer.Deserialize(json, Default.SittingStart) ?? throw new JsonException("the start is empty");
}

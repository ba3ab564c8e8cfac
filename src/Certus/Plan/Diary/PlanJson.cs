using System.Text.Json;
using System.Text.Json.Serialization;

namespace Certus.Plan.Diary;

/// <summary>Plans and their events as JSON, for the log.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true, AllowOutOfOrderMetadataProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlanEvent))]
[JsonSerializable(typeof(StudyPlan))]
public sealed partial class PlanJson : JsonSerializerContext
{
    /// <summary>The event as one JSON object with its <c>kind</c>.</summary>
    public static string Write(PlanEvent happened) => JsonSerializer.Serialize(happened, Default.PlanEvent);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such an event.</exception>
    public static PlanEvent Read(string json)
    {
        try { return JsonSerializer.Deserialize(json, Default.PlanEvent) ?? throw new JsonException("the event is empty"); }
        catch (NotSupportedException missing) { throw new JsonException("the event has no kind", missing); }
    }

    /// <summary>The plan as UTF-8 JSON; equal plans give equal bytes.</summary>
    public static byte[] Body(StudyPlan plan) => JsonSerializer.SerializeToUtf8Bytes(plan, Default.StudyPlan);

    /// <summary>Reads what <see cref="Body"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are not a plan.</exception>
    public static StudyPlan Plan(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize(body, Default.StudyPlan) ?? throw new JsonException("the plan is empty");
}

using System.Text.Json.Serialization;

namespace Certus.Content.Anki;

/// <summary>What Anki's column <c>cards.data</c> says of a memory.</summary>
internal sealed record CardData([property: JsonPropertyName("s")] double Stability, [property: JsonPropertyName("d")] double Difficulty, [property: JsonPropertyName("lrt")] long? LastReview);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CardData))]
internal sealed partial class AnkiJson : JsonSerializerContext;

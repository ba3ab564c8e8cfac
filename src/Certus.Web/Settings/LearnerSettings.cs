using System.Text.Json;
using System.Text.Json.Serialization;

namespace Certus.Web.Settings;

/// <summary>What a learner has set.</summary>
/// <param name="Keys">The exam screen's keys.</param>
/// <param name="ExtraTime">Whether the thirty minutes are ticked at check-in.</param>
public sealed record LearnerSettings(ExamKeys Keys, bool ExtraTime)
{
    /// <summary>Names in the store.</summary>
    public const string KeysName = "keys", ExtraTimeName = "extra-time";

    /// <summary>Reads stored preferences; what is missing or can't be read is the default.</summary>
    public static LearnerSettings Of(IReadOnlyDictionary<string, string> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return new((Read(stored, KeysName, SettingsJson.Default.ExamKeys) ?? ExamKeys.Default).Settled, Read(stored, ExtraTimeName, SettingsJson.Default.Boolean));
    }

    private static T? Read<T>(IReadOnlyDictionary<string, string> stored, string name, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return stored.TryGetValue(name, out var json) ? JsonSerializer.Deserialize(json, type) : default;
        }
        catch (JsonException)
        {
            return default;     // an older or a newer Certus wrote it differently; the default serves
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ExamKeys))]
[JsonSerializable(typeof(bool))]
internal sealed partial class SettingsJson : JsonSerializerContext;

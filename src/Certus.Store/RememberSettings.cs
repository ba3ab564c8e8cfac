using System.Text.Json;
using System.Text.Json.Serialization;
using Certus.Remember.Cards;

namespace Certus.Store;

/// <summary>The learner's wishes for reviews, kept as a preference.</summary>
public static class RememberSettings
{
    /// <summary>Its name in the store.</summary>
    public const string Name = "remember";

    /// <summary>The kept ones; the usual ones where there are none, or where they can't be read.</summary>
    public static async Task<ReviewSettings> KeptAsync(Preferences preferences, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        if (!(await preferences.AllAsync(Learner.Local, cancel)).TryGetValue(Name, out var json)) return ReviewSettings.Default;
        try
        {
            return JsonSerializer.Deserialize(json, RememberJson.Default.ReviewSettings) is { IsValid: true } kept ? kept : ReviewSettings.Default;
        }
        catch (JsonException)
        {
            return ReviewSettings.Default;     // an older or a newer Certus wrote it differently
        }
    }

    /// <summary>The wishes as JSON.</summary>
    public static string Write(ReviewSettings settings) => JsonSerializer.Serialize(settings, RememberJson.Default.ReviewSettings);

    /// <summary>Keeps them.</summary>
    public static Task KeepAsync(Preferences preferences, ReviewSettings settings, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        return preferences.SetAsync(Learner.Local, Name, Write(settings), cancel);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReviewSettings))]
internal sealed partial class RememberJson : JsonSerializerContext;

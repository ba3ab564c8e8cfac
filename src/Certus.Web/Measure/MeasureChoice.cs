using System.Text.Json;
using System.Text.Json.Serialization;
using Certus.Store;

namespace Certus.Web.Measure;

/// <summary>What the learner asked of this room last; kept as a preference.</summary>
/// <param name="Exam">The exam's code.</param>
/// <param name="Day">The day of the exam.</param>
/// <param name="DayWorth">What it is worth to be done a day sooner, in US dollars.</param>
/// <param name="Fees">What another attempt costs the learner, by exam code, where that is not the catalog's fee.</param>
public sealed record MeasureChoice(string? Exam, DateOnly? Day, decimal? DayWorth, IReadOnlyDictionary<string, decimal>? Fees)
{
    /// <summary>Its name in the store.</summary>
    public const string Name = "measure";

    /// <summary>Nothing asked yet.</summary>
    public static readonly MeasureChoice Nothing = new(null, null, null, null);

    /// <summary>The kept one; nothing where there is none or it can't be read.</summary>
    public static async Task<MeasureChoice> KeptAsync(Preferences preferences, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        if (!(await preferences.AllAsync(Learner.Local, cancel)).TryGetValue(Name, out var json)) return Nothing;
        try
        {
            return JsonSerializer.Deserialize(json, MeasureJson.Default.MeasureChoice) ?? Nothing;
        }
        catch (JsonException)
        {
            return Nothing;     // an older or a newer Certus wrote it differently
        }
    }

    /// <summary>Keeps it.</summary>
    public Task KeepAsync(Preferences preferences, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        return preferences.SetAsync(Learner.Local, Name, JsonSerializer.Serialize(this, MeasureJson.Default.MeasureChoice), cancel);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MeasureChoice))]
internal sealed partial class MeasureJson : JsonSerializerContext;

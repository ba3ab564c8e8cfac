using System.Text.Json;
using System.Text.Json.Serialization;
using Certus.Remember;

namespace Certus.Store;

/// <summary>The learner's own parameters of the memory model, kept as a preference: they can be fitted again from the log at any time.</summary>
/// <param name="Parameters">The 21 numbers.</param>
/// <param name="Reviews">Reviews that they were fitted to.</param>
/// <param name="At">When.</param>
/// <param name="LogLoss">Of the fit, on the reviews that it was fitted to.</param>
/// <param name="DefaultLogLoss">Of the default parameters, on the same.</param>
public sealed record FittedModel(double[] Parameters, int Reviews, DateTimeOffset At, double LogLoss, double DefaultLogLoss)
{
    /// <summary>Its name in the store.</summary>
    public const string Name = "memory-model";

    /// <summary>The kept fit; null where there is none or it can't be read.</summary>
    public static async Task<FittedModel?> FindAsync(Preferences preferences, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        if (!(await preferences.AllAsync(Learner.Local, cancel)).TryGetValue(Name, out var json)) return null;
        try
        {
            return JsonSerializer.Deserialize(json, FittedModelJson.Default.FittedModel) is { Parameters: { } numbers } fitted && Fsrs6Parameters.FaultOf(numbers) is null ? fitted : null;
        }
        catch (JsonException)
        {
            return null;     // an older or a newer Certus wrote it differently; the defaults serve until the next fit
        }
    }

    /// <summary>The model with the learner's parameters, or with the default ones where none were fitted.</summary>
    public static async Task<IMemoryModel> KeptAsync(Preferences preferences, CancellationToken cancel) =>
        new Fsrs6(await FindAsync(preferences, cancel) is { } fitted ? new(fitted.Parameters) : Fsrs6Parameters.Default);

    /// <summary>It as JSON.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, FittedModelJson.Default.FittedModel);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FittedModel))]
internal sealed partial class FittedModelJson : JsonSerializerContext;

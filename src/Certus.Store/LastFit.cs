using System.Text.Json;
using System.Text.Json.Serialization;

namespace Certus.Store;

/// <summary>When the memory model was last fitted to the learner's reviews, and what came of it; kept as a preference.</summary>
/// <param name="At">When.</param>
/// <param name="Reviews">Reviews there were.</param>
/// <param name="Taken">Whether it foretold reviews held out better than the usual parameters, and was taken for that.</param>
/// <param name="HeldOut">Reviews held out.</param>
/// <param name="LogLoss">On those, of parameters fitted to the others.</param>
/// <param name="UsualLogLoss">On those, of the usual parameters.</param>
public sealed record LastFit(DateTimeOffset At, int Reviews, bool Taken, int HeldOut, double LogLoss, double UsualLogLoss)
{
    /// <summary>Its name in the store.</summary>
    public const string Name = "memory-fit";

    /// <summary>Gradings that must have come in since, before another fit begins by itself.</summary>
    public const int FewestNew = 100;

    private const double MoreBy = 1.1;
    private static readonly TimeSpan Rest = TimeSpan.FromDays(1);

    /// <summary>Whether enough has come in since: a hundred gradings and a tenth more than there were, at most once a day. Where there are fewer than then, as an import was undone, it counts as none.</summary>
    /// <param name="last">The last fit; null where there was none.</param>
    /// <param name="reviews">Reviews there are now.</param>
    /// <param name="now">The present.</param>
    public static bool IsDue(LastFit? last, int reviews, DateTimeOffset now) =>
        last is null || reviews < last.Reviews ? reviews >= FewestNew : now - last.At >= Rest && reviews - last.Reviews >= FewestNew && reviews >= MoreBy * last.Reviews;

    /// <summary>Whether a day has passed since; before that nothing need be counted.</summary>
    /// <param name="now">The present.</param>
    public bool HasRested(DateTimeOffset now) => now - At >= Rest;

    /// <summary>The kept one; null where there is none or it can't be read.</summary>
    public static async Task<LastFit?> FindAsync(Preferences preferences, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        if (!(await preferences.AllAsync(Learner.Local, cancel)).TryGetValue(Name, out var json)) return null;
        try
        {
            return JsonSerializer.Deserialize(json, LastFitJson.Default.LastFit);
        }
        catch (JsonException)
        {
            return null;     // an older or a newer Certus wrote it differently
        }
    }

    /// <summary>Takes back the last fit and the parameters that it brought; both or neither. The usual parameters serve until the next one.</summary>
    public static Task ForgetAsync(Preferences preferences, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        return preferences.SetAsync(Learner.Local, [(Name, null), (FittedModel.Name, null)], cancel);
    }

    /// <summary>Keeps it, and the parameters with it where they were taken; both or neither.</summary>
    /// <param name="preferences">Where.</param>
    /// <param name="taken">The parameters; null where they were not taken, and what was in use stays.</param>
    /// <param name="cancel">Stops waiting; what was begun is kept.</param>
    public Task KeepAsync(Preferences preferences, FittedModel? taken, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        (string, string?) own = (Name, JsonSerializer.Serialize(this, LastFitJson.Default.LastFit));
        return preferences.SetAsync(Learner.Local, taken is null ? [own] : [own, (FittedModel.Name, taken.ToJson())], cancel);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LastFit))]
internal sealed partial class LastFitJson : JsonSerializerContext;

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Certus.Plan;
using Certus.Plan.Calendars;
using Certus.Store;

namespace Certus.Web.Plan;

/// <summary>What a learner wants of the calendar and of reminders; kept as a preference.</summary>
/// <param name="Starts">When a day's first session begins, by weekday, Sunday first.</param>
/// <param name="AlarmMinutes">So many minutes before a session a calendar's alarm goes off; null for none.</param>
/// <param name="Reminds">Whether an open page of the plan tells when a session begins and when the timer has reached its minutes.</param>
/// <param name="Token">What nobody can guess in the address of the private calendar; null where there is none.</param>
public sealed record PlanSettings(IReadOnlyList<TimeOnly>? Starts, int? AlarmMinutes, bool Reminds, string? Token)
{
    /// <summary>Its name in the store.</summary>
    public const string Name = "plan";

    /// <summary>What a learner gets who has set nothing.</summary>
    public static readonly PlanSettings Usual = new(null, CalendarTimes.Usual.AlarmMinutes, false, null);

    /// <summary>The times for the calendar.</summary>
    [JsonIgnore]
    public CalendarTimes Times => new(Starts is { Count: 7 } own ? own : CalendarTimes.Usual.StartByWeekday, AlarmMinutes);

    /// <summary>A token: 192 bits by the system's generator, in letters that an address takes.</summary>
    public static string FreshToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>Whether this is the token; takes as long whatever it is.</summary>
    public bool Opens(string token) => Token is { } own && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(own), System.Text.Encoding.UTF8.GetBytes(token));

    /// <summary>The kept ones; the usual ones where there are none, or where they can't be read.</summary>
    public static async Task<PlanSettings> KeptAsync(Preferences preferences, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        if (!(await preferences.AllAsync(Learner.Local, cancel)).TryGetValue(Name, out var json)) return Usual;
        try
        {
            return JsonSerializer.Deserialize(json, PlanSettingsJson.Default.PlanSettings) is { AlarmMinutes: null or (>= 0 and <= 240) } kept ? kept : Usual;
        }
        catch (JsonException)
        {
            return Usual;      // an older or a newer Certus wrote it differently
        }
    }

    /// <summary>Keeps them.</summary>
    public Task KeepAsync(Preferences preferences, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        return preferences.SetAsync(Learner.Local, Name, JsonSerializer.Serialize(this, PlanSettingsJson.Default.PlanSettings), cancel);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlanSettings))]
internal sealed partial class PlanSettingsJson : JsonSerializerContext;

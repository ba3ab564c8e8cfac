using System.Collections.ObjectModel;
using System.Text.Json;
using Certus.Store;
using Certus.Web.Layout;
using Certus.Web.Safety;

namespace Certus.Web.Settings;

/// <summary>The page of settings.</summary>
public static class Settings
{
    /// <summary>What it shows.</summary>
    /// <param name="Settings">As they are, or as somebody would have them.</param>
    /// <param name="Faults">Why they were not saved: a sentence for each key, by its name.</param>
    /// <param name="Saved">Whether they just were.</param>
    public sealed record Model(LearnerSettings Settings, IReadOnlyDictionary<string, string> Faults, bool Saved);

    /// <summary>Maps <c>/settings</c>.</summary>
    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/settings", async (Preferences preferences, bool? saved, CancellationToken cancel) =>
            Show.Page<SettingsPage>(new Model(LearnerSettings.Of(await preferences.AllAsync(Learner.Local, cancel)), ReadOnlyDictionary<string, string>.Empty, saved == true)));

        routes.MapPost("/settings", async (HttpContext context, Preferences preferences, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            string Key(string name) => form[name].ToString().Trim().ToLowerInvariant();
            var restore = form["reset"].Count > 0;
            var keys = restore ? ExamKeys.Default : new ExamKeys(
                form["on"].Count > 0, form["letters"].Count > 0, form["digits"].Count > 0, Key("next"), Key("previous"), Key("flag"), Key("review"), Key("clock"), Key("help"), Key("sure"));
            var settings = new LearnerSettings(keys, form["extra"].Count > 0);
            if (keys.Faults is { Count: > 0 } faults)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await Show.Page<SettingsPage>(new Model(settings, faults, false)).ExecuteAsync(context);
                return;
            }
            await preferences.SetAsync(Learner.Local, LearnerSettings.KeysName, JsonSerializer.Serialize(keys, SettingsJson.Default.ExamKeys), cancel);
            if (!restore) await preferences.SetAsync(Learner.Local, LearnerSettings.ExtraTimeName, JsonSerializer.Serialize(settings.ExtraTime, SettingsJson.Default.Boolean), cancel);
            context.Response.Redirect("/settings?saved=true");
        });
    }
}

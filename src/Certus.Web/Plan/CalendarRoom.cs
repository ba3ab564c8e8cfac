using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Certus.Plan;
using Certus.Plan.Calendars;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Safety;

namespace Certus.Web.Plan;

/// <summary>The plan in other calendars: as a file, and at a private address that nobody can guess; and the settings of both.</summary>
public static class CalendarRoom
{
    /// <summary>What the page of settings shows.</summary>
    /// <param name="State">The plan.</param>
    /// <param name="Address">The private address; null where there is none.</param>
    /// <param name="Sent">The fields that were sent, where something in them is wrong.</param>
    /// <param name="Faults">One sentence a field that is wrong.</param>
    /// <param name="Saved">Whether they were just saved.</param>
    public sealed record Model(PlanState State, string? Address, IReadOnlyDictionary<string, string> Sent, IReadOnlyDictionary<string, string> Faults, bool Saved);

    /// <summary>Maps <c>/plan/calendar.ics</c>, <c>/calendar/TOKEN.ics</c> and <c>/plan/settings</c>.</summary>
    public static void MapPlanCalendar(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/plan/calendar.ics", async (HttpContext context, PlanDesk desk, CancellationToken cancel) =>
        {
            var state = await desk.ReadAsync(cancel);
            if (state.Plan is null) { await Failure.Answer(context, StatusCodes.Status404NotFound, "There is no plan yet.", link: ("/plan/new", "Make one")); return; }
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"certus-{state.Plan.Exam.ToLowerInvariant()}.ics\"";
            await AnswerAsync(context, desk, state, cancel);
        });

        // Who has the address has the calendar: no session, no cookie. Whatever is wrong with it, the answer is the same.
        routes.MapPage("/calendar/{token}.ics", async (string token, HttpContext context, PlanDesk desk, CancellationToken cancel) =>
        {
            var state = await desk.ReadAsync(cancel);
            if (!state.Settings.Opens(token) || state.Diary.Origin is null) { context.Response.StatusCode = StatusCodes.Status404NotFound; return; }
            await AnswerAsync(context, desk, state, cancel);
        });

        routes.MapPage("/plan/settings", async (bool? saved, HttpContext context, PlanDesk desk, CancellationToken cancel) =>
        {
            var state = await desk.ReadAsync(cancel);
            return Show.Page<PlanSettingsPage>(new Model(state, AddressOf(context, state.Settings), new Dictionary<string, string>(), new Dictionary<string, string>(), saved == true));
        });

        routes.MapPost("/plan/settings", async (HttpContext context, PlanDesk desk, Preferences preferences, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            var kept = await PlanSettings.KeptAsync(preferences, cancel);
            Dictionary<string, string> sent = form.Keys.ToDictionary(key => key, key => form[key].ToString().Trim(), StringComparer.Ordinal), faults = [];
            switch (sent.GetValueOrDefault("act", ""))
            {
                case "renew": kept = kept with { Token = PlanSettings.FreshToken() }; break;
                case "close": kept = kept with { Token = null }; break;
                case "remind": kept = kept with { Reminds = true }; break;
                case "hush": kept = kept with { Reminds = false }; break;
                default:
                    List<TimeOnly> starts = [];
                    for (var day = 0; day < 7; day++)
                        if (TimeOnly.TryParseExact(sent.GetValueOrDefault($"start-{day}", ""), ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)) starts.Add(start);
                        else faults["starts"] = "Each day begins at a time such as 19:00.";
                    int? alarm = null;
                    if (sent.GetValueOrDefault("alarm", "") is { Length: > 0 } text)
                    {
                        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes <= 240) alarm = minutes;
                        else faults["alarm"] = "The alarm goes off 0 to 240 minutes before, or not at all where this is empty.";
                    }
                    if (faults.Count == 0) kept = kept with { Starts = starts, AlarmMinutes = alarm };
                    break;
            }
            if (faults.Count == 0)
            {
                await kept.KeepAsync(preferences, cancel);
                context.Response.Redirect(sent.ContainsKey("act") ? "/plan/settings#address" : "/plan/settings?saved=true");
                return;
            }
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await Show.Page<PlanSettingsPage>(new Model(await desk.ReadAsync(cancel), AddressOf(context, kept), sent, faults, false)).ExecuteAsync(context);
        });
    }

    /// <summary>The calendar of a state with a plan, or after one.</summary>
    /// <param name="state">The state.</param>
    /// <param name="gone">What plans once had and the one that stands has not.</param>
    /// <param name="site">Where Certus is opened.</param>
    public static string Write(PlanState state, IReadOnlyList<PlannedOnce> gone, Uri? site)
    {
        ArgumentNullException.ThrowIfNull(state);
        var diary = state.Diary;
        var owner = Convert.ToHexStringLower(SHA256.HashData(diary.Origin!.Value.ToByteArray()).AsSpan(0, 8));
        return PlanCalendar.Write(state.Plan, state.Zone, state.Settings.Times, new(diary.Edition, diary.ChangedAt, owner) { Finished = diary.Finished, Gone = gone, Site = site });
    }

    private static async Task AnswerAsync(HttpContext context, PlanDesk desk, PlanState state, CancellationToken cancel)
    {
        var bytes = Encoding.UTF8.GetBytes(Write(state, await desk.GoneAsync(state, cancel), new($"{context.Request.Scheme}://{context.Request.Host}")));
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        if (context.Request.Headers.IfNoneMatch.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(known => known == tag || known == "W/" + tag || known == "*"))
        {
            context.Response.Headers.Remove("Content-Disposition");
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        context.Response.ContentType = PlanCalendar.MediaType;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(bytes, cancel);
    }

    private static string? AddressOf(HttpContext context, PlanSettings settings) => settings.Token is { } token ? $"{context.Request.Scheme}://{context.Request.Host}/calendar/{token}.ics" : null;
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Catalog;
using Certus.Content;
using Certus.Decide;
using Certus.Store;
using Certus.Web.Catalog;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Safety;

namespace Certus.Web.Decide;

/// <summary>The first room: which certification, if any, is worth one's hours? Pay is never part of an address: the profile is sent, kept and then shown.</summary>
public static class DecideRoom
{
    /// <summary>The header with which the script asks for the results alone.</summary>
    public const string FragmentHeader = "X-Fragment";

    /// <summary>The name of the kept profile in the store.</summary>
    public const string ProfileName = "profile";

    internal static readonly DateOnly Earliest = new(2015, 1, 1), Latest = new(2040, 12, 31);

    /// <summary>What the page shows.</summary>
    /// <param name="Ask">As of when, and on whose figures.</param>
    /// <param name="Form">The profile as it is kept, or as somebody would have it.</param>
    /// <param name="Decision">The answer; null where something in the form is wrong.</param>
    /// <param name="Register">The exams.</param>
    /// <param name="Facts">Options and assumptions.</param>
    /// <param name="Refused">What is wrong with a file that was sent; empty where none was or nothing is.</param>
    public sealed record Model(DecideRequest Ask, ProfileForm Form, Decision? Decision, Register Register, MarketFacts Facts, IReadOnlyList<string> Refused);

    /// <summary>Maps <c>/decide</c>.</summary>
    public static void MapDecide(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/decide", async (HttpContext context, string? asOf, string? assume, ulong? seed, Library library, Preferences preferences, Decisions decisions, TimeProvider clock, CancellationToken cancel) =>
        {
            if (library.Market is not { } facts) { await NoFacts(context); return; }
            if (Asked(asOf, assume, seed, clock) is not { } ask) { await BadQuestion(context); return; }
            var profile = await KeptAsync(preferences, library.Register, facts, cancel);
            var decision = await decisions.OfAsync(profile, ask.AsOf, facts, facts.Set(ask.Assume)!, ask.Seed, cancel);
            await Show.Page<DecidePage>(new Model(ask, ProfileForm.Of(profile, facts), decision, library.Register, facts, [])).ExecuteAsync(context);
        });

        routes.MapPost("/decide", async (HttpContext context, Library library, Preferences preferences, Decisions decisions, TimeProvider clock, CancellationToken cancel) =>
        {
            if (library.Market is not { } facts) { await NoFacts(context); return; }
            var sent = await SentForm.ReadAsync(context.Request, cancel);
            var putBack = sent["putBack"] is [{ Length: > 0 } key] ? key : null;
            var typed = ProfileForm.Read(sent, library.Register, facts, putBack);
            var ask = Asked(sent["asOf"], sent["assume"], ulong.TryParse(sent["seed"], NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null, clock);
            if (sent["forget"].Count > 0)
            {
                await preferences.SetAsync(Learner.Local, ProfileName, null, cancel);
                context.Response.Redirect((ask ?? DecideRequest.Today(clock)).Address);
                return;
            }
            if (ask is null) typed = typed with { Profile = null, Faults = new Dictionary<string, string>(typed.Faults) { ["asOf"] = $"Must be a day from {Iso(Earliest)} to {Iso(Latest)}." } };
            var fragment = context.Request.Headers.ContainsKey(FragmentHeader);
            if (typed.Profile is not { } profile || ask is null)
            {
                if (fragment) { await Results.Json(new { faults = typed.Faults }).ExecuteAsync(context); return; }
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await Show.Page<DecidePage>(new Model(ask ?? DecideRequest.Today(clock), typed, null, library.Register, facts, [])).ExecuteAsync(context);
                return;
            }
            await KeepAsync(preferences, profile, cancel);
            if (!fragment) { context.Response.Redirect(ask.Address + (putBack is null ? "#answer" : "#assumptions")); return; }
            var decision = await decisions.OfAsync(profile, ask.AsOf, facts, facts.Set(ask.Assume)!, ask.Seed, cancel);
            await Show.Page<DecisionResult>(new Model(ask, typed, decision, library.Register, facts, [])).ExecuteAsync(context);
        });

        routes.MapPage("/decide/profile.json", async (HttpContext context, Library library, Preferences preferences, CancellationToken cancel) =>
        {
            if (library.Market is not { } facts) { await NoFacts(context); return; }
            context.Response.Headers.CacheControl = "no-store";
            var json = ProfileJson.Write(await KeptAsync(preferences, library.Register, facts, cancel)) + "\n";
            await Results.File(Encoding.UTF8.GetBytes(json), "application/json", "certus-profile.json").ExecuteAsync(context);
        });

        routes.MapPost("/decide/profile", async (HttpContext context, Library library, Preferences preferences, Decisions decisions, TimeProvider clock, CancellationToken cancel) =>
        {
            if (library.Market is not { } facts) { await NoFacts(context); return; }
            var sent = await SentForm.ReadAsync(context.Request, cancel);
            var ask = Asked(sent["asOf"], sent["assume"], null, clock) ?? DecideRequest.Today(clock);
            IReadOnlyList<string> refused = ["Choose a file first: a profile in JSON, as the link beside the button gives it."];
            if (sent.Files["file"] is { Length: > 0 } file)
            {
                using MemoryStream bytes = new();
                await file.CopyToAsync(bytes, cancel);
                switch (ProfileJson.Read(bytes.ToArray(), library.Register, facts))
                {
                    case ProfileReading.Accepted accepted:
                        await KeepAsync(preferences, accepted.Profile, cancel);
                        context.Response.Redirect(ask.Address + "#answer");
                        return;
                    case ProfileReading.Refused faulty: refused = [.. faulty.Faults.Select(fault => fault.Message)]; break;
                }
            }
            var kept = await KeptAsync(preferences, library.Register, facts, cancel);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            var decision = await decisions.OfAsync(kept, ask.AsOf, facts, facts.Set(ask.Assume)!, ask.Seed, cancel);
            await Show.Page<DecidePage>(new Model(ask, ProfileForm.Of(kept, facts), decision, library.Register, facts, refused)).ExecuteAsync(context);
        });
    }

    /// <summary>The kept profile. Where other content no longer knows an assumption that was changed, the changes are left out and the rest stays.</summary>
    internal static async Task<Profile> KeptAsync(Preferences preferences, Register register, MarketFacts facts, CancellationToken cancel)
    {
        if (!(await preferences.AllAsync(Learner.Local, cancel)).TryGetValue(ProfileName, out var json)) return Profile.Empty;
        var reading = ProfileJson.Read(Encoding.UTF8.GetBytes(json), register, facts);
        if (reading is ProfileReading.Refused { Faults: var faults } && faults.All(fault => fault.Field.StartsWith("assumptions", StringComparison.Ordinal)) && JsonNode.Parse(json) is JsonObject rest)
        {
            rest.Remove("assumptions");
            reading = ProfileJson.Read(JsonSerializer.SerializeToUtf8Bytes(rest), register, facts);
        }
        return reading is ProfileReading.Accepted accepted ? accepted.Profile : Profile.Empty;
    }

    private static async Task KeepAsync(Preferences preferences, Profile profile, CancellationToken cancel) =>
        await preferences.SetAsync(Learner.Local, ProfileName, ProfileJson.Write(profile), cancel);

    private static DecideRequest? Asked(string? asOf, string? assume, ulong? seed, TimeProvider clock)
    {
        var today = Exams.Today(clock);
        var day = today;
        if (!string.IsNullOrEmpty(asOf) && !DateOnly.TryParseExact(asOf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)) return null;
        var set = string.IsNullOrEmpty(assume) ? DecideRequest.Evidence : assume;
        return day >= Earliest && day <= Latest && set is (DecideRequest.Evidence or DecideRequest.Article) ? new(day, day == today, set, seed ?? DecideRequest.UsualSeed) : null;
    }

    internal static Task NoFacts(HttpContext context) =>
        Failure.Answer(context, StatusCodes.Status503ServiceUnavailable, "The built-in content lacks what a decision needs; 'certus check' tells why.");

    private static Task BadQuestion(HttpContext context) =>
        Failure.Answer(context, StatusCodes.Status400BadRequest, $"A decision is as of a day from {Iso(Earliest)} to {Iso(Latest)}, on the figures of 'evidence' or 'article'.");

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

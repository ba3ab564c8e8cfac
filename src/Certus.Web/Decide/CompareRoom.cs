using System.Text;
using Certus.Catalog;
using Certus.Content;
using Certus.Decide;
using Certus.Store;
using Certus.Web.Catalog;
using Certus.Web.Layout;
using Certus.Web.Safety;

namespace Certus.Web.Decide;

/// <summary>Two decisions side by side: two people, two days, or both. An address names days and examples; a profile is sent, kept and never part of one.</summary>
public static class CompareRoom
{
    /// <summary>What the page shows.</summary>
    /// <param name="Ask">Who, as of when, by whose figures.</param>
    /// <param name="Changes">What differs from the first to the second; null where one of them has no answer.</param>
    /// <param name="Story">The story of an exam, where one is asked for.</param>
    /// <param name="Register">The exams.</param>
    /// <param name="Facts">Options and assumptions.</param>
    /// <param name="Exams">Codes of the exams whose story can be told.</param>
    /// <param name="Imported">Names of the imported profiles that are kept.</param>
    /// <param name="Sent">The profile that was sent and refused, and what is wrong with it; null where none was.</param>
    public sealed record Model(CompareRequest Ask, DecisionChanges? Changes, ExamStory? Story, Register Register, MarketFacts Facts, IReadOnlyList<string> Exams, IReadOnlyList<string> Imported, Refused? Sent);

    /// <summary>A profile that was sent and not taken.</summary>
    /// <param name="Side">For which side.</param>
    /// <param name="Text">What was pasted.</param>
    /// <param name="Faults">What is wrong with it.</param>
    public sealed record Refused(string Side, string Text, IReadOnlyList<string> Faults);

    private static readonly string[] SideKeys = ["a", "b"];

    /// <summary>Maps <c>/decide/compare</c>.</summary>
    public static void MapCompare(this IEndpointRouteBuilder routes)
    {
        routes.MapPage(CompareRequest.Path, async (HttpContext context, Library library, Preferences preferences, Decisions decisions, ExamStories stories, TimeProvider clock, CancellationToken cancel) =>
        {
            if (library.Market is not { } facts) { await DecideRoom.NoFacts(context); return; }
            var profiles = await ProfilesAsync(preferences, library.Register, facts, cancel);
            var ask = CompareRequest.Read(name => context.Request.Query[name], profiles, Exams.Today(clock), library);
            await ShowAsync(context, ask, facts, library, profiles, decisions, stories, null, cancel);
        });

        routes.MapPost(CompareRequest.Path + "/profile", async (HttpContext context, Library library, Preferences preferences, Decisions decisions, ExamStories stories, TimeProvider clock, CancellationToken cancel) =>
        {
            if (library.Market is not { } facts) { await DecideRoom.NoFacts(context); return; }
            var sent = await SentForm.ReadAsync(context.Request, cancel);
            var side = sent["side"] == "b" ? "b" : "a";
            string? Said(string name) => sent[name];
            if (sent["forget"].Count > 0)
            {
                foreach (var key in SideKeys) await preferences.SetAsync(Learner.Local, Name(key), null, cancel);
                context.Response.Redirect(CompareRequest.Read(name => name is "a" or "b" && Said(name)?.StartsWith("import-", StringComparison.Ordinal) == true ? null : Said(name), await ProfilesAsync(preferences, library.Register, facts, cancel), Exams.Today(clock), library).Address);
                return;
            }
            var (bytes, text) = await SentProfileAsync(sent, cancel);
            var reading = bytes.Length == 0 ? new ProfileReading.Refused([new("", "Choose a file or paste a profile first.")]) : ProfileJson.Read(bytes, library.Register, facts);
            if (reading is ProfileReading.Accepted accepted)
            {
                await preferences.SetAsync(Learner.Local, Name(side), ProfileJson.Write(accepted.Profile), cancel);
                var with = CompareRequest.Read(name => name == side ? CompareSide.Import(side) : Said(name), await ProfilesAsync(preferences, library.Register, facts, cancel), Exams.Today(clock), library);
                context.Response.Redirect(with.Address + "#" + (side == "a" ? "first" : "second"));
                return;
            }
            var profiles = await ProfilesAsync(preferences, library.Register, facts, cancel);
            var ask = CompareRequest.Read(Said, profiles, Exams.Today(clock), library);
            await ShowAsync(context, ask, facts, library, profiles, decisions, stories, new(side, text, [.. ((ProfileReading.Refused)reading).Faults.Select(fault => fault.Message)]), cancel);
        });
    }

    private static async Task ShowAsync(
        HttpContext context, CompareRequest ask, MarketFacts facts, Library library, Dictionary<string, Profile> profiles, Decisions decisions, ExamStories stories, Refused? refused, CancellationToken cancel)
    {
        async Task<CompareSide> Answered(CompareSide side) => side is { Profile: { } profile, On: { } on }
            ? side with { Decision = await decisions.OfAsync(profile, on, facts, facts.Set(ask.Assume)!, DecideRequest.UsualSeed, cancel) }
            : side;
        ask = ask with { First = await Answered(ask.First), Second = await Answered(ask.Second) };
        var changes = ask is { First.Decision: { } first, Second.Decision: { } second } ? DecisionChanges.Between(first, second) : null;
        var story = ask.Exam.Length > 0 ? await stories.OfAsync(facts, ask.Exam, ask.Today, cancel) : null;
        if (!ask.IsSound || refused is not null) context.Response.StatusCode = StatusCodes.Status400BadRequest;
        string[] exams = [.. library.Register.Certifications.Select(exam => exam.Code).Where(code => ExamStories.OptionOf(facts, code) is not null).Order(StringComparer.Ordinal)];
        await Show.Page<ComparePage>(new Model(ask, changes, story, library.Register, facts, exams, [.. SideKeys.Select(CompareSide.Import).Where(profiles.ContainsKey)], refused)).ExecuteAsync(context);
    }

    private static async Task<Dictionary<string, Profile>> ProfilesAsync(Preferences preferences, Register register, MarketFacts facts, CancellationToken cancel)
    {
        Dictionary<string, Profile> profiles = new() { [CompareSide.Mine] = await DecideRoom.KeptAsync(preferences, register, facts, cancel) };
        var stored = await preferences.AllAsync(Learner.Local, cancel);
        foreach (var key in SideKeys)
            if (stored.TryGetValue(Name(key), out var json) && ProfileJson.Read(Encoding.UTF8.GetBytes(json), register, facts) is ProfileReading.Accepted accepted) profiles[CompareSide.Import(key)] = accepted.Profile;
        return profiles;
    }

    // A file goes before what is pasted.
    private static async Task<(byte[] Bytes, string Text)> SentProfileAsync(IFormCollection sent, CancellationToken cancel)
    {
        if (sent.Files["file"] is { Length: > 0 } file)
        {
            using MemoryStream bytes = new();
            await file.CopyToAsync(bytes, cancel);
            return (bytes.ToArray(), "");
        }
        var text = sent["json"].ToString();
        return (Encoding.UTF8.GetBytes(text.Trim()), text.Length > ProfileJson.MostBytes ? "" : text);
    }

    private static string Name(string key) => "compare." + key;
}

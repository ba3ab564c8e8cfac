using System.Security.Cryptography;
using Certus.Catalog;
using Certus.Content;
using Certus.Practice;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Safety;
using Certus.Web.Settings;

namespace Certus.Web.Practice;

/// <summary>Where a sitting begins: the ways to practice, the check-in before a full exam, and the start.</summary>
public static class PracticeStart
{
    /// <summary>What the choice of ways shows.</summary>
    /// <param name="Exams">Exams that questions exist for.</param>
    /// <param name="Chosen">The exam chosen before, where any.</param>
    /// <param name="Domain">The domain chosen before.</param>
    /// <param name="Skills">Skills that questions exist for, by area, each with the codes of the exams that it is asked for in.</param>
    /// <param name="Fault">What was wrong with the form that was sent.</param>
    /// <param name="Sent">The form that was sent, to be mended rather than typed again.</param>
    public sealed record Model(IReadOnlyList<Certification> Exams, string? Chosen, string? Domain, IReadOnlyList<IGrouping<string, AskedSkill>> Skills, SetFault? Fault, Func<string, string> Sent);

    /// <summary>A skill with the codes of the exams in which some question asks for it.</summary>
    public sealed record AskedSkill(Skill Skill, IReadOnlySet<string> Exams);

    /// <summary>What the check-in shows.</summary>
    public sealed record CheckInModel(Certification Exam, ulong Seed, Form Form, bool ExtraByDefault);

    /// <summary>Maps the pages and the handler.</summary>
    public static void MapPracticeStart(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/practice", (Library library, string? exam, string? domain) =>
            Show.Page<PracticePage>(ModelOf(library, exam, domain, null, _ => "")));

        routes.MapPage("/practice/exam/{code}", async (string code, ulong? seed, HttpContext context, Library library, Sittings sittings, Preferences preferences, TimeProvider clock, CancellationToken cancel) =>
        {
            if (!library.Register.ByCode.TryGetValue(code.ToUpperInvariant(), out var exam)) { await Failure.Answer(context, 404, $"The catalog has no exam '{code}'."); return; }
            var chosen = seed ?? FreshSeed();
            if (FormRequest.Full(exam, chosen) is not { } request) { await Failure.Answer(context, 404, $"The catalog lacks the numbers for a full {exam.Code} form."); return; }
            switch (SittingForms.Assemble(request, library, await sittings.ExposureAsync(Learner.Local, clock.GetUtcNow(), cancel)))
            {
                case Assembly.Assembled assembled:
                    var settings = LearnerSettings.Of(await preferences.AllAsync(Learner.Local, cancel));
                    await Show.Page<CheckInPage>(new CheckInModel(exam, chosen, assembled.Form, settings.ExtraTime)).ExecuteAsync(context);
                    return;
                case Assembly.Impossible impossible: await Failure.Answer(context, 404, impossible.Reason); return;
            }
        });

        routes.MapPost("/practice/start", async (HttpContext context, Library library, Sittings sittings, TimeProvider clock, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            string Field(string name) => form[name].ToString().Trim();
            if (Field("narrow").Length > 0)     // without scripts: the lists by exam, nothing started
            {
                var wanted = Field("domain");
                await Show.Page<PracticePage>(ModelOf(library, Field("exam"), wanted.StartsWith(Field("exam"), StringComparison.Ordinal) ? wanted : "", null, Field)).ExecuteAsync(context);
                return;
            }
            var id = SittingOf(form["sitting"]);
            if (await sittings.FindAsync(Learner.Local, id, cancel) is not null) { context.Response.Redirect($"/sittings/{id}/1"); return; }
            var (set, fault) = SetRequest.Read(Field, library.Register, FreshSeed());
            if (set is not null)
                switch (SittingForms.Assemble(set.Request, library, await sittings.ExposureAsync(Learner.Local, clock.GetUtcNow(), cancel)))
                {
                    case Assembly.Assembled assembled:
                        var start = new SittingStart(id, set.Mode, assembled.Form, clock.GetUtcNow(), set.ExtraMinutes);
                        await sittings.StartAsync(Learner.Local, start, assembled.Items, cancel);
                        context.Response.Redirect($"/sittings/{start.Id}/1");
                        return;
                    case Assembly.Impossible impossible: fault = new(set.Mode is SittingMode.Study or SittingMode.Custom ? set.Request.Skills.Count > 0 ? "skill" : "size" : null, impossible.Reason); break;
                }
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await Show.Page<PracticePage>(ModelOf(library, Field("exam"), Field("domain"), fault, Field)).ExecuteAsync(context);
        });
    }

    private static Model ModelOf(Library library, string? exam, string? domain, SetFault? fault, Func<string, string> sent)
    {
        var tasks = Catalog.Exams.Practiced(library.Bank);
        var asked = library.Bank.Items.Select(item => (item.Question.Skills, item.Question.Tasks)).Concat(library.Bank.Generators.Select(generator => (generator.Skills, generator.Tasks)))
            .SelectMany(entry => entry.Skills.Select(skill => (skill, entry.Tasks))).ToLookup(entry => entry.skill, entry => entry.Tasks.Select(task => task.Split('/')[0]));
        return new(
            [.. library.Register.Certifications.Where(entry => tasks.Contains(entry.Code)).OrderByDescending(entry => entry.Practice).ThenBy(entry => entry.Code, StringComparer.Ordinal)],
            string.IsNullOrEmpty(exam) ? null : exam.ToUpperInvariant(), string.IsNullOrEmpty(domain) ? null : domain,
            [.. library.Register.Skills.Values.Where(skill => asked.Contains(skill.Id)).OrderBy(skill => skill.Name, StringComparer.Ordinal)
                .Select(skill => new AskedSkill(skill, asked[skill.Id].SelectMany(codes => codes).ToHashSet())).GroupBy(entry => entry.Skill.Area).OrderBy(group => group.Key, StringComparer.Ordinal)],
            fault, sent);
    }

    /// <summary>The id that a form's page gave to the sitting it starts, so that a form sent twice starts it once; a new one where the form has none.</summary>
    public static Guid SittingOf(string? sent) => Guid.TryParse(sent, out var id) && id != Guid.Empty ? id : Guid.NewGuid();

    /// <summary>A seed that nobody chose, small enough to be read out and typed again.</summary>
    public static ulong FreshSeed() => (ulong)RandomNumberGenerator.GetInt32(1, 1_000_000_000);
}

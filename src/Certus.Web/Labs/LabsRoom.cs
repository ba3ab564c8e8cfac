using System.Globalization;
using Certus.Catalog;
using Certus.Content;
using Certus.Lab.Grading;
using Certus.Lab.Meter;
using Certus.Practice.Labs;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Safety;

namespace Certus.Web.Labs;

/// <summary>The labs: what there is, one lab to work on, its checks.</summary>
public static class LabsRoom
{
    /// <summary>What the list shows.</summary>
    /// <param name="Labs">Every lab, with the best grade and whether it is begun in the sandbox that runs.</param>
    /// <param name="Sandbox">Whether a sandbox runs.</param>
    /// <param name="Forgotten">Endpoints in it that nobody asks.</param>
    /// <param name="Register">The catalog.</param>
    public sealed record ListModel(IReadOnlyList<(LabBrief Lab, double? Best, bool Begun)> Labs, SandboxState Sandbox, IReadOnlyList<ForgottenEndpoint> Forgotten, Register Register);

    /// <summary>What a lab's page shows.</summary>
    /// <param name="Lab">The lab.</param>
    /// <param name="Start">What it began with in the sandbox that runs; null where it is not begun.</param>
    /// <param name="Grades">The learner's grades of it, the last one first.</param>
    /// <param name="Sandbox">Whether a sandbox runs.</param>
    /// <param name="Register">The catalog.</param>
    /// <param name="Zone">The learner's time zone.</param>
    public sealed record Model(LabBrief Lab, LabStart? Start, IReadOnlyList<LabGrade> Grades, SandboxState Sandbox, Register Register, TimeZoneInfo Zone);

    /// <summary>Maps <c>/labs</c>, the labs and the sandbox's switch.</summary>
    public static void MapLabs(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/labs", async (Library library, LabGrades grades, Sandbox sandbox, CancellationToken cancel) =>
        {
            var best = (await grades.ListAsync(Learner.Local, cancel)).GroupBy(grade => grade.Lab).ToDictionary(same => same.Key, same => same.Max(grade => grade.Earned));
            var state = await sandbox.StateAsync(cancel);
            var starts = await StartsAsync(sandbox, state, cancel);
            return Show.Page<LabsPage>(new ListModel([.. library.Labs.Select(lab => (lab, best.TryGetValue(lab.Id, out var points) ? points : (double?)null, starts.ContainsKey(lab.Id)))], state, await ForgottenAsync(sandbox, state, cancel), library.Register));
        });

        routes.MapPage("/labs/{id}", async (string id, HttpContext context, Library library, LabGrades grades, Sandbox sandbox, TimeProvider clock, CancellationToken cancel) =>
        {
            if (Find(library, id) is not { } lab) { await NoLabAsync(context, id); return; }
            var state = await sandbox.StateAsync(cancel);
            var start = (await StartsAsync(sandbox, state, cancel)).GetValueOrDefault(id);
            await Show.Page<LabPage>(new Model(
                lab, start, [.. (await grades.ListAsync(Learner.Local, cancel)).Where(grade => grade.Lab == id).Reverse()], state, library.Register, clock.LocalTimeZone)).ExecuteAsync(context);
        });

        routes.MapPost("/labs/sandbox/start", async (HttpContext context, Sandbox sandbox, CancellationToken cancel) =>
        {
            var back = Back(await SentForm.ReadAsync(context.Request, cancel));
            if (await sandbox.StartAsync(cancel) is { } fault) await Failure.Answer(context, StatusCodes.Status409Conflict, fault, link: (back, "Go back"));
            else context.Response.Redirect(back);
        });

        routes.MapPost("/labs/sandbox/stop", async (HttpContext context, Sandbox sandbox, CancellationToken cancel) =>
        {
            var back = Back(await SentForm.ReadAsync(context.Request, cancel));
            await sandbox.StopAsync();
            context.Response.Redirect(back);
        });

        routes.MapPost("/labs/{id}/start", async (string id, HttpContext context, Library library, Sandbox sandbox, CancellationToken cancel) =>
        {
            if (Find(library, id) is null) { await NoLabAsync(context, id); return; }
            var form = await SentForm.ReadAsync(context.Request, cancel);
            var text = form["seed"].ToString().Trim();
            ulong? seed = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
            if (text.Length > 0 && seed is null) { await RefuseAsync(context, id, StatusCodes.Status400BadRequest, $"'{text}' is no seed; a whole number from 0 on is one."); return; }
            await AskAsync(context, id, sandbox, async () =>
            {
                var begun = await StartsAsync(sandbox, new SandboxState.Runs(true, sandbox.Port), cancel);
                if (begun.ContainsKey(id) && form["sure"].Count == 0)
                {
                    await RefuseAsync(context, id, StatusCodes.Status409Conflict, "The lab is begun already. Beginning it again removes what you made in it: tick that you want that.");
                    return;
                }
                await sandbox.Client.StartAsync(id, seed, form["broken"].Count > 0, cancel);
                context.Response.Redirect($"/labs/{id}");
            });
        });

        routes.MapPost("/labs/{id}/grade", async (string id, HttpContext context, Library library, LabGrades grades, Sandbox sandbox, CancellationToken cancel) =>
        {
            if (Find(library, id) is not { } lab) { await NoLabAsync(context, id); return; }
            await AskAsync(context, id, sandbox, async () =>
            {
                await grades.AppendAsync(Learner.Local, await GradeAsync(sandbox, lab, cancel), cancel);
                context.Response.Redirect($"/labs/{id}#checks");
            });
        });

        // Looked at while one works; only a grade that was asked for is kept.
        routes.MapPost("/labs/{id}/look", async (string id, HttpContext context, Library library, Sandbox sandbox, CancellationToken cancel) =>
        {
            if (Find(library, id) is not { } lab) { await NoLabAsync(context, id); return; }
            await AskAsync(context, id, sandbox, async () =>
            {
                var grade = await GradeAsync(sandbox, lab, cancel);
                await TypedResults.Json(new { grade.Earned, grade.Passed, Checks = grade.Checks.Select(check => new { check.Check, Earned = check.Earned * check.Points, check.Points, check.Found }) }).ExecuteAsync(context);
            });
        });
    }

    private static LabBrief? Find(Library library, string id) => library.Labs.FirstOrDefault(lab => lab.Id == id);

    private static async Task<LabGrade> GradeAsync(Sandbox sandbox, LabBrief lab, CancellationToken cancel)
    {
        var (start, at, findings) = await sandbox.Client.GradeAsync(lab.Id, cancel);
        return LabGrade.Of(Guid.CreateVersion7(), lab, start.Seed, start.Fault, start.StartedAt, at, findings.ToDictionary(finding => finding.Check, finding => (finding.Earned, finding.Found)));
    }

    private static async Task<IReadOnlyDictionary<string, LabStart>> StartsAsync(Sandbox sandbox, SandboxState state, CancellationToken cancel)
    {
        try
        {
            return state is SandboxState.Runs ? await sandbox.Client.StartsAsync(cancel) : new Dictionary<string, LabStart>();
        }
        catch (SandboxException)
        {
            return new Dictionary<string, LabStart>();     // it ended meanwhile
        }
    }

    private static async Task<IReadOnlyList<ForgottenEndpoint>> ForgottenAsync(Sandbox sandbox, SandboxState state, CancellationToken cancel)
    {
        try
        {
            return state is SandboxState.Runs ? (await sandbox.Client.MeterAsync(cancel)).Forgotten : [];
        }
        catch (SandboxException)
        {
            return [];     // as above
        }
    }

    private static async Task AskAsync(HttpContext context, string id, Sandbox sandbox, Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (SandboxException refused)
        {
            await RefuseAsync(context, id, StatusCodes.Status409Conflict, await sandbox.StateAsync(context.RequestAborted) is SandboxState.Runs ? refused.Message : "No sandbox runs. Start it first.");
        }
    }

    private static Task NoLabAsync(HttpContext context, string id) => Failure.Answer(context, StatusCodes.Status404NotFound, $"There is no lab '{id}'.", link: ("/labs", "All labs"));

    private static Task RefuseAsync(HttpContext context, string id, int status, string sentence) => Failure.Answer(context, status, sentence, link: ($"/labs/{id}", "Back to the lab"));

    /// <summary>Where a form wants to go on: a lab, the state, or the list.</summary>
    private static string Back(IFormCollection form) => form["back"].ToString() is { } back && back.StartsWith("/labs/", StringComparison.Ordinal) && !back.Contains("//", StringComparison.Ordinal) ? back : "/labs";
}

using Certus.Catalog;
using Certus.Content;
using Certus.Measure.Readiness;
using Certus.Practice;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Safety;

namespace Certus.Web.Practice;

/// <summary>Ten questions where they pay most: shared over the domains by what each could still bring on a real form.</summary>
public sealed class Drills(Sittings sittings, AnswerHistory history, Library library, TimeProvider clock)
{
    /// <summary>Questions of a drill.</summary>
    public const int Questions = 10;

    /// <summary>What the page shows.</summary>
    /// <param name="Exam">The exam.</param>
    /// <param name="Answers">Answers that the shares rest on.</param>
    /// <param name="Domains">In the exam's order: the domain, its gain, and how many of the ten it gets.</param>
    public sealed record Model(Certification Exam, int Answers, IReadOnlyList<(Domain Domain, DomainGain Gain, int Questions)> Domains);

    /// <summary>Maps <c>/practice/drill/{code}</c> and its start.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/practice/drill/{code}", async (string code, HttpContext context, Drills drills, CancellationToken cancel) =>
        {
            if (await drills.FindAsync(code, cancel) is { } model) await Show.Page<DrillPage>(model).ExecuteAsync(context);
            else await Failure.Answer(context, StatusCodes.Status404NotFound, $"There is no drill of an exam '{code}'.");
        });

        routes.MapPost("/practice/drill", async (HttpContext context, Drills drills, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            var (path, refusal) = await drills.StartAsync(form["exam"].ToString(), PracticeStart.SittingOf(form["sitting"]), cancel);
            if (path is null) await Failure.Answer(context, StatusCodes.Status409Conflict, refusal, link: ("/practice", "Other ways to practice"));
            else context.Response.Redirect(path);
        });
    }

    private async Task<Model?> FindAsync(string code, CancellationToken cancel)
    {
        if (!library.Register.ByCode.TryGetValue(code.Trim().ToUpperInvariant(), out var exam) || exam.Practice != PracticeSupport.Full || ReadinessInputs.FormOf(exam, library.Bank) is not { } form) return null;
        var now = clock.GetUtcNow();
        var readiness = ExamReadiness.Of(ReadinessInputs.AnswersFor(await history.ReadAsync(Learner.Local, now, cancel), exam, now), form, 0);
        var gains = DomainGain.Of(form, readiness);
        // Whoever is above the goal everywhere still gets ten questions, in the exam's proportions.
        IReadOnlyList<decimal> weights = gains.Any(gain => gain.Points > 0) ? [.. gains.Select(gain => (decimal)gain.Points)] : [.. exam.Domains.Select(domain => domain.Weight)];
        var shares = Certus.Numerics.LargestRemainder.Share(Questions, weights);
        return new(exam, readiness.Answers, [.. exam.Domains.Select((domain, i) => (domain, gains[i], shares[i]))]);
    }

    private async Task<(string? Path, string Refusal)> StartAsync(string code, Guid id, CancellationToken cancel)
    {
        if (await sittings.FindAsync(Learner.Local, id, cancel) is not null) return ($"/sittings/{id}/1", "");
        if (await FindAsync(code, cancel) is not { } model) return (null, $"There is no drill of an exam '{code}'.");
        var now = clock.GetUtcNow();
        var request = new FormRequest(model.Exam.Code, Questions, 0, null, PracticeStart.FreshSeed(), [], [])
        {
            Weights = model.Domains.ToDictionary(domain => domain.Domain.Id, domain => (decimal)domain.Questions, StringComparer.Ordinal),
        };
        switch (SittingForms.Assemble(request, library, await sittings.ExposureAsync(Learner.Local, now, cancel)))
        {
            case Assembly.Assembled assembled:
                await sittings.StartAsync(Learner.Local, new(id, SittingMode.Study, assembled.Form, now, 0), assembled.Items, cancel);
                return ($"/sittings/{id}/1", "");
            case Assembly.Impossible impossible: return (null, impossible.Reason);
            default: throw new System.Diagnostics.UnreachableException();
        }
    }
}

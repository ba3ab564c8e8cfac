using Certus.Catalog;
using Certus.Content;
using Certus.Decide;
using Certus.Measure.Readiness;
using Certus.Store;
using Certus.Web.Catalog;
using Certus.Web.Decide;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Practice;
using Certus.Web.Safety;

namespace Certus.Web.Measure;

/// <summary>The room that says how able somebody is, how sure that is, and whether they would pass.</summary>
public static class MeasureRoom
{
    /// <summary>What the first page shows.</summary>
    /// <param name="Exams">The exams to choose from.</param>
    /// <param name="Form">What was asked.</param>
    /// <param name="Reading">The answer to what was asked last without a fault.</param>
    /// <param name="Gates">What the article's gates are worth.</param>
    /// <param name="Needed">What a good chance takes instead; null where nothing gives it.</param>
    /// <param name="Standing">How the learner stands at the gates.</param>
    public sealed record Model(IReadOnlyList<Certification> Exams, MeasureForm Form, Reading Reading, GateWorth Gates, GateWorth? Needed, GateStanding Standing)
    {
        /// <summary>Questions of a full test.</summary>
        public int Questions => Reading.Exam.Format.Questions ?? Reading.Exam.Format.Scored!.Value;
    }

    /// <summary>Maps <c>/measure</c>.</summary>
    public static void MapMeasure(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/measure", async (string? exam, HttpContext context, Readings readings, Library library, Preferences preferences, Attempts attempts, TimeProvider clock, CancellationToken cancel) =>
        {
            var kept = await MeasureChoice.KeptAsync(preferences, cancel);
            if (await ChosenAsync(exam, kept, readings, context) is not { } chosen) return;
            await ShowAsync(context, MeasureForm.Of(kept, chosen, Exams.Today(clock)), kept, readings, library, preferences, attempts, clock, cancel);
        });

        routes.MapPost("/measure", async (HttpContext context, Readings readings, Library library, Preferences preferences, Attempts attempts, TimeProvider clock, CancellationToken cancel) =>
        {
            var sent = await SentForm.ReadAsync(context.Request, cancel);
            var kept = await MeasureChoice.KeptAsync(preferences, cancel);
            if (readings.Exams() is not { Count: > 0 } exams) { await NothingToMeasure(context); return; }
            var (form, choice) = MeasureForm.Read(name => sent[name].ToString().Trim(), exams, kept, Exams.Today(clock));
            if (form.Faults.Count == 0)
            {
                await choice.KeepAsync(preferences, cancel);
                context.Response.Redirect("/measure#chance");
                return;
            }
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await ShowAsync(context, form, choice, readings, library, preferences, attempts, clock, cancel);
        });
    }

    /// <summary>The exam that an address names, else the one chosen last, else the first; null where the answer is a refusal already.</summary>
    internal static async Task<Certification?> ChosenAsync(string? exam, MeasureChoice kept, Readings readings, HttpContext context)
    {
        var exams = readings.Exams();
        if (exams.Count == 0) { await NothingToMeasure(context); return null; }
        if (!string.IsNullOrEmpty(exam))
        {
            if (exams.FirstOrDefault(known => known.Code.Equals(exam, StringComparison.OrdinalIgnoreCase)) is { } named) return named;
            await Failure.Answer(context, StatusCodes.Status404NotFound, $"No exam that can be measured is called '{exam}'.");
            return null;
        }
        return exams.FirstOrDefault(known => known.Code == kept.Exam) ?? exams[0];
    }

    private static async Task ShowAsync(
        HttpContext context, MeasureForm form, MeasureChoice choice, Readings readings, Library library, Preferences preferences, Attempts attempts, TimeProvider clock, CancellationToken cancel)
    {
        var answers = ReadinessInputs.AnswersFor(await readings.AnswersAsync(cancel), form.Exam, clock.GetUtcNow());
        var profile = library.Market is { } facts ? await DecideRoom.KeptAsync(preferences, library.Register, facts, cancel) : Profile.Empty;
        var suggested = profile.StudyDayUsd is { } worth ? Math.Round((decimal)worth, 2) : (decimal?)null;
        var reading = Reading.Of(answers, readings.FormOf(form.Exam)!, form.Exam, choice, Exams.Today(clock), suggested);
        var (gates, needed) = readings.GatesOf(form.Exam);
        await Show.Page<MeasurePage>(new Model(readings.Exams(), form, reading, gates, needed, GateStanding.Of(await attempts.ListAsync(Learner.Local, cancel), form.Exam.Code))).ExecuteAsync(context);
    }

    private static Task NothingToMeasure(HttpContext context) =>
        Failure.Answer(context, StatusCodes.Status503ServiceUnavailable, "The built-in content lacks what a reading needs; 'certus check' tells why.");
}

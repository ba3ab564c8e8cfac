using Certus.Catalog;
using Certus.Content;
using Certus.Measure.Readiness;
using Certus.Measure.TrackRecord;
using Certus.Store;
using Certus.Web.Catalog;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Safety;

namespace Certus.Web.Measure;

/// <summary>Real results: entered by the learner, and what was predicted of each the day before.</summary>
public static class ResultsRoom
{
    /// <summary>What the page shows.</summary>
    /// <param name="Exams">The exams to choose from.</param>
    /// <param name="Form">The form.</param>
    /// <param name="Record">All results that stand, scored.</param>
    /// <param name="Retakes">What whoever failed needs, by the result's id; for the latest result of an exam alone.</param>
    /// <param name="Withdrawn">Those that were withdrawn.</param>
    /// <param name="Undo">The one withdrawn a moment ago.</param>
    /// <param name="Register">The catalog.</param>
    public sealed record Model(
        IReadOnlyList<Certification> Exams, ResultForm Form, OwnRecord Record, IReadOnlyDictionary<Guid, Retake> Retakes, IReadOnlyList<KeptReport> Withdrawn, KeptReport? Undo, Register Register);

    /// <summary>What whoever failed needs to know.</summary>
    /// <param name="Rule">The catalog's.</param>
    /// <param name="From">The first day on which the exam can be sat again: after the wait, and after a beta not before the standard version; null where that one's first day is not known.</param>
    /// <param name="Status">Whether it can be booked for that day, or for today where that is later.</param>
    /// <param name="FeeUsd">What it costs then; null where the catalog does not know.</param>
    /// <param name="InBeta">Whether what was failed was the beta.</param>
    /// <param name="Weakest">Where study pays most: the domains that need improvement by the report, else all, those first that could bring most points on a real form.</param>
    public sealed record Retake(RetakeRule Rule, DateOnly? From, ExamStatus Status, decimal? FeeUsd, bool InBeta, IReadOnlyList<(Domain Domain, bool Reported, double Points)> Weakest);

    private const int MostWeak = 3;

    /// <summary>Maps <c>/measure/results</c>, and how a result is withdrawn and brought back.</summary>
    public static void MapResults(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/measure/results", async (string? exam, Guid? withdrawn, HttpContext context, Readings readings, ScoreReports reports, Library library, Preferences preferences, TimeProvider clock, CancellationToken cancel) =>
        {
            if (await MeasureRoom.ChosenAsync(exam, await MeasureChoice.KeptAsync(preferences, cancel), readings, context) is { } chosen)
                await ShowAsync(context, ResultForm.Empty(chosen), withdrawn, readings, reports, library, clock, cancel);
        });

        routes.MapPost("/measure/results", async (HttpContext context, Readings readings, ScoreReports reports, Library library, TimeProvider clock, CancellationToken cancel) =>
        {
            var sent = await SentForm.ReadAsync(context.Request, cancel);
            if (readings.Exams().FirstOrDefault(known => known.Code == sent["exam"].ToString()) is not { } exam)
            {
                await Failure.Answer(context, StatusCodes.Status404NotFound, $"No exam that can be measured is called '{sent["exam"]}'.");
                return;
            }
            var (form, report) = ResultForm.Read(name => sent[name].ToString().Trim(), exam, Exams.Today(clock));
            if (report is not null)
            {
                switch (await reports.EnterAsync(Learner.Local, report, clock.GetUtcNow(), cancel))
                {
                    case ReportChange.Done or ReportChange.Already:
                        context.Response.Redirect($"/measure/results?exam={exam.Code}#results");
                        return;
                    case ReportChange.Differs:
                        // The form that is shown now is another one: sent again, it is meant.
                        form = (form with { Id = Guid.NewGuid() }).With("day", "This form was sent already with other entries, or its result was withdrawn; nothing was changed. Send it once more to enter it as a result of its own.");
                        break;
                    default:
                        form = form.With("day", $"A result of {exam.Code} on {MeasureWords.Iso(report.Day)} is entered already; withdraw that one first.");
                        break;
                }
            }
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await ShowAsync(context, form, null, readings, reports, library, clock, cancel);
        });

        routes.MapPost("/measure/results/{id:guid}/withdraw", async (Guid id, HttpContext context, ScoreReports reports, TimeProvider clock, CancellationToken cancel) =>
            await AnswerAsync(context, await reports.WithdrawAsync(Learner.Local, id, clock.GetUtcNow(), cancel), $"/measure/results?withdrawn={id}"));

        routes.MapPost("/measure/results/{id:guid}/restore", async (Guid id, HttpContext context, ScoreReports reports, TimeProvider clock, CancellationToken cancel) =>
            await AnswerAsync(context, await reports.RestoreAsync(Learner.Local, id, clock.GetUtcNow(), cancel), "/measure/results#results"));
    }

    private static Task AnswerAsync(HttpContext context, ReportChange change, string then)
    {
        switch (change)
        {
            case ReportChange.Unknown: return Failure.Answer(context, StatusCodes.Status404NotFound, "There is no such result.", link: ("/measure/results", "Real results"));
            case ReportChange.DayTaken: return Failure.Answer(context, StatusCodes.Status409Conflict, "Another result of that exam stands for that day; withdraw it first.", link: ("/measure/results", "Real results"));
            default: context.Response.Redirect(then); return Task.CompletedTask;
        }
    }

    private static async Task ShowAsync(HttpContext context, ResultForm form, Guid? withdrawn, Readings readings, ScoreReports reports, Library library, TimeProvider clock, CancellationToken cancel)
    {
        var all = await reports.ListAsync(Learner.Local, cancel);
        var answered = await readings.AnswersAsync(cancel);
        var record = readings.RecordOf(all, answered);
        var undone = all.Where(kept => kept.WithdrawnAt is not null).OrderByDescending(kept => kept.WithdrawnAt).ToList();
        await Show.Page<ResultsPage>(new Model(
            readings.Exams(), form, record, RetakesOf(record, readings, answered, library.Register, clock), undone, undone.FirstOrDefault(kept => kept.Report.Id == withdrawn), library.Register)).ExecuteAsync(context);
    }

    /// <summary>For each exam whose latest result is a failed one: when again, at what cost, and what to study.</summary>
    private static Dictionary<Guid, Retake> RetakesOf(OwnRecord record, Readings readings, IReadOnlyList<AnsweredQuestion> answered, Register register, TimeProvider clock)
    {
        Dictionary<Guid, Retake> retakes = [];
        if (register.Retake is not { } rule) return retakes;
        foreach (var report in record.Results.GroupBy(result => result.Report.Exam).Select(results => results.First().Report).Where(report => !report.Passed))
        {
            if (!register.ByCode.TryGetValue(report.Exam, out var exam) || readings.FormOf(exam) is not { } form) continue;
            var inBeta = exam.Lifecycle.On(report.Day).InBeta;
            var (from, today) = (report.Day.AddDays(rule.WaitDays), Exams.Today(clock));
            if (inBeta && exam.Lifecycle.Launch is { } launch && launch > from) from = launch;       // a beta is sat once
            var status = exam.Lifecycle.On(from < today ? today : from);
            var gains = DomainGain.Of(form, ReadinessInputs.ReadinessAt(answered, exam, form, clock.GetUtcNow().AddTicks(1), 0)).ToDictionary(gain => gain.Id, gain => gain.Points, StringComparer.Ordinal);
            var weak = exam.Domains.Select(domain => (Domain: domain, Reported: report.Domains.TryGetValue(domain.Id, out var verdict) && verdict == Competency.NeedsImprovement, Points: gains[domain.Id]))
                .OrderByDescending(domain => domain.Reported).ThenByDescending(domain => domain.Points).ToList();
            var reported = weak.Count(domain => domain.Reported);
            retakes[report.Id] = new(
                rule, inBeta && status.InBeta ? null : from, status, (inBeta ? null : exam.Offered(status).FeeUsd) ?? exam.Format.FeeUsd, inBeta, [.. weak.Take(reported > 0 ? Math.Min(reported, MostWeak) : 1)]);
        }
        return retakes;
    }
}

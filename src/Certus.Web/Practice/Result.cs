using Certus.Catalog;
using Certus.Content;
using Certus.Practice;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Measure;
using Certus.Web.Safety;

namespace Certus.Web.Practice;

/// <summary>The report on a sitting that is over.</summary>
public static class Result
{
    /// <summary>The longest text of a report about a question.</summary>
    public const int LongestReport = 2000;

    /// <summary>What the page shows.</summary>
    /// <param name="Report">The report.</param>
    /// <param name="OverSince">When it was over.</param>
    /// <param name="ByClock">Whether the time ran out.</param>
    /// <param name="Exam">The exam, where it was of one.</param>
    /// <param name="Register">The catalog as it is now, for names and corrections.</param>
    /// <param name="Shown">The questions to list.</param>
    /// <param name="Filter">The filter they passed.</param>
    /// <param name="Counts">How many questions pass each filter.</param>
    /// <param name="Reported">The position just reported, where one was.</param>
    /// <param name="Zone">The learner's time zone.</param>
    /// <param name="Standing">What a diagnostic came to; null for other sittings.</param>
    /// <param name="Again">Misconceptions of this sitting that an earlier one had shown as well, and that were not overcome between.</param>
    /// <param name="Origins">The sittings whose missed questions it brought variants of.</param>
    public sealed record Model(
        Report Report, DateTimeOffset OverSince, bool ByClock, Certification? Exam, Register Register, IReadOnlyList<(ItemResult Result, RenderedQuestion Html)> Shown,
        ResultFilter Filter, IReadOnlyDictionary<ResultFilter, int> Counts, int? Reported, TimeZoneInfo Zone, Diagnostics.Standing? Standing, IReadOnlyList<BeliefRecord> Again,
        IReadOnlyDictionary<Guid, SittingStart> Origins);

    /// <summary>Maps the page, the report of a question, and the drill of what was wrong.</summary>
    public static void MapResult(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/sittings/{id:guid}/result", async (
            Guid id, string? show, int? reported, HttpContext context, Sittings sittings, Library library, RenderedQuestions rendered, Diagnostics diagnostics, AnswerHistory history, TimeProvider clock,
            CancellationToken cancel) =>
        {
            if (await sittings.FindAsync(Learner.Local, id, cancel) is not { } sitting) { await RunningSittings.NoSuchSitting(context); return; }
            if (sitting.DiscardedAt is not null) { context.Response.Redirect(History.Discarded); return; }
            if (sitting.OverSince(clock.GetUtcNow()) is not { } over) { context.Response.Redirect($"/sittings/{id}/review"); return; }
            var exam = sitting.Form.Exam is { } code && library.Register.ByCode.TryGetValue(code, out var found) ? found : null;
            var report = Report.Of(sitting, await sittings.QuestionsAsync(sitting.Form, cancel), exam?.Format.PassingScore, exam?.Format.Pace);
            var filter = ResultFilters.Parse(show);
            var known = (await history.ReadAsync(Learner.Local, clock.GetUtcNow(), cancel)).Where(answer => answer.At <= over);     // an old report is as it was
            var again = BeliefsRoom.Records(known, library.Register).Where(record => record.Again && record.Last.SittingId == id).ToList();
            await Show.Page<ResultPage>(new Model(
                report, over, sitting.EndedByLearnerAt is null, exam, library.Register,
                [.. report.Items.Where(item => filter.Passes(item, report)).Select(item => (item, rendered.Of(item.Question, item.Item.Version)))],
                filter, ResultFilters.Count(report), reported, clock.LocalTimeZone,
                sitting.Start.Grows ? await diagnostics.StandingAsync(sitting, over, cancel) : null, again,
                await VariantWords.OriginsAsync(sitting.Form.Items, sittings, cancel))).ExecuteAsync(context);
        });

        routes.MapPost("/sittings/{id:guid}/report", async (Guid id, HttpContext context, Sittings sittings, QuestionReports reports, TimeProvider clock, CancellationToken cancel) =>
        {
            if (await sittings.FindAsync(Learner.Local, id, cancel) is not { } sitting) { await RunningSittings.NoSuchSitting(context); return; }
            var form = await SentForm.ReadAsync(context.Request, cancel);
            var text = form["text"].ToString().ReplaceLineEndings("\n").Trim();      // a line's end counts once, as it does for maxlength
            if (!int.TryParse(form["position"], out var position) || position < 1 || position > sitting.Places.Count) { await Failure.Answer(context, 400, $"The sitting has no question '{form["position"]}'."); return; }
            if (text.Length is 0 or > LongestReport) { await Failure.Answer(context, 400, text.Length == 0 ? "Say what is wrong with the question." : $"A report can hold {LongestReport} characters."); return; }
            var item = sitting.Form.Items[position - 1];
            var reportId = Guid.TryParse(form["report"], out var given) ? given : Guid.NewGuid();
            await reports.AddAsync(Learner.Local, new(reportId, item.QuestionId, item.Version, text, clock.GetUtcNow()), cancel);
            context.Response.Redirect($"/sittings/{id}/result?reported={position}#q{position}");
        });

        routes.MapPost("/sittings/{id:guid}/drill", async (Guid id, HttpContext context, Sittings sittings, Library library, TimeProvider clock, CancellationToken cancel) =>
        {
            if (await sittings.FindAsync(Learner.Local, id, cancel) is not { } sitting) { await RunningSittings.NoSuchSitting(context); return; }
            var again = PracticeStart.SittingOf((await SentForm.ReadAsync(context.Request, cancel))["sitting"]);
            if (await sittings.FindAsync(Learner.Local, again, cancel) is not null) { context.Response.Redirect($"/sittings/{again}/1"); return; }
            var now = clock.GetUtcNow();
            if (sitting.OverSince(now) is null) { await Failure.Answer(context, 409, "The sitting is still running; end it first."); return; }
            var report = Report.Of(sitting, await sittings.QuestionsAsync(sitting.Form, cancel), null);
            if (report.Items.All(item => item.Right)) { await Failure.Answer(context, 409, "No question was wrong, so there is nothing to study again."); return; }
            switch (Variants.Of(report, library.Register, library.Bank, await sittings.ExposureAsync(Learner.Local, now, cancel), PracticeStart.FreshSeed()))
            {
                case Assembly.Assembled assembled:
                    var start = new SittingStart(again, SittingMode.Study, assembled.Form, now, 0);
                    await sittings.StartAsync(Learner.Local, start, assembled.Items, cancel);
                    context.Response.Redirect($"/sittings/{start.Id}/1");
                    return;
                case Assembly.Impossible impossible: await Failure.Answer(context, 409, impossible.Reason); return;
            }
        });
    }
}

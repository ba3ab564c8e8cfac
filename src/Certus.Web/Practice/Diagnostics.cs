using Certus.Catalog;
using Certus.Content;
using Certus.Measure.Readiness;
using Certus.Practice;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Safety;
using Certus.Web.Settings;

namespace Certus.Web.Practice;

/// <summary>The adaptive diagnostic: its check-in, its start, and the way from one question to the next.</summary>
public sealed class Diagnostics(Sittings sittings, EventLog log, AnswerHistory history, Library library, TimeProvider clock)
{
    /// <summary>What the check-in shows.</summary>
    /// <param name="Exam">The exam.</param>
    /// <param name="Minutes">The time.</param>
    /// <param name="Extra">The accommodation, in minutes.</param>
    /// <param name="ExtraByDefault">Whether the learner usually takes it.</param>
    /// <param name="New">How many questions it can draw from.</param>
    public sealed record CheckInModel(Certification Exam, int Minutes, int Extra, bool ExtraByDefault, int New);

    /// <summary>What a diagnostic that is over comes to.</summary>
    /// <param name="Readiness">The chance to pass on that day, from all answers that counted then.</param>
    /// <param name="StandardError">Of ability, from this diagnostic alone, in logits.</param>
    /// <param name="Answered">Questions that were answered.</param>
    /// <param name="Weakest">The domain with the smallest expected share.</param>
    public sealed record Standing(ExamReadiness Readiness, double StandardError, int Answered, Domain Weakest)
    {
        /// <summary>Whether the answers leave a chance from unlikely to likely.</summary>
        public bool IsOpen => Readiness.Range.High - Readiness.Range.Low > 0.5;
    }

    /// <summary>Maps <c>/practice/diagnostic/{code}</c> and the start.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/practice/diagnostic/{code}", async (string code, HttpContext context, Diagnostics diagnostics, Preferences preferences, CancellationToken cancel) =>
        {
            var (exam, fault) = diagnostics.Find(code);
            if (exam is null) { await Failure.Answer(context, StatusCodes.Status404NotFound, fault); return; }
            var count = (await diagnostics.CandidatesAsync(exam, Empty(exam, 0), cancel)).Count;
            var settings = LearnerSettings.Of(await preferences.AllAsync(Learner.Local, cancel));
            await Show.Page<DiagnosticPage>(new CheckInModel(exam, Diagnostic.Minutes(exam.Format)!.Value, Diagnostic.ExtraMinutes(exam.Format), settings.ExtraTime, count)).ExecuteAsync(context);
        });

        routes.MapPost("/practice/diagnostic", async (HttpContext context, Diagnostics diagnostics, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            var (exam, fault) = diagnostics.Find(form["exam"].ToString());
            if (exam is null) { await Failure.Answer(context, StatusCodes.Status400BadRequest, fault); return; }
            var (path, refusal) = await diagnostics.StartAsync(exam, PracticeStart.SittingOf(form["sitting"]), form["extra"].Count > 0, cancel);
            if (path is null) await Failure.Answer(context, StatusCodes.Status409Conflict, refusal, link: ("/practice", "Other ways to practice"));
            else context.Response.Redirect(path);
        });
    }

    /// <summary>Whether there can be a diagnostic of an exam.</summary>
    public static bool IsFor(Certification exam)
    {
        ArgumentNullException.ThrowIfNull(exam);
        return exam is { Practice: PracticeSupport.Full, Domains.Count: > 0 } && Diagnostic.Minutes(exam.Format) is not null;
    }

    /// <summary>Puts the next question into a sitting whose questions are all answered, or ends it.</summary>
    /// <returns>The address to go to. Asked twice at once, one question is added and both get its address.</returns>
    public async Task<string> GoOnAsync(Sitting sitting, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sitting);
        var id = sitting.Start.Id;
        if (sitting.Form.Exam is not { } code || !library.Register.ByCode.TryGetValue(code, out var exam)) return await EndAsync(id, cancel);      // the catalog has lost it meanwhile
        var candidates = await CandidatesAsync(exam, sitting.Form, cancel);
        var step = DiagnosticTest.After(exam, sitting.Form, await AnsweredAsync(sitting, cancel), candidates);
        if (step.Next is not { } next) return await EndAsync(id, cancel);
        var added = new SittingEvent.Added(Guid.NewGuid(), clock.GetUtcNow(), Diagnostic.Lay(next, sitting.Form));
        var appended = await log.AddAsync(Learner.Local, id, added, next.Item, cancel);
        return appended is null or { Outcomes: [Submission.TooLate] } ? $"/sittings/{id}/result" : $"/sittings/{id}/{appended.Sitting.Places.Count}";
    }

    /// <summary>What a diagnostic came to, as of its end; null where the exam is no longer in the catalog, or nothing was answered.</summary>
    public async Task<Standing?> StandingAsync(Sitting sitting, DateTimeOffset over, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sitting);
        if (sitting.Form.Exam is not { } code || !library.Register.ByCode.TryGetValue(code, out var exam) || ReadinessInputs.FormOf(exam, library.Bank) is not { } form) return null;
        var count = sitting.Places.Count - sitting.Unanswered;
        if (count == 0) return null;
        var answered = await AnsweredAsync(sitting, cancel);
        var step = DiagnosticTest.After(exam, sitting.Form with { Items = [.. sitting.Form.Items.Take(count)] }, [.. answered.Take(count)], []);
        var known = (await history.ReadAsync(Learner.Local, over, cancel)).Where(answer => answer.At <= over);
        var readiness = ExamReadiness.Of(ReadinessInputs.AnswersFor(known, exam, over), form, 0);
        var weakest = readiness.Domains.MinBy(domain => domain.Share)!.Id;
        return new(readiness, step.StandardError, count, exam.Domains.First(domain => domain.Id == weakest));
    }

    private (Certification? Exam, string? Fault) Find(string code) =>
        !library.Register.ByCode.TryGetValue(code.Trim().ToUpperInvariant(), out var exam) ? (null, $"The catalog has no exam '{code}'.")
        : !IsFor(exam) ? (null, $"There is no diagnostic of {exam.Code}: it can't be practiced in full yet.")
        : (exam, null);

    private async Task<(string? Path, string? Refusal)> StartAsync(Certification exam, Guid id, bool extra, CancellationToken cancel)
    {
        if (await sittings.FindAsync(Learner.Local, id, cancel) is { } begun) return ($"/sittings/{id}/{begun.Places.Count}", null);
        var form = Empty(exam, PracticeStart.FreshSeed());
        var candidates = await CandidatesAsync(exam, form, cancel);
        if (candidates.Count < Diagnostic.LeastQuestions) return (null, TooFew(exam, candidates.Count));
        var first = DiagnosticTest.After(exam, form, [], candidates).Next!;
        var start = new SittingStart(id, SittingMode.Diagnostic, form with { Items = [Diagnostic.Lay(first, form)] }, clock.GetUtcNow(), extra ? Diagnostic.ExtraMinutes(exam.Format) : 0);
        await sittings.StartAsync(Learner.Local, start, [first.Item], cancel);
        return ($"/sittings/{id}/1", null);
    }

    /// <summary>Why there can't be a diagnostic now.</summary>
    public static string TooFew(Certification exam, int count)
    {
        ArgumentNullException.ThrowIfNull(exam);
        return $"A diagnostic asks at least {Diagnostic.LeastQuestions} questions that you have never seen, and of {exam.Code} {(count == 0 ? "none is" : $"{count} are")} left.";
    }

    private async Task<IReadOnlyList<DiagnosticCandidate>> CandidatesAsync(Certification exam, Form form, CancellationToken cancel) =>
        Diagnostic.Candidates(exam, library.Bank, await sittings.ExposureAsync(Learner.Local, clock.GetUtcNow(), cancel), form);

    private async Task<IReadOnlyList<(Question Question, bool Right)>> AnsweredAsync(Sitting sitting, CancellationToken cancel) =>
        [.. (await sittings.QuestionsAsync(sitting.Form, cancel)).Select((question, i) => (question, question.IsRight(sitting.Places[i].Picks)))];

    private async Task<string> EndAsync(Guid id, CancellationToken cancel)
    {
        await log.AppendAsync(Learner.Local, id, [new SittingEvent.Ended(Guid.NewGuid(), clock.GetUtcNow())], cancel);
        return $"/sittings/{id}/result";
    }

    private static Form Empty(Certification exam, ulong seed) => new(exam.Code, seed, Diagnostic.Minutes(exam.Format), []);
}

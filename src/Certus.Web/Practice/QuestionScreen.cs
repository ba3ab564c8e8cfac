using Certus.Catalog;
using Certus.Content;
using Certus.Practice;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Safety;

namespace Certus.Web.Practice;

/// <summary>One question of a running sitting, and the form that stands in for the scripts where there are none.</summary>
public static class QuestionScreen
{
    /// <summary>What the page shows.</summary>
    /// <param name="Running">The sitting.</param>
    /// <param name="Position">Which question.</param>
    /// <param name="Html">The question.</param>
    /// <param name="Place">Where the question stands, or would by the form that was just refused.</param>
    /// <param name="Was">Where it stands in the log: the form carries it, so that only what differs from it is taken for a change.</param>
    /// <param name="Register">The catalog as it is now, for corrections.</param>
    /// <param name="Fault">Why the form that was sent was refused.</param>
    /// <param name="Variant">Which missed question it stands for, in a sentence; null for none.</param>
    public sealed record Model(RunningSitting Running, int Position, RenderedQuestion Html, Place Place, Place Was, Register Register, string? Fault, string? Variant)
    {
        /// <summary>Its place in the form.</summary>
        public FormItem Item => Running.Sitting.Form.Items[Position - 1];

        /// <summary>Whether it can be checked before the end.</summary>
        public bool MayCheck => Running.Sitting.Start.Explains && !Place.Revealed;
    }

    /// <summary>Maps the page and its form.</summary>
    public static void MapQuestionScreen(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/sittings/{id:guid}/{position:int}", async (
            Guid id, int position, HttpContext context, RunningSittings runnings, Sittings sittings, EventLog log, RenderedQuestions rendered, Library library, CancellationToken cancel) =>
        {
            if (await runnings.OpenAsync(context, id, cancel) is not { } running) return;
            if (position < 1 || position > running.Count) { await NoSuchQuestion(context, running.Sitting, position); return; }
            if (running.Sitting.Start.Grows && position < running.Count) { context.Response.Redirect(running.Path(running.Count)); return; }
            if (running.Sitting.At(position).ShownAt is null && IsLookedAt(context.Request)) running = await ShowAsync(log, running, position, cancel);
            await Show.Page<QuestionPage>(await ModelAsync(running, position, sittings, rendered, library, cancel)).ExecuteAsync(context);
        });

        routes.MapPost("/sittings/{id:guid}/{position:int}", async (
            Guid id, int position, HttpContext context, RunningSittings runnings, Sittings sittings, EventLog log, RenderedQuestions rendered, Library library, Diagnostics diagnostics, TimeProvider clock,
            CancellationToken cancel) =>
        {
            if (await sittings.FindAsync(Learner.Local, id, cancel) is not { } sitting) { await RunningSittings.NoSuchSitting(context); return; }
            if (position < 1 || position > sitting.Places.Count) { await NoSuchQuestion(context, sitting, position); return; }
            var (sent, fault) = QuestionForm.Read(await SentForm.ReadAsync(context.Request, cancel), sitting.Form.Items[position - 1].Shape);
            var now = clock.GetUtcNow();        // when all of it had come
            if (sent is null) { await Failure.Answer(context, StatusCodes.Status400BadRequest, fault); return; }

            var events = sent.Events(sitting, position, now);
            var refusal = Refusal(sitting, events);     // all of a form or nothing: judged here first, and in the log again
            if (refusal is null && events.Count > 0)
            {
                if (await log.AppendAsync(Learner.Local, id, events, cancel) is not { } appended) { await RunningSittings.NoSuchSitting(context); return; }
                sitting = appended.Sitting;
                refusal = appended.Outcomes.FirstOrDefault(outcome => outcome is Submission.Refused or Submission.TooLate);
            }
            switch (refusal)
            {
                case Submission.TooLate when !QuestionForm.HoldsMoreThanTime(events): context.Response.Redirect($"/sittings/{id}/result"); return;
                case Submission.TooLate late:
                    await Failure.Answer(context, StatusCodes.Status409Conflict, $"The sitting was over {SittingEvents.Ago(late.By)} before this arrived, so it does not count.", link: ($"/sittings/{id}/result", "Go to the result"));
                    return;
                case Submission.Refused when sitting.PausedAt is not null:
                    await Failure.Answer(context, StatusCodes.Status409Conflict, "The sitting is paused, so nothing was changed.", link: ($"/sittings/{id}/paused", "Go on"));
                    return;
                case Submission.Refused { Reason: var stands } when sitting.Start.Grows && position < sitting.Places.Count:
                    await Failure.Answer(context, StatusCodes.Status409Conflict, stands, link: ($"/sittings/{id}/{sitting.Places.Count}", $"Go on with question {sitting.Places.Count}"));
                    return;
                case Submission.Refused { Reason: var reason }:
                    context.Response.StatusCode = StatusCodes.Status400BadRequest;
                    var running = await runnings.OfAsync(context, sitting, cancel);
                    await Show.Page<QuestionPage>(await ModelAsync(running, position, sittings, rendered, library, cancel, sent, reason)).ExecuteAsync(context);
                    return;
                case null when sitting.Start.Grows && sent.Go is "next" or "previous" or "review":
                    if (sent.Go != "next" || position < sitting.Places.Count) context.Response.Redirect($"/sittings/{id}/{sitting.Places.Count}");     // sent twice, it goes on once
                    else if (sitting.IsAnswered(position)) context.Response.Redirect(await diagnostics.GoOnAsync(sitting, cancel));
                    else
                    {
                        context.Response.StatusCode = StatusCodes.Status400BadRequest;
                        var open = await runnings.OfAsync(context, sitting, cancel);
                        await Show.Page<QuestionPage>(await ModelAsync(open, position, sittings, rendered, library, cancel, sent, AnswerFirst(sitting, position))).ExecuteAsync(context);
                    }
                    return;
                default: context.Response.Redirect($"/sittings/{id}/{sent.Next(position, sitting.Places.Count)}"); return;
            }
        });
    }

    /// <summary>What the page shows of a position.</summary>
    public static async ValueTask<Model> ModelAsync(
        RunningSitting running, int position, Sittings sittings, RenderedQuestions rendered, Library library, CancellationToken cancel, QuestionForm? refused = null, string? fault = null)
    {
        ArgumentNullException.ThrowIfNull(running);
        var item = running.Sitting.Form.Items[position - 1];
        var version = item.Version;
        var question = await sittings.QuestionAsync(version, cancel) ?? throw new InvalidOperationException($"The log lacks the body {version}.");
        var place = running.Sitting.At(position);
        var variant = item.Variant is { } of
            ? VariantWords.Say(of, (await VariantWords.OriginsAsync([item], sittings, cancel)).GetValueOrDefault(of.SittingId), running.Sitting.Start, running.Zone, place.Revealed) : null;
        return new(running, position, rendered.Of(question, version), refused?.Over(place) ?? place, place, library.Register, fault, variant);
    }

    private static string AnswerFirst(Sitting sitting, int position) =>
        sitting.At(position).Picks.IsBlank ? "Answer the question first: a diagnostic can't come back to it, and a guess costs nothing." : "The answer is incomplete: complete it first, a diagnostic can't come back to it.";

    // A page that is fetched ahead, or only asked for its headers, is not before anybody's eyes.
    internal static bool IsLookedAt(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase)
        && !request.Headers["Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);

    internal static async ValueTask<RunningSitting> ShowAsync(EventLog log, RunningSitting running, int position, CancellationToken cancel)
    {
        try
        {
            var appended = await log.AppendAsync(Learner.Local, running.Id, [new SittingEvent.Shown(Guid.NewGuid(), running.Now, position)], cancel);
            return appended is null ? running : running with { Sitting = appended.Sitting };
        }
        catch (StoreException)
        {
            return running;     // the question can still be read; the page, or its form, says later that it was shown
        }
    }

    internal static Submission? Refusal(Sitting sitting, IReadOnlyList<SittingEvent> events)
    {
        foreach (var happened in events)
            switch (sitting.Submit(happened))
            {
                case Submission.Accepted accepted: sitting = accepted.Next; break;
                case Submission.Repeated: break;
                case var refused: return refused;
            }
        return null;
    }

    private static Task NoSuchQuestion(HttpContext context, Sitting sitting, int position) =>
        Failure.Answer(context, StatusCodes.Status404NotFound, $"Question {position} does not exist; the form has {sitting.Places.Count}.", link: ($"/sittings/{sitting.Start.Id}/1", "Go to question 1"));
}

using Certus.Practice;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Practice;
using Certus.Web.Safety;

namespace Certus.Web.Remember;

/// <summary>The answer to a question among the reviews: it is kept, explained, and stands.</summary>
public static class ReviewQuestion
{
    /// <summary>Maps <c>/review/answer</c>.</summary>
    public static void MapReviewQuestion(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/review/answer", async (HttpContext context, Sittings sittings, EventLog log, ReviewScreen screen, TimeProvider clock, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            if (await AskedAsync(form["sitting"], form["position"], sittings, cancel) is not var (sitting, position)) { await Failure.Answer(context, StatusCodes.Status404NotFound, "There is no such question among your reviews."); return; }
            var (read, unreadable) = QuestionForm.Read(form, sitting.Form.Items[position - 1].Shape);
            if (read is null) { await Failure.Answer(context, StatusCodes.Status400BadRequest, unreadable); return; }
            var (sent, now) = (read with { Go = "check" }, clock.GetUtcNow());       // nothing else can be done with it here

            var events = sitting.At(position).Revealed ? [] : sent.Events(sitting, position, now);
            if (Enumerable.Range(1, sitting.Places.Count).All(other => other == position || sitting.At(other).Revealed)) events = [.. events, new SittingEvent.Ended(Guid.NewGuid(), now)];
            var refusal = QuestionScreen.Refusal(sitting, events);
            if (refusal is null && events.Count > 0) refusal = (await log.AppendAsync(Learner.Local, sitting.Start.Id, events, cancel))?.Outcomes.FirstOrDefault(outcome => outcome is Submission.Refused);
            if (refusal is Submission.Refused { Reason: var reason } && !((await sittings.FindAsync(Learner.Local, sitting.Start.Id, cancel))?.At(position).Revealed ?? false))
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await screen.ShowAsync(context, cancel, question: (sitting, position), refused: sent, fault: reason);
                return;
            }
            context.Response.Redirect($"/review?answered={sitting.Start.Id}&at={position}#answer");      // also where it was sent before: the first answer stands
        });

    /// <summary>The sitting of a question among the reviews, and its place there; null where there is none.</summary>
    /// <param name="id">The sitting's id.</param>
    /// <param name="at">The place.</param>
    /// <param name="sittings">The sittings.</param>
    /// <param name="cancel">Stops.</param>
    internal static async Task<(Sitting, int)?> AskedAsync(string? id, string? at, Sittings sittings, CancellationToken cancel) =>
        Guid.TryParse(id, out var sitting) && int.TryParse(at, out var position) && await sittings.FindAsync(Learner.Local, sitting, cancel) is { Start.Mode: SittingMode.Review, DiscardedAt: null } found
            && position >= 1 && position <= found.Places.Count ? (found, position) : null;
}

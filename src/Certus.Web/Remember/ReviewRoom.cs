using System.Globalization;
using Certus.Catalog;
using Certus.Content;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Practice;
using Certus.Web.Safety;
using Certus.Web.Settings;

namespace Certus.Web.Remember;

/// <summary>Today's reviews: one card after the other, and what can be done with it.</summary>
public static class ReviewRoom
{
    /// <summary>Longer than that nobody thinks about a card: the rest was something else.</summary>
    private static readonly TimeSpan LongestElapsed = TimeSpan.FromMinutes(2);

    /// <summary>Maps <c>/review</c> and what its forms do.</summary>
    public static void MapReview(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/review", async (string? answered, string? at, HttpContext context, Sittings sittings, ReviewScreen screen, CancellationToken cancel) =>
            await screen.ShowAsync(context, cancel, question: await ReviewQuestion.AskedAsync(answered, at, sittings, cancel) is var (sitting, position) && sitting.At(position).Revealed ? (sitting, position) : null));

        routes.MapPost("/review/grade", async (HttpContext context, Memory memory, MemoryLog log, MemoryFits fits, ReviewScreen screen, TimeProvider clock, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            var state = await memory.ReadAsync(cancel);
            if (state.Find(form["card"].ToString()) is not { } card) { await Failure.Answer(context, StatusCodes.Status404NotFound, "There is no such card any more."); return; }
            if (!int.TryParse(form["grade"], NumberStyles.None, CultureInfo.InvariantCulture, out var grade) || grade is < 1 or > 4)
            {
                await Failure.Answer(context, StatusCodes.Status400BadRequest, "A grade is 1 to 4: Again, Hard, Good or Easy.");
                return;
            }
            if (!int.TryParse(form["repetition"], NumberStyles.None, CultureInfo.InvariantCulture, out var repetition)) { await Failure.Answer(context, StatusCodes.Status400BadRequest, "The form lacks which review of the card it is."); return; }
            var now = clock.GetUtcNow();
            var shown = long.TryParse(form["shown"], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks > 0 && ticks <= now.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : now;
            var body = card.Note.ToBody();
            var schedule = state.ScheduleOf(card);
            var next = state.Balanced().Review(schedule, (Grade)grade, state.NotBefore(schedule), card.Key);
            var reviewed = new MemoryEvent.Reviewed(PracticeStart.SittingOf(form["id"]), now, card.Id, ContentHash.Of(body), (Grade)grade, Shorter(now - shown, LongestElapsed), repetition)
            {
                ChosenDays = next.State == CardState.Review ? next.IntervalDays : null,
            };
            var appended = await log.AppendAsync(Learner.Local, [reviewed], [body], cancel);
            fits.Consider();
            await screen.AnswerAsync(context, appended.Refused, cancel);
        });

        routes.MapPost("/review/act", async (HttpContext context, Memory memory, MissedQuestions missed, MemoryLog log, MemoryFits fits, ReviewScreen screen, TimeProvider clock, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            var state = await memory.ReadAsync(cancel);
            var (id, now, act, name) = (PracticeStart.SittingOf(form["id"]), clock.GetUtcNow(), form["act"].ToString(), form["card"].ToString());
            if (act is "undo" or "redo")
            {
                var ask = Guid.TryParse(form["of"], out var batch) && act == "undo" && state.Cards.Log.Any(happened => happened.Batch == batch) ? batch : (Guid?)null;     // an import can be undone at any time
                var of = ask ?? (act == "undo" ? state.Cards.Last is { } last ? last.Batch ?? last.Id : (Guid?)null : state.Cards.LastUndoing?.Id);
                // A second press while the first is under way names the same act, and must not undo another one.
                if (of is null || (Guid.TryParse(form["of"], out var named) && named != of)) { context.Response.Redirect(Back(form)); return; }
                var undone = await log.AppendAsync(Learner.Local, [new MemoryEvent.Undone(id, now, of.Value)], [], cancel);
                if (undone.Cards.Log.Any(happened => happened is MemoryEvent.Reviewed && happened.Batch == of)) await fits.ReconsiderAsync(cancel);
                context.Response.Redirect(Back(form));
                return;
            }
            var isCard = state.Find(name) is not null;
            var question = isCard ? null : QueuedQuestion.NameOf(name);
            if (!isCard && (question is null || !await missed.KnowsAsync(question, state, cancel)))
            {
                await Failure.Answer(context, StatusCodes.Status404NotFound, $"There is no such {(question is null ? "card" : "question")} any more.");
                return;
            }
            var record = state.Cards.Of(name);
            MemoryEvent? happened = act switch
            {
                "suspend" when question is null => new MemoryEvent.Suspended(id, now, name, !record.IsSuspended),
                "bury" => new MemoryEvent.Buried(id, now, name, state.Days.Of(now).AddDays(1)),
                "flag" when question is null => new MemoryEvent.Marked(id, now, name, !record.IsMarked),
                _ => null,
            };
            if (happened is null) { await Failure.Answer(context, StatusCodes.Status400BadRequest, $"Nothing that can be done with a {(question is null ? "card" : "question")} is called '{act}'."); return; }
            var appended = await log.AppendAsync(Learner.Local, [happened], [], cancel);
            if (appended.Refused is { } refused) await screen.AnswerAsync(context, refused, cancel);
            else context.Response.Redirect(Back(form));
        });
    }

    private static string Back(IFormCollection form) => form["back"].ToString() is ['/', not ('/' or '\\'), ..] back && (back.StartsWith("/cards", StringComparison.Ordinal) || back == "/review/workload") && back.All(c => c is > ' ' and < '\x7f') ? back : "/review";

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < TimeSpan.Zero ? TimeSpan.Zero : one < other ? one : other;
}

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

    /// <summary>What the page shows.</summary>
    /// <param name="State">The learner's cards.</param>
    /// <param name="Day">Today's reviews.</param>
    /// <param name="Due">Missed questions that are due again.</param>
    /// <param name="Register">The catalog.</param>
    /// <param name="Lessons">Skills that have a lesson.</param>
    /// <param name="Notice">What just went wrong, in a sentence.</param>
    /// <param name="SingleKeys">Whether the learner wants keys of one character to do anything.</param>
    /// <param name="Aimed">The way to the exam; null where none is aimed at.</param>
    public sealed record Model(Memory.State State, ReviewDay Day, IReadOnlyList<MissedQuestion> Due, Register Register, IReadOnlySet<string> Lessons, string? Notice, bool SingleKeys, AimedDay? Aimed)
    {
        /// <summary>The card on the screen; null where none is left.</summary>
        public QueuedCard? Card => Day.Now.Count == 0 ? null : Day.Now[0];

        /// <summary>Where the card would stand after each grade, Again first.</summary>
        public IReadOnlyList<CardSchedule> Preview { get; } = Day.Now.Count == 0 ? [] : State.Balanced().Preview(Day.Now[0].Schedule, State.NotBefore(Day.Now[0].Schedule), Day.Now[0].Card.Key);

        /// <summary>What a press of undo takes back; null where nothing was done today.</summary>
        public MemoryEvent? Undo => State.Cards.Last is { } last && (last.Batch is not null || State.Days.Of(last.At) == State.Days.Of(State.Now)) ? last : null;
    }

    /// <summary>Maps <c>/review</c> and what its forms do.</summary>
    public static void MapReview(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/review", async (Memory memory, MissedQuestions missed, Preferences preferences, Library library, CancellationToken cancel) =>
            Show.Page<ReviewPage>(await ModelAsync(memory, missed, preferences, library, null, cancel)));

        routes.MapPost("/review/grade", async (HttpContext context, Memory memory, MissedQuestions missed, MemoryLog log, Preferences preferences, Library library, TimeProvider clock, CancellationToken cancel) =>
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
            await AnswerAsync(context, appended.Refused, memory, missed, preferences, library, cancel);
        });

        routes.MapPost("/review/act", async (HttpContext context, Memory memory, MissedQuestions missed, MemoryLog log, Preferences preferences, Library library, TimeProvider clock, CancellationToken cancel) =>
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
                await log.AppendAsync(Learner.Local, [new MemoryEvent.Undone(id, now, of.Value)], [], cancel);
                context.Response.Redirect(Back(form));
                return;
            }
            if (state.Find(name) is not { } card) { await Failure.Answer(context, StatusCodes.Status404NotFound, "There is no such card any more."); return; }
            var record = state.Cards.Of(card.Id);
            MemoryEvent? happened = act switch
            {
                "suspend" => new MemoryEvent.Suspended(id, now, card.Id, !record.IsSuspended),
                "bury" => new MemoryEvent.Buried(id, now, card.Id, state.Days.Of(now).AddDays(1)),
                "flag" => new MemoryEvent.Marked(id, now, card.Id, !record.IsMarked),
                _ => null,
            };
            if (happened is null) { await Failure.Answer(context, StatusCodes.Status400BadRequest, $"Nothing that can be done with a card is called '{act}'."); return; }
            var appended = await log.AppendAsync(Learner.Local, [happened], [], cancel);
            if (appended.Refused is { } refused) await AnswerAsync(context, refused, memory, missed, preferences, library, cancel);
            else context.Response.Redirect(Back(form));
        });

        routes.MapPost("/review/questions", async (HttpContext context, MissedQuestions missed, Sittings sittings, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            var id = PracticeStart.SittingOf(form["sitting"]);
            if (await sittings.FindAsync(Learner.Local, id, cancel) is null && await missed.StartAsync(id, cancel) is { } fault)
            {
                await Failure.Answer(context, StatusCodes.Status409Conflict, fault);
                return;
            }
            context.Response.Redirect($"/sittings/{id}/1");
        });
    }

    private static string Back(IFormCollection form) => form["back"].ToString() is ['/', not ('/' or '\\'), ..] back && back.StartsWith("/cards", StringComparison.Ordinal) && back.All(c => c is > ' ' and < '\x7f') ? back : "/review";

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < TimeSpan.Zero ? TimeSpan.Zero : one < other ? one : other;

    private static async Task<Model> ModelAsync(Memory memory, MissedQuestions missed, Preferences preferences, Library library, string? notice, CancellationToken cancel)
    {
        var state = await memory.ReadAsync(cancel);
        return new(state, await memory.DayAsync(state, cancel), await missed.DueAsync(state, cancel), library.Register, library.Lessons.Select(lesson => lesson.Skill).ToHashSet(StringComparer.Ordinal), notice,
            LearnerSettings.Of(await preferences.AllAsync(Learner.Local, cancel)).Keys.On, memory.Aimed(state, cancel));
    }

    /// <summary>The next card; or this one again with why nothing was kept.</summary>
    private static async Task AnswerAsync(HttpContext context, string? refused, Memory memory, MissedQuestions missed, Preferences preferences, Library library, CancellationToken cancel)
    {
        if (refused is null) { context.Response.Redirect("/review"); return; }
        context.Response.StatusCode = StatusCodes.Status409Conflict;
        await Show.Page<ReviewPage>(await ModelAsync(memory, missed, preferences, library, refused + " Nothing was changed; here is what comes next.", cancel)).ExecuteAsync(context);
    }
}

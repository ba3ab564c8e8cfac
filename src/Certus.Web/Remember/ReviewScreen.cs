using Certus.Catalog;
using Certus.Content;
using Certus.Practice;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;
using Certus.Web.Layout;
using Certus.Web.Practice;
using Certus.Web.Settings;

namespace Certus.Web.Remember;

/// <summary>The page of today's reviews: the card or question whose turn it is.</summary>
/// <param name="memory">The learner's cards.</param>
/// <param name="missed">Missed questions.</param>
/// <param name="sittings">Where questions are asked.</param>
/// <param name="log">Where it is written that one was shown.</param>
/// <param name="runnings">What a question's page needs.</param>
/// <param name="rendered">Questions as HTML.</param>
/// <param name="library">The content.</param>
public sealed class ReviewScreen(Memory memory, MissedQuestions missed, Sittings sittings, EventLog log, RunningSittings runnings, RenderedQuestions rendered, Library library)
{
    /// <summary>What the page shows.</summary>
    /// <param name="State">The learner's cards.</param>
    /// <param name="Day">Today's reviews.</param>
    /// <param name="Question">The question on the screen: one whose turn it is, or one that was just answered; null where it is a card's turn.</param>
    /// <param name="Register">The catalog.</param>
    /// <param name="Lessons">Skills that have a lesson.</param>
    /// <param name="Notice">What just went wrong, in a sentence.</param>
    /// <param name="Keys">The learner's keys.</param>
    /// <param name="Aimed">The way to the exam; null where none is aimed at.</param>
    public sealed record Model(Memory.State State, ReviewDay Day, QuestionScreen.Model? Question, Register Register, IReadOnlySet<string> Lessons, string? Notice, ExamKeys Keys, AimedDay? Aimed)
    {
        /// <summary>The card on the screen; null where there is a question instead, or nothing is left.</summary>
        public QueuedCard? Card => Question is null && Day.Now is [QueuedCard first, ..] ? first : null;

        /// <summary>Where the card would stand after each grade, Again first.</summary>
        public IReadOnlyList<CardSchedule> Preview { get; } = Question is null && Day.Now is [QueuedCard first, ..] ? State.Balanced().Preview(first.Schedule, State.NotBefore(first.Schedule), first.Card.Key) : [];

        /// <summary>What a press of undo takes back; null where nothing was done today.</summary>
        public MemoryEvent? Undo => State.Cards.Last is { } last && (last.Batch is not null || State.Days.Of(last.At) == State.Days.Of(State.Now)) ? last : null;
    }

    /// <summary>Shows what comes next; or again what was refused, with why.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cancel">Stops.</param>
    /// <param name="notice">Why nothing was kept of what was sent before.</param>
    /// <param name="question">The question to show whatever comes next; null for what comes next.</param>
    /// <param name="refused">The form of that question that was just refused.</param>
    /// <param name="fault">Why it was.</param>
    public async Task ShowAsync(HttpContext context, CancellationToken cancel, string? notice = null, (Sitting Sitting, int Position)? question = null, QuestionForm? refused = null, string? fault = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var state = await memory.ReadAsync(cancel);
        HashSet<string> gone = new(StringComparer.Ordinal);
        var day = await memory.DayAsync(state, cancel);
        while (question is null && day.Now is [QueuedQuestion next, ..])
            if (await missed.OpenAsync(next.Name, state, cancel) is { } open) question = (open, FirstOpen(open));
            else
            {
                gone.Add(next.Name);
                day = await memory.DayAsync(state, cancel, gone);
            }

        QuestionScreen.Model? shown = null;
        if (question is var (sitting, position))
        {
            var running = await runnings.OfAsync(context, sitting, cancel);
            if (sitting.At(position).ShownAt is null && QuestionScreen.IsLookedAt(context.Request)) running = await QuestionScreen.ShowAsync(log, running, position, cancel);
            shown = await QuestionScreen.ModelAsync(running, position, sittings, rendered, library, cancel, refused, fault);
        }
        await Show.Page<ReviewPage>(new Model(
            state, day, shown, library.Register, library.Lessons.Select(lesson => lesson.Skill).ToHashSet(StringComparer.Ordinal), notice ?? fault, await runnings.KeysAsync(cancel), memory.Aimed(state, cancel)))
            .ExecuteAsync(context);
    }

    /// <summary>The next card; or this page again with why nothing was kept.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refused">Why not; null where it was kept.</param>
    /// <param name="cancel">Stops.</param>
    public async Task AnswerAsync(HttpContext context, string? refused, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (refused is null) { context.Response.Redirect("/review"); return; }
        context.Response.StatusCode = StatusCodes.Status409Conflict;
        await ShowAsync(context, cancel, refused + " Nothing was changed; here is what comes next.");
    }

    /// <summary>The first question of a sitting that was not answered yet: a case has several.</summary>
    private static int FirstOpen(Sitting sitting) => Enumerable.Range(1, sitting.Places.Count).First(position => !sitting.At(position).Revealed || position == sitting.Places.Count);
}

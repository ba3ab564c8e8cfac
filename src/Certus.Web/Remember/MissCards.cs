using Certus.Catalog;
using Certus.Content;
using Certus.Practice;
using Certus.Remember.Cards;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Practice;

namespace Certus.Web.Remember;

/// <summary>Cards made from the wrong answers of a sitting: one for each misconception behind them.</summary>
public static class MissCards
{
    /// <summary>Maps the button of the report.</summary>
    public static void MapMissCards(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sittings/{id:guid}/cards", async (Guid id, HttpContext context, Sittings sittings, MemoryLog log, Library library, TimeProvider clock, CancellationToken cancel) =>
        {
            if (await sittings.FindAsync(Learner.Local, id, cancel) is not { } sitting) { await RunningSittings.NoSuchSitting(context); return; }
            var now = clock.GetUtcNow();
            if (sitting.OverSince(now) is null) { await Failure.Answer(context, StatusCodes.Status409Conflict, "The sitting is still running; end it first."); return; }
            var known = (await log.ReadAsync(Learner.Local, cancel)).Notes;
            var notes = Of(Report.Of(sitting, await sittings.QuestionsAsync(sitting.Form, cancel), null), library.Register).Where(note => !known.ContainsKey(note.Id)).ToList();
            var batch = Guid.NewGuid();
            var bodies = notes.ConvertAll(note => note.ToBody());
            if (notes.Count > 0)
                await log.AppendAsync(Learner.Local, [.. notes.Select((note, i) => new MemoryEvent.NoteAdded(Guid.NewGuid(), now, note.Id, ContentHash.Of(bodies[i])) { Batch = batch })], [.. bodies.Select(body => (ReadOnlyMemory<byte>)body)], cancel);
            context.Response.Redirect($"/cards/{BeliefNote.Deck}");
        });

    /// <summary>The cards that a report's wrong answers give, each misconception once, in the order of the questions.</summary>
    internal static IReadOnlyList<Note> Of(Report report, Register register) =>
    [
        .. report.Items.SelectMany(item => item.Misconceptions.Select(id => (Id: id, item.Question))).DistinctBy(entry => entry.Id)
            .Where(entry => register.Misconceptions.ContainsKey(entry.Id)).Select(entry => BeliefNote.Of(register.Misconceptions[entry.Id], entry.Question.References, entry.Question.Checked)),
    ];
}

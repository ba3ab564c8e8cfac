using Certus.Practice;
using Certus.Web.Layout;

namespace Certus.Web.Practice;

/// <summary>All questions of a running sitting at a glance.</summary>
public static class ReviewGrid
{
    /// <summary>One question in the grid.</summary>
    /// <param name="Position">From 1.</param>
    /// <param name="State">Of its answer.</param>
    /// <param name="Flagged">Flagged for review.</param>
    /// <param name="Needed">How many picks make a complete answer.</param>
    public sealed record Cell(int Position, AnswerState State, bool Flagged, int Needed);

    /// <summary>What the page shows.</summary>
    /// <param name="Running">The sitting.</param>
    /// <param name="Cells">In form order.</param>
    /// <param name="Filter">Which of them: all, unanswered (incomplete ones too) or flagged.</param>
    /// <param name="From">The question that one came from.</param>
    public sealed record Model(RunningSitting Running, IReadOnlyList<Cell> Cells, string Filter, int From)
    {
        /// <summary>Whether a cell passes a filter.</summary>
        public static bool Passes(Cell cell, string filter)
        {
            ArgumentNullException.ThrowIfNull(cell);
            return filter switch { "unanswered" => cell.State != AnswerState.Complete, "flagged" => cell.Flagged, _ => true };
        }

        /// <summary>How many answers have come so far.</summary>
        public int Count(AnswerState state) => Cells.Count(cell => cell.State == state);

        /// <summary>How many cells pass a filter.</summary>
        public int Count(string filter) => Cells.Count(cell => Passes(cell, filter));
    }

    /// <summary>Maps <c>/sittings/{id}/review</c>; <c>?show=unanswered</c> or <c>flagged</c> filters.</summary>
    public static void MapReviewGrid(this IEndpointRouteBuilder routes) =>
        routes.MapPage("/sittings/{id:guid}/review", async (Guid id, string? show, int? from, HttpContext context, RunningSittings runnings, CancellationToken cancel) =>
        {
            if (await runnings.OpenAsync(context, id, cancel) is not { } running) return;
            if (running.Sitting.Start.Grows) context.Response.Redirect(running.Path(running.Count));       // there is nothing to look over: no answer can be gone back to
            else await Show.Page<ReviewPage>(ModelOf(running, show, from)).ExecuteAsync(context);
        });

    /// <summary>The grid of a sitting.</summary>
    public static Model ModelOf(RunningSitting running, string? show, int? from)
    {
        ArgumentNullException.ThrowIfNull(running);
        var sitting = running.Sitting;
        return new(
            running, [.. Enumerable.Range(1, running.Count).Select(position => new Cell(position, StateOf(sitting, position), sitting.At(position).Flagged, sitting.Form.Items[position - 1].Shape.Needed))],
            show is "unanswered" or "flagged" ? show : "all", from is { } came && came >= 1 && came <= running.Count ? came : 1);
    }

    private static AnswerState StateOf(Sitting sitting, int position) =>
        sitting.IsAnswered(position) ? AnswerState.Complete : sitting.At(position).Picks.IsBlank ? AnswerState.Blank : AnswerState.Part;
}

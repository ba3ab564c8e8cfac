using Certus.Remember.Cards;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Practice;
using Certus.Web.Safety;

namespace Certus.Web.Remember;

/// <summary>What reviews will cost, and a backlog spread over days.</summary>
public static class WorkloadRoom
{
    /// <summary>What the page shows.</summary>
    /// <param name="State">The learner's cards.</param>
    /// <param name="Key">What tells this state of the cards from others.</param>
    /// <param name="Workload">The figures; null while they are being computed, or where that was stopped.</param>
    /// <param name="Progress">How far they are, from 0 to 1; null where nothing is under way.</param>
    /// <param name="Taken">A plan that was taken up and is not over.</param>
    public sealed record Model(Memory.State State, string Key, Workload? Workload, double? Progress, TakenPlan? Taken);

    /// <summary>A plan for a backlog that was taken up.</summary>
    /// <param name="Batch">What takes it back.</param>
    /// <param name="Cards">Cards that are still put off.</param>
    /// <param name="Until">The day of the last of them.</param>
    public sealed record TakenPlan(Guid Batch, int Cards, DateOnly Until);

    /// <summary>Maps <c>/review/workload</c>.</summary>
    public static void MapWorkload(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/review/workload", async (Workloads workloads, CancellationToken cancel) =>
        {
            var standing = await workloads.AskAsync(false, cancel);
            return Show.Page<WorkloadPage>(new Model(standing.State, standing.Key, standing.Result, standing.Progress, TakenOf(standing.State)));
        });

        routes.MapPost("/review/workload", async (HttpContext context, Workloads workloads, MemoryLog log, TimeProvider clock, CancellationToken cancel) =>
        {
            var form = await SentForm.ReadAsync(context.Request, cancel);
            switch (form["act"].ToString())
            {
                case "stop": workloads.Stop(); break;
                case "compute": await workloads.AskAsync(true, cancel); break;
                case "take":
                    var standing = await workloads.AskAsync(false, cancel);
                    var batch = PracticeStart.SittingOf(form["id"]);
                    if (standing.State.Cards.Knows(batch)) break;        // sent twice
                    if (standing.Key != form["key"] || standing.Result is not { Plan: not null } workload)
                    {
                        await Failure.Answer(context, StatusCodes.Status409Conflict, "Your cards have changed since this plan was made, so nothing was put off.", link: ("/review/workload", "Look at the plan as it is now"));
                        return;
                    }
                    await log.AppendAsync(Learner.Local, workload.TakenUp(clock.GetUtcNow(), standing.State.Days.Of(standing.State.Now), batch), [], cancel);
                    break;
                case var other: await Failure.Answer(context, StatusCodes.Status400BadRequest, $"Nothing that can be done here is called '{other}'."); return;
            }
            context.Response.Redirect("/review/workload");
        });
    }

    private static TakenPlan? TakenOf(Memory.State state)
    {
        var today = state.Days.Of(state.Now);
        if (state.Cards.Log.OfType<MemoryEvent.Buried>().LastOrDefault(put => put.Planned && !state.Cards.IsUndone(put)) is not { Batch: { } batch }) return null;
        var left = state.Cards.Log.OfType<MemoryEvent.Buried>().Where(put => put.Batch == batch && put.Until > today && state.Cards.Of(put.Card).BuriedUntil == put.Until).ToList();
        return left.Count == 0 ? null : new(batch, left.Count, left.Max(put => put.Until));
    }
}

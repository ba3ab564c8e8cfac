using Certus.Practice;
using Certus.Store;
using Certus.Web.Layout;

namespace Certus.Web.Practice;

/// <summary>The way out of a sitting, with one question before it.</summary>
public static class EndSitting
{
    /// <summary>Maps <c>/sittings/{id}/end</c>: the page asks, its form ends.</summary>
    public static void MapEndSitting(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/sittings/{id:guid}/end", async (Guid id, int? from, HttpContext context, RunningSittings runnings, CancellationToken cancel) =>
        {
            if (await runnings.OpenAsync(context, id, cancel) is { } running) await Show.Page<EndPage>(ReviewGrid.ModelOf(running, null, from)).ExecuteAsync(context);
        });

        routes.MapPost("/sittings/{id:guid}/end", async (Guid id, HttpContext context, Sittings sittings, EventLog log, TimeProvider clock, CancellationToken cancel) =>
        {
            var found = await sittings.FindAsync(Learner.Local, id, cancel);
            if (found?.DiscardedAt is not null) context.Response.Redirect(History.Discarded);
            else if (found is null || await log.AppendAsync(Learner.Local, id, [new SittingEvent.Ended(Guid.NewGuid(), clock.GetUtcNow())], cancel) is null) await RunningSittings.NoSuchSitting(context);
            else context.Response.Redirect($"/sittings/{id}/result");     // also where it was over before
        });
    }
}

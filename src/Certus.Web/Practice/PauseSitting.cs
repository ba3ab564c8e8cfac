using Certus.Practice;
using Certus.Store;
using Certus.Web.Layout;

namespace Certus.Web.Practice;

/// <summary>A sitting whose clock is stopped, and how it goes on.</summary>
public static class PauseSitting
{
    /// <summary>What the page shows.</summary>
    /// <param name="Sitting">The sitting.</param>
    /// <param name="At">The question to go on with.</param>
    /// <param name="Zone">The learner's time zone.</param>
    /// <param name="Left">The time that will be left on the clock; null without one.</param>
    public sealed record Model(Attempt Sitting, int At, TimeZoneInfo Zone, TimeSpan? Left);

    /// <summary>Maps <c>/sittings/{id}/paused</c>: the page waits, its form goes on.</summary>
    public static void MapPauseSitting(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/sittings/{id:guid}/paused", async (Guid id, int? at, HttpContext context, Sittings sittings, TimeProvider clock, CancellationToken cancel) =>
        {
            if (await sittings.FindAsync(Learner.Local, id, cancel) is not { } sitting) { await RunningSittings.NoSuchSitting(context); return; }
            if (sitting.DiscardedAt is not null) { context.Response.Redirect(History.Discarded); return; }
            var attempt = new Attempt(sitting, null, null);
            var position = Position(sitting, at) ?? attempt.NextPosition;
            if (sitting.PausedAt is not { } since) context.Response.Redirect($"/sittings/{id}/{position}");
            else await Show.Page<PausedPage>(new Model(attempt, position, clock.LocalTimeZone, Left(sitting, since))).ExecuteAsync(context);
        });

        routes.MapPost("/sittings/{id:guid}/paused", async (Guid id, HttpContext context, Sittings sittings, EventLog log, TimeProvider clock, CancellationToken cancel) =>
        {
            if (await sittings.FindAsync(Learner.Local, id, cancel) is not { } sitting) { await RunningSittings.NoSuchSitting(context); return; }
            int? at = context.Request.HasFormContentType && int.TryParse((await context.Request.ReadFormAsync(cancel))["at"], out var sent) ? sent : null;
            await log.AppendAsync(Learner.Local, id, [new SittingEvent.Resumed(Guid.NewGuid(), clock.GetUtcNow())], cancel);     // refused where it runs already: then there is nothing to do
            context.Response.Redirect($"/sittings/{id}/{Position(sitting, at) ?? new Attempt(sitting, null, null).NextPosition}");
        });
    }

    private static int? Position(Sitting sitting, int? at) => at is { } position && position >= 1 && position <= sitting.Places.Count ? position : null;

    private static TimeSpan? Left(Sitting sitting, DateTimeOffset since) =>
        sitting.Submit(new SittingEvent.Resumed(Guid.NewGuid(), since)) is Submission.Accepted { Next.Deadline: { } deadline } ? deadline - since : null;
}

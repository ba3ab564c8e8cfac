using Certus.Practice;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Settings;
using Microsoft.AspNetCore.Antiforgery;

namespace Certus.Web.Practice;

/// <summary>Finds the sitting that a page belongs to.</summary>
public sealed class RunningSittings(Sittings sittings, Preferences preferences, IAntiforgery antiforgery, TimeProvider clock)
{
    /// <summary>The sitting, if its pages can be shown now.</summary>
    /// <returns>Null where the request has been answered otherwise: there is no such sitting, it is discarded, over, or paused.</returns>
    public async ValueTask<RunningSitting?> OpenAsync(HttpContext context, Guid id, CancellationToken cancel)
    {
        if (await sittings.FindAsync(Learner.Local, id, cancel) is not { } sitting)
        {
            await NoSuchSitting(context);
            return null;
        }
        if (sitting.DiscardedAt is not null)
        {
            context.Response.Redirect(History.Discarded);
            return null;
        }
        if (sitting.OverSince(clock.GetUtcNow()) is not null)
        {
            context.Response.Redirect($"/sittings/{id}/result");
            return null;
        }
        if (sitting.PausedAt is not null)
        {
            context.Response.Redirect($"/sittings/{id}/paused");
            return null;
        }
        return await OfAsync(context, sitting, cancel);
    }

    /// <summary>What the pages need of a sitting that was found before.</summary>
    public async ValueTask<RunningSitting> OfAsync(HttpContext context, Sitting sitting, CancellationToken cancel)
    {
        return new(sitting, clock.GetUtcNow(), await KeysAsync(cancel), antiforgery.GetAndStoreTokens(context).RequestToken ?? "", clock.LocalTimeZone);
    }

    /// <summary>The learner's keys.</summary>
    public async ValueTask<ExamKeys> KeysAsync(CancellationToken cancel) => LearnerSettings.Of(await preferences.AllAsync(Learner.Local, cancel)).Keys;

    /// <summary>Answers that there is no such sitting: whose it is otherwise is not told.</summary>
    public static Task NoSuchSitting(HttpContext context) => Failure.Answer(context, StatusCodes.Status404NotFound, "There is no such sitting here.");
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Certus.Practice;
using Certus.Store;
using Certus.Web.Failures;

namespace Certus.Web.Practice;

/// <summary>Where the exam screen's script hands in what the candidate did.</summary>
public static class SittingEvents
{
    /// <summary>Why an event does not count.</summary>
    /// <param name="EventId">The event, by the id that it was sent with; null where that could not be read.</param>
    /// <param name="Index">Its place in the array that was sent, from 0.</param>
    /// <param name="Reason">One sentence for people.</param>
    public sealed record Refusal(string? EventId, int Index, string Reason);

    /// <summary>The answer: what is on disk, what does not count, and the server's clock, in Unix milliseconds.</summary>
    /// <param name="Accepted">Events that are on disk, now or already before.</param>
    /// <param name="Refused">Events that don't count; sending them again changes nothing.</param>
    /// <param name="Deadline">When the time is up; null without a clock, or while it is stopped.</param>
    /// <param name="Now">The present.</param>
    /// <param name="Over">Whether the sitting is over.</param>
    public sealed record Reply(IReadOnlyList<Guid> Accepted, IReadOnlyList<Refusal> Refused, long? Deadline, long Now, bool Over);

    /// <summary>Maps <c>POST /sittings/{id}/events</c>: a JSON array of events, the empty one to ask how things stand.</summary>
    public static void MapSittingEvents(this IEndpointRouteBuilder routes) => routes.MapPost("/sittings/{id:guid}/events", async (
        Guid id, HttpContext context, Sittings sittings, EventLog log, TimeProvider clock, CancellationToken cancel) =>
    {
        if (!context.Request.HasJsonContentType()) { await Failure.Answer(context, StatusCodes.Status415UnsupportedMediaType); return; }
        var (entries, fault) = await EventBatch.ReadAsync(context.Request.Body, clock, cancel);
        if (entries is null) { await Failure.Answer(context, StatusCodes.Status400BadRequest, fault); return; }
        var events = entries.Select(entry => entry.Event).OfType<SittingEvent>().ToList();
        var known = await sittings.FindAsync(Learner.Local, id, cancel);
        var appended = known is null ? null : events.Count == 0 ? new Appended(known, []) : await log.AppendAsync(Learner.Local, id, events, cancel);
        if (appended is null) { await RunningSittings.NoSuchSitting(context); return; }
        await context.Response.WriteAsJsonAsync(Answer(entries, appended, clock.GetUtcNow()), SittingEventsJson.Default.Reply, cancellationToken: cancel);
    });

    /// <summary>A span in whole seconds or minutes, for sentences.</summary>
    public static string Ago(TimeSpan span) =>
        span < TimeSpan.FromMinutes(2) ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalSeconds):0} s") : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(span.TotalMinutes):0} min");

    private static Reply Answer(IReadOnlyList<EventBatch.Entry> entries, Appended appended, DateTimeOffset now)
    {
        List<Guid> accepted = new(entries.Count);
        List<Refusal> refused = [];
        var judged = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            void Refuse(string reason) => refused.Add(new(entries[i].EventId, i, reason));
            if (entries[i].Event is not { } happened)
            {
                Refuse(entries[i].Fault!);
                continue;
            }
            switch (appended.Outcomes[judged++])
            {
                case Submission.Accepted or Submission.Repeated: accepted.Add(happened.Id); break;
                case Submission.Refused when IsSoAlready(appended.Sitting, happened): accepted.Add(happened.Id); break;
                case Submission.Refused { Reason: var reason }: Refuse(reason); break;
                case Submission.TooLate late: Refuse($"The sitting was over {Ago(late.By)} before this arrived."); break;
                default: throw new System.Diagnostics.UnreachableException();
            }
        }
        var sitting = appended.Sitting;
        return new(accepted, refused, sitting.Deadline?.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), sitting.OverSince(now) is not null);
    }

    // A form may have carried the same choice and then paused the sitting, or had the answer checked: nobody needs to hear that it came twice.
    private static bool IsSoAlready(Sitting sitting, SittingEvent happened) => happened switch
    {
        SittingEvent.AtQuestion { Position: var position } when position < 1 || position > sitting.Places.Count => false,
        SittingEvent.Shown shown => sitting.At(shown.Position).ShownAt is not null,
        SittingEvent.Answered answered => sitting.Form.Items[answered.Position - 1].Shape.Canonical(answered.Picks).Equals(sitting.At(answered.Position).Picks),
        SittingEvent.Flagged flagged => sitting.At(flagged.Position).Flagged == flagged.On,
        SittingEvent.Rated rated => sitting.At(rated.Position).Level == rated.Level,
        SittingEvent.Commented commented => sitting.At(commented.Position).Comment == commented.Text,
        SittingEvent.Revealed revealed => sitting.At(revealed.Position).Revealed,
        SittingEvent.Paused => sitting.PausedAt is not null,
        SittingEvent.Resumed => sitting.PausedAt is null,
        _ => false,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SittingEvents.Reply))]
internal sealed partial class SittingEventsJson : JsonSerializerContext;

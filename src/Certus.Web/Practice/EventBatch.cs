using System.Text.Json;
using Certus.Content;
using Certus.Practice;

namespace Certus.Web.Practice;

/// <summary>Reads events as <c>js/exam/queue.js</c> sends them: strictly, since only our own pages write them.</summary>
public static class EventBatch
{
    /// <summary>The most events in one request; the script sends up to fifty.</summary>
    public const int MostEvents = 200;

    private const int MostPicks = 64;
    private static readonly TimeSpan LongestVisit = TimeSpan.FromDays(366);
    private const int LongestId = 100;

    /// <summary>One element of a batch: an event, or what is wrong with it.</summary>
    /// <param name="EventId">The id as it was sent; null where there was none to speak of.</param>
    /// <param name="Event">The event; null where there is a fault.</param>
    /// <param name="Fault">One sentence for people; null where there is an event.</param>
    public sealed record Entry(string? EventId, SittingEvent? Event, string? Fault);

    /// <summary>Reads a body, or says in one sentence what is wrong with the whole of it. Its size is bounded by the server's limit for all bodies.</summary>
    /// <param name="body">A JSON array of objects. One that is no event spoils itself and none of the others.</param>
    /// <param name="clock">Asked once the whole body is here: what trickles in past the end came past the end, and what the browser's clock says does not count.</param>
    /// <param name="cancel">Stops.</param>
    public static async ValueTask<(IReadOnlyList<Entry>? Entries, string? Fault)> ReadAsync(Stream body, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        try
        {
            using var document = await JsonDocument.ParseAsync(body, default, cancel);
            var arrived = clock.GetUtcNow();
            if (document.RootElement.ValueKind != JsonValueKind.Array) return (null, "The body must be an array of events.");
            var count = document.RootElement.GetArrayLength();
            if (count > MostEvents) return (null, $"{count} events are too many at once; at most {MostEvents} are taken.");
            return ([.. document.RootElement.EnumerateArray().Select(element => EntryOf(element, arrived))], null);
        }
        catch (JsonException)
        {
            return (null, "The body is not JSON.");
        }
    }

    private static Entry EntryOf(JsonElement element, DateTimeOffset at)
    {
        try
        {
            var happened = Read(element, at);
            return new(happened.Id.ToString(), happened, null);
        }
        catch (FormatException fault)
        {
            return new(IdOf(element), null, fault.Message);
        }
        catch (InvalidOperationException)       // half of a surrogate pair, which JSON can write and text can't hold
        {
            return new(IdOf(element), null, "An event must be valid Unicode.");
        }
    }

    private static string? IdOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && Field(element, "eventId") is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: <= LongestId } id ? id : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static SittingEvent Read(JsonElement element, DateTimeOffset at)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new FormatException("An event must be an object.");
        var kind = Text(element, "kind");
        var id = Field(element, "eventId") is { ValueKind: JsonValueKind.String } text && text.TryGetGuid(out var guid) && guid != Guid.Empty ? guid : throw Wrong(kind, "eventId", "a UUID");
        int Position() => Whole(element, kind, "position");
        return kind switch
        {
            "shown" => new SittingEvent.Shown(id, at, Position()),
            "answered" => new SittingEvent.Answered(id, at, Position(), PicksOf(element, kind), Elapsed(element, kind)),
            "flagged" => new SittingEvent.Flagged(id, at, Position(), On(element, kind)),
            "struck" => new SittingEvent.Struck(id, at, Position(), Whole(element, kind, "option"), On(element, kind)),
            "confidence" => new SittingEvent.Rated(id, at, Position(), SureWords.TryRead(Text(element, "level"), out var level) ? level : throw Wrong(kind, "level", "guess, unsure, sure or empty")),
            "commented" => new SittingEvent.Commented(id, at, Position(), Text(element, "text")),
            "dwell" => new SittingEvent.Dwelt(id, at, Position(), Elapsed(element, kind)),
            "revealed" => new SittingEvent.Revealed(id, at, Position()),
            "paused" => new SittingEvent.Paused(id, at),
            "resumed" => new SittingEvent.Resumed(id, at),
            "added" => throw new FormatException("Questions are added by the server."),
            "ended" => throw new FormatException("A sitting is ended on its end page."),
            "discarded" or "restored" => throw new FormatException("An attempt is discarded and taken back on the history page."),
            _ => throw new FormatException($"There is no event of the kind '{Excerpt.Letters(kind, 20)}'."),
        };
    }

    private static Picks PicksOf(JsonElement element, string kind)
    {
        if (Field(element, "picks") is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() > MostPicks) throw Wrong(kind, "picks", $"an array of at most {MostPicks} whole numbers");
        return Picks.InOrder(array.EnumerateArray().Select(pick => pick.ValueKind == JsonValueKind.Number && pick.TryGetInt32(out var number) ? number : throw Wrong(kind, "picks", "an array of whole numbers")).ToList());
    }

    private static TimeSpan Elapsed(JsonElement element, string kind) =>
        Field(element, "elapsedMs") is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var ms) && Math.Abs(ms) <= LongestVisit.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(Math.Round(ms))
            : throw Wrong(kind, "elapsedMs", "a number of milliseconds");

    private static bool On(JsonElement element, string kind) =>
        Field(element, "on") is { ValueKind: JsonValueKind.True or JsonValueKind.False } on ? on.GetBoolean() : throw Wrong(kind, "on", "true or false");

    private static int Whole(JsonElement element, string kind, string name) =>
        Field(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var whole) ? whole : throw Wrong(kind, name, "a whole number");

    private static string Text(JsonElement element, string name)
    {
        if (Field(element, name) is not { ValueKind: JsonValueKind.String } text) throw new FormatException($"An event's {name} must be text.");
        try { return text.GetString()!; }
        catch (InvalidOperationException) { throw new FormatException($"An event's {name} is not valid Unicode."); }
    }

    private static JsonElement? Field(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;

    private static FormatException Wrong(string kind, string name, string what) => new($"The {name} of an event '{kind}' must be {what}.");
}

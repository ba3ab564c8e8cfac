using System.Text.Json;
using Certus.Practice;

namespace Certus.Web.Practice;

/// <summary>Reads events as <c>js/exam/queue.js</c> sends them: strictly, since only our own pages write them.</summary>
public static class EventBatch
{
    /// <summary>The most events in one request; the script sends up to fifty.</summary>
    public const int MostEvents = 200;

    private const int MostPicks = 64;
    private static readonly TimeSpan LongestVisit = TimeSpan.FromDays(366);
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 4 };

    /// <summary>Reads a body, or says in one sentence what is wrong with it. Its size is bounded by the server's limit for all bodies.</summary>
    /// <param name="body">A JSON array of objects.</param>
    /// <param name="at">The server's clock: what the browser's says does not count.</param>
    /// <param name="cancel">Stops.</param>
    public static async ValueTask<(IReadOnlyList<SittingEvent>? Events, string? Fault)> ReadAsync(Stream body, DateTimeOffset at, CancellationToken cancel)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(body, Shallow, cancel);
            if (document.RootElement.ValueKind != JsonValueKind.Array) return (null, "The body must be an array of events.");
            var count = document.RootElement.GetArrayLength();
            if (count > MostEvents) return (null, $"{count} events are too many at once; at most {MostEvents} are taken.");
            List<SittingEvent> events = new(count);
            foreach (var element in document.RootElement.EnumerateArray()) events.Add(Read(element, at));
            return (events, null);
        }
        catch (JsonException)
        {
            return (null, "The body is not JSON.");
        }
        catch (FormatException fault)
        {
            return (null, fault.Message);
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
            "ended" => throw new FormatException("A sitting is ended on its end page."),
            _ => throw new FormatException($"There is no event of the kind '{(kind.Length <= 20 ? kind : kind[..20] + "…")}'."),
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
